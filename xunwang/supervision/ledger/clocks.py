"""The limits of an error report: passed on, answered, settled. Counting begins on the day after receipt."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

from xunwang.calendar import CalendarNotPublished, months_after
from xunwang.calendar.working_days import local_day
from xunwang.holidays.office import add_working_days
from xunwang.rules.unique_keys import UniqueKeyLoader
from xunwang.supervision.vocabulary import Clock


class Limit(NamedTuple):
    """A limit with where it comes from."""

    value: int
    confidence: str
    source: str


class Due(NamedTuple):
    """Last days, in Asia/Shanghai. None: the calendar of that year is not published."""

    pass_on: date | None
    answer: date | None
    settle: date


@cache
def limits() -> dict[str, Limit]:
    """The limits by name."""
    text = Path(__file__).with_name("clocks.yaml").read_text(encoding="utf-8")
    return {name: Limit(**row) for name, row in yaml.load(text, UniqueKeyLoader).items()}  # noqa: S506 - safe


def due_days(received: datetime) -> Due:
    """Last days of a message received at an instant (aware)."""
    day = local_day(received)
    return Due(
        _working(day, limits()["pass_on_working_days"].value),
        _working(day, limits()["answer_working_days"].value),
        months_after(day, limits()["settle_months"].value),
    )


def clock(due: date | None, done: datetime | None, now: datetime) -> Clock:
    """How a message stands against a last day."""
    if due is None:
        return Clock.UNKNOWN
    if done is not None:
        return Clock.IN_TIME if local_day(done) <= due else Clock.LATE
    return Clock.RUNNING if local_day(now) <= due else Clock.OVERDUE


def _working(day: date, count: int) -> date | None:
    try:
        return add_working_days(day, count)
    except CalendarNotPublished:
        return None
