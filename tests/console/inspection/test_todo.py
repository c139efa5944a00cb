"""The first page tells everybody what waits for him, in few queries however many campaigns there are."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from tests.console.inspection.reviewed import CONFIRM, UNSURE, finding, in_feedback, in_review
from tests.console.inspection.rounds import NOW
from tests.console.province import Province
from xunwang.access.roles import Role
from xunwang.inspection.hearing.answer import Objection, appeal
from xunwang.inspection.models import Feedback
from xunwang.inspection.review.decide import decide

SignIn = Callable[[object], Client]


def home(client: Client) -> str:
    return client.get(reverse("home")).content.decode()


def test_reviewers_are_told_of_first_reviews_second_reviews_blind_ones_and_rulings(
    province: Province, sign_in: SignIn
) -> None:
    review = in_review(province, double_share="1")
    first, second, _ = review.reviewers
    page = home(sign_in(first))
    assert "个问题等待您复核（2020年检查）" in page and "项指标等待人工判定" in page and "盲审" not in page
    decide(finding("W-V-01.1"), CONFIRM, first, NOW)
    assert ">4<" in home(sign_in(first)), "the confirmed veto waits for somebody else"
    page = home(sign_in(second))
    assert ">5<" in page and "个问题等待您盲审" in page


def test_only_named_reviewers_are_told(province: Province, sign_in: SignIn) -> None:
    review = in_review(province)
    review.campaign.reviewers.set([review.reviewers[0]])
    assert "等待您复核" in home(sign_in(review.reviewers[0]))
    assert "等待您复核" not in home(sign_in(review.reviewers[1]))


def test_those_who_settle_are_told_of_disputes(province: Province, sign_in: SignIn) -> None:
    review = in_review(province)
    decide(finding("W-D-23"), UNSURE, review.reviewers[0], NOW)
    assert "个问题存在争议，等待裁定" in home(sign_in(review.planner))
    assert "存在争议" not in home(sign_in(review.reviewers[0]))


def test_units_are_told_of_the_limit_and_the_office_of_appeals(province: Province, sign_in: SignIn) -> None:
    sent = in_feedback(province)
    editor = province.user(Role.UNIT_EDITOR)
    assert "等待反馈" not in home(sign_in(editor)), "the limit is over"
    mine = Feedback.objects.get(checked__unit=province.department)
    appeal(mine, [Objection(finding("W-V-02"), "已报备")], editor, NOW)
    assert "件申诉等待您裁决" in home(sign_in(sent.planner))
    Feedback.objects.update(due_on="2100-01-01", answer="")
    assert "个网站或账号的检查结果等待反馈，最早2100-01-01截止" in home(sign_in(editor))


def test_the_first_page_asks_the_same_number_of_queries_with_three_campaigns(
    province: Province, sign_in: SignIn, django_assert_max_num_queries: Callable
) -> None:
    for number in range(3):
        in_review(province, title=f"第{number}次检查")
    client = sign_in(province.user(Role.PROVINCE_ADMIN))
    with django_assert_max_num_queries(29):
        assert "第2次检查" in home(client)
