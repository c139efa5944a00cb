"""What the pages of feedback and appeals ask."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet

from xunwang.access.models import User
from xunwang.access.permissions import within
from xunwang.access.roles import Action
from xunwang.calendar import CalendarNotPublished
from xunwang.holidays.office import working_days_between
from xunwang.inspection.hearing.answer import feedback_for
from xunwang.inspection.models import Appeal, Campaign, Feedback, Finding
from xunwang.inspection.stages import Stage
from xunwang.inspection.vocabulary import Answer, Status

OPEN_STAGES = (Stage.FEEDBACK, Stage.APPEAL)
SILENT = Q(answer=Answer.SILENT, problems__gt=0)
"""Units that had something to answer to and did not."""


def feedback_listed(user: User) -> QuerySet[Feedback]:
    """What the person may see, with the number of its appeals."""
    return feedback_for(user).annotate(
        filed=Count("appeals"), open_appeals=Count("appeals", filter=Q(appeals__ruling=""))
    )


def to_answer(user: User, today: date) -> QuerySet[Feedback]:
    """Results that the person has to answer and still can, first due first."""
    rows = within(user, Action.ANSWER_FEEDBACK, Feedback.objects.all(), "checked__unit__path")
    return rows.filter(answer="", due_on__gte=today, campaign__stage=Stage.FEEDBACK).order_by("due_on")


def findings_told(feedback: Feedback) -> QuerySet[Finding]:
    """Findings that the unit was told and may look at; never restricted ones."""
    appealed = Exists(Appeal.objects.filter(finding=OuterRef("pk")))
    rows = Finding.objects.filter(checked=feedback.checked_id, withdrawn=False, restricted=False)
    return rows.filter(Q(status=Status.CONFIRMED) | appealed).select_related("checked", "campaign", "verdict")


def appeals_of(user: User) -> QuerySet[Appeal]:
    """Appeals that the person's office decides, oldest first."""
    rows = Appeal.objects.select_related(
        "finding__checked",
        "finding__campaign__unit",
        "feedback__checked",
        "feedback__campaign__unit",
        "filed_by",
    )
    return within(user, Action.DECIDE_APPEALS, rows, "feedback__campaign__unit__path")


def appeals_to_decide(user: User) -> QuerySet[Appeal]:
    """Appeals without a decision on whose findings the person has not decided himself."""
    rows = appeals_of(user).filter(ruling="", feedback__campaign__stage__in=OPEN_STAGES)
    return rows.exclude(finding__decisions__by=user)


def hearings_of(user: User) -> QuerySet[Campaign]:
    """Campaigns in hearing whose appeals the person's office decides, with their figures."""
    rows = within(user, Action.DECIDE_APPEALS, Campaign.objects.filter(stage__in=OPEN_STAGES), "unit__path")
    answer = "feedback__answer"
    return rows.annotate(
        sent=Count("feedback"),
        accepted=Count("feedback", filter=Q(**{answer: "accepted"})),
        appealed=Count("feedback", filter=Q(**{answer: "appealed"})),
        silent=Count("feedback", filter=Q(**{answer: "silent", "feedback__problems__gt": 0})),
        unanswered=Count("feedback", filter=Q(**{answer: ""})),
        due=Min("feedback__due_on"),
    )


def days_left(due: date, today: date) -> int | None:
    """Working days that are left, today not counted; negative when over, None where no calendar tells."""
    try:
        if due < today:
            return -working_days_between(due, today) or -1
        return working_days_between(today, due)
    except CalendarNotPublished:
        return None


def due_text(due: date, today: date) -> str:
    """The limit in words: the day, and how many working days are left."""
    left = days_left(due, today)
    if left is None:
        return f"{due:%Y-%m-%d}截止"
    if left < 0:
        return f"{due:%Y-%m-%d}截止，已过"
    return f"{due:%Y-%m-%d}截止，" + (f"还有{left}个工作日" if left else "今天是最后一天")


def days_used(begun: datetime, ended: datetime) -> int | None:
    """Working days from one moment to the other; None where no calendar tells."""
    try:
        return working_days_between(begun, ended)
    except CalendarNotPublished:
        return None
