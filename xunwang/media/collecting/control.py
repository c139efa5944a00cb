"""Pausing, resuming and cancelling a collection. What is under way stops within seconds and loses nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction

from xunwang.access.models import User
from xunwang.access.permissions import require
from xunwang.access.roles import Action
from xunwang.background.queue import enqueue
from xunwang.background.words import TaskName
from xunwang.media.collecting.judging import TAKES
from xunwang.media.errors import MediaError
from xunwang.media.models import Collection, CollectionEvent
from xunwang.media.vocabulary import OPEN, CollectionStatus, Control

RULES: Mapping[Control, tuple[frozenset[CollectionStatus], CollectionStatus]] = {
    Control.PAUSE: (frozenset({CollectionStatus.ACTIVE}), CollectionStatus.PAUSED),
    Control.RESUME: (
        frozenset({CollectionStatus.PAUSED, CollectionStatus.FAILED}),
        CollectionStatus.ACTIVE,
    ),
    Control.CANCEL: (frozenset(OPEN), CollectionStatus.CANCELLED),
    Control.JUDGE: (frozenset({CollectionStatus.DONE}), CollectionStatus.ACTIVE),
}
"""From where, and to where."""


def controls_of(status: CollectionStatus) -> tuple[Control, ...]:
    """What a person may do to a collection."""
    return tuple(
        control
        for control, (sources, _) in RULES.items()
        if status in sources and control is not Control.JUDGE
    )


def may_judge(collection: Collection) -> bool:
    """Whether its campaign takes results in: what people saw since the last judging can change them."""
    campaign = collection.campaign
    return collection.status == CollectionStatus.DONE and campaign is not None and campaign.stage in TAKES


def control(collection: Collection, wanted: Control, by: User, now: datetime) -> Collection:
    """Pause, resume, cancel or judge again; ``collection`` is brought up to date. MediaError, PermissionDenied."""
    require(by, Action.RUN_CAMPAIGNS, collection.campaign or collection.unit)
    if wanted is Control.JUDGE and not may_judge(collection):
        raise MediaError("只有检查中和复核中的检查，采集完成后才能重新判定。")
    try:
        _do(collection, wanted, by, now)
    except IntegrityError as error:
        raise MediaError("这个范围有另一次采集尚未结束，请先等它完成或取消。") from error
    collection.refresh_from_db()
    return collection


def _do(collection: Collection, wanted: Control, by: User, now: datetime) -> None:
    sources, target = RULES[wanted]
    with transaction.atomic():
        current = Collection.objects.select_for_update().get(pk=collection.pk)
        if CollectionStatus(current.status) not in sources:
            label = CollectionStatus(current.status).label
            raise MediaError(f"这次采集现为“{label}”，不能“{wanted.label}”。请刷新页面查看。")
        current.status, current.attempts = target, 0
        if wanted in (Control.RESUME, Control.JUDGE):
            current.problem, current.next_at = "", max(now, current.until)
            enqueue(TaskName.LOOK, once=TaskName.LOOK.value)
        elif wanted is Control.CANCEL:
            current.ended_at, current.next_at = now, None
        current.save()
        CollectionEvent.objects.create(collection=current, at=now, by=by, control=wanted)
