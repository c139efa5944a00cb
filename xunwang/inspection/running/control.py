"""Pausing, resuming and cancelling a run. What is under way stops within seconds and loses nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from xunwang.access.models import User
from xunwang.access.permissions import require
from xunwang.access.roles import Action
from xunwang.background.queue import enqueue
from xunwang.background.words import TaskName
from xunwang.inspection.errors import InspectionError
from xunwang.inspection.models import Run, RunEvent, RunSite
from xunwang.inspection.running.words import Control, RunStatus, SiteState


@dataclass(frozen=True, slots=True)
class _Rule:
    sources: frozenset[RunStatus]
    target: RunStatus
    reason: bool = False


RULES: Mapping[Control, _Rule] = {
    Control.PAUSE: _Rule(frozenset({RunStatus.ACTIVE}), RunStatus.PAUSED),
    Control.RESUME: _Rule(frozenset({RunStatus.PAUSED, RunStatus.FAILED}), RunStatus.ACTIVE),
    Control.CANCEL: _Rule(
        frozenset({RunStatus.ACTIVE, RunStatus.PAUSED, RunStatus.FAILED}), RunStatus.CANCELLED, reason=True
    ),
}


def controls_of(status: RunStatus) -> tuple[Control, ...]:
    """What a person may do to a run."""
    return tuple(control for control, rule in RULES.items() if status in rule.sources)


def control(run: Run, wanted: Control, by: User, now: datetime, note: str = "") -> Run:
    """Pause, resume or cancel; ``run`` is brought up to date.

    Raises InspectionError where that is not possible now, PermissionDenied.
    """
    require(by, Action.RUN_CAMPAIGNS, run)
    rule = RULES[wanted]
    if rule.reason and not note.strip():
        raise InspectionError(f"“{wanted.label}”须写明理由。")
    with transaction.atomic():
        current = Run.objects.select_for_update().get(pk=run.pk)
        status = RunStatus(current.status)
        if status not in rule.sources:
            raise InspectionError(f"这次检查现为“{status.label}”，不能“{wanted.label}”。请刷新页面查看。")
        current.status = rule.target
        current.attempts = 0
        if wanted is Control.RESUME:
            _go_on(current, now)
        elif wanted is Control.CANCEL:
            current.ended_at, current.next_at, current.probe_at = now, None, None
        current.save()
        RunEvent.objects.create(run=current, at=now, by=by, control=wanted, note=note.strip())
    run.refresh_from_db()
    return run


def _go_on(run: Run, now: datetime) -> None:
    """What had failed is tried again."""
    run.problem = ""
    run.next_at = max(now, run.crawl_from)
    if run.probe_minutes and now < run.crawl_from:
        run.probe_at = now
    failed = RunSite.objects.filter(run=run, state=SiteState.FAILED)
    failed.update(state=SiteState.WAITING, problem="", ended_at=None)
    enqueue(TaskName.LOOK, once=TaskName.LOOK.value)
