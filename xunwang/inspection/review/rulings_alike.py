"""One ruling on many things that wait for the same indicator: no complaint about any of these accounts has come in."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F, QuerySet

from xunwang.access.models import User
from xunwang.access.permissions import require
from xunwang.access.roles import Action
from xunwang.inspection.errors import InspectionError
from xunwang.inspection.holding import hold
from xunwang.inspection.models import Campaign, Decision, ItemVerdict, Task
from xunwang.inspection.results.accounts import follow_verdicts
from xunwang.inspection.review.bulk import BulkDone
from xunwang.inspection.review.decide import shares
from xunwang.inspection.review.people import require_reviewer
from xunwang.inspection.review.queue import MOST_ALIKE
from xunwang.inspection.review.rulings import RulingWord
from xunwang.inspection.stages import Stage
from xunwang.inspection.vocabulary import Round, Ruling
from xunwang.words import State


def rulings_alike(campaign: Campaign, item: str) -> QuerySet[ItemVerdict]:
    """Checklist entries of an indicator that nobody has ruled on, at most :data:`MOST_ALIKE`.

    What is unknown is not among them: something is missing there, and each may miss something else.
    """
    return _waiting(campaign, item).select_related("checked").order_by("checked_id")[:MOST_ALIKE]


def rule_alike(
    campaign: Campaign, item: str, seen: Mapping[int, int], word: RulingWord, by: User, now: datetime
) -> BulkDone:
    """Rule that the situation exists nowhere among those that the person was shown.

    ``seen``: version by key. Problems are found one by one: a HIT is refused. Raises InspectionError without a
    reason, PermissionDenied.
    """
    require_reviewer(by, campaign)
    if word.ruling is Ruling.WAIVED:
        require(by, Action.SETTLE_DISPUTES, campaign)
    _check(seen, word)
    with transaction.atomic():
        hold(campaign.pk, {Stage.REVIEW})
        waiting = _waiting(campaign, item).filter(pk__in=list(seen))
        locked = waiting.select_for_update(no_key=True).order_by("pk")
        chosen = [row for row in locked if row.version == seen[row.pk]]
        batch = uuid.uuid4()
        _store(chosen, word, batch, by, now)
        follow_verdicts(row.checked_id for row in chosen)
    return BulkDone(len(chosen), len(seen) - len(chosen), batch)


def _waiting(campaign: Campaign, item: str) -> QuerySet[ItemVerdict]:
    return ItemVerdict.objects.filter(
        campaign=campaign, item=item, state=State.NEEDS_REVIEW, needs_ruling=True, ruling=""
    )


def _check(seen: Mapping[int, int], word: RulingWord) -> None:
    if word.ruling is Ruling.HIT or word.found:
        raise InspectionError("存在问题的须逐个判定并列出问题，不能批量处理。")
    if not word.reason.strip():
        raise InspectionError("批量判定须写明理由。")
    if not 0 < len(seen) <= MOST_ALIKE:
        raise InspectionError(f"一次可判定1至{MOST_ALIKE}项。")


def _store(chosen: list[ItemVerdict], word: RulingWord, batch: uuid.UUID, by: User, now: datetime) -> None:
    if not chosen:
        return
    Decision.objects.bulk_create(
        Decision(
            campaign_id=row.campaign_id,
            verdict=row,
            round=Round.SETTLEMENT if word.ruling is Ruling.WAIVED else Round.FIRST,
            choice=word.ruling,
            reason=word.reason.strip(),
            seconds=seconds,
            version=row.version,
            batch=batch,
            by=by,
            at=now,
        )
        for row, seconds in zip(chosen, shares(word.seconds, len(chosen)), strict=True)
    )
    keys = [row.pk for row in chosen]
    Task.objects.filter(verdict__in=keys, done_at=None).update(
        done_at=now, done_by=by, note=word.reason.strip()
    )
    ItemVerdict.objects.filter(pk__in=keys).update(ruling=word.ruling, version=F("version") + 1)
