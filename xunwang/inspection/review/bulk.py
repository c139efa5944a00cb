"""One decision on many findings that are alike."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F

from xunwang.access.models import User
from xunwang.inspection.errors import InspectionError
from xunwang.inspection.holding import hold
from xunwang.inspection.models import Decision, Finding
from xunwang.inspection.results.accounts import follow_verdicts
from xunwang.inspection.review.decide import Word, following, shares
from xunwang.inspection.review.people import require_insight, require_reviewer
from xunwang.inspection.review.queue import MOST_ALIKE
from xunwang.inspection.stages import Stage
from xunwang.inspection.vocabulary import Choice, Round, Status


@dataclass(frozen=True, slots=True)
class BulkDone:
    """What became of the findings that were shown."""

    decided: int
    skipped: int
    """Others had changed them meanwhile; they stay as they are."""
    batch: uuid.UUID


def decide_alike(example: Finding, seen: Mapping[int, int], word: Word, by: User, now: datetime) -> BulkDone:
    """Decide on all candidates of the example's pattern that the person was shown.

    ``seen``: version by key, as :func:`xunwang.inspection.review.queue.alike` gave them. Raises InspectionError
    without a reason, and for confirming vetoes, which are confirmed one by one; PermissionDenied.
    """
    require_reviewer(by, example.campaign)
    require_insight(by, example)
    _check(example, seen, word)
    with transaction.atomic():
        hold(example.campaign_id, {Stage.REVIEW})
        rows = Finding.objects.filter(
            pk__in=list(seen),
            campaign_id=example.campaign_id,
            pattern=example.pattern,
            status=Status.CANDIDATE,
            withdrawn=False,
        )
        locked = rows.defer("evidence").select_for_update(no_key=True).order_by("pk")
        chosen = [row for row in locked if row.version == seen[row.pk]]
        batch = uuid.uuid4()
        _store(chosen, word, batch, by, now)
    return BulkDone(len(chosen), len(seen) - len(chosen), batch)


def _check(example: Finding, seen: Mapping[int, int], word: Word) -> None:
    if word.choice is Choice.UNSURE:
        raise InspectionError("批量处理只能确认或排除。")
    if example.is_veto and word.choice is Choice.CONFIRM:
        raise InspectionError("单项否决问题须逐个确认，不能批量确认。")
    if not word.reason.strip():
        raise InspectionError("批量处理须写明理由。")
    if not 0 < len(seen) <= MOST_ALIKE:
        raise InspectionError(f"一次可处理1至{MOST_ALIKE}个问题。")


def _store(chosen: list[Finding], word: Word, batch: uuid.UUID, by: User, now: datetime) -> None:
    if not chosen:
        return
    Decision.objects.bulk_create(
        Decision(
            campaign_id=row.campaign_id,
            verdict_id=row.verdict_id,
            finding=row,
            round=Round.FIRST,
            choice=word.choice,
            reason=word.reason.strip(),
            seconds=seconds,
            version=row.version,
            batch=batch,
            by=by,
            at=now,
        )
        for row, seconds in zip(chosen, shares(word.seconds, len(chosen)), strict=True)
    )
    # All are alike, and a veto is only dismissed here: one status for all.
    Finding.objects.filter(pk__in=[row.pk for row in chosen]).update(
        status=following(chosen[0], Round.FIRST, word.choice),
        version=F("version") + 1,
        decided_at=now,
        claimed_by=None,
        claimed_until=None,
    )
    follow_verdicts({row.checked_id for row in chosen})
