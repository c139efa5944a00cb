"""Feedback and appeals: units read their results and answer; the office decides on appeals."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from xunwang.access.models import User
from xunwang.access.permissions import within
from xunwang.access.roles import Action
from xunwang.api.operations import operation, person
from xunwang.api.parts.results import EvidenceOut
from xunwang.api.problems import ApiError
from xunwang.api.shapes import (
    Given,
    IfMatch,
    Key,
    Note,
    Page,
    Paging,
    Ref,
    Seconds,
    page,
    require_unchanged,
    tagged,
)
from xunwang.api.uploads import AttachmentIn, uploads_in
from xunwang.inspection.hearing.answer import Objection, accept, appeal, feedback_for, shown
from xunwang.inspection.hearing.appeals import decide_appeal
from xunwang.inspection.models import Appeal, Feedback, Finding
from xunwang.inspection.vocabulary import Answer, AppealRuling

router = Router(tags=["反馈和申诉"])
Reason = Annotated[str, Field(min_length=1, max_length=2000)]


class FeedbackOut(Schema):
    """The results of one site or account, sent to its unit."""

    id: int
    campaign: int
    title: str = Field(description="检查的名称")
    checked: int = Field(description="检查中的网站或账号")
    name: str
    unit: int
    problems: int
    sent_at: datetime
    due_on: date = Field(description="反馈期限")
    answer: Answer | None
    statement: str
    answered_at: datetime | None


class ToldFinding(Schema):
    """A confirmed finding as the unit sees it."""

    id: int
    item: str
    is_veto: bool
    amount: int
    restricted: bool
    summary: str
    evidence: list[EvidenceOut]


class FeedbackWhole(FeedbackOut):
    """With the findings."""

    findings: list[ToldFinding]


class ObjectionIn(Given):
    """Why one finding should not stand."""

    finding: Ref
    statement: Reason
    attachments: list[AttachmentIn] = Field([], max_length=5)


class AnswerIn(Given):
    """What the unit says."""

    answer: Literal["accepted", "appealed"]
    statement: Note = ""
    objections: list[ObjectionIn] = Field([], max_length=500, description="提出申诉时必须列出")


class AppealOut(Schema):
    """An objection and what became of it."""

    id: int
    feedback: int
    finding: int
    item: str
    name: str
    statement: str
    filed_at: datetime
    attachments: list[str] = Field(description="附件的文件名")
    ruling: AppealRuling | None
    reason: str
    ruled_at: datetime | None


class AppealRulingIn(Given):
    """A decision on an appeal."""

    ruling: AppealRuling
    reason: Reason
    seconds: Seconds = 0


class AppealFilter(Schema):
    """Which appeals."""

    open: bool | None = Field(None, description="true：尚未裁决；false：已裁决")


@operation(router, "GET /feedback", Action.SEE_FEEDBACK, Page[FeedbackOut], "发给单位的检查结果")
def feedback_list(request: HttpRequest, paging: Query[Paging]) -> Page[FeedbackOut]:
    """Results of the units in the subtree, newest first."""
    return page(feedback_for(person(request)), paging, lambda one: FeedbackOut(**_facts(one)), newest=True)


@operation(router, "GET /feedback/{key}", Action.SEE_FEEDBACK, FeedbackWhole, "一个网站的检查结果")
def feedback(request: HttpRequest, key: Key, response: HttpResponse) -> FeedbackWhole:
    """One site's results with the confirmed findings; restricted ones tell of their existence only."""
    found = get_object_or_404(feedback_for(person(request)), pk=key)
    return tagged(response, _whole(found, person(request)))  # type: ignore[no-any-return]


@operation(router, "POST /feedback/{key}/answer", Action.ANSWER_FEEDBACK, FeedbackWhole, "反馈意见或申诉")
def feedback_answer(request: HttpRequest, key: Key, match: IfMatch, body: AnswerIn) -> FeedbackWhole:
    """Answer within the limit: no objection, or an appeal against some findings."""
    user, now = person(request), timezone.now()
    found = get_object_or_404(feedback_for(user), pk=key)
    require_unchanged(match, _whole(found, user))
    if body.answer == "accepted":
        if body.objections:
            raise ApiError("invalid", "无异议时不能列出申诉的问题。")
        accept(found, user, now, body.statement)
    else:
        appeal(found, _objections(found, body), user, now, body.statement)
    return _whole(get_object_or_404(feedback_for(user), pk=key), user)


@operation(router, "GET /appeals", Action.SEE_FEEDBACK, Page[AppealOut], "申诉列表")
def appeals(request: HttpRequest, paging: Query[Paging], chosen: Query[AppealFilter]) -> Page[AppealOut]:
    """Appeals of the units in the subtree."""
    rows = _appeals(person(request))
    if chosen.open is not None:
        rows = rows.filter(ruling="") if chosen.open else rows.exclude(ruling="")
    return page(rows, paging, _appeal)


@operation(router, "GET /appeals/{key}", Action.SEE_FEEDBACK, AppealOut, "申诉")
def appeal_one(request: HttpRequest, key: Key, response: HttpResponse) -> AppealOut:
    """One appeal."""
    return tagged(response, _appeal(get_object_or_404(_appeals(person(request)), pk=key)))  # type: ignore[no-any-return]


@operation(router, "PUT /appeals/{key}/ruling", Action.DECIDE_APPEALS, AppealOut, "裁决申诉")
def appeal_rule(request: HttpRequest, key: Key, match: IfMatch, body: AppealRulingIn) -> AppealOut:
    """Decide on an appeal."""
    user = person(request)
    found = get_object_or_404(_appeals(user), pk=key)
    require_unchanged(match, _appeal(found))
    decide_appeal(found, body.ruling, body.reason, user, timezone.now(), body.seconds)
    return _appeal(get_object_or_404(_appeals(user), pk=key))


def _objections(found: Feedback, body: AnswerIn) -> list[Objection]:
    numbers = [one.finding for one in body.objections]
    known = {one.pk: one for one in Finding.objects.filter(pk__in=numbers, checked=found.checked_id)}
    if len(known) != len(body.objections):
        raise ApiError("invalid", "只能对本网站的问题提出申诉，每个问题一次。")
    return [
        Objection(known[one.finding], one.statement, uploads_in(one.attachments)) for one in body.objections
    ]


def _facts(one: Feedback) -> dict[str, Any]:
    return {
        "id": one.pk, "campaign": one.campaign_id, "title": one.campaign.title, "checked": one.checked_id,
        "name": one.checked.title, "unit": one.checked.unit_id, "problems": one.problems, "sent_at": one.sent_at,
        "due_on": one.due_on, "answer": one.answer or None, "statement": one.statement,
        "answered_at": one.answered_at,
    }  # fmt: skip


def _whole(one: Feedback, user: User) -> FeedbackWhole:
    return FeedbackWhole(
        **_facts(one),
        findings=[
            ToldFinding(
                id=told.finding.pk, item=told.finding.item, is_veto=told.finding.is_veto, amount=told.finding.amount,
                restricted=told.finding.restricted, summary=told.summary,
                evidence=[
                    EvidenceOut(**{name: piece.get(name) for name in EvidenceOut.model_fields})
                    for piece in told.evidence
                ],
            )
            for told in shown(one, user)
        ],
    )  # fmt: skip


def _appeals(user: User) -> QuerySet[Appeal]:
    rows = Appeal.objects.select_related("finding", "feedback__checked__unit", "feedback__campaign__unit")
    return within(
        user, Action.SEE_FEEDBACK, rows.prefetch_related("attachments"), "feedback__checked__unit__path"
    )


def _appeal(one: Appeal) -> AppealOut:
    return AppealOut(
        id=one.pk, feedback=one.feedback_id, finding=one.finding_id, item=one.finding.item,
        name=one.feedback.checked.title, statement=one.statement, filed_at=one.filed_at,
        attachments=[file.name for file in one.attachments.all()], ruling=AppealRuling(one.ruling) if one.ruling else None, reason=one.reason,
        ruled_at=one.ruled_at,
    )  # fmt: skip
