"""Deadlines: set in working days or as a date; how many days are left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from xunwang.calendar import CalendarNotPublished
from xunwang.calendar.working_days import local_day
from xunwang.holidays.office import add_working_days, working_days_between
from xunwang.rectify.errors import RectifyError


@dataclass(frozen=True, slots=True)
class Limit:
    """Working days from the day after issue, or a day; one of the two."""

    working_days: int | None = None
    on: date | None = None

    @property
    def words(self) -> str:
        """In Chinese, as it was set."""
        return f"{self.working_days}个工作日" if self.on is None else f"{self.on:%Y-%m-%d}前"

    def last_day(self, now: datetime) -> date:
        """The last day, in Asia/Shanghai.

        Raises RectifyError for a limit that is none, CalendarNotPublished when working days run into a year
        without a calendar.
        """
        today = local_day(now)
        if (self.working_days is None) == (self.on is None):
            raise RectifyError("请填写工作日数，或指定截止日期，二者选一。")
        if self.on is not None:
            if self.on <= today:
                raise RectifyError("截止日期应晚于今天。")
            return self.on
        if not 1 <= (self.working_days or 0) <= 250:
            raise RectifyError("期限应为1至250个工作日。")
        return add_working_days(today, self.working_days or 0)


@dataclass(frozen=True, slots=True)
class Left:
    """How much time is left; ``days`` below zero: so many days late."""

    days: int
    working: bool
    """False: the calendar of a year is not published yet, so these are calendar days."""

    @property
    def words(self) -> str:
        """In Chinese."""
        unit = "个工作日" if self.working else "天"
        if self.days < 0:
            return f"逾期{-self.days}{unit}"
        return f"还剩{self.days}{unit}" if self.days else "今天到期"


def time_left(due_on: date, now: datetime) -> Left:
    """From today to the deadline, in working days where the calendar is published."""
    today = local_day(now)
    late = due_on < today
    first, last = (due_on, today) if late else (today, due_on)
    try:
        days, working = working_days_between(first, last), True
    except CalendarNotPublished:
        days, working = (last - first).days, False
    if working and not days and first != last:
        # Only days on which no office works lie in between: it is late, or not yet due, all the same.
        days, working = (last - first).days, False
    return Left(-days if late else days, working)
