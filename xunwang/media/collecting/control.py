"""Pausing, resuming and cancelling a collection. What is under way stops within seconds and loses nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from xunwang.access.models import User
from xunwang.access.permissions import require
from xunwang.access.roles import Action
from xunwang.background.queue import enqueue
from xunwang.background.words import TaskName
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
}
"""From where, and to where."""


def controls_of(status: CollectionStatus) -> tuple[Control, ...]:
    """What a person may do to a collection."""
    return tuple(control for control, (sources, _) in RULES.items() if status in sources)


def control(collection: Collection, wanted: Control, by: User, now: datetime) -> Collection:
    """Pause, resume or cancel; ``collection`` is brought up to date. Raises MediaError, PermissionDenied."""
    require(by, Action.RUN_CAMPAIGNS, collection.campaign or collection.unit)
    sources, target = RULES[wanted]
    with transaction.atomic():
        current = Collection.objects.select_for_update().get(pk=collection.pk)
        if CollectionStatus(current.status) not in sources:
            label = CollectionStatus(current.status).label
            raise MediaError(f"这次采集现为“{label}”，不能“{wanted.label}”。请刷新页面查看。")
        current.status, current.attempts = target, 0
        if wanted is Control.RESUME:
            current.problem, current.next_at = "", max(now, current.until)
            enqueue(TaskName.LOOK, once=TaskName.LOOK.value)
        elif wanted is Control.CANCEL:
            current.ended_at, current.next_at = now, None
        current.save()
        CollectionEvent.objects.create(collection=current, at=now, by=by, control=wanted)
    collection.refresh_from_db()
    return collection
