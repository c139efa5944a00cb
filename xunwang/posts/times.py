"""Times as feeds, interfaces, exports and pages of platforms write them.

RFC 822 (``Mon, 30 Nov 2020 10:20:30 +0800``), ISO 8601, ``Mon Nov 30 10:20:30 +0800 2020``, seconds and milliseconds
since 1970, and all that :mod:`xunwang.pages.dates` reads, relative forms included. A time without zone is one of
Asia/Shanghai. Results are aware, UTC; None for what is no time, or one before 1990 or two years ahead.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache

from xunwang.pages.dates import FIRST_YEAR, read_time
from xunwang.words import CHINA

_YEARS_AHEAD = 2
_MOST = 64
_MONTHS = {
    name: number
    for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)  # noqa: SIM905
}
_RFC_822 = re.compile(
    r"(?:[A-Za-z]{3,9}\s{0,2},?\s{1,3})?(?P<day>\d{1,2})[\s-](?P<month>[A-Za-z]{3})[a-z]{0,6}[\s-](?P<year>\d{4}|\d\d)"
    r"\s{1,3}(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d))?(?:\.\d{1,9})?\s{0,3}(?P<zone>[A-Za-z]{1,5}|[+-]\d\d:?\d\d)?"
)
_CTIME = re.compile(
    r"[A-Za-z]{3}\s(?P<month>[A-Za-z]{3})\s{1,2}(?P<day>\d{1,2})\s(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d)"
    r"\s{0,2}(?P<zone>[A-Za-z]{1,5}|[+-]\d\d:?\d\d)?\s(?P<year>\d{4})"
)
_EPOCH = re.compile(r"(?P<seconds>\d{10})(?:\d{3})?(?:\.\d{1,6})?")
_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_ZONES: dict[str, tzinfo] = {
    "gmt": UTC, "ut": UTC, "utc": UTC, "z": UTC, "cst": CHINA,
    "est": timezone(timedelta(hours=-5)), "edt": timezone(timedelta(hours=-4)),
    "pst": timezone(timedelta(hours=-8)), "pdt": timezone(timedelta(hours=-7)), "jst": timezone(timedelta(hours=9)),
    "hkt": CHINA,
}  # fmt: skip
"""CST in a Chinese feed is China's."""


def read_when(text: str, now: datetime) -> datetime | None:
    """The time that a field holds; ``now`` (aware) is when it was shown, for relative forms."""
    text = text.strip()
    if not text or len(text) > _MOST:
        return None
    if _ISO.match(text):
        made = _from_iso(text)
        if made is not None:
            return in_range(made, now)
    found = _RFC_822.fullmatch(text) or _CTIME.fullmatch(text)
    if found:
        return _from_names(found, now)
    found = _EPOCH.fullmatch(text)
    if found:
        return from_epoch(int(found["seconds"]), now)
    stated = read_time(text, now)
    return in_range(stated[0], now) if stated else None


def from_epoch(value: object, now: datetime) -> datetime | None:
    """Seconds or milliseconds since 1970, as a number or as digits."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        seconds = float(value)
        seconds = seconds / 1000 if seconds > 1e11 else seconds
        made = datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return in_range(made, now)


def in_range(made: datetime, now: datetime) -> datetime | None:
    """The time in UTC, unless it can't be one of a post."""
    try:
        made = made.astimezone(UTC)
    except (OverflowError, ValueError):
        return None
    return made if FIRST_YEAR <= made.year <= now.year + _YEARS_AHEAD else None


def start_of(day: date) -> datetime:
    """Midnight in Asia/Shanghai, in UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=CHINA).astimezone(UTC)


def _from_iso(text: str) -> datetime | None:
    try:
        made = datetime.fromisoformat(text)
    except ValueError:
        return None
    return made if made.tzinfo else made.replace(tzinfo=CHINA)


def _from_names(found: re.Match[str], now: datetime) -> datetime | None:
    month = _MONTHS.get(found["month"].lower())
    year = int(found["year"])
    if month is None:
        return None
    year += 0 if year > 99 else 2000 if year < 70 else 1900
    try:
        made = datetime(
            year, month, int(found["day"]), int(found["hour"]), int(found["minute"]),
            min(int(found["second"] or 0), 59), tzinfo=_zone(found["zone"] or ""),
        )  # fmt: skip
    except ValueError:
        return None
    return in_range(made, now)


@lru_cache(maxsize=64)
def _zone(text: str) -> tzinfo:
    if text[:1] in ("+", "-"):
        offset = timedelta(hours=int(text[1:3]), minutes=int(text[-2:]))
        if offset >= timedelta(hours=24):
            return CHINA
        return timezone(-offset if text[0] == "-" else offset)
    return _ZONES.get(text.lower(), CHINA)
