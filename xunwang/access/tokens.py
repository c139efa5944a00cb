"""Keys for programmes: made by a person for a purpose, shown once, ended by time or by hand."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from xunwang.access.models import ApiToken, User
from xunwang.access.permissions import assignments_of
from xunwang.registry.models import Unit

PREFIX = "xw_"
"""By which leaked keys are found in files and logs."""
LONGEST = timedelta(days=366)
MOST = 20
"""Keys in use for one person."""
_USE_NOTED = timedelta(minutes=1)
"""The time of the last use is kept to the minute: a busy programme does not write with every request."""


class TokenError(Exception):
    """A key can't be made; the message says why."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a key is for. ``unit`` None: all that the person may reach."""

    name: str
    unit: Unit | None
    writes: bool
    expires_at: datetime


def issue(user: User, wish: Wish, now: datetime) -> tuple[ApiToken, str]:
    """A new token and its key, which is stored nowhere. Raises :class:`TokenError`."""
    if not now < wish.expires_at <= now + LONGEST:
        raise TokenError("有效期应在今天之后、一年以内。")
    reach = [held.path for held in assignments_of(user)]
    if not reach:
        raise TokenError("您还没有角色，不能建立令牌。")
    if wish.unit is not None and not any(wish.unit.path.startswith(path) for path in reach):
        raise TokenError("该单位不在您的管理范围内。")
    key = PREFIX + secrets.token_urlsafe(32)
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        if in_use(user, now).count() >= MOST:
            raise TokenError(f"一人最多{MOST}个在用的令牌，请先撤销不用的。")
        token = ApiToken.objects.create(
            user=user,
            unit=wish.unit,
            name=wish.name,
            hint=key[: len(PREFIX) + 6],
            digest=_digest(key),
            writes=wish.writes,
            created_at=now,
            expires_at=wish.expires_at,
        )
    return token, key


def revoke(tokens: QuerySet[ApiToken], now: datetime) -> int:
    """End tokens for good; gives how many were in use."""
    return tokens.filter(revoked_at=None).update(revoked_at=now)


def in_use(user: User, now: datetime) -> QuerySet[ApiToken]:
    """Tokens of the user that work now."""
    return ApiToken.objects.filter(_works(now), user=user)


def token_of(key: str, now: datetime) -> ApiToken | None:
    """The token whose key this is, with its user kept to the token's unit; None unless it works now."""
    if not key.startswith(PREFIX) or not key.isascii() or len(key) > 100:
        return None
    rows = ApiToken.objects.filter(_works(now), digest=_digest(key), user__is_active=True)
    token = rows.select_related("user", "unit").first()
    if token is not None and token.unit is not None:
        token.user.narrowed_to = token.unit.path
    return token


def note_use(token: ApiToken, now: datetime) -> None:
    """Keep the time of the last use."""
    if token.last_used_at is None or token.last_used_at < now - _USE_NOTED:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)


def _works(now: datetime) -> Q:
    return Q(revoked_at=None, expires_at__gt=now)


def _digest(key: str) -> str:
    # The key is 256 random bits: a plain digest can't be guessed back.
    return hashlib.sha256(key.encode("ascii")).hexdigest()
