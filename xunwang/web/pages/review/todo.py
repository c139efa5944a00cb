"""What a person has to do in reviews and hearings, for the first page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Count
from django.urls import reverse

from xunwang.access.models import User
from xunwang.access.permissions import may, within
from xunwang.access.roles import Action
from xunwang.inspection.models import Campaign, Finding
from xunwang.inspection.stages import Stage
from xunwang.inspection.vocabulary import Status
from xunwang.web.pages.hearing.queries import appeals_to_decide, days_left, to_answer
from xunwang.web.pages.review.queries import Waiting, in_review, may_review, waiting_for


def tasks_of(user: User, today: date) -> Iterator[tuple[int, str, str]]:
    """Number, words and address of everything that waits for the person."""
    if may(user, Action.REVIEW_FINDINGS):
        yield from _reviews(user)
    if may(user, Action.SETTLE_DISPUTES):
        yield from _disputes(user)
    if may(user, Action.ANSWER_FEEDBACK):
        yield _answers(user, today)
    if may(user, Action.DECIDE_APPEALS):
        waiting = appeals_to_decide(user).order_by().count()
        yield waiting, "件申诉等待您裁决", f"{reverse('appeals')}?mine=1"


def _reviews(user: User) -> Iterator[tuple[int, str, str]]:
    for campaign in in_review(user):
        if not may_review(user, campaign):
            continue
        waits: Waiting = waiting_for(campaign, user)
        address = reverse("review", args=[campaign.pk])
        name = f"（{campaign.title}）"
        yield waits.first + waits.second, f"个问题等待您复核{name}", address
        yield waits.blind, f"个问题等待您盲审{name}", address
        yield waits.rulings, f"项指标等待人工判定{name}", reverse("rulings", args=[campaign.pk])


def _disputes(user: User) -> Iterator[tuple[int, str, str]]:
    rows = Finding.objects.filter(
        campaign__in=within(
            user, Action.SETTLE_DISPUTES, Campaign.objects.filter(stage=Stage.REVIEW), "unit__path"
        ),
        status=Status.UNSURE,
        withdrawn=False,
    )
    counts = rows.order_by().values_list("campaign_id", "campaign__title").annotate(Count("pk"))
    for pk, title, count in counts:
        yield count, f"个问题存在争议，等待裁定（{title}）", f"{reverse('findings', args=[pk])}?status=unsure"


def _answers(user: User, today: date) -> tuple[int, str, str]:
    rows = to_answer(user, today)
    first = rows.values_list("due_on", flat=True).first()
    left = days_left(first, today) if first else None
    told = f"，最早{first:%Y-%m-%d}截止" + ("" if left is None else f"，还有{left}个工作日") if first else ""
    return rows.order_by().count(), f"个网站的检查结果等待反馈{told}", f"{reverse('feedbacks')}?answer=open"
