"""The next step of a collection: collect, take in. One call does what can be done now, and ends.

Whatever is decided here is decided from the archive and the rows, never from what an earlier call remembers: a call
may be killed anywhere, and the next one goes on.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Sum

from xunwang.collect.interface import Source
from xunwang.collect.progress import CollectProgress
from xunwang.collect.runner import Means, collect
from xunwang.collect.ways import collectors
from xunwang.inspection.running.equipment import Equipment
from xunwang.inspection.running.watching import Watch
from xunwang.inspection.stages import Stage
from xunwang.media.collecting.archives import archive_of, previous_of, secrets_in
from xunwang.media.collecting.judging import TAKES, judge_collection
from xunwang.media.collecting.taking import take_accounts
from xunwang.media.models import Collection
from xunwang.media.uploads import uploads_folder
from xunwang.media.vocabulary import OPEN, CollectionStatus

MOST_ATTEMPTS = 5
_FIRST_PAUSE = timedelta(minutes=1)
_TELL_EVERY = 1.0
"""Real seconds between two notes of progress."""


def step(collection_id: int, equipment: Equipment, leaving: Callable[[], bool] = lambda: False) -> None:
    """Do what the collection needs now; ``leaving`` becomes true when the worker wants to end.

    What goes wrong is noted and tried again after a pause that doubles, at most :data:`MOST_ATTEMPTS` times; it is
    raised all the same, so that the job shows as failed.
    """
    rows = Collection.objects.select_related("unit", "campaign", "previous")
    collection = rows.get(pk=collection_id)
    now = equipment.clock.now()
    if collection.status != CollectionStatus.ACTIVE or collection.next_at is None or now < collection.next_at:
        return
    if collection.campaign is not None and collection.campaign.stage == Stage.CANCELLED:
        _end(collection, CollectionStatus.CANCELLED, now, "检查已取消，采集随之取消。")
        return
    try:
        active = Collection.objects.filter(pk=collection.pk, status=CollectionStatus.ACTIVE)
        _go_on(collection, equipment, Watch(active, leaving))
    except Exception as error:
        _note_failure(collection, error, equipment.clock.now())
        raise


def give_up(collection_id: int, problem: str) -> None:
    """Leave a collection that still goes on to a person."""
    Collection.objects.filter(pk=collection_id, status=CollectionStatus.ACTIVE).update(
        status=CollectionStatus.FAILED, problem=problem, next_at=None
    )


class Recorder(CollectProgress):
    """Writes how far a collection is, every second or so."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection.pk
        self._wanted = self._reached = 0
        self._next = 0.0

    def begin(self, total: int, done: int) -> None:
        """Note what lies ahead."""
        self._wanted, self._reached = total, done
        self.flush()

    def account_done(self, source: Source, posts: int, message: str) -> None:
        """Count one."""
        self._reached += 1
        if time.monotonic() >= self._next:
            self.flush()

    def flush(self) -> None:
        """Write."""
        self._next = time.monotonic() + _TELL_EVERY
        Collection.objects.filter(pk=self._collection).update(wanted=self._wanted, reached=self._reached)


def _go_on(collection: Collection, equipment: Equipment, watch: Watch) -> None:
    archive = archive_of(collection, equipment)
    if not archive.sealed:
        means = Means(
            collectors(),
            equipment.clock,
            secrets=secrets_in(collection, archive),
            uploads=uploads_folder(),
            previous=previous_of(collection, equipment),
        )
        recorder = Recorder(collection)
        try:
            ended = collect(archive, means, progress=recorder, should_stop=watch)
        finally:
            recorder.flush()
        if ended.stopped:
            return
    if take_accounts(collection, archive, watch):
        if collection.campaign is not None and collection.campaign.stage in TAKES:
            judge_collection(collection, archive, None, equipment.clock.now())
        posts = collection.accounts.aggregate(posts=Sum("posts"))["posts"] or 0
        with transaction.atomic():
            if _end(collection, CollectionStatus.DONE, equipment.clock.now(), ""):
                Collection.objects.filter(pk=collection.pk).update(posts=posts)


def _note_failure(collection: Collection, error: Exception, now: datetime) -> None:
    attempts = collection.attempts + 1
    told = f"{type(error).__name__}：{error}"[:2_000]
    if attempts < MOST_ATTEMPTS:
        Collection.objects.filter(pk=collection.pk, status=CollectionStatus.ACTIVE).update(
            attempts=attempts, problem=told, next_at=now + _FIRST_PAUSE * 2 ** (attempts - 1)
        )
    else:
        give_up(collection.pk, f"连续{attempts}次出错：{told}")


def _end(collection: Collection, status: CollectionStatus, now: datetime, problem: str) -> bool:
    """False where a person has cancelled the collection in the meantime."""
    going_on = Collection.objects.filter(pk=collection.pk, status__in=OPEN)
    return bool(going_on.update(status=status, ended_at=now, next_at=None, attempts=0, problem=problem))
