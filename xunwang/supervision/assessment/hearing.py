"""The assessed unit says what it thinks, and the office answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from xunwang.access.models import User
from xunwang.access.permissions import require
from xunwang.access.roles import Action
from xunwang.calendar.working_days import local_day
from xunwang.inspection.hearing.uploads import Upload
from xunwang.supervision.errors import StaleError, SupervisionError
from xunwang.supervision.logs.proofs import check_proofs, keep_proofs
from xunwang.supervision.models import Assessment, Statement
from xunwang.supervision.vocabulary import Opinion, Stage


@dataclass(frozen=True, slots=True)
class Said:
    """What a unit says, with its proofs."""

    opinion: Opinion
    text: str = ""
    uploads: tuple[Upload, ...] = ()


def state(assessment: Assessment, said: Said, by: User, now: datetime) -> Statement:
    """The unit agrees or objects. Raises SupervisionError after the limit or without reasons, PermissionDenied."""
    require(by, Action.REPORT_SUPERVISION, assessment)
    if said.opinion is Opinion.OBJECTS and not said.text.strip():
        raise SupervisionError("有异议的，请写明理由。")
    check_proofs(said.uploads)
    with transaction.atomic():
        current = Assessment.objects.select_for_update().get(pk=assessment.pk)
        if current.stage != Stage.HEARING:
            raise SupervisionError(f"考核现为“{Stage(current.stage).label}”，不能反馈意见。")
        if current.statement_due is not None and local_day(now) > current.statement_due:
            raise SupervisionError(f"反馈期限（{current.statement_due:%Y-%m-%d}）已过。")
        stated = Statement.objects.create(
            assessment=current, opinion=said.opinion, text=said.text.strip(), at=now, by=by
        )
        keep_proofs(stated, said.uploads, by, now)
    return stated


def answer(statement: Statement, text: str, by: User, now: datetime) -> Statement:
    """The office answers. Raises SupervisionError, StaleError when answered already, PermissionDenied."""
    require(by, Action.ASSESS_SUPERVISION, statement)
    if not text.strip():
        raise SupervisionError("请填写答复。")
    with transaction.atomic():
        current = Assessment.objects.select_for_update().get(pk=statement.assessment_id)
        if current.stage == Stage.FINAL:
            raise SupervisionError("考核已核定，不能再答复。")
        done = Statement.objects.filter(pk=statement.pk, answered_at=None).update(
            answer=text.strip(), answered_at=now, answered_by=by
        )
    if not done:
        raise StaleError("这条意见已经答复，请刷新页面。")
    statement.refresh_from_db()
    return statement
