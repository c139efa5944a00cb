"""How long a person has looked at a page before deciding.

The page's script counts the seconds in which the page was visible. They are believed only up to the time that has
really passed since the page was made; without scripts that time itself is taken.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core import signing

_SALT = "xunwang.pace"
_LONGEST = timedelta(hours=12)


def opened(now: datetime) -> str:
    """A token that goes into the form of a page that is made now."""
    return signing.dumps(int(now.timestamp()), salt=_SALT)


def seconds_looked(token: str, counted: str, now: datetime) -> int:
    """Seconds from opening to ``now``, less those in which the page was hidden; 0 for a token not ours."""
    try:
        since = int(signing.loads(token, salt=_SALT))
    except (signing.BadSignature, ValueError, TypeError):
        return 0
    passed = min(max(int(now.timestamp()) - since, 0), int(_LONGEST.total_seconds()))
    if counted.isascii() and counted.isdecimal() and len(counted) < 7:
        return min(int(counted), passed)
    return passed
