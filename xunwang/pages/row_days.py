"""The day that a list shows beside an entry."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from xunwang.pages.dates import read_day

_WORTH = re.compile(r"\d|[今昨前]天|刚刚|二[〇○零O]")
_SHORT, _LEAF = 40, 12
_STATED = re.compile(r"(?:发布|公开|发文|公布|更新|录入|上传)?(?:时间|日期|于)\s{0,3}[:：]?\s{0,3}(?=[\d二])")
_WHOLE = re.compile(r"(?:19|20)\d{2}\s{0,2}[-/.年]\s{0,2}\d{1,2}\s{0,2}[-/.月]\s{0,2}\d{1,2}")
_DAY_MONTH = re.compile(r"(?P<day>\d{1,2})\s?日?[\s/|]{1,3}(?P<month>\d{1,2})\s?月")
_ENGLISH = re.compile(
    r"(?P<day>\d{1,2})?\s?(?P<month>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?\s?(?P<after>\d{1,2})?(?:\s|,|$)"
)
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_OTHER = re.compile(
    r"(?:截[止至]|有效期|实施|施行|生效|废止|结束|开始|成文|印发|有效)[\u4e00-\u9fff]{0,6}\s{0,2}[:：]?\s{0,3}$"
)


def day_of(pieces: Sequence[str], now: datetime) -> date | None:
    """Day among the pieces of text that stand beside a title; None where none of them is a date.

    A day that is called the publication's comes first; of several the latest that is not to come, because
    documents are published after they are made. Dates in running text (long pieces) don't count unless
    labelled.
    """
    worth = [piece for piece in pieces[:60] if _WORTH.search(piece[:400])]
    if not worth:
        return None
    labelled = _labelled(pieces, now)
    if labelled:
        return labelled
    latest = (now + timedelta(days=1)).date()
    days = [day for piece in worth if len(piece) <= _SHORT for day in _days(piece, now) if day <= latest]
    if days:
        return max(days)
    return _leaf([piece for piece in pieces if len(piece) <= _LEAF], now) or _at_an_end(worth, now)


def _labelled(pieces: Sequence[str], now: datetime) -> date | None:
    """A day behind 发布时间, 日期 …, in the same piece or in the next."""
    for number, piece in enumerate(pieces[:60]):
        if "时间" not in piece and "日期" not in piece and "布于" not in piece:
            continue
        if piece.endswith(("时间", "日期", "：", ":")) and len(piece) <= 14 and number + 1 < len(pieces):
            piece = f"{piece} {pieces[number + 1]}"
        found = _STATED.search(piece)
        if found and (found.start() == 0 or not _OTHER.search(piece[: found.start()])):
            day = read_day(piece[found.end() : found.end() + 30], now)
            if day:
                return day
    return None


def _days(piece: str, now: datetime) -> list[date]:
    """Every day of a short piece that does not call it the day of something else."""
    found = [match for match in _WHOLE.finditer(piece) if not _OTHER.search(piece[: match.start()])]
    if found:
        return [day for match in found if (day := read_day(match[0], now))]
    day = read_day(piece, now) or _worded(piece, now)
    return [day] if day else []


def _worded(piece: str, now: datetime) -> date | None:
    """``28 11月``, ``Nov 28``: day and month turned round, or the month as an English word."""
    if len(piece) > _LEAF + 4:
        return None
    found = _DAY_MONTH.fullmatch(piece.strip())
    if found:
        return read_day(f"{found['month']}-{found['day']}", now)
    found = _ENGLISH.fullmatch(piece.strip())
    if found and (found["day"] or found["after"]):
        return read_day(f"{_MONTHS.index(found['month']) + 1}-{found['day'] or found['after']}", now)
    return None


def _leaf(short: Sequence[str], now: datetime) -> date | None:
    """A day whose parts stand in boxes of their own, as on a calendar leaf."""
    parts = [
        piece.strip("/|- ")
        for piece in short
        if any(char.isdigit() for char in piece) or piece[:3] in _MONTHS
    ]
    for number in range(len(parts) - 1):
        for joined in (" ".join(parts[number : number + 2]), " ".join(parts[number : number + 3])):
            day = read_day(joined, now) or _worded(joined, now)
            if day and day <= (now + timedelta(days=1)).date():
                return day
    return None


def _at_an_end(worth: Sequence[str], now: datetime) -> date | None:
    """A full date that begins or ends a longer piece (来源：… 2020-11-30)."""
    for piece in worth:
        for part in (piece[-20:], piece[:11]):
            found = _WHOLE.search(part)
            if found and (piece.rstrip("日 )）]】").endswith(found[0]) or piece.startswith(found[0])):
                day = read_day(found[0], now)
                if day and not _OTHER.search(piece[: piece.find(found[0])]):
                    return day
    return None
