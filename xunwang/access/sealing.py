"""Secrets at rest: encrypted under the installation's key, so that a stolen dump opens nothing."""

from __future__ import annotations

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings


class SealError(Exception):
    """What was sealed can't be opened: the key of the installation is another one."""


def seal(purpose: str, text: str) -> str:
    """``text`` encrypted; what is sealed for one purpose does not open for another."""
    return _cipher(purpose).encrypt(text.encode()).decode("ascii")


def unseal(purpose: str, sealed: str) -> str:
    """What :func:`seal` was given. Raises SealError."""
    try:
        return _cipher(purpose).decrypt(sealed.encode("ascii")).decode()
    except (InvalidToken, UnicodeEncodeError) as error:
        raise SealError("密钥已更换，原先保存的凭据无法读取，请重新填写。") from error


def _cipher(purpose: str) -> Fernet:
    key = hashlib.sha256(f"xunwang {purpose}".encode() + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
