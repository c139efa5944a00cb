"""Deciding on appeals."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from xunwang.access.models import User
from xunwang.access.permissions import require
from xunwang.access.roles import Action
from xunwang.inspection.errors import InspectionError, StaleError
from xunwang.inspection.holding import hold
from xunwang.inspection.models import Appeal, Campaign, Finding
from xunwang.inspection.review.decide import Word, store
from xunwang.inspection.review.people import require_insight
from xunwang.inspection.stages import Stage
from xunwang.inspection.vocabulary import AppealRuling, Choice, Round, Status


def open_appeals(campaign: Campaign) -> QuerySet[Appeal]:
    """Appeals that wait for a decision, oldest first."""
    rows = Appeal.objects.filter(feedback__campaign=campaign, ruling="")
    return rows.select_related("finding", "finding__checked", "feedback__campaign__unit").prefetch_related(
        "attachments"
    )


def decide_appeal(
    appeal: Appeal, ruling: AppealRuling, reason: str, by: User, now: datetime, seconds: int = 0
) -> Appeal:
    """Decide with a reason; an upheld appeal dismisses the finding.

    Nobody decides on a finding that he confirmed himself. Raises StaleError, InspectionError, PermissionDenied.
    """
    require(by, Action.DECIDE_APPEALS, appeal)
    require_insight(by, appeal.finding)
    if not reason.strip():
        raise InspectionError("裁决申诉须写明理由。")
    with transaction.atomic():
        hold(appeal.feedback.campaign_id, {Stage.FEEDBACK, Stage.APPEAL})
        current = Appeal.objects.select_for_update(no_key=True).get(pk=appeal.pk)
        if current.ruling:
            raise StaleError("其他人刚刚裁决了此申诉。")
        finding = Finding.objects.select_for_update(no_key=True).get(pk=appeal.finding_id)
        if finding.decisions.filter(by=by).exists():
            raise InspectionError("申诉须由未参与复核此问题的人员裁决。")
        upheld = ruling is AppealRuling.UPHELD
        word = Word(Choice.DISMISS if upheld else Choice.CONFIRM, reason, seconds)
        store(finding, word, Round.APPEAL, Status.DISMISSED if upheld else Status.CONFIRMED, by, now)
        current.ruling, current.reason = ruling, reason.strip()
        current.ruled_at, current.ruled_by = now, by
        current.save(update_fields=["ruling", "reason", "ruled_at", "ruled_by"])
    appeal.refresh_from_db()
    return appeal


def correct(finding: Finding, choice: Choice, reason: str, by: User, now: datetime) -> Finding:
    """Change a finding after the hearing, with a reason, where something came up without an appeal.

    Nobody corrects a finding on which he has decided before. Raises StaleError, InspectionError, PermissionDenied.
    """
    require(by, Action.DECIDE_APPEALS, finding)
    require_insight(by, finding)
    if choice is Choice.UNSURE or not reason.strip():
        raise InspectionError("更正须作出确认或排除的决定，并写明理由。")
    with transaction.atomic():
        hold(finding.campaign_id, {Stage.APPEAL})
        current = Finding.objects.select_for_update(no_key=True).get(pk=finding.pk)
        if current.version != finding.version or current.withdrawn:
            raise StaleError("其他人刚刚处理了此问题，请查看最新状态。")
        if current.decisions.filter(by=by).exists():
            raise InspectionError("更正须由未参与复核此问题的人员进行。")
        status = Status.CONFIRMED if choice is Choice.CONFIRM else Status.DISMISSED
        store(current, Word(choice, reason), Round.APPEAL, status, by, now)
    finding.refresh_from_db()
    return finding
