"""Shapes of addresses: what stays the same when a site counts on for ever.

The *shape* of an address has its numbers and long identifiers replaced, and its parameters reduced to
their names. All regular expressions are linear and work on addresses of bounded length.
"""

from __future__ import annotations

import re

LONGEST = 1024
"""No government page has a longer address; longer ones have grown."""
_DEEPEST = 16
_NUMBERS = re.compile(r"(?<![0-9A-Za-z])[0-9a-fA-F-]{24,}(?![0-9A-Za-z])|[0-9]+")
# fmt: off
_PAGE_NAMES = frozenset({
    "page", "p", "pn", "pageno", "pagenum", "pageindex", "pagenumber", "pageid", "page_no", "page_num",
    "page_index", "currentpage", "curpage", "cur_page", "current", "offset", "start", "startindex",
})
_DATE_NAMES = frozenset({
    "y", "m", "d", "year", "month", "day", "date", "ym", "ymd", "week", "dt", "yy", "mm", "dd", "yyyy",
    "yearmonth", "rq", "riqi", "calyear", "calmonth",
})
# fmt: on
_PAGE_FILE = re.compile(
    r"/(?:[A-Za-z]{0,16}(?:index|list|default|more)|page)[_-]?([0-9]{1,7})\.[a-z]{3,6}\Z|/page/([0-9]{1,7})/?\Z"
)
_DATE_END = re.compile(
    r"/(?:19|2[0-9])[0-9]{2}[/-](?:0?[1-9]|1[0-2])(?:[/-](?:0?[1-9]|[12][0-9]|3[01]))?"
    r"(?:/|/(?:index|list|default|month|day|week)\.[a-z]{3,6}|\.[a-z]{3,6})?\Z"
)


def split(url: str) -> tuple[str, str]:
    """(scheme, host and path; query)."""
    base, _, query = url.partition("?")
    return base, query


def shape_of(url: str) -> str:
    """The address with its numbers as ``#`` and its parameters as names."""
    base, query = split(url)
    start = base.find("/", 8)
    shape = base[:start] + _NUMBERS.sub("#", base[start:])
    if not query:
        return shape
    names = sorted({part.partition("=")[0] for part in query.split("&")[:40]})
    return f"{shape}?{'&'.join(names)}"


def page_number(url: str) -> int | None:
    """The page of a list that the address asks for, or None when it is no list page."""
    base, query = split(url)
    for part in query.split("&") if query else ():
        name, _, value = part.partition("=")
        if name.lower() in _PAGE_NAMES and value.isascii() and value.isdigit():
            return int(value[:9])
    match = _PAGE_FILE.search(base[-160:])
    return int(match.group(1) or match.group(2)) if match else None


def is_calendar(url: str) -> bool:
    """The address asks for a day, week or month and for nothing else."""
    base, query = split(url)
    if query:
        names = [part.partition("=") for part in query.split("&")]
        dated = [name for name, _, value in names if name.lower() in _DATE_NAMES and value[:1].isdigit()]
        return bool(dated) and not any(
            value.isdigit() for name, _, value in names if name.lower() not in _DATE_NAMES
        )
    return _DATE_END.search(base[-64:]) is not None


def growth(url: str) -> str:
    """Why the address looks as if it had grown by following it, in Chinese; empty when it doesn't."""
    if len(url) > LONGEST:
        return "地址过长"
    base, query = split(url)
    if base.count("/") > 5 and (problem := _path_growth(base)):
        return problem
    if query.count("&") > 3:
        names = [part.partition("=")[0] for part in query.split("&")[:64] if part]
        # PHP and Java forms repeat a name for a list of choices, with different values.
        if names and max(map(names.count, names)) > 8:
            return "参数反复追加"
    return ""


def _path_growth(base: str) -> str:
    segments = [part for part in base.split("/")[3:-1] if part]
    if len(segments) > _DEEPEST:
        return "目录层级过多"
    words = [part for part in segments if not part.isdigit()]
    if len(set(words)) == len(words):
        return ""
    if max(map(words.count, words)) > 3:
        return "目录名反复出现"
    return "目录重复嵌套" if _repeats(segments) else ""


def _repeats(segments: list[str]) -> bool:
    """One directory stands three times in a row, or a block of several twice."""
    count = len(segments)
    for width in range(1, count // 2 + 1):
        times = 3 if width == 1 else 2
        for start in range(count - width * times + 1):
            block = segments[start : start + width]
            if all(part.isdigit() for part in block):
                continue
            if all(segments[start + width * n : start + width * (n + 1)] == block for n in range(1, times)):
                return True
    return False
