"""Windows run back from the check point in days of Asia/Shanghai; both edges count."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xunwang.calendar import days_before, in_window, months_before
from xunwang.words import CHINA

CHECK = datetime(2020, 11, 30, 10, 0, tzinfo=CHINA)
AWARE = st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=st.just(CHINA))


def test_two_weeks_reach_back_to_the_fourteenth_day_inclusive() -> None:
    window = days_before(CHECK, 14)
    assert (window.start, window.end) == (date(2020, 11, 16), date(2020, 11, 30))
    assert in_window(date(2020, 11, 16), window)
    assert not in_window(date(2020, 11, 15), window)
    assert not in_window(date(2020, 12, 1), window)


def test_the_day_is_that_of_china_whatever_the_zone_of_the_check_point() -> None:
    evening = datetime(2020, 11, 30, 17, 0, tzinfo=UTC)
    assert days_before(evening, 0).end == date(2020, 12, 1)


def test_what_came_after_the_check_point_is_outside() -> None:
    window = days_before(CHECK, 14)
    assert in_window(CHECK, window)
    assert not in_window(CHECK + timedelta(seconds=1), window)
    assert in_window(date(2020, 11, 30), window)
    assert in_window(datetime(2020, 11, 30, 9, 0), window)
    assert in_window(datetime(2020, 11, 15, 16, 0, tzinfo=UTC), window)
    assert not in_window(datetime(2020, 11, 15, 15, 59, tzinfo=UTC), window)


@pytest.mark.parametrize(
    ("day", "months", "start"),
    [
        ("2020-11-30", 6, "2020-05-30"),
        ("2020-08-31", 6, "2020-02-29"),
        ("2021-08-31", 6, "2021-02-28"),
        ("2020-01-31", 2, "2019-11-30"),
        ("2020-03-31", 12, "2019-03-31"),
        ("2020-02-29", 12, "2019-02-28"),
        ("2020-12-15", 0, "2020-12-15"),
    ],
)
def test_months_are_calendar_months_with_the_end_clamped(day: str, months: int, start: str) -> None:
    check = datetime.fromisoformat(day).replace(tzinfo=CHINA)
    assert months_before(check, months).start == date.fromisoformat(start)


def test_absurd_lengths_do_not_overflow() -> None:
    assert days_before(CHECK, 10**12).start == date.min
    assert months_before(CHECK, 10**12).start == date.min


@pytest.mark.parametrize("window_of", [days_before, months_before])
def test_naive_check_points_and_negative_lengths_are_refused(window_of) -> None:
    with pytest.raises(ValueError, match="时区"):
        window_of(datetime(2020, 1, 1), 1)
    with pytest.raises(ValueError, match="不能为负"):
        window_of(CHECK, -1)


@given(AWARE, st.integers(0, 400))
def test_a_longer_window_contains_the_shorter(check: datetime, n: int) -> None:
    assert days_before(check, n + 1).start < days_before(check, n).start
    assert months_before(check, n + 1).start < months_before(check, n).start
    assert months_before(check, n).start <= check.date()
