"""Decisions on findings.

A candidate is settled by one person, a candidate for a veto by two when confirmed. A veto that the machine
is sure of needs one. Where two disagree, or one is unsure, a third settles. Everything is decided on the state
that the person saw (``version``): whoever comes second gets StaleError and loses nothing but the click.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from xunwang.access.models import User
from xunwang.access.permissions import may, require
from xunwang.access.roles import Action
from xunwang.inspection.blind import blind_open
from xunwang.inspection.errors import InspectionError, StaleError
from xunwang.inspection.holding import hold
from xunwang.inspection.models import Decision, Finding
from xunwang.inspection.results.accounts import follow_verdicts
from xunwang.inspection.review.people import require_insight, require_reviewer
from xunwang.inspection.stages import Stage
from xunwang.inspection.vocabulary import OPEN, Choice, Round, Status

LONGEST = 3600
"""Seconds: who takes longer has gone to lunch."""


@dataclass(frozen=True, slots=True)
class Word:
    """What a person says: the choice, why, and how many seconds it took."""

    choice: Choice
    reason: str = ""
    seconds: int = 0


def decide(finding: Finding, word: Word, by: User, now: datetime) -> Finding:
    """First or second review of ``finding`` as the person sees it, or a correction of the own decision.

    Raises StaleError, InspectionError (wrong stage, same person twice, reason missing), PermissionDenied.
    """
    require_reviewer(by, finding.campaign)
    require_insight(by, finding)
    with transaction.atomic():
        current = _current(finding)
        if _waits_blind(current) and not _has_decided(current, by):
            raise InspectionError("此问题在盲审样本中，请先给出盲审意见。")
        status = Status(current.status)
        if status is Status.UNSURE:
            raise InspectionError("此问题存在争议，须由有裁定权限的人员裁定。")
        occasion = Round.SECOND if status is Status.SECOND else Round.FIRST
        if status is Status.SECOND and _has_decided(current, by):
            raise InspectionError("二次复核须由另一人进行。")
        if status not in OPEN:
            _require_correction(current, word, by)
        store(current, word, occasion, following(current, occasion, word.choice), by, now)
    return _brought_up_to_date(finding, current)


def settle(finding: Finding, word: Word, by: User, now: datetime) -> Finding:
    """Settle what is disputed, with a reason. Raises as :func:`decide`.

    Over a veto nobody settles who has taken part before.
    """
    require(by, Action.SETTLE_DISPUTES, finding)
    require_insight(by, finding)
    if word.choice is Choice.UNSURE or not word.reason.strip():
        raise InspectionError("裁定须作出确认或排除的决定，并写明理由。")
    with transaction.atomic():
        current = _current(finding)
        if _waits_blind(current):
            raise InspectionError("此问题在盲审样本中，有第二人意见后再裁定。")
        if current.status != Status.UNSURE:
            raise InspectionError(f"此问题现为“{Status(current.status).label}”，没有争议须裁定。")
        if current.is_veto and _has_decided(current, by):
            raise InspectionError("单项否决问题的裁定须由未参与复核的人员进行。")
        status = Status.CONFIRMED if word.choice is Choice.CONFIRM else Status.DISMISSED
        store(current, word, Round.SETTLEMENT, status, by, now)
    return _brought_up_to_date(finding, current)


def decide_blind(finding: Finding, word: Word, by: User, now: datetime) -> None:
    """The second opinion of the blind sample. Where it differs from the first, the finding is disputed.

    Where both confirm what two have to confirm, it is confirmed: they have not even heard of each other.

    Raises InspectionError when there is one already, or the person gave the first; PermissionDenied.
    """
    require_reviewer(by, finding.campaign)
    require_insight(by, finding)
    with transaction.atomic():
        hold(finding.campaign_id, {Stage.REVIEW})
        current = Finding.objects.select_for_update(no_key=True).get(pk=finding.pk)
        first = current.decisions.filter(round=Round.FIRST).first()
        if not current.double or current.withdrawn or first is None:
            raise InspectionError("此问题不在盲审之列，或尚无初次复核意见。")
        if _has_decided(current, by):
            raise InspectionError("盲审须由未复核过此问题的人员进行。")
        if current.decisions.filter(round=Round.BLIND).exists():
            raise StaleError("其他人刚刚完成了此问题的盲审，请看下一个。")
        _note(current, word, Round.BLIND, by, now)
        current.claimed_by = current.claimed_until = None
        if word.choice != first.choice:
            current.status = Status.UNSURE
            current.version += 1
        elif current.status == Status.SECOND:
            current.status = Status.CONFIRMED
            current.version, current.decided_at = current.version + 1, now
        current.save(update_fields=["status", "version", "decided_at", "claimed_by", "claimed_until"])
        follow_verdicts([current.checked_id])


def following(finding: Finding, occasion: Round, choice: Choice) -> Status:
    """Where a review leads."""
    if choice is Choice.UNSURE:
        return Status.UNSURE
    if occasion is Round.SECOND:
        return Status.CONFIRMED if choice is Choice.CONFIRM else Status.UNSURE
    if choice is Choice.DISMISS:
        return Status.DISMISSED
    return Status.SECOND if finding.is_veto and finding.candidate else Status.CONFIRMED


def store(finding: Finding, word: Word, occasion: Round, status: Status, by: User, now: datetime) -> None:
    """Write a decision on a finding that is locked."""
    _note(finding, word, occasion, by, now)
    finding.status = status
    finding.version += 1
    finding.decided_at = now
    finding.claimed_by = finding.claimed_until = None
    finding.save(update_fields=["status", "version", "decided_at", "claimed_by", "claimed_until"])
    follow_verdicts([finding.checked_id])


def _current(finding: Finding) -> Finding:
    """The finding, locked, in the state that the person saw."""
    hold(finding.campaign_id, {Stage.REVIEW})
    current = Finding.objects.select_for_update(no_key=True).get(pk=finding.pk)
    if current.version != finding.version or current.withdrawn:
        raise StaleError("其他人刚刚处理了此问题，请查看最新状态。")
    return current


def _brought_up_to_date(finding: Finding, current: Finding) -> Finding:
    for name in ("status", "version", "decided_at", "claimed_by_id", "claimed_until"):
        setattr(finding, name, getattr(current, name))
    return finding


def _require_correction(finding: Finding, word: Word, by: User) -> None:
    if not word.reason.strip():
        raise InspectionError("更改已有结论须写明理由。")
    last = finding.decisions.exclude(round=Round.BLIND).last()
    if last is not None and last.by_id != by.pk and not may(by, Action.SETTLE_DISPUTES, finding):
        raise PermissionDenied("已有结论只能由原复核员或有裁定权限的人员更改。")


def _waits_blind(finding: Finding) -> bool:
    return Finding.objects.filter(blind_open(), pk=finding.pk).exists()


def _has_decided(finding: Finding, by: User) -> bool:
    return finding.decisions.filter(by=by).exists()


def _note(finding: Finding, word: Word, occasion: Round, by: User, now: datetime) -> None:
    Decision.objects.create(
        campaign_id=finding.campaign_id,
        verdict_id=finding.verdict_id,
        finding=finding,
        round=occasion,
        choice=word.choice,
        reason=word.reason.strip(),
        seconds=min(max(word.seconds, 0), LONGEST),
        version=finding.version,
        by=by,
        at=now,
    )


def shares(seconds: int, count: int) -> Iterator[int]:
    """The time that a person took for ``count`` things at once, told to each so that it adds up; at least one thing."""
    each, rest = divmod(min(max(seconds, 0), LONGEST), count)
    return (each + (number < rest) for number in range(count))
