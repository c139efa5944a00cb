"""Working days are those of the State Council's notices, and unpublished years are refused."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xunwang.calendar import (
    CalendarNotPublished,
    OverlayError,
    WorkingCalendar,
    add_working_days,
    is_working_day,
    working_days_between,
)

PUBLISHED = st.dates(date(2007, 1, 1), date(2026, 6, 30))


def test_every_day_from_2007_to_2026_agrees_with_the_notices(shared: Path) -> None:
    stated: dict[date, bool] = {}
    for year in range(2007, 2027):
        content = json.loads((shared / f"data/holidays/{year}.json").read_text(encoding="utf-8"))
        stated |= {date.fromisoformat(day["date"]): not day["isOffDay"] for day in content["days"]}
    day, wrong = date(2007, 1, 1), []
    while day <= date(2026, 12, 31):
        if is_working_day(day) != stated.get(day, day.weekday() < 5):
            wrong.append(day)
        day += timedelta(days=1)
    assert len(stated) > 500
    assert wrong == []


def test_counting_starts_the_day_after_receipt() -> None:
    assert working_days_between(date(2026, 3, 2), date(2026, 3, 2)) == 0
    assert working_days_between(date(2026, 3, 2), date(2026, 3, 3)) == 1
    assert working_days_between(date(2026, 3, 6), date(2026, 3, 9)) == 1  # Friday to Monday


def test_a_make_up_saturday_counts_and_a_holiday_does_not() -> None:
    assert is_working_day(date(2026, 2, 14))
    assert not is_working_day(date(2026, 2, 17))
    assert working_days_between(date(2026, 2, 13), date(2026, 2, 24)) == 2


def test_the_last_day_of_a_limit_skips_the_national_holiday() -> None:
    assert add_working_days(date(2025, 9, 30), 1) == date(2025, 10, 9)
    assert add_working_days(date(2025, 9, 30), 0) == date(2025, 9, 30)


def test_a_time_is_taken_as_its_day_in_china() -> None:
    late = datetime(2026, 3, 1, 17, 0, tzinfo=UTC)  # Monday 2 March, 01:00 in China
    assert is_working_day(late)
    assert working_days_between(late, datetime(2026, 3, 2, 15, 59, tzinfo=UTC)) == 0
    assert working_days_between(late, datetime(2026, 3, 2, 16, 0, tzinfo=UTC)) == 1


def test_a_year_that_is_not_published_is_refused_in_chinese_words() -> None:
    with pytest.raises(CalendarNotPublished, match="2027年节假日安排尚未公布"):
        is_working_day(date(2027, 1, 4))
    with pytest.raises(CalendarNotPublished, match="2027年"):
        working_days_between(date(2026, 12, 30), date(2027, 1, 1))
    with pytest.raises(CalendarNotPublished, match="2027年"):
        add_working_days(date(2026, 12, 28), 30)
    with pytest.raises(CalendarNotPublished, match="1999年节假日安排未收录"):
        is_working_day(date(1999, 1, 4))


def test_wrong_order_and_negative_limits_are_refused() -> None:
    with pytest.raises(ValueError, match="早于来信日期"):
        working_days_between(date(2026, 3, 3), date(2026, 3, 2))
    with pytest.raises(ValueError, match="不能为负"):
        add_working_days(date(2026, 3, 3), -1)


def test_an_overlay_publishes_a_year_and_corrects_a_day(tmp_path: Path) -> None:
    path = tmp_path / "holidays.yaml"
    path.write_text(
        "years:\n  2027: {published: true, source: 试行, rest: [2027-01-01], work: [2027-01-02]}\n"
        "  2026: {source: 更正, rest: [2026-03-02]}\n",
        encoding="utf-8",
    )
    calendar = WorkingCalendar.load(path)
    assert not calendar.is_working_day(date(2027, 1, 1))
    assert calendar.is_working_day(date(2027, 1, 2))
    assert calendar.is_working_day(date(2027, 1, 4))
    assert not calendar.is_working_day(date(2026, 3, 2))
    assert is_working_day(date(2026, 3, 2))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("years: {2027: {rest: [2027-01-01]}}", "来源"),
        ("years: {2027: {source: 甲, rest: [元旦]}}", "元旦"),
        ("years: {2027: {source: 甲, rest: [2027-01-01], work: [2027-01-01]}}", "重复"),
        ("years: {甲: {source: 甲}}", "年份"),
        ("years: [", "YAML"),
        ("- 1", "years"),
        ("years: 1", "years"),
    ],
)
def test_a_wrong_overlay_is_refused_with_its_place(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(OverlayError, match=says) as raised:
        WorkingCalendar.load(path)
    assert "mine.yaml" in str(raised.value)


@given(PUBLISHED, st.integers(0, 60))
def test_adding_and_counting_are_inverse(day: date, n: int) -> None:
    assert working_days_between(day, add_working_days(day, n)) == n


@given(PUBLISHED, PUBLISHED, PUBLISHED)
def test_counts_add_up(a: date, b: date, c: date) -> None:
    a, b, c = sorted((a, b, c))
    assert working_days_between(a, b) + working_days_between(b, c) == working_days_between(a, c)
