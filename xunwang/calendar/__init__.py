"""Working days of the mainland's calendar, and windows that run back from a check point."""

from xunwang.calendar.errors import CalendarNotPublished, OverlayError
from xunwang.calendar.windows import Window, days_before, in_window, months_after, months_before
from xunwang.calendar.working_days import (
    WorkingCalendar,
    add_working_days,
    is_working_day,
    working_days_between,
)

__all__ = [
    "CalendarNotPublished",
    "OverlayError",
    "Window",
    "WorkingCalendar",
    "add_working_days",
    "days_before",
    "in_window",
    "is_working_day",
    "months_after",
    "months_before",
    "working_days_between",
]
