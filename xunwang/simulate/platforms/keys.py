"""Credentials of the WeChat interface: made from the account, told again from what is sent."""

from __future__ import annotations

import base64
import struct
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import NamedTuple

from xunwang.simulate.platforms.conduct import Conduct

LIFETIME = timedelta(seconds=7200)
_KEY = b"credentials"
_FORM = ">IQI"


class Token(NamedTuple):
    """What a token says."""

    account: int
    issued: datetime
    turn: int
    """How many were issued before it."""


def app_id(conduct: Conduct) -> str:
    """``wx`` and sixteen hexadecimal digits."""
    return f"wx{_digest('id', conduct)[:16]}"


def app_secret(conduct: Conduct) -> str:
    """Thirty-two hexadecimal digits."""
    return _digest("secret", conduct)


def new_token(conduct: Conduct, now: datetime, turn: int = 0) -> str:
    """A token that is good for :data:`LIFETIME`."""
    packed = struct.pack(_FORM, conduct.account.number, int(now.timestamp()), turn)
    return "79_" + base64.urlsafe_b64encode(packed + _mac(packed)).decode()


def read_token(token: str) -> Token | None:
    """What it says; None: it is none of ours."""
    try:
        packed = base64.urlsafe_b64decode(token.removeprefix("79_"))
    except ValueError:
        return None
    said, mac = packed[: struct.calcsize(_FORM)], packed[struct.calcsize(_FORM) :]
    if not mac or mac != _mac(said):
        return None
    account, seconds, turn = struct.unpack(_FORM, said)
    return Token(account, datetime.fromtimestamp(seconds, UTC), turn)


def _digest(what: str, conduct: Conduct) -> str:
    return blake2b(f"{what} {conduct.seed}".encode(), digest_size=16, key=_KEY).hexdigest()


def _mac(packed: bytes) -> bytes:
    return blake2b(packed, digest_size=24, key=_KEY).digest()
