"""What a person has to do in reviews and hearings, for the first page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Count, Min, Q
from django.urls import reverse

from xunwang.access.models import User
from xunwang.access.permissions import may, paths_for
from xunwang.access.roles import Action
from xunwang.inspection.blind import told_as
from xunwang.inspection.models import Finding, ItemVerdict
from xunwang.inspection.review.queue import waits_blind_for, waits_for
from xunwang.inspection.stages import Stage
from xunwang.inspection.vocabulary import Status
from xunwang.web.pages.hearing.queries import appeals_to_decide, due_text, to_answer
from xunwang.web.pages.review.queries import to_review, unhidden, within_paths


def tasks_of(user: User, today: date) -> Iterator[tuple[int, str, str]]:
    """Number, words and address of everything that waits for the person. Five queries at most."""
    yield from _reviews(user)
    if may(user, Action.ANSWER_FEEDBACK):
        yield _answers(user, today)
    if may(user, Action.DECIDE_APPEALS):
        waiting = appeals_to_decide(user).order_by().count()
        yield waiting, "件申诉等待您裁决", f"{reverse('appeals')}?mine=1"


def _reviews(user: User) -> Iterator[tuple[int, str, str]]:
    """Three queries, however many campaigns are in review."""
    reviewed, settled = may(user, Action.REVIEW_FINDINGS), may(user, Action.SETTLE_DISPUTES)
    if not reviewed and not settled:
        return
    campaigns = dict(to_review(user).values_list("pk", "title")) if reviewed else {}
    mine = Q(campaign__in=list(campaigns)) & unhidden(user)
    settles = within_paths(paths_for(user, Action.SETTLE_DISPUTES), "campaign__unit__path")
    rows = Finding.objects.filter(campaign__stage=Stage.REVIEW, withdrawn=False).order_by()
    counts = rows.values_list("campaign_id", "campaign__title").annotate(
        review=Count("pk", filter=mine & waits_for(user)),
        blind=Count("pk", filter=mine & waits_blind_for(user)),
        disputed=Count("pk", filter=settles & unhidden(user) & told_as(Status.UNSURE)),
    )
    for pk, title, review, blind, disputed in counts:
        address = reverse("review", args=[pk])
        yield review, f"个问题等待您复核（{title}）", address
        yield blind, f"个问题等待您盲审（{title}）", address
        yield disputed, f"个问题存在争议，等待裁定（{title}）", address
    if campaigns:
        open_ = ItemVerdict.objects.filter(campaign__in=list(campaigns), needs_ruling=True, ruling="")
        for pk, count in open_.order_by().values_list("campaign_id").annotate(Count("pk")):
            yield count, f"项指标等待人工判定（{campaigns[pk]}）", reverse("rulings", args=[pk])


def _answers(user: User, today: date) -> tuple[int, str, str]:
    found = to_answer(user, today).order_by().aggregate(count=Count("pk"), first=Min("due_on"))
    told = f"，最早{due_text(found['first'], today)}" if found["first"] else ""
    return found["count"], f"个网站或账号的检查结果等待反馈{told}", f"{reverse('feedbacks')}?answer=open"
