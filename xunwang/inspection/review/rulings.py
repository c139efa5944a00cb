"""What the machine could not judge: unknown indicators and checklist entries are ruled on by people."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F

from xunwang.access.models import User
from xunwang.access.permissions import may, require
from xunwang.access.roles import Action
from xunwang.inspection.errors import InspectionError, StaleError
from xunwang.inspection.hearing.uploads import Upload, attach_to_finding, check_pictures
from xunwang.inspection.holding import hold
from xunwang.inspection.models import Decision, Finding, ItemVerdict, Task
from xunwang.inspection.results.accounts import follow_verdicts
from xunwang.inspection.review.decide import LONGEST
from xunwang.inspection.review.people import require_reviewer
from xunwang.inspection.stages import Stage
from xunwang.inspection.vocabulary import Choice, Origin, Round, Ruling, Status
from xunwang.words import ItemKind

MOST_FOUND = 100


@dataclass(frozen=True, slots=True)
class Found:
    """A problem that a person found."""

    summary: str
    url: str = ""
    note: str = ""
    amount: int = 1
    uploads: tuple[Upload, ...] = ()
    """Screenshots."""


@dataclass(frozen=True, slots=True)
class RulingWord:
    """What a person says to an indicator. HIT needs problems, WAIVED the right to settle."""

    ruling: Ruling
    reason: str
    found: tuple[Found, ...] = ()
    seconds: int = 0


def rule(verdict: ItemVerdict, word: RulingWord, by: User, now: datetime) -> ItemVerdict:
    """Rule on an indicator as the person sees it; its open tasks are done with it.

    A problem that would veto the site still needs a second person. A ruling can be changed by who made it, or
    by those who settle disputes. Raises StaleError, InspectionError, PermissionDenied.
    """
    _require_right(verdict, word, by)
    _check(word)
    with transaction.atomic():
        current = _current(verdict)
        if not current.needs_ruling:
            raise InspectionError("此指标已由系统判定；如有遗漏的问题，请直接补报。")
        last = current.decisions.filter(finding=None).last()
        if current.ruling and last is not None and last.by_id != by.pk:
            require(by, Action.SETTLE_DISPUTES, verdict)
        _note(current, word, by, now)
        _withdraw_own(current)
        _write_found(current, word.found, by, now, word.reason)
        current.tasks.filter(done_at=None).update(done_at=now, done_by=by, note=word.reason)
        current.ruling = word.ruling
        current.version += 1
        current.save(update_fields=["ruling", "version"])
        follow_verdicts([current.checked_id])
    verdict.ruling, verdict.version = current.ruling, current.version
    return verdict


def report(verdict: ItemVerdict, found: Found, by: User, now: datetime) -> Finding:
    """Add a problem that the machine missed, whatever it said about the indicator. Raises as :func:`rule`."""
    require_reviewer(by, verdict.campaign)
    _check_found((found,))
    with transaction.atomic():
        hold(verdict.campaign_id, {Stage.REVIEW})
        written = _write_found(verdict, (found,), by, now, found.note or "人工补报")[0]
        follow_verdicts([verdict.checked_id])
        return written


def complete_task(task: Task, note: str, seconds: int, by: User, now: datetime) -> Task:
    """Write down that a task was done and what came out. Raises StaleError when it was done meanwhile."""
    verdict = task.verdict
    require_reviewer(by, verdict.campaign)
    if not note.strip():
        raise InspectionError("请写明检查的情况。")
    with transaction.atomic():
        hold(verdict.campaign_id, {Stage.REVIEW})
        done = Task.objects.filter(pk=task.pk, done_at=None).update(
            done_at=now, done_by=by, note=note.strip(), seconds=min(max(seconds, 0), LONGEST)
        )
        if not done:
            raise StaleError("其他人刚刚完成了此项任务。")
    task.refresh_from_db()
    return task


def _require_right(verdict: ItemVerdict, word: RulingWord, by: User) -> None:
    if word.ruling is Ruling.WAIVED:
        require(by, Action.SETTLE_DISPUTES, verdict)
        return
    try:
        require_reviewer(by, verdict.campaign)
    except PermissionDenied:
        if not may(by, Action.SETTLE_DISPUTES, verdict):
            raise


def _check(word: RulingWord) -> None:
    if not word.reason.strip():
        raise InspectionError("人工判定须写明理由。")
    if (word.ruling is Ruling.HIT) != bool(word.found):
        raise InspectionError("判定存在问题时须列出问题，否则不能列出问题。")
    _check_found(word.found)


def _check_found(found: tuple[Found, ...]) -> None:
    if len(found) > MOST_FOUND or any(not one.summary.strip() or one.amount < 1 for one in found):
        raise InspectionError(f"每个问题须写明情况，处数至少为1；一次最多{MOST_FOUND}个。")
    for one in found:
        check_pictures(one.uploads)


def _current(verdict: ItemVerdict) -> ItemVerdict:
    hold(verdict.campaign_id, {Stage.REVIEW})
    current = ItemVerdict.objects.select_for_update(no_key=True).get(pk=verdict.pk)
    if current.version != verdict.version:
        raise StaleError("其他人刚刚处理了此指标，请查看最新状态。")
    return current


def _note(verdict: ItemVerdict, word: RulingWord, by: User, now: datetime) -> None:
    Decision.objects.create(
        campaign_id=verdict.campaign_id,
        verdict=verdict,
        round=Round.SETTLEMENT if word.ruling is Ruling.WAIVED else Round.FIRST,
        choice=word.ruling,
        reason=word.reason.strip(),
        seconds=min(max(word.seconds, 0), LONGEST),
        version=verdict.version,
        by=by,
        at=now,
    )


def _withdraw_own(verdict: ItemVerdict) -> None:
    """Problems of an earlier ruling go with it."""
    verdict.findings.filter(origin=Origin.PERSON, withdrawn=False).update(
        withdrawn=True, version=F("version") + 1
    )


def _write_found(
    verdict: ItemVerdict, found: Iterable[Found], by: User, now: datetime, reason: str
) -> list[Finding]:
    is_veto = verdict.kind == ItemKind.VETO
    rows = []
    for one in found:
        key = f"p{secrets.token_hex(6)}"
        evidence = {"url": one.url, "at": now.isoformat(), "digest": "", "fragment": "", "note": one.note}
        row = Finding.objects.create(
            campaign_id=verdict.campaign_id,
            checked_id=verdict.checked_id,
            verdict=verdict,
            item=verdict.item,
            is_veto=is_veto,
            key=key,
            origin=Origin.PERSON,
            summary=one.summary.strip(),
            evidence=[evidence] if one.url or one.note else [],
            amount=one.amount,
            pattern=key,
            status=Status.SECOND if is_veto else Status.CONFIRMED,
            version=2,
            decided_at=now,
        )
        Decision.objects.create(
            campaign_id=verdict.campaign_id,
            verdict=verdict,
            finding=row,
            round=Round.FIRST,
            choice=Choice.CONFIRM,
            reason=reason.strip(),
            seconds=0,
            version=1,
            by=by,
            at=now,
        )
        attach_to_finding(row, one.uploads, by, now)
        rows.append(row)
    return rows
