"""The time budget of a site counts work, not pauses."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from xunwang.engine.worked_time import WorkedTime
from xunwang.words import CHINA

START = datetime(2020, 11, 30, 10, 0, tzinfo=CHINA)


def record(kind: str, minute: float) -> dict[str, Any]:
    return {"t": kind, "at": (START + timedelta(minutes=minute)).isoformat()}


def worked(*records: dict[str, Any]) -> timedelta:
    time = WorkedTime()
    for one in records:
        time.note(one)
    return time.total()


def test_nothing_done_is_no_time() -> None:
    assert worked() == worked(record("begin", 0)) == timedelta()


def test_a_pause_between_processes_does_not_count() -> None:
    first = (record("begin", 0), record("robots", 1), record("page", 5))
    second = (record("begin", 600), record("page", 602))
    assert worked(*first) == timedelta(minutes=5)
    assert worked(*first, *second) == timedelta(minutes=7)
    assert worked(*first, *second, record("begin", 2000)) == timedelta(minutes=7)


def test_records_without_a_time_and_late_answers_change_nothing() -> None:
    assert worked(record("begin", 0), record("page", 5), {"t": "other"}, record("page", 3)) == timedelta(
        minutes=5
    )


def test_journals_of_before_such_notes_count_from_zero() -> None:
    assert worked(record("page", 5), record("page", 9)) == timedelta()
