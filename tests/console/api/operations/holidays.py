"""节假日表 and counting by it."""

from __future__ import annotations

from tests.console.api.operations import Arguments
from tests.console.api.world import World
from xunwang.calendar import PACKAGED_YEARS

NEXT = max(PACKAGED_YEARS) + 1
BODY = {
    "source": "国务院办公厅通知", "rest": [f"{NEXT}-{day}" for day in ("01-01", "05-01", "10-01", "10-02", "10-03")],
}  # fmt: skip
OPERATIONS = {
    "holiday_years": "APRSEU", "holiday_year": "APRSEU", "working_day": "APRSEU", "working_days": "APRSEU",
    "deadline": "APRSEU", "holiday_year_enter": "A", "holiday_year_take_back": "A",
}  # fmt: skip
BODIES = {"holiday_year_enter": lambda world: BODY, "holiday_year_take_back": lambda world: None}
QUERIES = {
    "working_days": {"since": "2026-09-30", "until": "2026-10-09"},
    "deadline": {"since": "2026-09-30", "working_days": "5"},
}


def arguments(world: World) -> Arguments:
    """The first year that nobody knows."""
    year = {"year": NEXT}
    return {
        **dict.fromkeys(("holiday_year", "holiday_year_enter", "holiday_year_take_back"), year),
        "working_day": {"day": "2026-10-08"},
    }
