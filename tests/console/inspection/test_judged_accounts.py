"""Accounts of the sample go the way of sites: verdicts, review, hearing, final result, order."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from tests.console.guards import past_the_guards
from tests.console.inspection.reviewed import CONFIRM, DISMISS
from tests.console.inspection.rounds import CHECK_POINT, DAY, NOW, Round, add_accounts, make_round
from tests.console.inspection.runs import edition, run_of
from tests.console.province import Province
from xunwang.access.roles import Role
from xunwang.collect.judge import JudgedAccount
from xunwang.inspection.accounts import record_account
from xunwang.inspection.errors import InspectionError, ObstaclesError
from xunwang.inspection.hearing.answer import Objection, appeal, shown
from xunwang.inspection.hearing.appeals import decide_appeal, open_appeals
from xunwang.inspection.intake import IncomingRun, from_run, take
from xunwang.inspection.intake.incoming import of_account
from xunwang.inspection.models import CheckedAccount, Decision, Feedback, FinalResult, Finding, ItemVerdict
from xunwang.inspection.results.accounts import outcome_of, problems_of
from xunwang.inspection.results.figures import figures_of
from xunwang.inspection.results.freeze import freeze_problems
from xunwang.inspection.results.standing import scored_sites, standing_of
from xunwang.inspection.review.decide import decide
from xunwang.inspection.review.queue import MOST_ALIKE, next_finding, rulings_left
from xunwang.inspection.review.rulings import Found, RulingWord, rule
from xunwang.inspection.review.rulings_alike import rule_alike, rulings_alike
from xunwang.inspection.stages import Move
from xunwang.inspection.vocabulary import AppealRuling, Ruling
from xunwang.rectify.problems import problems_of as problems_to_order
from xunwang.rules.media.facts import Account
from xunwang.rules.registry import applies
from xunwang.rules.verdict import Evidence, Task, Verdict, clear, hit, needs_review, unknown
from xunwang.rules.verdict import Finding as Occurrence
from xunwang.scoring import score_account
from xunwang.words import Outcome

ASLEEP, OTHER = "weibo:松江市人民政府weibo0", "weibo:松江市人民政府weibo1"
CHECKLIST = needs_review((), Task("核对是否有舆情报告。"))
NO_COMPLAINT = RulingWord(Ruling.CLEAR, "未收到报告和举报")


def seen(words: str, url: str = "https://weibo.example/1") -> Occurrence:
    return Occurrence(words, (Evidence(url, CHECK_POINT, "d" * 64, "", ""),))


SLEEPING = hit((seen("监测时间点前2周内未更新，最近一次更新为2020-10-01。"),))
GIVEN: Mapping[str, Mapping[str, Verdict]] = {
    ASLEEP: {"M-V-02.1": SLEEPING},
    OTHER: {"M-N-09": hit((seen("转载来源不在名单内。"),))},
}


def judged(round_: Round, given: Mapping[str, Mapping[str, Verdict]], *, name: str = "c-1") -> IncomingRun:
    """Results of all accounts of the sample: clear but for what is given, the checklist open."""
    results = []
    for one in round_.campaign.accounts.all():
        account = Account(one.key, one.name, one.platform, one.get_platform_display(), one.unit_name)
        items = [item.id for item in edition().account_items.values() if applies(item, account)]
        verdicts = {item: clear("正常") for item in items}
        verdicts |= {"M-V-01.4": CHECKLIST, "M-V-03.2": CHECKLIST} | dict(given.get(one.key, {}))
        result = score_account(account, verdicts, (), edition())
        results.append(of_account(JudgedAccount(result, 12, True, "", None, ())))
    return IncomingRun(name, "xunwang 0", CHECK_POINT, CHECK_POINT - DAY, CHECK_POINT, edition().id, results)


@pytest.fixture
def round_(province: Province) -> Round:
    """In review, with three accounts judged."""
    add_accounts(province.city, 2)
    made = make_round(province, double_share=Decimal(0), account_shares={"*": Decimal(1)})
    made.go(Move.PLAN, Move.START)
    take(made.campaign, from_run(run_of(made.campaign)), made.planner, NOW)
    take(made.campaign, judged(made, GIVEN), made.planner, NOW)
    made.go(Move.REVIEW)
    return made


def account(round_: Round, key: str) -> CheckedAccount:
    return next(one for one in round_.campaign.accounts.all() if one.key == key)


def rule_checklists(round_: Round) -> None:
    for item in ("M-V-01.4", "M-V-03.2"):
        shown_ = {row.pk: row.version for row in rulings_alike(round_.campaign, item)}
        rule_alike(round_.campaign, item, shown_, NO_COMPLAINT, round_.reviewers[0], NOW)


def review_all(round_: Round) -> None:
    first, second, _ = round_.reviewers
    for person in (first, second):
        while (row := next_finding(round_.campaign, person, NOW)) is not None:
            decide(row, CONFIRM, person, NOW)
    rule_checklists(round_)


def test_results_of_accounts_come_in_beside_those_of_sites(round_: Round) -> None:
    intake = round_.campaign.intakes.get(run="c-1")
    assert (intake.sites, intake.accounts, intake.findings) == (0, 3, 2)
    assert take_again(round_) == intake, "the same results twice are one intake"
    sleeper = account(round_, ASLEEP)
    assert (sleeper.outcome, sleeper.pages, sleeper.complete) == ("pending", 12, True)
    veto = Finding.objects.get(item="M-V-02.1")
    assert (veto.checked_id, veto.status, veto.is_veto, veto.run) == (sleeper.pk, "candidate", True, "c-1")
    duty = Finding.objects.get(item="M-N-09")
    assert (duty.status, duty.is_veto) == ("confirmed", False)


def take_again(round_: Round) -> object:
    return take(round_.campaign, judged(round_, GIVEN), round_.planner, NOW)


def test_the_outcome_follows_every_decision(round_: Round) -> None:
    first = round_.reviewers[0]
    veto = Finding.objects.get(item="M-V-02.1")
    decide(veto, CONFIRM, first, NOW)  # the machine was sure: one person is enough
    assert account(round_, ASLEEP).outcome == "unqualified"
    assert account(round_, ASLEEP).problems == "监测时间点前2周内未更新"
    decide(veto, DISMISS, first, NOW)
    assert account(round_, ASLEEP).outcome == "pending", "checklist entries are still open"
    rule_checklists(round_)
    assert {one.outcome for one in round_.campaign.accounts.all()} == {"qualified"}
    for one in round_.campaign.accounts.all():
        stood = standing_of([one])[one.pk]
        assert (one.outcome, one.problems) == (outcome_of(stood), problems_of(stood, edition()))


def test_a_duty_changes_no_outcome_and_holds_nothing_up(round_: Round) -> None:
    review_all(round_)
    assert account(round_, OTHER).outcome == "qualified"
    hint = needs_review((seen("疑似与职能无关。"),))
    none = unknown("没有取得关注人数")
    take(round_.campaign, judged(round_, {ASLEEP: GIVEN[ASLEEP], OTHER: {"M-N-09": hint, "M-N-06": none}}, name="c-2"), None, NOW)  # fmt: skip
    assert not rulings_left(round_.campaign).filter(item="M-N-06").exists()
    round_.go(Move.SEND)


def test_accounts_whose_vetoes_are_open_keep_the_results_from_being_sent(round_: Round) -> None:
    with pytest.raises(ObstaclesError, match="政务新媒体没有结果"):
        round_.go(Move.SEND)
    with pytest.raises(InspectionError, match="逐项判定"):
        record_account(round_.campaign, account(round_, ASLEEP).account_id or 0, Outcome.QUALIFIED, "", round_.reviewers[0])  # fmt: skip


def test_results_still_come_in_while_others_review_but_those_of_sites_do_not(round_: Round) -> None:
    decide(Finding.objects.get(item="M-V-02.1"), CONFIRM, round_.reviewers[0], NOW)
    take(round_.campaign, judged(round_, {OTHER: GIVEN[OTHER]}, name="c-2"), None, NOW)
    assert account(round_, ASLEEP).outcome == "pending" and Finding.objects.get(item="M-V-02.1").withdrawn
    take(round_.campaign, judged(round_, GIVEN, name="c-3"), None, NOW)
    assert Finding.objects.get(item="M-V-02.1").status == "confirmed", "the decision stays"
    assert account(round_, ASLEEP).outcome == "unqualified"
    with pytest.raises(InspectionError, match="检查中"):
        take(round_.campaign, from_run(run_of(round_.campaign, name="later")), None, NOW)


def test_one_ruling_settles_many_and_leaves_what_others_have_changed(round_: Round) -> None:
    first, second, _ = round_.reviewers
    shown_ = {row.pk: row.version for row in rulings_alike(round_.campaign, "M-V-03.2")}
    assert len(shown_) == 3
    bought = RulingWord(Ruling.HIT, "举报属实", (Found("要求转发点赞", "https://weibo.example/2"),))
    rule(ItemVerdict.objects.get(pk=min(shown_)), bought, second, NOW)
    done = rule_alike(round_.campaign, "M-V-03.2", shown_, NO_COMPLAINT, first, NOW)
    assert (done.decided, done.skipped) == (2, 1)
    assert Decision.objects.filter(batch=done.batch, choice="clear", finding=None).count() == 2
    assert not rulings_alike(round_.campaign, "M-V-03.2").exists()
    decide(Finding.objects.get(item="M-V-03.2"), CONFIRM, first, NOW)
    bad = round_.campaign.accounts.get(outcome="unqualified")
    assert bad.problems == edition().items["M-V-03.2"].title, "what a person wrote is not for the annex"


@pytest.mark.parametrize(
    ("word", "words"),
    [
        (RulingWord(Ruling.HIT, "有", (Found("x"),)), "逐个判定"),
        (RulingWord(Ruling.CLEAR, " "), "理由"),
    ],
)
def test_many_are_never_ruled_against_at_once_nor_without_a_reason(
    round_: Round, word: RulingWord, words: str
) -> None:
    shown_ = {row.pk: row.version for row in rulings_alike(round_.campaign, "M-V-01.4")}
    with pytest.raises(InspectionError, match=words):
        rule_alike(round_.campaign, "M-V-01.4", shown_, word, round_.reviewers[0], NOW)
    with pytest.raises(PermissionDenied):
        editor = round_.province.user(Role.UNIT_EDITOR)
        rule_alike(round_.campaign, "M-V-01.4", shown_, NO_COMPLAINT, editor, NOW)


def test_the_unit_appeals_and_the_final_result_holds(round_: Round) -> None:
    review_all(round_)
    round_.go(Move.SEND)
    sleeper = account(round_, ASLEEP)
    feedback = Feedback.objects.get(checked=sleeper)
    assert feedback.problems == 1
    told = shown(feedback, round_.admin)
    appeal(feedback, [Objection(told[0].finding, "已于当日更新")], round_.admin, NOW)
    third = round_.province.user(Role.PLANNER)
    decide_appeal(open_appeals(round_.campaign).get(), AppealRuling.UPHELD, "属实", third, NOW)
    assert account(round_, ASLEEP).outcome == "qualified"
    round_.go(Move.HEAR, Move.FINALISE, now=NOW + 10 * DAY)
    final = FinalResult.objects.get()
    assert freeze_problems(final) == []
    figures = figures_of(round_.campaign, scored_sites(round_.campaign))["accounts"]
    assert (figures["sampled"], figures["qualified"], figures["rate"]) == (3, 3, "100.00%")


def test_what_is_final_shows_any_later_touch_of_an_account(round_: Round) -> None:
    review_all(round_)
    round_.go(Move.SEND)
    round_.go(Move.HEAR, Move.FINALISE, now=NOW + 10 * DAY)
    final = FinalResult.objects.get()
    assert account(round_, ASLEEP).outcome == "unqualified" and freeze_problems(final) == []
    with past_the_guards() as cursor:
        cursor.execute("UPDATE inspection_finding SET status = 'dismissed' WHERE item = 'M-V-02.1'")
    assert freeze_problems(final) == ["核定结果的总摘要不符。"]


def test_confirmed_problems_of_accounts_are_ordered_as_those_of_sites(round_: Round) -> None:
    review_all(round_)
    found = [(one.subject, one.indicator, one.is_veto) for one in problems_to_order(round_.campaign)]
    assert found == [
        ("微博“松江市人民政府weibo0”", "M-V-02.1", True),
        ("微博“松江市人民政府weibo1”", "M-N-09", False),
    ]


def test_the_page_takes_as_many_at_once_as_it_shows(round_: Round) -> None:
    client = Client()
    client.force_login(round_.reviewers[0])
    address = reverse("rulings_alike", args=[round_.campaign.pk, "M-V-03.2"])
    sent = client.post(address, {"reason": "没有举报", "row": [str(number) for number in range(MOST_ALIKE)]})
    assert sent.status_code == 302, "refused for what it says, not for how much it is"


def test_results_that_come_back_to_what_they_were_are_taken_in_again(round_: Round) -> None:
    take(round_.campaign, judged(round_, {OTHER: GIVEN[OTHER]}, name="c-2"), None, NOW)
    assert Finding.objects.get(item="M-V-02.1").withdrawn
    known = round_.campaign.intakes.count()
    take_again(round_)
    assert not Finding.objects.get(item="M-V-02.1").withdrawn
    assert round_.campaign.intakes.count() == known
