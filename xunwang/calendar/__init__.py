"""Working days of the mainland's calendar, and windows that run back from a check point."""

from xunwang.calendar.errors import CalendarNotPublished, OverlayError
from xunwang.calendar.notice import WEEKDAYS, HolidayNotice, read_days, read_notice
from xunwang.calendar.overlay import Overlay, of_days
from xunwang.calendar.windows import Window, days_before, in_window, months_after, months_before
from xunwang.calendar.working_days import (
    PACKAGED_YEARS,
    WorkingCalendar,
    add_working_days,
    is_working_day,
    shipped_overlay,
    working_days_between,
)

__all__ = [
    "PACKAGED_YEARS",
    "WEEKDAYS",
    "CalendarNotPublished",
    "HolidayNotice",
    "Overlay",
    "OverlayError",
    "Window",
    "WorkingCalendar",
    "add_working_days",
    "days_before",
    "in_window",
    "is_working_day",
    "months_after",
    "months_before",
    "of_days",
    "read_days",
    "read_notice",
    "shipped_overlay",
    "working_days_between",
]
