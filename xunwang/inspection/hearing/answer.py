"""A unit looks at its results and answers: no objection, or an appeal against some of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from xunwang.access.models import User
from xunwang.access.permissions import require, within
from xunwang.access.roles import Action
from xunwang.calendar.working_days import local_day
from xunwang.inspection.errors import InspectionError, StaleError
from xunwang.inspection.hearing.uploads import Upload, attach_to_appeal, check_uploads
from xunwang.inspection.holding import hold
from xunwang.inspection.models import NO_BONUS, Appeal, Feedback, Finding
from xunwang.inspection.stages import Stage
from xunwang.inspection.vocabulary import Answer, Status

RESTRICTED = "涉密线索，请通过保密渠道与检查组织单位联系"


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding as the unit sees it. Restricted ones tell of their existence only."""

    finding: Finding
    summary: str
    evidence: Sequence[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Objection:
    """Why one finding should not stand."""

    finding: Finding
    statement: str
    uploads: tuple[Upload, ...] = ()


def feedback_for(person: User) -> QuerySet[Feedback]:
    """What the person may see: own units' results, newest campaign first."""
    rows = within(person, Action.SEE_FEEDBACK, Feedback.objects.all(), "checked__unit__path")
    return rows.select_related("campaign", "checked", "checked__unit").order_by(
        "-campaign__check_point", "checked_id"
    )


def shown(feedback: Feedback, person: User) -> list[Shown]:
    """The confirmed findings of a site or account, those that bring points among them. Raises PermissionDenied.

    Of restricted ones nobody learns more than their existence here; those who may open them do so in the review,
    where each opening is written down.
    """
    require(person, Action.SEE_FEEDBACK, feedback)
    standing = feedback.checked.findings.filter(status=Status.CONFIRMED, withdrawn=False).select_related(
        "verdict"
    )
    return [Shown(one, summary_told(one), () if one.restricted else one.evidence) for one in standing]


def summary_told(finding: Finding) -> str:
    """What a finding is, outside of the review."""
    return RESTRICTED if finding.restricted else finding.summary


def accept(feedback: Feedback, by: User, now: datetime, statement: str = "") -> Feedback:
    """No objection. Raises InspectionError after the limit, StaleError when answered, PermissionDenied."""
    with transaction.atomic():
        _answer(feedback, Answer.ACCEPTED, statement, by, now)
    return feedback


def appeal(
    feedback: Feedback, objections: Sequence[Objection], by: User, now: datetime, statement: str = ""
) -> list[Appeal]:
    """Object to some findings; the others are accepted with it. Raises as :func:`accept`."""
    _check(objections)
    with transaction.atomic():
        _answer(feedback, Answer.APPEALED, statement, by, now)
        numbers = [objection.finding.pk for objection in objections]
        standing = Finding.objects.filter(
            NO_BONUS, pk__in=numbers, checked=feedback.checked_id, status=Status.CONFIRMED, withdrawn=False
        )
        if standing.count() != len(numbers):
            raise InspectionError("只能对本次检查中已确认的问题提出申诉，每个问题一次。")
        if standing.filter(restricted=True).exists():
            raise InspectionError(f"{RESTRICTED}，不在此申诉。")
        return [_file(feedback, objection, by, now) for objection in objections]


def _check(objections: Sequence[Objection]) -> None:
    if not objections or any(not objection.statement.strip() for objection in objections):
        raise InspectionError("申诉须写明针对的问题和理由。")
    for objection in objections:
        check_uploads(objection.uploads)


def _answer(feedback: Feedback, answer: Answer, statement: str, by: User, now: datetime) -> None:
    require(by, Action.ANSWER_FEEDBACK, feedback)
    hold(feedback.campaign_id, {Stage.FEEDBACK})
    if local_day(now) > feedback.due_on:
        raise InspectionError(f"反馈期限（{feedback.due_on:%Y-%m-%d}）已过。")
    done = Feedback.objects.filter(pk=feedback.pk, answer="").update(
        answer=answer, statement=statement.strip(), answered_at=now, answered_by=by
    )
    if not done:
        raise StaleError("结果已经反馈过，请刷新页面查看。")
    feedback.answer, feedback.statement = answer, statement.strip()
    feedback.answered_at, feedback.answered_by = now, by


def _file(feedback: Feedback, objection: Objection, by: User, now: datetime) -> Appeal:
    filed = Appeal.objects.create(
        feedback=feedback,
        finding=objection.finding,
        statement=objection.statement.strip(),
        filed_at=now,
        filed_by=by,
    )
    attach_to_appeal(filed, objection.uploads, by, now)
    return filed
