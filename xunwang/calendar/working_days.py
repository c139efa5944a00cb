"""Working days: which day is one, how many lie between two days, when a deadline ends.

Packaged data (2004 on, State Council notices with make-up working days) under an editable overlay.
A year whose notice is not published is refused, never guessed. The notice of a year can still move
days of the last December before it; those follow when the overlay or the package is renewed.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

from chinese_calendar.constants import holidays, workdays

from xunwang.calendar.errors import CalendarNotPublished
from xunwang.calendar.overlay import SHIPPED, Overlay, read_overlay
from xunwang.words import CHINA

_DAY = timedelta(days=1)
PACKAGED_YEARS = frozenset(day.year for day in holidays)
"""Years whose notices the package knows."""
_WEEKEND = 5


class WorkingCalendar:
    """Packaged holiday data with an overlay on top."""

    def __init__(self, overlay: Overlay) -> None:
        self._days = overlay.days
        self._years = PACKAGED_YEARS | overlay.years
        self._replaced = PACKAGED_YEARS & overlay.years

    @classmethod
    def load(cls, path: Path = SHIPPED) -> WorkingCalendar:
        """Read the overlay at ``path``; raises ``OverlayError`` when it is malformed."""
        return cls(read_overlay(path))

    def is_working_day(self, day: date) -> bool:
        """Whether offices work on ``day`` (a datetime is taken as its day in Asia/Shanghai).

        Raises ``CalendarNotPublished`` for a year without data.
        """
        day = local_day(day)
        self._require(day.year)
        if day in self._days:
            return self._days[day]
        if day.year in self._replaced:
            return day.weekday() < _WEEKEND
        return day in workdays or (day.weekday() < _WEEKEND and day not in holidays)

    @property
    def years(self) -> frozenset[int]:
        """Years whose holidays are known."""
        return self._years

    def moved_days(self, year: int) -> tuple[list[date], list[date]]:
        """Days of a year that are not as their day of the week says: off from Monday to Friday, worked at weekends.

        Raises ``CalendarNotPublished``.
        """
        rest: list[date] = []
        work: list[date] = []
        for number in range(date(year, 12, 31).timetuple().tm_yday):
            day = date(year, 1, 1) + number * _DAY
            if self.is_working_day(day) != (day.weekday() < _WEEKEND):
                (rest if day.weekday() < _WEEKEND else work).append(day)
        return rest, work

    def working_days_between(self, asked: date, answered: date) -> int:
        """Working days used for an answer: counted from the day after receipt to the day of the answer.

        An answer on the day of receipt took 0. Raises ``CalendarNotPublished`` when a year in between
        has no data, and ``ValueError`` when the answer is older than the question.
        """
        asked, answered = local_day(asked), local_day(answered)
        if answered < asked:
            raise ValueError(f"答复日期{answered}早于来信日期{asked}")
        for year in range(asked.year, answered.year + 1):
            self._require(year)
        span = (answered - asked).days
        return sum(self.is_working_day(asked + offset * _DAY) for offset in range(1, span + 1))

    def add_working_days(self, day: date, n: int) -> date:
        """The last day of a limit of ``n`` working days that began with receipt on ``day``.

        ``n`` = 0 gives ``day`` itself. Raises ``CalendarNotPublished`` when the limit runs into a year
        without data, and ``ValueError`` for a negative ``n``.
        """
        if n < 0:
            raise ValueError(f"工作日数不能为负：{n}")
        day = local_day(day)
        self._require(day.year)
        while n:
            day += _DAY
            n -= self.is_working_day(day)
        return day

    def _require(self, year: int) -> None:
        if year not in self._years:
            raise CalendarNotPublished(year, min(self._years))


def local_day(when: date) -> date:
    """The day in Asia/Shanghai of an aware datetime; of a naive one or of a date, the day as it stands."""
    if not isinstance(when, datetime):
        return when
    if when.tzinfo is None:
        return when.date()
    return when.astimezone(CHINA).date()


@cache
def shipped_overlay() -> Overlay:
    """The overlay that comes with the program."""
    return read_overlay(SHIPPED)


@cache
def _shipped() -> WorkingCalendar:
    return WorkingCalendar(shipped_overlay())


def is_working_day(day: date) -> bool:
    """``WorkingCalendar.is_working_day`` of the shipped calendar."""
    return _shipped().is_working_day(day)


def working_days_between(asked: date, answered: date) -> int:
    """``WorkingCalendar.working_days_between`` of the shipped calendar."""
    return _shipped().working_days_between(asked, answered)


def add_working_days(day: date, n: int) -> date:
    """``WorkingCalendar.add_working_days`` of the shipped calendar."""
    return _shipped().add_working_days(day, n)
