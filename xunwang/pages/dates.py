"""Days and times as Chinese government pages write them.

Read forms: ``2020-11-30``, ``2020/11/30``, ``2020.11.30``, ``2020年11月30日``, ``20201130``,
``二〇二〇年十一月三十日``, all with an optional time (``10:20``, ``10:20:30``, ``10时20分``, ``下午3:20``,
ISO 8601 with zone) and weekday; without year ``11-30``, ``[11-30]``, ``11月30日``; split over two lines
``30 2020-11``, ``11-30 2020``; relative ``今天 10:20``, ``昨天``, ``3天前``, ``2小时前``, ``刚刚``.

Every day is checked against the calendar and must lie between 1990 and two years after ``now``. Text is
read in Asia/Shanghai; results are aware.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache

from xunwang.words import CHINA, Precision

Stated = tuple[datetime, Precision]
"""A time with the precision in which it is stated; at precision ``DAY`` the hour is 0."""

FIRST_YEAR = 1990
"""No Chinese government page is older."""
_YEARS_AHEAD = 2
_MAX_TEXT = 4000
_USUAL = {10: Precision.DAY, 16: Precision.MINUTE, 19: Precision.SECOND}
"""Lengths of ``2020-11-30``, ``2020-11-30 10:20`` and ``2020-11-30 10:20:30``."""

_YEAR = r"(?:19[89]\d|20\d\d)"
_MONTH = r"(?:1[0-2]|0?[1-9])"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_MONTH2 = r"(?:1[0-2]|0[1-9])"
_DAY2 = r"(?:3[01]|[12]\d|0[1-9])"
_OPEN, _CLOSE = r"[\[【〔(（<《{]", r"[\]】〕)）>》}]"
_TIME = (
    r"(?:[\s,，|T]{0,8}(?:[（(]?(?:星期|周)[一二三四五六日天][)）]?[\s,，|]{0,6})?"
    r"(?P<half>上午|下午|晚上|中午|凌晨|早上)?\s?"
    r"(?P<hour>[01]?\d|2[0-4])\s?[:：时点]\s?(?P<minute>[0-5]?\d)(?!\d)"
    r"(?:\s?[:：分]\s?(?P<second>[0-5]\d)(?!\d))?"
    r"(?:[.,]\d{1,9})?(?P<zone>Z|[+-]\d\d:?\d\d)?)?"
)
_PLAIN = re.compile(
    rf"\s*{_OPEN}?(?:(?P<year>{_YEAR})(?P<sep>[-/.]))?(?P<month>{_MONTH2})(?(sep)(?P=sep)|[-/])(?P<day>{_DAY2}){_CLOSE}?\s*"
)  # fmt: skip
"""Nine of ten dates of real lists; tried first, because the general pattern costs five times as much."""
_FULL = re.compile(
    rf"(?<![\d.])(?P<year>{_YEAR})(?:"
    rf"\s{{0,2}}(?P<sep>[-/.])\s{{0,2}}(?P<month>{_MONTH})\s{{0,2}}(?P=sep)\s{{0,2}}(?P<day>{_DAY})(?!\d|\.\d)"
    rf"|\s{{0,2}}年\s{{0,2}}(?P<cmonth>{_MONTH})\s{{0,2}}月\s{{0,2}}(?P<cday>{_DAY})(?!\d)\s?日?"
    rf"|(?P<nmonth>{_MONTH2})(?P<nday>{_DAY2})(?:(?P<packed>\d{{6}})(?!\d)|(?!\d))"
    rf"|\s(?P<smonth>{_MONTH2})[-/.](?P<sday>{_DAY2})(?![\d.])"
    rf"){_TIME}"
)
_CHINESE = re.compile(
    r"(?P<y>[一二][〇○零ＯOo0九][〇○零ＯOo0一二三四五六七八九]{2})\s?年\s?"
    r"(?P<m>[一二三四五六七八九十正]{1,2})\s?月\s?(?P<d>[一二三四五六七八九十廿卅]{1,3})\s?日"
)
_YEARLESS = re.compile(
    rf"(?:^|[\s:：|]|{_OPEN})\s?(?P<month>{_MONTH})\s?(?:[-/.]|月)\s?(?P<day>{_DAY})(?!\d)日?{_TIME}\s?(?:$|{_CLOSE})"
)
_LEADING = re.compile(rf"(?P<month>{_MONTH2})[-/.月](?P<day>{_DAY2})日?(?=[\s|]|{_CLOSE})")
_SPLIT_DAY = re.compile(
    rf"\D?(?P<day>{_DAY})日?\s{{0,8}}[|/]?\s{{0,8}}(?P<year>{_YEAR})\s?[-/.年]\s?(?P<month>{_MONTH})月?\D?$"
)
_SPLIT_YEAR = re.compile(
    rf"\D?(?P<month>{_MONTH})[-/.月]\s?(?P<day>{_DAY})日?[\s|]{{1,8}}(?P<year>{_YEAR})年?\D?$"
)
_SHORT_YEAR = re.compile(rf"{_OPEN}?(?P<year>\d\d)-(?P<month>\d\d)-(?P<day>\d\d){_CLOSE}?$")
_RELATIVE = re.compile(
    r"(?P<word>今天|昨天|前天|刚刚|刚才"
    r"|(?P<count>\d{1,3})\s?(?P<unit>秒钟?|分钟|个?小时|天|日|周|个月)前)" + _TIME
)
_WORTH_READING = re.compile(r"[0-9年今昨前刚０-９]")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９：－／．", "0123456789:-/.")
_DIGITS = dict(zip("〇一二三四五六七八九", "0123456789", strict=True)) | dict.fromkeys("○零ＯOo0", "0")
_IN_URL = re.compile(
    r"(?<!\d)(?P<year>(?:19[89]|20\d)\d)(?:"
    rf"(?P<sep>[/_-])(?P<month>{_MONTH})[/_-](?P<day>{_DAY})"
    rf"|/?(?P<nmonth>{_MONTH2})/?(?P<nday>{_DAY2})"
    r")(?!\d)"
)

_MONTH_IN_URL = re.compile(rf"(?<!\d)(?P<year>(?:19[89]|20\d)\d)[/_-]?(?P<month>{_MONTH2})(?!\d)")
_MID_MONTH = 15
_NEAR = timedelta(days=45)
"""Drafts lie some days, and addresses tell the month, before a list shows them."""


def read_time(text: str, now: datetime) -> Stated | None:
    """Read the first date, with its time if one follows, that ``text`` states.

    Days without year are taken from forms that stand alone, at the end of the text, or in brackets, so
    that ``1-10月`` is not a date; their year is the one that puts them last before ``now``.
    """
    if len(text) in _USUAL and (usual := _read_usual(text, now)):
        return usual
    text = text[:_MAX_TEXT]
    if not _WORTH_READING.search(text):
        return None
    if not text.isascii():
        text = text.translate(_FULL_WIDTH)
    for found in _FULL.finditer(text):
        stated = _from_full(found, now)
        if stated:
            return stated
    return _read_rare(text.strip(), now)


def _read_usual(text: str, now: datetime) -> Stated | None:
    """The usual form and nothing else, read as the general pattern reads it; None for all that is not it."""
    if text[4] != "-" or text[7] != "-" or text[10:11] not in ("", " ") or text[13:14] not in ("", ":"):
        return None
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        return None
    if when.tzinfo is not None or not FIRST_YEAR <= when.year <= now.year + _YEARS_AHEAD:
        return None
    return when.replace(tzinfo=CHINA), _USUAL[len(text)]


def read_day(text: str, now: datetime) -> date | None:
    """Read the first day that ``text`` states; see :func:`read_time`."""
    plain = _PLAIN.fullmatch(text) if len(text) <= 24 else None
    if plain:
        month, day = int(plain["month"]), int(plain["day"])
        if plain["year"]:
            return _checked(int(plain["year"]), month, day, now)
        return _last_before(month, day, now.astimezone(CHINA))
    stated = read_time(text, now)
    return stated[0].date() if stated else None


@lru_cache(maxsize=4096)
def day_in_url(url: str, now: datetime | None = None) -> date | None:
    """Day that an address contains (``/2020/11/30/``, ``/t20201130_1.html``): only a hint."""
    for found in _IN_URL.finditer(url[:500]):
        month, day = (found["month"], found["day"]) if found["month"] else (found["nmonth"], found["nday"])
        made = _date(int(found["year"]), int(month), int(day))
        if made and made.year >= FIRST_YEAR and (now is None or made.year <= now.year + _YEARS_AHEAD):
            return made
    return None


def nearest(day: date, to: date) -> date | None:
    """The month and day of ``day`` in the year that brings them near another date; None where no year does."""
    years = [_date(year, day.month, day.day) for year in range(to.year - 1, to.year + 2)]
    found = min((made for made in years if made), key=lambda made: abs(made - to), default=None)
    return found if found and abs(found - to) <= _NEAR else None


def in_year_of(url: str, day: date) -> date | None:
    """A day whose year is not shown, in the year that the entry's address tells; None where it tells none."""
    stated = day_in_url(url)
    if stated is None and (found := _MONTH_IN_URL.search(url[:500])):
        stated = _date(int(found["year"]), int(found["month"]), _MID_MONTH)
    made = nearest(day, stated) if stated else None
    return made if made and made <= day else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _checked(year: int, month: int, day: int, now: datetime) -> date | None:
    made = _date(year, month, day)
    if made is None or year < FIRST_YEAR or year > now.year + _YEARS_AHEAD:
        return None
    return made


def _from_full(found: re.Match[str], now: datetime) -> Stated | None:
    month = found["month"] or found["cmonth"] or found["nmonth"] or found["smonth"]
    day = found["day"] or found["cday"] or found["nday"] or found["sday"]
    made = _checked(int(found["year"]), int(month), int(day), now)
    if made is None:
        return None
    packed = found["packed"]
    if packed:
        return _clock(made, int(packed[:2]), int(packed[2:4]), int(packed[4:]), None)
    return _timed(made, found)


def _timed(made: date, found: re.Match[str]) -> Stated:
    """Add the time that stands beside a day."""
    if found["hour"] is None:
        return _midnight(made), Precision.DAY
    hour, minute, second = int(found["hour"]), int(found["minute"]), found["second"]
    if found["half"] in ("下午", "晚上") and hour < 12:
        hour += 12
    return _clock(made, hour, minute, int(second) if second else None, found["zone"])


def _clock(made: date, hour: int, minute: int, second: int | None, zone: str | None) -> Stated:
    if hour > 23 or minute > 59 or (second or 0) > 59:
        return _midnight(made), Precision.DAY
    precision = Precision.MINUTE if second is None else Precision.SECOND
    when = datetime(made.year, made.month, made.day, hour, minute, second or 0, tzinfo=_zone(zone))
    return when.astimezone(CHINA), precision


def _zone(text: str | None) -> tzinfo:
    if text is None:
        return CHINA
    if text == "Z":
        return UTC
    offset = timedelta(hours=int(text[1:3]), minutes=int(text[-2:]))
    return timezone(-offset if text[0] == "-" else offset) if offset < timedelta(hours=24) else UTC


def _midnight(made: date) -> datetime:
    return datetime(made.year, made.month, made.day, tzinfo=CHINA)


def _read_rare(text: str, now: datetime) -> Stated | None:
    """Forms that real pages use less often, cheapest first."""
    here = now.astimezone(CHINA)
    if "年" in text:
        found = _CHINESE.search(text)
        made = _from_chinese(found, here) if found else None
        if made:
            return _midnight(made), Precision.DAY
    if len(text) <= 24:
        made = _from_split(text, here)
        if made:
            return _midnight(made), Precision.DAY
    for found in (_YEARLESS.search(text[-60:]), _YEARLESS.search(text[:60]), _LEADING.match(text)):
        made = _last_before(int(found["month"]), int(found["day"]), here) if found else None
        if found and made:
            timed = found.re is not _LEADING
            return _timed(made, found) if timed else (_midnight(made), Precision.DAY)
    return _from_relative(text, here)


def _from_split(text: str, here: datetime) -> date | None:
    """Day and month in separate boxes, as calendar-leaf list styles print them, or a two-digit year."""
    for pattern in (_SPLIT_DAY, _SPLIT_YEAR):
        found = pattern.match(text)
        if found:
            return _checked(int(found["year"]), int(found["month"]), int(found["day"]), here)
    found = _SHORT_YEAR.match(text)
    if found:
        return _checked(2000 + int(found["year"]), int(found["month"]), int(found["day"]), here)
    return None


def _last_before(month: int, day: int, here: datetime) -> date | None:
    """The last such day not after tomorrow (clocks of servers differ)."""
    limit = here.date() + timedelta(days=1)
    for year in range(limit.year, limit.year - 5, -1):  # 29 February needs up to four years
        made = _date(year, month, day)
        if made and made <= limit:
            return made
    return None


def _from_chinese(found: re.Match[str], here: datetime) -> date | None:
    year = int("".join(_DIGITS.get(char, "0") for char in found["y"]))
    return _checked(year, _numeral(found["m"]), _numeral(found["d"]), here)


def _numeral(text: str) -> int:
    """Value of 一 … 三十一, with 廿 and 卅; 0 for what is no such numeral."""
    if text == "正":
        return 1
    text = text.replace("廿", "二十").replace("卅", "三十")
    tens, ten, ones = text.partition("十")
    if len(tens) > 1 or len(ones) > 1:
        return 0
    if not ten:
        return int(_DIGITS.get(tens, "0"))
    return int(_DIGITS.get(tens, "1") if tens else 1) * 10 + (int(_DIGITS.get(ones, "0")) if ones else 0)


def _from_relative(text: str, here: datetime) -> Stated | None:
    """今天 10:20, 昨天, 3天前 … where the text is little more than that."""
    found = _RELATIVE.search(text[:40])
    if found is None or len(text) > len(found[0]) + 12:
        return None
    if found["count"] is None:
        back = {"昨天": 1, "前天": 2}.get(found["word"][:2], 0)
        return _timed(here.date() - timedelta(days=back), found)
    count, unit = int(found["count"]), found["unit"]
    if unit.startswith("秒") or unit == "分钟" or unit.endswith("小时"):
        step = timedelta(hours=1) if unit.endswith("小时") else timedelta(minutes=unit == "分钟")
        return (here - count * step).replace(second=0, microsecond=0), Precision.MINUTE
    days = {"周": 7, "个月": 30}.get(unit, 1) * count
    return _midnight(here.date() - timedelta(days=days)), Precision.DAY
