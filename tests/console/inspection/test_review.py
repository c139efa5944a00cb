"""Candidates are reviewed once, vetoes twice, a sample blind; every word is kept with who, when and how long."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from tests.console.inspection.reviewed import (
    CONFIRM,
    DISMISS,
    HOME,
    UNSURE,
    finding,
    in_review,
    told,
    verdict,
)  # fmt: skip
from tests.console.inspection.rounds import CHECK_POINT, DAY, NOW, Round, plan_for
from tests.console.inspection.runs import found, run_of
from tests.console.province import Province
from xunwang.access.models import Assignment, User
from xunwang.access.roles import Role
from xunwang.audit.models import Entry
from xunwang.inspection.errors import InspectionError, ObstaclesError, StaleError
from xunwang.inspection.intake import from_run, take
from xunwang.inspection.models import Decision, Finding, Task
from xunwang.inspection.moves import obstacles_to
from xunwang.inspection.planning.plan import create
from xunwang.inspection.review.agreement import blind_agreement, effort_by_item, effort_by_person
from xunwang.inspection.review.bulk import decide_alike
from xunwang.inspection.review.decide import Word, decide, decide_blind, settle
from xunwang.inspection.review.people import open_evidence
from xunwang.inspection.review.queue import (
    CLAIM,
    alike,
    disputed,
    earlier,
    next_blind,
    next_finding,
    progress,
    waiting,
)  # fmt: skip
from xunwang.inspection.review.rulings import Found, RulingWord, complete_task, report, rule
from xunwang.inspection.stages import Move
from xunwang.inspection.vocabulary import Choice, Ruling
from xunwang.rules.verdict import needs_review

pytestmark = pytest.mark.server


@pytest.fixture
def review(province: Province) -> Round:
    return in_review(province)


def test_a_candidate_for_a_deduction_is_settled_by_one_person(review: Round) -> None:
    one, two, three = Finding.objects.filter(item="W-D-23").order_by("id")
    assert decide(one, CONFIRM, review.reviewers[0], NOW).status == "confirmed"
    assert decide(two, DISMISS, review.reviewers[0], NOW).status == "dismissed"
    assert decide(three, UNSURE, review.reviewers[0], NOW).status == "unsure"
    decision = Decision.objects.get(finding=one)
    assert (decision.by, decision.at, decision.seconds, decision.reason) == (
        review.reviewers[0], NOW, 40, "属实",
    )  # fmt: skip


def test_a_candidate_for_a_veto_is_confirmed_by_two_persons(review: Round) -> None:
    veto = finding("W-V-01.1")
    first, second, _ = review.reviewers
    assert decide(veto, CONFIRM, first, NOW).status == "second"
    with pytest.raises(InspectionError, match="另一人"):
        decide(veto, CONFIRM, first, NOW)
    assert decide(veto, CONFIRM, second, NOW).status == "confirmed"
    assert told(veto) == [("first", "confirm"), ("second", "confirm")]


def test_a_veto_that_the_machine_is_sure_of_needs_one_person_and_never_none(review: Round) -> None:
    veto = finding("W-V-02")
    assert veto.status == "candidate" and not veto.candidate
    assert decide(veto, CONFIRM, review.reviewers[0], NOW).status == "confirmed"


@pytest.mark.parametrize("word", [DISMISS, UNSURE])
def test_where_two_disagree_a_third_settles(review: Round, word: Word) -> None:
    veto = finding("W-V-01.1")
    first, second, _ = review.reviewers
    decide(veto, CONFIRM, first, NOW)
    assert decide(veto, word, second, NOW).status == "unsure"
    assert list(disputed(review.campaign)) == [veto]
    with pytest.raises(InspectionError, match="争议"):
        decide(veto, CONFIRM, review.reviewers[2], NOW)
    with pytest.raises(PermissionDenied):
        settle(veto, CONFIRM, second, NOW)
    with pytest.raises(InspectionError, match="理由"):
        settle(veto, Word(Choice.CONFIRM), review.planner, NOW)
    with pytest.raises(InspectionError, match="理由"):
        settle(veto, UNSURE, review.planner, NOW)
    assert settle(veto, DISMISS, review.planner, NOW).status == "dismissed"
    assert told(veto)[-1] == ("settlement", "dismiss")


def test_nobody_settles_a_veto_on_which_he_has_spoken(review: Round) -> None:
    veto = finding("W-V-01.1")
    decide(veto, UNSURE, review.admin, NOW)
    with pytest.raises(InspectionError, match="未参与"):
        settle(veto, CONFIRM, review.admin, NOW)
    settle(veto, CONFIRM, review.planner, NOW)


def test_a_decision_on_what_has_changed_meanwhile_is_refused(review: Round) -> None:
    mine, yours = finding("W-D-23"), finding("W-D-23")
    decide(mine, CONFIRM, review.reviewers[0], NOW)
    with pytest.raises(StaleError):
        decide(yours, DISMISS, review.reviewers[1], NOW)
    assert told(mine) == [("first", "confirm")]
    mine.refresh_from_db()
    assert mine.status == "confirmed"


def test_an_own_decision_can_be_corrected_with_a_reason_and_nobody_elses(review: Round) -> None:
    own = finding("W-D-23")
    decide(own, CONFIRM, review.reviewers[0], NOW)
    with pytest.raises(InspectionError, match="理由"):
        decide(own, Word(Choice.DISMISS), review.reviewers[0], NOW)
    with pytest.raises(PermissionDenied):
        decide(own, DISMISS, review.reviewers[1], NOW)
    assert decide(own, DISMISS, review.reviewers[0], NOW).status == "dismissed"
    assert decide(own, CONFIRM, review.admin, NOW).status == "confirmed"
    sure = finding("W-D-01.1")
    assert decide(sure, DISMISS, review.reviewers[1], NOW).status == "dismissed"


def test_the_queue_gives_vetoes_first_and_nothing_twice(review: Round) -> None:
    first, second, _ = review.reviewers
    order = []
    for _ in range(3):
        mine, yours = next_finding(review.campaign, first, NOW), next_finding(review.campaign, second, NOW)
        assert mine is not None and mine != next_finding(review.campaign, second, NOW)
        order.append(mine.item)
        decide(mine, DISMISS, first, NOW)
        if yours is not None:
            assert yours.claimed_by == second
    assert order == ["W-V-01.1", "W-D-23", "W-D-23"]
    held = next_finding(review.campaign, second, NOW)
    assert held is not None and held.item == "W-V-02"
    assert held not in [next_finding(review.campaign, first, NOW)]
    later = next_finding(review.campaign, first, NOW + CLAIM)
    assert later == held


def test_a_confirmed_veto_comes_to_another_person_only(review: Round) -> None:
    veto = finding("W-V-01.1")
    decide(veto, CONFIRM, review.reviewers[0], NOW)
    assert veto not in waiting(review.campaign, review.reviewers[0])
    assert veto in waiting(review.campaign, review.reviewers[1])
    assert next_finding(review.campaign, review.reviewers[1], NOW) == veto


def test_alike_findings_are_settled_together_but_vetoes_are_not_confirmed_so(review: Round) -> None:
    example = finding("W-D-23")
    shown = {row.pk: row.version for row in alike(example)}
    assert len(shown) == 3
    other = Finding.objects.filter(item="W-D-23").last()
    assert other is not None
    decide(other, CONFIRM, review.reviewers[1], NOW)
    done = decide_alike(example, shown, Word(Choice.DISMISS, "专有名词", 91), review.reviewers[0], NOW)
    assert (done.decided, done.skipped) == (2, 1)
    assert sorted(Decision.objects.filter(batch=done.batch).values_list("seconds", flat=True)) == [45, 46]
    assert Finding.objects.filter(item="W-D-23", status="dismissed").count() == 2
    again = decide_alike(example, shown, Word(Choice.CONFIRM, "再来"), review.reviewers[0], NOW)
    assert (again.decided, again.skipped) == (0, 3)
    veto = finding("W-V-01.1")
    with pytest.raises(InspectionError, match="逐个确认"):
        decide_alike(veto, {veto.pk: veto.version}, CONFIRM, review.reviewers[0], NOW)
    with pytest.raises(InspectionError, match="理由"):
        decide_alike(veto, {veto.pk: veto.version}, Word(Choice.DISMISS), review.reviewers[0], NOW)
    assert decide_alike(veto, {veto.pk: veto.version}, DISMISS, review.reviewers[0], NOW).decided == 1


def test_bulk_reaches_no_finding_of_another_pattern_or_campaign(review: Round) -> None:
    veto, example = finding("W-V-01.1"), finding("W-D-23")
    done = decide_alike(example, {veto.pk: veto.version}, DISMISS, review.reviewers[0], NOW)
    assert (done.decided, done.skipped) == (0, 1)


def test_an_unknown_indicator_is_ruled_on_with_a_reason(review: Round) -> None:
    unknown = verdict("W-V-05.1")
    with pytest.raises(InspectionError, match="理由"):
        rule(unknown, RulingWord(Ruling.CLEAR, " "), review.reviewers[0], NOW)
    with pytest.raises(PermissionDenied):
        rule(unknown, RulingWord(Ruling.WAIVED, "无法取得数据"), review.reviewers[0], NOW)
    rule(unknown, RulingWord(Ruling.CLEAR, "已核对信箱", seconds=300), review.reviewers[0], NOW)
    assert verdict("W-V-05.1").ruling == "clear"
    task = Task.objects.get(verdict=unknown)
    assert (task.done_by, task.note) == (review.reviewers[0], "已核对信箱")
    with pytest.raises(PermissionDenied):
        rule(verdict("W-V-05.1"), RulingWord(Ruling.CLEAR, "同上"), review.reviewers[1], NOW)
    rule(verdict("W-V-05.1"), RulingWord(Ruling.WAIVED, "信箱停用"), review.planner, NOW)
    assert verdict("W-V-05.1").ruling == "waived"


def test_two_rulings_on_the_same_state_are_one_too_many(review: Round) -> None:
    mine, yours = verdict("W-V-05.1"), verdict("W-V-05.1")
    rule(mine, RulingWord(Ruling.CLEAR, "已核对"), review.reviewers[0], NOW)
    with pytest.raises(StaleError):
        rule(yours, RulingWord(Ruling.CLEAR, "已核对"), review.reviewers[0], NOW)


def test_a_problem_that_a_person_found_vetoes_only_with_a_second_person(review: Round) -> None:
    word = RulingWord(Ruling.HIT, "3个月未答复", (Found("1封信超过3个月未答复。", HOME + "letter"),))
    rule(verdict("W-V-05.1"), word, review.reviewers[0], NOW)
    own = finding("W-V-05.1")
    assert (own.status, own.origin, own.evidence[0]["url"]) == ("second", "person", HOME + "letter")
    with pytest.raises(InspectionError, match="另一人"):
        decide(own, CONFIRM, review.reviewers[0], NOW)
    decide(own, CONFIRM, review.reviewers[1], NOW)
    rule(verdict("W-V-05.1"), RulingWord(Ruling.CLEAR, "找到答复"), review.reviewers[0], NOW)
    own.refresh_from_db()
    assert own.withdrawn


def test_what_the_machine_missed_can_be_added(review: Round) -> None:
    added = report(verdict("W-D-23"), Found("图片打不开。", HOME), review.reviewers[0], NOW)
    assert added.status == "confirmed"
    with pytest.raises(InspectionError, match="至少为1"):
        report(verdict("W-D-23"), Found("图片打不开。", amount=0), review.reviewers[0], NOW)
    with pytest.raises(InspectionError, match="系统判定"):
        rule(verdict("W-D-23"), RulingWord(Ruling.CLEAR, "好"), review.reviewers[0], NOW)


def test_a_ruling_lists_problems_when_and_only_when_there_are_some(review: Round) -> None:
    for ruling, things in ((Ruling.HIT, ()), (Ruling.CLEAR, (Found("有。"),))):
        with pytest.raises(InspectionError, match="列出问题"):
            rule(verdict("W-V-05.1"), RulingWord(ruling, "理由", things), review.reviewers[0], NOW)


def test_a_task_is_done_once(review: Round) -> None:
    task = Task.objects.get(verdict=verdict("W-V-05.1"))
    with pytest.raises(InspectionError, match="情况"):
        complete_task(task, "", 10, review.reviewers[0], NOW)
    complete_task(task, "已打电话核实", 200, review.reviewers[0], NOW)
    assert (task.done_at, task.seconds) == (NOW, 200)
    with pytest.raises(StaleError):
        complete_task(task, "又一次", 10, review.reviewers[1], NOW)


def test_restricted_findings_are_for_those_who_may_and_opening_is_logged(province: Province) -> None:
    review = in_review(province, double_share="1")
    review.go(Move.RERUN)
    secret = replace(found(HOME, "疑似涉密。", fragment="机密"), restricted=True)
    run = run_of(review.campaign, {"www.bs": {"W-V-01.2": needs_review((secret,))}}, name="2")
    take(review.campaign, from_run(run), None, NOW)
    review.go(Move.REVIEW)
    hidden = finding("W-V-01.2")
    assert not hidden.double and Finding.objects.filter(double=True).exists()
    reviewer = review.reviewers[0]
    assert hidden not in waiting(review.campaign, reviewer)
    assert hidden in waiting(review.campaign, review.admin)
    for attempt in (
        lambda: decide(hidden, CONFIRM, reviewer, NOW),
        lambda: open_evidence(hidden, reviewer),
        lambda: decide_alike(hidden, {hidden.pk: 1}, DISMISS, reviewer, NOW),
    ):
        with pytest.raises(PermissionDenied):
            attempt()
    assert open_evidence(hidden, review.admin)[0]["fragment"] == "机密"
    entry = Entry.objects.filter(action="open_restricted").get()
    assert entry.subject_id == str(hidden.pk)
    assert list(alike(hidden)) == [hidden]


def test_the_blind_sample_is_reviewed_by_two_who_do_not_know_of_each_other(province: Province) -> None:
    review = in_review(province, double_share="1", similar=4)
    first, second, third = review.reviewers
    rows = list(Finding.objects.filter(item="W-D-23").order_by("id"))
    assert all(row.double for row in rows)
    assert next_blind(review.campaign, second, NOW) is None
    for row, word in zip(rows, (CONFIRM, CONFIRM, DISMISS, DISMISS), strict=True):
        decide(row, word, first, NOW)
    assert next_blind(review.campaign, first, NOW) is None
    for word in (CONFIRM, DISMISS, DISMISS, DISMISS):
        row_ = next_blind(review.campaign, second, NOW)
        assert row_ is not None
        decide_blind(row_, word, second, NOW)
    result = blind_agreement(review.campaign)
    assert (result.pairs, result.agreed, result.kappa) == (4, 3, Fraction(1, 2))
    assert [row.pk for row in disputed(review.campaign)] == [rows[1].pk]
    with pytest.raises(StaleError):
        decide_blind(rows[0], CONFIRM, third, NOW)
    with pytest.raises(InspectionError, match="未复核过"):
        decide_blind(rows[0], CONFIRM, first, NOW)


def test_the_review_ends_when_everything_is_decided(province: Province) -> None:
    review = in_review(province, double_share="1", account_shares={})
    first, _, third = review.reviewers
    told_ = obstacles_to(review.campaign, Move.SEND, NOW)
    assert told_ == [
        "还有2个单项否决问题没有复核完毕。", "还有3个其他问题没有复核完毕。", "还有1项无法自动判定的指标没有人工判定。",
    ]  # fmt: skip
    with pytest.raises(ObstaclesError):
        review.go(Move.SEND)
    while (row := next_finding(review.campaign, first, NOW)) is not None:
        decide(row, CONFIRM, first, NOW)
    rule(verdict("W-V-05.1"), RulingWord(Ruling.WAIVED, "无数据"), review.planner, NOW)
    assert obstacles_to(review.campaign, Move.SEND, NOW) == [
        "盲审样本中还有5个问题没有第二人意见，须由未复核过这些问题的人员给出。"
    ]
    while (row := next_blind(review.campaign, third, NOW)) is not None:
        decide_blind(row, CONFIRM, third, NOW)
    assert obstacles_to(review.campaign, Move.SEND, NOW) == []


def test_only_named_reviewers_review_where_some_are_named(province: Province) -> None:
    reviewer = province.user(Role.REVIEWER)
    round_ = in_review(province)
    round_.campaign.reviewers.set([reviewer])
    decide(finding("W-D-23"), CONFIRM, reviewer, NOW)
    with pytest.raises(PermissionDenied, match="不在其中"):
        next_finding(round_.campaign, round_.reviewers[1], NOW)


def test_roles_that_do_not_review_cannot(review: Round) -> None:
    for role in (Role.PLANNER, Role.CITY_SUPERVISOR, Role.UNIT_EDITOR, Role.AUDITOR, Role.PUBLIC):
        person = review.province.user(role)
        attempts: tuple[Callable[[], object], ...] = (
            partial(next_finding, review.campaign, person, NOW),
            partial(decide, finding("W-D-23"), CONFIRM, person, NOW),
            partial(decide_blind, finding("W-D-23"), CONFIRM, person, NOW),
            partial(report, verdict("W-D-23"), Found("x"), person, NOW),
        )
        for attempt in attempts:
            with pytest.raises(PermissionDenied):
                attempt()
    elsewhere = User.objects.create_user("elsewhere")
    Assignment.objects.create(user=elsewhere, role=Role.REVIEWER, unit=review.province.other_city)
    with pytest.raises(PermissionDenied):
        decide(finding("W-D-23"), CONFIRM, elsewhere, NOW)


def test_decisions_are_kept_as_they_were_made(review: Round) -> None:
    decide(finding("W-D-23"), CONFIRM, review.reviewers[0], NOW)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Decision.objects.update(choice="dismiss")
    changes = Entry.objects.filter(subject="inspection_finding", action="update").get()
    assert changes.after is not None and changes.after["status"] == "confirmed"
    assert Entry.objects.filter(subject="inspection_decision", action="insert").count() == 1


def test_effort_is_measured_by_person_and_by_indicator(review: Round) -> None:
    rows = list(Finding.objects.filter(item="W-D-23"))
    decide(rows[0], Word(Choice.CONFIRM, "", 30), review.reviewers[0], NOW)
    decide(rows[1], Word(Choice.CONFIRM, "", 90), review.reviewers[0], NOW)
    decide(rows[2], Word(Choice.CONFIRM, "", 99_999), review.reviewers[1], NOW)
    slow, quick = effort_by_person(review.campaign)
    assert (slow.seconds, quick.decisions, quick.minutes_each) == (3600, 2, 1.0)
    assert [(e.name, e.decisions) for e in effort_by_item(review.campaign)] == [("W-D-23", 3)]
    told_ = progress(review.campaign, review.admin)
    assert (told_.seconds, told_.left, told_.open_vetoes, told_.rulings_left) == (3720, 2, 2, 1)


def test_the_same_problem_of_earlier_rounds_is_shown(review: Round) -> None:
    old = finding("W-V-01.1")
    later = plan_for(review.province.root, title="下一次", check_point=CHECK_POINT + DAY)
    campaign = create(later, review.planner, NOW)
    new = Round(campaign, review.province, review.admin, review.planner, review.reviewers)
    new.go(Move.PLAN, Move.START)
    again = needs_review((found(HOME, "疑似严重表述错误。", fragment="错处", page="b.html"),))
    run = replace(run_of(campaign, {"www.songjiang": {"W-V-01.1": again}}), check_point=campaign.check_point)
    take(campaign, from_run(run), None, NOW)
    assert list(earlier(Finding.objects.get(campaign=campaign))) == [old]
    assert list(earlier(old)) == []


def test_pages_of_the_workbench_ask_little(review: Round, django_assert_max_num_queries: object) -> None:
    person = User.objects.get(pk=review.reviewers[0].pk)
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        row = next_finding(review.campaign, person, NOW)
        assert row is not None
        assert row.checked.name and row.verdict.measured == "" and row.campaign.unit.name
    with django_assert_max_num_queries(11):  # type: ignore[operator]
        decide(row, CONFIRM, person, NOW)
    with django_assert_max_num_queries(5):  # type: ignore[operator]
        progress(review.campaign, person)
    example = finding("W-D-23")
    with django_assert_max_num_queries(11):  # type: ignore[operator]
        decide_alike(example, {r.pk: r.version for r in alike(example)}, DISMISS, person, NOW)
