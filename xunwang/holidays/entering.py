"""Entering the holidays of a year, and taking them back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from xunwang.access.models import User
from xunwang.access.permissions import require
from xunwang.access.roles import Action
from xunwang.calendar import PACKAGED_YEARS, WEEKDAYS
from xunwang.holidays.models import HolidayYear

_WEEKEND = 5
_FIXED = ((1, 1), (5, 1), (10, 1), (10, 2), (10, 3))
"""Month and day of statutory holidays that fall on the same date every year (全国年节及纪念日放假办法, 第二条)."""
_LATEST = 2100
MOST_DAYS = 80


class ArrangementError(Exception):
    """The days can't be right; ``problems`` are Chinese sentences that say what to do."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("；".join(problems))


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Holidays of a year: days off, and weekend days on which offices work."""

    year: int
    source: str
    rest: tuple[date, ...]
    work: tuple[date, ...]
    notice: str = ""


def enter_year(arrangement: Arrangement, by: User, now: datetime) -> HolidayYear:
    """Enter a year, or put another arrangement in its place. Deadlines that were set before stay as they were set.

    Raises ArrangementError, PermissionDenied.
    """
    require(by, Action.EDIT_CALENDAR)
    if problems := list(problems_of(arrangement)):
        raise ArrangementError(problems)
    entered, _ = HolidayYear.objects.update_or_create(
        year=arrangement.year,
        defaults={
            "source": arrangement.source,
            "notice": arrangement.notice,
            "rest": sorted(arrangement.rest),
            "work": sorted(arrangement.work),
            "entered_by": by,
            "entered_at": now,
        },
    )
    return entered


def hold_years() -> None:
    """One entry after the other until the transaction ends: who builds upon what he read finds it unchanged."""
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {HolidayYear._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")


def take_back(year: int, by: User) -> bool:
    """Remove what was entered for a year; False where nothing was. Raises PermissionDenied."""
    require(by, Action.EDIT_CALENDAR)
    return HolidayYear.objects.filter(year=year).delete()[0] > 0


def problems_of(arrangement: Arrangement) -> Iterator[str]:
    """What can't be right, in Chinese."""
    year, rest, work = arrangement.year, arrangement.rest, arrangement.work
    if not min(PACKAGED_YEARS) <= year <= _LATEST:
        yield f"年份应在{min(PACKAGED_YEARS)}至{_LATEST}之间。"
        return
    if not arrangement.source.strip():
        yield "请填写来源：通知的文号或网址。"
    if len(rest) + len(work) > MOST_DAYS:
        yield f"日子太多（{len(rest) + len(work)}个），一年的安排最多{MOST_DAYS}个。"
        return
    for day in sorted({*rest, *work}):
        if not date(year - 1, 12, 20) <= day <= date(year + 1, 1, 10):
            yield f"{day:%Y-%m-%d}不属于{year}年的安排。"
    for day in sorted({*rest} & {*work}):
        yield f"{day:%Y-%m-%d}既写了放假，又写了上班。"
    for day in sorted({*work}):
        if day.weekday() < _WEEKEND:
            yield f"{day:%Y-%m-%d}是星期{WEEKDAYS[day.weekday()]}，不是周末，不必写在上班的日子里。"
    for month, number in _FIXED:
        if date(year, month, number) not in rest:
            yield f"{month}月{number}日是法定节假日，应写在放假的日子里。"
