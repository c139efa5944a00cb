"""What is due: finds the collections that have something to do, and queues it."""

from __future__ import annotations

from datetime import datetime

from xunwang.background.queue import enqueue, unfinished_arguments
from xunwang.background.words import TaskName
from xunwang.media.models import Collection
from xunwang.media.vocabulary import CollectionStatus

SIDE_BY_SIDE = 2
"""Collections worked on at a time; each asks many platforms at once as it is."""


def look(now: datetime) -> int:
    """Queue a step of every collection that is due, those waiting longest first; gives how many jobs were queued."""
    busy = set(unfinished_arguments(TaskName.COLLECT, "collection"))
    due = Collection.objects.filter(status=CollectionStatus.ACTIVE, next_at__lte=now).exclude(pk__in=busy)
    queued = 0
    for pk in due.order_by("next_at", "pk").values_list("pk", flat=True)[: max(0, SIDE_BY_SIDE - len(busy))]:
        lock = f"{TaskName.COLLECT.value}:{pk}"
        queued += enqueue(TaskName.COLLECT, alone=lock, once=lock, collection=pk) is not None
    return queued
