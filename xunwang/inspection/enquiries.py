"""Mystery enquiries: asked, answered, counted in working days, graded; and the figures that follow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from xunwang.access.models import User
from xunwang.calendar.working_days import local_day
from xunwang.holidays.office import is_working_day, working_days_between
from xunwang.inspection.editions import edition_of
from xunwang.inspection.errors import InspectionError, StaleError
from xunwang.inspection.holding import hold
from xunwang.inspection.models import Campaign, CheckedSite, Enquiry, ItemVerdict
from xunwang.inspection.review.people import require_reviewer
from xunwang.inspection.review.rulings import Found, RulingWord, rule
from xunwang.inspection.stages import Stage
from xunwang.inspection.vocabulary import Quality, Ruling

LATE = "W-D-17.1"
"""简单常见问题5个工作日内未答复."""
SOON, AT_ONCE = 5, 1
"""Working days of the two figures that the notice tells."""
_STAGES = frozenset({Stage.RUNNING, Stage.REVIEW})


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked, where, and the number the site gave it."""

    text: str
    url: str = ""
    receipt: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the site answered, when, and what that is worth."""

    at: datetime
    quality: Quality
    text: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class ReplyFigures:
    """How the sites answered. Only effective answers count."""

    asked: int
    answered: int
    within_5_days: int
    within_1_day: int


def ask(site: CheckedSite, question: Question, by: User, asked_at: datetime) -> Enquiry:
    """Write down that a question was asked. Raises InspectionError when one was, PermissionDenied."""
    require_reviewer(by, site.campaign)
    if not question.text.strip():
        raise InspectionError("请填写所提的问题。")
    try:
        with transaction.atomic():
            hold(site.campaign_id, _STAGES)
            return Enquiry.objects.create(
                campaign_id=site.campaign_id,
                site=site,
                question=question.text.strip(),
                url=question.url,
                receipt=question.receipt,
                asked_at=asked_at,
                asked_by=by,
            )
    except IntegrityError as error:
        raise InspectionError(f"“{site.name}”已经提过问题，每个网站一次。") from error


def record_reply(enquiry: Enquiry, reply: Reply, by: User, now: datetime) -> Enquiry:
    """Write the answer and its grade down, or correct them; working days by the calendar.

    Raises InspectionError for an answer before the question or in the future, StaleError, PermissionDenied,
    CalendarNotPublished.
    """
    require_reviewer(by, enquiry.campaign)
    if not enquiry.asked_at <= reply.at <= now:
        raise InspectionError("答复时间不能早于提问时间，也不能晚于现在。")
    days = working_days_between(enquiry.asked_at, reply.at)
    with transaction.atomic():
        hold(enquiry.campaign_id, _STAGES)
        done = Enquiry.objects.filter(pk=enquiry.pk, version=enquiry.version).update(
            answered_at=reply.at,
            working_days=days,
            quality=reply.quality,
            answer=reply.text,
            answer_url=reply.url,
            graded_by=by,
            version=enquiry.version + 1,
        )
    if not done:
        raise StaleError("其他人刚刚修改了这条咨询，请刷新后再改。")
    enquiry.refresh_from_db()
    return enquiry


def reply_figures(campaign: Campaign) -> ReplyFigures:
    """The shares that the notice tells; one query."""
    rows = list(Enquiry.objects.filter(campaign=campaign).values_list("quality", "working_days"))
    effective = [days for quality, days in rows if quality == Quality.EFFECTIVE and days is not None]
    return ReplyFigures(
        asked=len(rows),
        answered=sum(bool(quality) for quality, _ in rows),
        within_5_days=sum(days <= SOON for days in effective),
        within_1_day=sum(days <= AT_ONCE for days in effective),
    )


def days_counted(enquiry: Enquiry, now: datetime) -> list[tuple[date, bool]]:
    """Every day from the one after the question to the answer (or to today), and whether it counted.

    Days of Asia/Shanghai. Raises CalendarNotPublished.
    """
    start, end = local_day(enquiry.asked_at), local_day(enquiry.answered_at or now)
    days = [start + timedelta(days=number) for number in range(1, (end - start).days + 1)]
    return [(day, is_working_day(day)) for day in days]


def answering_at_once(campaign: Campaign) -> QuerySet[CheckedSite]:
    """Sites that answered effectively within one working day (附件2)."""
    return CheckedSite.objects.filter(
        campaign=campaign, enquiry__quality=Quality.EFFECTIVE, enquiry__working_days__lte=AT_ONCE
    )


def rule_by_enquiries(campaign: Campaign, by: User, now: datetime) -> int:
    """Rule on :data:`LATE` for every site whose question tells; gives how many. Twice does no harm.

    A question still within its limit tells nothing yet. Raises as
    :func:`xunwang.inspection.review.rulings.rule`.
    """
    item = edition_of(campaign).items.get(LATE)
    if item is None or item.threshold is None:
        return 0
    verdicts = ItemVerdict.objects.filter(
        campaign=campaign, item=LATE, needs_ruling=True, ruling=""
    ).select_related("campaign__unit")
    enquiries = {enquiry.site_id: enquiry for enquiry in Enquiry.objects.filter(campaign=campaign)}
    count = 0
    for verdict in verdicts:
        enquiry = enquiries.get(verdict.checked_id)
        word = _word(enquiry, item.threshold, now) if enquiry is not None else None
        if word is not None:
            rule(verdict, word, by, now)
            count += 1
    return count


def _word(enquiry: Enquiry, limit: Decimal, now: datetime) -> RulingWord | None:
    asked = f"{enquiry.asked_at:%Y-%m-%d}提交的咨询"
    if enquiry.working_days is not None:
        if enquiry.working_days <= limit:
            return RulingWord(Ruling.CLEAR, f"{asked}用{enquiry.working_days}个工作日答复。")
        told = f"{asked}用{enquiry.working_days}个工作日才答复。"
    else:
        passed = working_days_between(enquiry.asked_at, now)
        if passed <= limit:
            return None
        told = f"{asked}已过{passed}个工作日，仍未答复。"
    return RulingWord(Ruling.HIT, told, (Found(told, enquiry.url, enquiry.receipt),))
