"""Veto, 60 and 80 of the assessment of supervisors, and points that nobody has confirmed."""

from __future__ import annotations

from decimal import Decimal

import pytest

from xunwang.rules.supervision.edition import load_supervision_edition
from xunwang.scoring.supervision import Standing, SupervisorScore, ranks, score_supervisor
from xunwang.words import Outcome, State

EDITION = load_supervision_edition()
CLEAR = {item: Standing(State.CLEAR) for item in EDITION.items}


def scored(**changes: Standing) -> SupervisorScore:
    """All clear but for ``S_D_03=…``."""
    return score_supervisor(
        {**CLEAR, **{name.replace("_", "-"): one for name, one in changes.items()}}, EDITION
    )


def hit(amount: int, points: str | None = None) -> Standing:
    return Standing(State.HIT, amount, None if points is None else Decimal(points))


def test_nothing_wrong_is_a_hundred() -> None:
    score = scored()
    assert (score.outcome, score.total_low, score.total_high, score.certain) == (
        Outcome.QUALIFIED, 100, 100, True,
    )  # fmt: skip


def test_confirmed_points_are_taken_off() -> None:
    score = scored(S_D_03=hit(2), S_D_04=hit(3))
    assert score.points == {"S-D-03": 6, "S-D-04": 6}
    assert score.total_low == score.total_high == 88
    assert not score.uses_unconfirmed_points


def test_unconfirmed_points_make_a_range_and_no_decision() -> None:
    score = scored(S_D_01=hit(1))
    assert score.unpriced == ("S-D-01",)
    assert (score.low, score.high, score.outcome) == (0, 100, Outcome.PENDING)
    assert not score.certain


def test_points_that_a_person_set_count_and_are_marked() -> None:
    score = scored(S_D_01=hit(1, "5"))
    assert (score.low, score.high, score.outcome) == (95, 95, Outcome.QUALIFIED)
    assert score.uses_unconfirmed_points and score.certain


def test_a_persons_points_do_not_replace_confirmed_ones() -> None:
    assert scored(S_D_03=hit(2, "1")).points == {"S-D-03": 6}


def test_a_veto_leaves_no_score() -> None:
    score = scored(S_V_03=hit(1), S_D_03=hit(1))
    assert (score.outcome, score.vetoes, score.total_high) == (Outcome.UNQUALIFIED, ("S-V-03",), None)


def test_an_open_veto_keeps_the_outcome_open() -> None:
    assert scored(S_V_01=Standing(State.UNKNOWN)).outcome is Outcome.PENDING


def test_candidates_with_confirmed_points_cost_no_more_than_they_are() -> None:
    score = scored(S_D_03=Standing(State.NEEDS_REVIEW, 2))
    assert (score.low, score.high, score.outcome) == (94, 100, Outcome.QUALIFIED)


@pytest.mark.parametrize(
    ("off", "outcome"), [("40", Outcome.QUALIFIED), ("40.01", Outcome.UNQUALIFIED), ("39", Outcome.QUALIFIED)]
)
def test_exactly_sixty_is_qualified(off: str, outcome: Outcome) -> None:
    assert scored(S_D_01=hit(4, off)).outcome is outcome


@pytest.mark.parametrize(("off", "total"), [("20", "80"), ("19", "86"), ("21", "79")])
def test_bonus_counts_above_eighty_only(off: str, total: str) -> None:
    assert scored(S_D_01=hit(4, off), S_B_01=hit(1)).total_low == Decimal(total)


def test_bonus_is_capped_by_row_and_in_all() -> None:
    score = scored(S_B_01=hit(3), S_B_02=hit(4, "30"))
    assert score.points == {"S-B-01": 5, "S-B-02": 15}
    assert score.total_low == 120


def test_an_open_bonus_widens_the_range_upwards_only() -> None:
    score = scored(S_B_01=Standing(State.NEEDS_REVIEW, 1))
    assert (score.total_low, score.total_high) == (100, 105)


def test_what_nobody_judged_is_open() -> None:
    score = score_supervisor({}, EDITION)
    assert set(score.open_items) == set(EDITION.items)
    assert score.outcome is Outcome.PENDING


def test_ties_share_a_rank_and_units_without_a_total_have_none() -> None:
    found = ranks([(1, Decimal(90)), (2, Decimal(95)), (3, None), (4, Decimal(90)), (5, Decimal(80))])
    assert found == {2: 1, 1: 2, 4: 2, 5: 4}
