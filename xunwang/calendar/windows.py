"""Windows that run back from the check point (监测时间点), in whole days of Asia/Shanghai.

Pages mostly state days, so a window is a range of days and both edges count: an article dated exactly
14 days before the day of the check point is inside "the 2 weeks before it". That is the reading that
favours the site. A time of day, where there is one, only matters at the near edge: what came after the
check point itself is outside.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import MAXYEAR, MINYEAR, date, datetime, timedelta
from typing import NamedTuple

from xunwang.words import CHINA

_MONTHS = 12


class Window(NamedTuple):
    """Days from ``start`` to ``end``, both included."""

    start: date
    end: date
    """Day of the check point in Asia/Shanghai."""
    check_point: datetime
    """Aware; later instants of the last day are outside."""


def days_before(check_point: datetime, n: int) -> Window:
    """The ``n`` days before the check point (aware): start is its day minus ``n``.

    Raises ``ValueError`` for a naive check point or a negative ``n``.
    """
    end = _day_of(check_point, n)
    try:
        start = end - timedelta(days=n)
    except OverflowError:
        start = date.min
    return Window(start, end, check_point)


def months_before(check_point: datetime, n: int) -> Window:
    """The ``n`` calendar months before the check point (aware).

    Start is the same day of the month ``n`` months earlier; where that month is shorter, its last day:
    6 months before 31 August start on 28 (29) February. Raises ``ValueError`` as ``days_before``.
    """
    end = _day_of(check_point, n)
    year, month = divmod(end.year * _MONTHS + end.month - 1 - n, _MONTHS)
    if not MINYEAR <= year <= MAXYEAR:
        return Window(date.min, end, check_point)
    month += 1
    start = date(year, month, min(end.day, monthrange(year, month)[1]))
    return Window(start, end, check_point)


def months_after(day: date, n: int) -> date:
    """The same day ``n`` calendar months later; the last day of the month where that is shorter."""
    year, month = divmod(day.year * _MONTHS + day.month - 1 + n, _MONTHS)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def in_window(when: date | datetime, window: Window) -> bool:
    """Whether a day, or an instant, lies in the window. A naive datetime is read in Asia/Shanghai."""
    if not isinstance(when, datetime):
        return window.start <= when <= window.end
    if when.tzinfo is None:
        when = when.replace(tzinfo=CHINA)
    return when <= window.check_point and when.astimezone(CHINA).date() >= window.start


def _day_of(check_point: datetime, n: int) -> date:
    if check_point.tzinfo is None:
        raise ValueError("监测时间点必须带时区")
    if n < 0:
        raise ValueError(f"窗口长度不能为负：{n}")
    return check_point.astimezone(CHINA).date()
