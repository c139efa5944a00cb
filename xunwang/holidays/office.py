"""The office's calendar, and counting by it. At most one query a request or job.

Everything that has a database counts working days here; only :mod:`xunwang.calendar` itself counts by the packaged
years alone.
"""

from __future__ import annotations

from datetime import date

from xunwang.calendar import PACKAGED_YEARS, Overlay, WorkingCalendar, of_days, shipped_overlay
from xunwang.database.remembering import remembered
from xunwang.holidays.models import HolidayYear

_ASKED_FROM = 11
"""Month from which the office is asked for the next year: its notice usually comes in November."""


@remembered(HolidayYear)
def office_calendar() -> WorkingCalendar:
    """The packaged years under the office's own."""
    packaged = shipped_overlay()
    days, years = dict(packaged.days), set(packaged.years)
    for entered in HolidayYear.objects.all():
        years.add(entered.year)
        days |= of_days(entered.rest, entered.work)
    return WorkingCalendar(Overlay(days, frozenset(years)))


def is_working_day(day: date) -> bool:
    """:meth:`WorkingCalendar.is_working_day` of the office's calendar."""
    return office_calendar().is_working_day(day)


def working_days_between(asked: date, answered: date) -> int:
    """:meth:`WorkingCalendar.working_days_between` of the office's calendar."""
    return office_calendar().working_days_between(asked, answered)


def add_working_days(day: date, n: int) -> date:
    """:meth:`WorkingCalendar.add_working_days` of the office's calendar."""
    return office_calendar().add_working_days(day, n)


def may_be_told(year: int, today: date) -> bool:
    """Whether somebody may ask for the year: it is known, has come, or is the next that will be."""
    first: int = min(PACKAGED_YEARS)
    return first <= year <= max(*office_calendar().years, today.year) + 2


def years_to_enter(today: date) -> list[int]:
    """The next year, once its notice may be expected and while it is not known; this year if even it is not."""
    known = office_calendar().years
    wanted = [today.year, *([today.year + 1] if today.month >= _ASKED_FROM else [])]
    return [year for year in wanted if year not in known]
