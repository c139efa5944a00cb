"""What is due: finds the runs that have something to do, and queues it."""

from __future__ import annotations

from datetime import datetime

from xunwang.background.queue import enqueue, unfinished_arguments
from xunwang.background.words import TaskName
from xunwang.inspection.models import Run
from xunwang.inspection.running.words import RunStatus

SIDE_BY_SIDE = 3
"""Runs that are crawled at a time: the worker keeps the rest of its places for what is short."""


def look(now: datetime) -> int:
    """Queue a step of every run that is due, those waiting longest first, and its round of probes.

    Gives how many jobs were queued. A run whose step waits or is under way gets no second one.
    """
    active = Run.objects.filter(status=RunStatus.ACTIVE)
    busy = set(unfinished_arguments(TaskName.WORK, "run"))
    queued = 0
    due = active.filter(next_at__lte=now).exclude(pk__in=busy).order_by("next_at", "pk")
    for pk in due.values_list("pk", flat=True)[: max(0, SIDE_BY_SIDE - len(busy))]:
        queued += _queue(TaskName.WORK, pk)
    probing = set(unfinished_arguments(TaskName.PROBE, "run"))
    for pk in active.filter(probe_at__lte=now).exclude(pk__in=probing).values_list("pk", flat=True):
        queued += _queue(TaskName.PROBE, pk)
    return queued


def _queue(task: TaskName, run: int) -> bool:
    lock = f"{task.value}:{run}"
    return enqueue(task, alone=lock, once=lock, run=run) is not None
