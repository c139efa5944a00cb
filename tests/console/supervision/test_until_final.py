"""The unit is heard; what is final stays until it is reopened with a reason; supervisors are ranked."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from tests.console.province import Province, make_site, make_unit
from tests.console.supervision.assessed import (
    NOW,
    PDF,
    at,
    city,
    decide_open,
    opened,
    planner,
    say,
    sent,
)
from xunwang.access.roles import Role
from xunwang.supervision.assessment.hearing import Said, answer, state
from xunwang.supervision.assessment.moves import final_digest, freeze, open_year, take
from xunwang.supervision.assessment.ranking import ranking
from xunwang.supervision.assessment.standing import picture_of
from xunwang.supervision.errors import ObstaclesError, StaleError, SupervisionError
from xunwang.supervision.models import Assessment, FinalAssessment
from xunwang.supervision.vocabulary import Move, Opinion, Ruling, Stage
from xunwang.words import Outcome


def test_nothing_is_final_while_something_is_open(province: Province) -> None:
    assessment = take(opened(province), Move.SEND, planner(province), NOW)
    with pytest.raises(ObstaclesError) as error:
        take(assessment, Move.FINALISE, planner(province), NOW + timedelta(days=30))
    assert "S-V-03还没有判定" in error.value.obstacles


def test_the_unit_has_five_working_days_to_speak(province: Province) -> None:
    assessment = sent(province)
    assert assessment.statement_due == date(
        2021, 2, 9
    )  # sent on a Wednesday; the Sunday before the festival is worked
    with pytest.raises(ObstaclesError, match="尚可在2021-02-09前"):
        take(assessment, Move.FINALISE, planner(province), NOW)
    with pytest.raises(SupervisionError, match="已过"):
        state(assessment, Said(Opinion.AGREES), city(province), at("2021-02-10"))
    assert take(assessment, Move.FINALISE, planner(province), at("2021-02-10")).stage == Stage.FINAL


def test_a_unit_that_agrees_need_not_be_waited_for(province: Province) -> None:
    assessment = sent(province)
    state(assessment, Said(Opinion.AGREES), city(province), NOW)
    take(assessment, Move.FINALISE, planner(province), NOW)
    final = FinalAssessment.objects.get()
    assert final.outcome == Outcome.QUALIFIED and final.digest == final_digest(picture_of(assessment))


def test_an_objection_needs_reasons_and_an_answer(province: Province) -> None:
    assessment = sent(province)
    with pytest.raises(SupervisionError, match="理由"):
        state(assessment, Said(Opinion.OBJECTS), city(province), NOW)
    with pytest.raises(PermissionDenied):
        state(assessment, Said(Opinion.OBJECTS, "不属实"), province.user(Role.UNIT_EDITOR), NOW)
    said = state(assessment, Said(Opinion.OBJECTS, "第四季度已公开", (PDF,)), city(province), NOW)
    assert said.proofs.count() == 1
    with pytest.raises(ObstaclesError, match="没有答复"):
        take(assessment, Move.FINALISE, planner(province), NOW)
    with pytest.raises(PermissionDenied):
        answer(said, "采纳", city(province), NOW)
    answer(said, "已核实，采纳", planner(province), NOW)
    with pytest.raises(StaleError):
        answer(said, "再答一次", planner(province), NOW)
    take(assessment, Move.FINALISE, planner(province), NOW)


def test_final_is_final_until_it_is_reopened_with_a_reason(province: Province) -> None:
    assessment = sent(province)
    state(assessment, Said(Opinion.AGREES), city(province), NOW)
    take(assessment, Move.FINALISE, planner(province), NOW)
    with pytest.raises(SupervisionError, match="已核定"):
        say(assessment, "S-V-03", Ruling.HIT, amount=1)
    with pytest.raises(SupervisionError, match="理由"):
        take(assessment, Move.REOPEN, planner(province), NOW)
    take(assessment, Move.REOPEN, planner(province), NOW, "补充材料")
    say(assessment, "S-V-03", Ruling.HIT, amount=1)
    take(assessment, Move.SEND, planner(province), NOW + timedelta(hours=1))
    with pytest.raises(
        ObstaclesError, match="尚可"
    ):  # what was said before does not count for what is sent now
        take(assessment, Move.FINALISE, planner(province), NOW + timedelta(hours=2))
    take(assessment, Move.FINALISE, planner(province), at("2021-03-01"))
    outcomes = list(FinalAssessment.objects.order_by("number").values_list("number", "outcome", "total"))
    assert outcomes == [(1, "qualified", outcomes[0][2]), (2, "unqualified", None)]
    moves = list(assessment.events.values_list("move", flat=True))
    assert moves == ["open", "send", "finalise", "reopen", "send", "finalise"]


def test_of_two_who_take_a_step_at_once_the_second_is_told(province: Province) -> None:
    assessment = opened(province)
    other = Assessment.objects.select_related("unit").get(pk=assessment.pk)
    freeze(assessment, planner(province), NOW)
    with pytest.raises(StaleError):
        freeze(other, planner(province), NOW)


def test_supervisors_are_ranked_and_a_veto_has_no_place(province: Province) -> None:
    make_site(province.other_city, "北河市人民政府网", "www.beihe.gov.cn", "2202000001")
    third = make_unit("西山市人民政府", "city", "220300", province.root)
    make_site(third, "西山市人民政府网", "www.xishan.gov.cn", "2203000001")
    units = [province.city, province.other_city, third]
    for assessment in open_year(units, 2020, planner(province), NOW):
        decide_open(assessment)
        if assessment.unit == third:
            say(assessment, "S-V-03", Ruling.HIT, amount=1)
        if assessment.unit == province.other_city:
            say(assessment, "S-D-01", Ruling.HIT, amount=4, points=Decimal(10))
        take(assessment, Move.SEND, planner(province), NOW)
        take(assessment, Move.FINALISE, planner(province), at("2021-03-01"))
    places = {unit.name: ranking(2020)[unit.pk].rank for unit in units}
    assert places == {"松江市人民政府": 1, "北河市人民政府": 2, "西山市人民政府": None}
