"""The scoring rules R-01 to R-05 and R-07, one behaviour a test."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.scoring.making import (
    BONUSES,
    DEDUCTIONS,
    EDITION,
    VETOES,
    finding,
    hits,
    missing,
    review,
    scored,
)
from xunwang.rules.item import Item
from xunwang.rules.verdict import Verdict, hit
from xunwang.words import Level, Outcome, SiteKind


def points_off(points: int) -> dict[str, Verdict]:
    """Verdicts that cost exactly so many points, whole groups first."""
    verdicts: dict[str, Verdict] = {}
    for item in DEDUCTIONS:
        if points == 0:
            break
        if item.cap == item.points_each and item.group not in {EDITION.items[i].group for i in verdicts}:
            cost = int(item.cap or 0)
            if cost <= points:
                verdicts[item.id] = hits()
                points -= cost
    assert points == 0
    return verdicts


def test_the_self_check_of_a_ministry_in_2019_comes_to_89() -> None:
    """GGJ19: policy documents 5, service statistics 2, messages 3, one in function design 1; no bonus."""
    result = scored({"W-D-05.2": hits(), "W-D-10.2": hits(), "W-D-16.2": hits(), "W-D-19": hits()})
    assert result.deductions == {
        "W-D-05": Decimal(5), "W-D-10": Decimal(2), "W-D-16": Decimal(3), "W-D-19": Decimal(1),
    }  # fmt: skip
    assert result.deduct_score == result.total == Decimal(89)
    assert result.bonus == 0
    assert result.outcome is Outcome.QUALIFIED


def test_a_portal_without_any_finding_has_the_full_score() -> None:
    result = scored()
    assert (result.deduct_score, result.total, result.outcome) == (100, 100, Outcome.QUALIFIED)
    assert not result.uses_unconfirmed_points


@pytest.mark.parametrize("item", VETOES, ids=lambda item: item.id)
def test_any_one_veto_is_enough_and_nothing_else_is_scored(item: Item) -> None:
    result = scored({item.id: hits(), "W-D-19": hits(), "W-B-04": hits()})
    assert result.outcome is Outcome.UNQUALIFIED
    assert result.veto_items == (item.id,)
    assert result.deduct_score is result.total is result.bonus is None
    assert result.deductions == {}


def test_department_sites_are_judged_by_veto_only() -> None:
    result = scored(kind=SiteKind.DEPARTMENT)
    assert result.outcome is Outcome.QUALIFIED
    assert result.deduct_score is result.total is None
    assert scored({"W-V-02": hits()}, kind=SiteKind.DEPARTMENT).outcome is Outcome.UNQUALIFIED


@pytest.mark.parametrize("verdict", [review(), review(2), missing()])
@pytest.mark.parametrize("kind", list(SiteKind))
def test_an_open_veto_item_leaves_the_outcome_pending(verdict: Verdict, kind: SiteKind) -> None:
    result = scored({"W-V-01.1": verdict}, kind=kind)
    assert result.outcome is Outcome.PENDING
    assert result.open_veto_items == ("W-V-01.1",)


@pytest.mark.parametrize("item", DEDUCTIONS, ids=lambda item: item.id)
def test_an_occurrence_costs_its_points_and_many_cost_no_more_than_the_item(item: Item) -> None:
    assert scored({item.id: hits()}).deduct_score == 100 - (item.points_each or 0)
    assert scored({item.id: hits(2000)}).deduct_score == 100 - (item.cap or 0)


def test_occurrences_that_one_finding_stands_for_are_all_counted() -> None:
    result = scored({"W-D-20.2": hit((finding(amount=30), finding(amount=12)))})
    assert result.deductions == {"W-D-20": Decimal("0.42")}
    assert result.deduct_score == Decimal("99.58")


def test_rows_of_one_item_share_its_points() -> None:
    result = scored({"W-D-20.1": hits(49), "W-D-20.2": hits(400)})
    assert result.deductions == {"W-D-20": Decimal(5)}


@pytest.mark.parametrize(
    ("off", "outcome", "total"),
    [
        (19, Outcome.QUALIFIED, 84),  # 81 and above the mark: the bonus of 3 is added
        (20, Outcome.QUALIFIED, 80),  # exactly 80 gives no bonus
        (21, Outcome.QUALIFIED, 79),
        (40, Outcome.QUALIFIED, 60),  # exactly 60 is qualified
        (41, Outcome.UNQUALIFIED, 59),
    ],
)
def test_below_60_fails_and_above_80_earns_the_bonus(off: int, outcome: Outcome, total: int) -> None:
    result = scored({**points_off(off), "W-B-04": hits()})
    assert (result.outcome, result.total) == (outcome, total)
    assert result.bonus == total - (100 - off)


def test_the_bonus_never_exceeds_its_part() -> None:
    everything = {item.id: hits() for item in BONUSES}
    assert scored(everything).total == 130
    richer = {item.id: replace(item, cap=Decimal(20)) for item in BONUSES}
    edition = replace(EDITION, items={**EDITION.items, **richer})
    assert scored(everything, edition=edition).total == 130


def test_open_bonus_is_told_and_not_counted() -> None:
    result = scored({"W-B-04": hits(), "W-B-06": review(), "W-B-01": review(2), "W-B-02": missing()})
    assert result.bonus == 3
    assert result.open_bonus == 4 + 5 + 5
    assert result.total == result.total_low == 103


def test_units_without_outward_services_are_scored_on_75_points_times_four_thirds() -> None:
    assert scored(has_services=False).deduct_score == 100
    assert scored({"W-D-01.1": hits(), "W-D-04.1": hits()}, has_services=False).deduct_score == 88
    assert scored({"W-D-19": hits()}, has_services=False).deduct_score == Decimal("98.67")


def test_a_column_deducted_as_overdue_is_not_deducted_again_under_other_columns() -> None:
    news, other = "http://www.example.gov.cn/xw/", "http://www.example.gov.cn/qt/"
    stale = {"W-D-04.2": hit((finding(news),)), "W-D-09.2": hit((finding(news), finding(other)))}
    assert scored(stale).deductions == {"W-D-04": Decimal(5), "W-D-09": Decimal(1)}
    blank = {"W-D-05.2": hit((finding(news),)), "W-D-09.1": hit((finding(news),))}
    assert scored(blank).deductions == {"W-D-05": Decimal(5)}


def test_a_column_page_with_another_fault_is_still_deducted_for_being_empty() -> None:
    column = "http://www.example.gov.cn/qt/"
    result = scored({"W-D-24": hit((finding(column),)), "W-D-09.1": hit((finding(column),))})
    assert result.deductions == {"W-D-09": Decimal(2), "W-D-24": Decimal("0.5")}


def test_a_column_that_is_not_yet_decided_to_be_overdue_stays_deducted() -> None:
    column = "http://www.example.gov.cn/xw/"
    result = scored({"W-D-04.2": missing(), "W-D-09.1": hit((finding(column),))})
    assert result.deductions == {"W-D-09": Decimal(2)}
    assert result.open_deductions == {"W-D-04": Decimal(5)}


def test_open_items_make_a_range() -> None:
    result = scored({"W-D-19": hits(), "W-D-14": review(), "W-D-12": review(2), "W-D-26": missing()})
    assert result.deduct_score == 99
    assert result.open_deductions == {"W-D-14": Decimal(5), "W-D-12": Decimal(4), "W-D-26": Decimal(2)}
    assert result.deduct_score_low == 88
    assert result.outcome is Outcome.QUALIFIED  # nothing that is open can change it


def test_what_nobody_has_counted_may_cost_the_whole_item_and_what_is_one_situation_only_its_points() -> None:
    assert scored({"W-D-09.1": missing()}).open_deductions == {"W-D-09": Decimal(4)}
    assert scored({"W-D-22.1": missing()}).open_deductions == {"W-D-22": Decimal(3)}
    assert scored({"W-D-11.1": missing()}).open_deductions == {"W-D-11": Decimal(10)}


def test_open_items_cost_no_more_than_what_is_left_of_their_group() -> None:
    result = scored({"W-D-20.1": hits(40), "W-D-20.2": missing()})
    assert result.deductions == {"W-D-20": Decimal(4)}
    assert result.open_deductions == {"W-D-20": Decimal(1)}


def test_a_portal_that_open_items_could_still_fail_is_pending() -> None:
    assert scored({**points_off(38), "W-D-26": missing()}).outcome is Outcome.QUALIFIED
    assert scored({**points_off(39), "W-D-26": missing()}).outcome is Outcome.PENDING


def test_a_portal_below_the_mark_is_unqualified_whatever_is_still_open() -> None:
    assert scored({**points_off(41), "W-V-01.6": review()}).outcome is Outcome.UNQUALIFIED


def test_unconfirmed_points_are_marked_where_a_figure_rests_on_them() -> None:
    assert scored({"W-D-19": hits()}).uses_unconfirmed_points
    assert scored({"W-D-19": missing()}).uses_unconfirmed_points
    assert not scored({"W-D-05.2": hits(), "W-D-10.2": hits(), "W-D-16.2": hits()}).uses_unconfirmed_points


def test_the_minutes_of_all_open_tasks_are_added() -> None:
    assert scored({"W-V-01.6": review(), "W-D-14": review(3), "W-D-26": missing()}).minutes == 4.0


def test_the_marks_are_those_of_the_edition() -> None:
    strict = replace(EDITION, fail_below=Decimal(90), bonus_above=Decimal(95))
    assert scored(points_off(11), edition=strict).outcome is Outcome.UNQUALIFIED
    assert scored({**points_off(5), "W-B-04": hits()}, edition=strict).total == 95


def test_the_level_of_a_site_does_not_change_its_score() -> None:
    verdicts = points_off(12)
    assert {scored(verdicts, level=level).total for level in Level} == {Decimal(88)}
