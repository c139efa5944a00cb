"""Test questions are counted in working days, graded, and feed the figures and the indicator."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from tests.console.inspection.reviewed import CITY, HOME, in_review
from tests.console.inspection.rounds import DAY, NOW, Round, make_round
from tests.console.inspection.runs import run_of
from tests.console.province import Province
from xunwang.inspection.accounts import record_account
from xunwang.inspection.enquiries import (
    Question,
    Reply,
    answering_at_once,
    ask,
    record_reply,
    reply_figures,
    rule_by_enquiries,
)  # fmt: skip
from xunwang.inspection.errors import InspectionError, ObstaclesError, StaleError
from xunwang.inspection.intake import from_run, take
from xunwang.inspection.models import CheckedSite, Enquiry, Finding, ItemVerdict
from xunwang.inspection.stages import Move
from xunwang.inspection.vocabulary import Quality
from xunwang.rules.verdict import needs_review
from xunwang.words import Outcome

FRIDAY = datetime(2020, 11, 20, 7, 30, tzinfo=UTC)
QUESTION = Question("身份证丢失如何补办？", HOME + "mail", "20201120-7")
GOOD = Quality.EFFECTIVE


@pytest.fixture
def review(province: Province) -> Round:
    return in_review(province)


def sites(review: Round) -> list[CheckedSite]:
    return list(review.campaign.sites.select_related("campaign__unit"))


def answered(review: Round, site: CheckedSite, days: int, quality: Quality = GOOD) -> Enquiry:
    enquiry = ask(site, QUESTION, review.reviewers[0], FRIDAY)
    return record_reply(enquiry, Reply(FRIDAY + days * DAY, quality, "请到派出所"), review.reviewers[0], NOW)


def test_working_days_follow_from_the_calendar(review: Round) -> None:
    enquiry = answered(review, sites(review)[0], 3)
    assert (enquiry.working_days, enquiry.quality, enquiry.graded_by) == (1, "effective", review.reviewers[0])
    enquiry = record_reply(enquiry, Reply(FRIDAY, GOOD), review.reviewers[0], NOW)
    assert (enquiry.working_days, enquiry.version) == (0, 3)


def test_only_effective_answers_in_time_count(review: Round) -> None:
    one, two, three = sites(review)
    answered(review, one, 3)
    answered(review, two, 7)
    answered(review, three, 3, Quality.OFF_POINT)
    figures = reply_figures(review.campaign)
    assert (figures.asked, figures.answered, figures.within_5_days, figures.within_1_day) == (3, 3, 2, 1)
    assert list(answering_at_once(review.campaign)) == [one]


def test_a_site_is_asked_once_and_times_are_in_order(review: Round) -> None:
    site = sites(review)[0]
    enquiry = ask(site, QUESTION, review.reviewers[0], FRIDAY)
    with pytest.raises(InspectionError, match="每个网站一次"):
        ask(site, QUESTION, review.reviewers[0], FRIDAY)
    with pytest.raises(InspectionError, match="问题"):
        ask(site, Question(" "), review.reviewers[0], FRIDAY)
    for at in (FRIDAY - DAY, NOW + DAY):
        with pytest.raises(InspectionError, match="早于"):
            record_reply(enquiry, Reply(at, GOOD), review.reviewers[0], NOW)
    stale = Enquiry.objects.get()
    record_reply(enquiry, Reply(FRIDAY, GOOD), review.reviewers[0], NOW)
    with pytest.raises(StaleError):
        record_reply(stale, Reply(FRIDAY, Quality.EVASIVE), review.reviewers[1], NOW)
    with pytest.raises(PermissionDenied):
        record_reply(enquiry, Reply(FRIDAY, GOOD), review.planner, NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Enquiry.objects.update(quality="")


def test_the_indicator_is_ruled_on_by_what_the_question_tells(province: Province) -> None:
    round_ = make_round(province)
    campaign = round_.go(Move.PLAN, Move.START)
    open_ = {host: {"W-D-17.1": needs_review(())} for host in (CITY, "www.bs")}
    take(campaign, from_run(run_of(campaign, open_)), None, NOW)
    round_.go(Move.REVIEW)
    by_host = {site.home_url: site for site in sites(round_)}
    answered(round_, by_host[HOME], 10)
    other = ask(by_host["http://www.bs.gov.cn/"], QUESTION, round_.reviewers[0], FRIDAY)
    assert rule_by_enquiries(campaign, round_.reviewers[0], FRIDAY + 7 * DAY) == 1
    late = Finding.objects.get(item="W-D-17.1")
    assert "用6个工作日才答复" in late.summary and late.evidence[0]["url"] == HOME + "mail"
    record_reply(other, Reply(FRIDAY + 7 * DAY, GOOD), round_.reviewers[0], NOW)
    assert rule_by_enquiries(campaign, round_.reviewers[0], NOW) == 1
    assert rule_by_enquiries(campaign, round_.reviewers[0], NOW) == 0
    rulings = ItemVerdict.objects.filter(item="W-D-17.1").values_list("checked__home_url", "ruling")
    assert dict(rulings) == {HOME: "hit", "http://www.bs.gov.cn/": "clear"}


def test_a_question_without_answer_is_late_when_its_days_are_over(province: Province) -> None:
    round_ = make_round(province)
    campaign = round_.go(Move.PLAN, Move.START)
    take(campaign, from_run(run_of(campaign, {CITY: {"W-D-17.1": needs_review(())}})), None, NOW)
    round_.go(Move.REVIEW)
    ask(CheckedSite.objects.get(home_url=HOME), QUESTION, round_.reviewers[0], FRIDAY)
    assert rule_by_enquiries(campaign, round_.reviewers[0], FRIDAY + 7 * DAY) == 0
    assert rule_by_enquiries(campaign, round_.reviewers[0], FRIDAY + 10 * DAY) == 1
    assert "已过6个工作日，仍未答复" in Finding.objects.get().summary


def test_accounts_get_their_outcome_and_none_is_left_out(province: Province) -> None:
    round_ = in_review(province, account_shares={"*": 1})
    account = round_.campaign.accounts.get()
    with pytest.raises(InspectionError, match="写明问题"):
        record_account(round_.campaign, account.account_id, Outcome.UNQUALIFIED, "", round_.reviewers[0])
    with pytest.raises(InspectionError, match="不在本次"):
        record_account(round_.campaign, 0, Outcome.QUALIFIED, "", round_.reviewers[0])
    with pytest.raises(ObstaclesError, match="1个抽查的政务新媒体没有结果"):
        round_.go(Move.SEND)
    record_account(round_.campaign, account.account_id, Outcome.UNQUALIFIED, "僵尸账号", round_.reviewers[0])
    account.refresh_from_db()
    assert (account.outcome, account.problems) == ("unqualified", "僵尸账号")
