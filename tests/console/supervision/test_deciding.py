"""Figures are frozen with a digest; persons decide on them, and a decision falls when its figures change."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from tests.console.province import Province
from tests.console.supervision.assessed import (
    NOW,
    city,
    declared,
    opened,
    planner,
    reported,
    say,
)
from xunwang.access.roles import Role
from xunwang.supervision.assessment.decide import Word, decide
from xunwang.supervision.assessment.moves import freeze, open_year, snapshot_is_whole, take
from xunwang.supervision.assessment.standing import picture_of
from xunwang.supervision.errors import StaleError, SupervisionError
from xunwang.supervision.models import ItemDecision, Snapshot
from xunwang.supervision.vocabulary import Move, Ruling


def test_figures_are_frozen_with_a_digest_and_stay(province: Province) -> None:
    assessment = opened(province)
    before = assessment.snapshots.get()
    declared(province)
    reported(province, ("2020-05-10", None))
    assert assessment.snapshots.get().verdicts == before.verdicts and snapshot_is_whole(before)
    after = freeze(assessment, planner(province), NOW)
    assert after.number == 2 and after.digest != before.digest
    assert after.verdicts["S-D-03"]["amount"] == 1
    assert after.verdicts["S-D-03"]["findings"][0]["ref"].startswith("error_report:")
    for act in (lambda: Snapshot.objects.update(verdicts={}), lambda: ItemDecision.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            say(assessment, "S-V-03", Ruling.CLEAR)
            act()


def test_touched_figures_are_noticed(province: Province) -> None:
    snapshot = opened(province).snapshots.get()
    snapshot.verdicts["S-D-03"]["amount"] = 7
    assert not snapshot_is_whole(snapshot)


def test_a_year_is_opened_once(province: Province) -> None:
    opened(province)
    assert open_year([province.city], 2020, planner(province), NOW) == []
    with pytest.raises(SupervisionError, match="还没有开始"):
        open_year([province.city], 2022, planner(province), NOW)


def test_only_the_office_assesses(province: Province) -> None:
    for role in (Role.CITY_SUPERVISOR, Role.AUDITOR, Role.REVIEWER, Role.UNIT_EDITOR):
        with pytest.raises(PermissionDenied):
            open_year([province.city], 2020, province.user(role), NOW)
    assessment = opened(province)
    verdict = assessment.snapshots.get().verdicts["S-V-03"]
    with pytest.raises(PermissionDenied):
        decide(assessment, Word("S-V-03", verdict["basis"], Ruling.CLEAR, "x"), city(province), NOW)
    with pytest.raises(PermissionDenied):
        take(assessment, Move.SEND, city(province), NOW)


def test_confirmed_points_follow_from_the_edition_and_others_from_a_person(province: Province) -> None:
    declared(province)
    reported(province, ("2020-05-10", None), ("2020-05-10", "2020-08-01"))
    assessment = opened(province)
    score = picture_of(assessment).score
    assert score.points == {"S-D-03": 3, "S-D-04": 2}
    assert {"S-D-01", "S-D-09"} <= set(score.unpriced)
    with pytest.raises(SupervisionError, match="不另行定分"):
        say(assessment, "S-D-03", Ruling.HIT, amount=1, points=Decimal(1))
    with pytest.raises(SupervisionError, match="请定分"):
        say(assessment, "S-D-01", Ruling.HIT, amount=4)
    with pytest.raises(SupervisionError, match="请定分"):
        say(assessment, "S-B-02", Ruling.HIT, amount=1, points=Decimal(16))
    say(assessment, "S-D-01", Ruling.HIT, amount=4, points=Decimal("8"))
    assert picture_of(assessment).score.points["S-D-01"] == 8
    assert picture_of(assessment).score.uses_unconfirmed_points


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"reason": " "}, "理由"),
        ({"item": "S-D-99"}, "没有这一项"),
        ({"ruling": Ruling.HIT}, "处数"),
        ({"points": Decimal(1)}, "才定分"),
    ],
)
def test_a_decision_needs_a_reason_and_a_sense(
    province: Province, changes: dict[str, object], told: str
) -> None:
    assessment = opened(province)
    basis = assessment.snapshots.get().verdicts["S-V-03"]["basis"]
    values: dict[str, object] = {"item": "S-V-03", "basis": basis, "ruling": Ruling.CLEAR, "reason": "已核对"}
    with pytest.raises(SupervisionError, match=told):
        decide(assessment, Word(**(values | changes)), planner(province), NOW)  # type: ignore[arg-type]


def test_a_decision_falls_when_its_figures_change_and_stays_when_they_do_not(province: Province) -> None:
    declared(province)
    assessment = opened(province)
    say(assessment, "S-D-03", Ruling.WAIVED)
    say(assessment, "S-V-03", Ruling.CLEAR)
    reported(province, ("2020-05-10", None))
    freeze(assessment, planner(province), NOW)
    picture = picture_of(assessment)
    assert picture.standings["S-D-03"].amount == 1
    assert "S-V-03" not in picture.score.open_items


def test_a_decision_about_figures_that_have_just_changed_is_refused(province: Province) -> None:
    assessment = opened(province)
    old = assessment.snapshots.get().verdicts["S-D-09"]["basis"]
    declared(province)
    freeze(assessment, planner(province), NOW)
    with pytest.raises(StaleError):
        decide(assessment, Word("S-D-09", old, Ruling.CLEAR, "x"), planner(province), NOW)
