"""Runs a collection: many accounts and ways side by side in one client. Can be called again at any time to go on."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import NamedTuple

from xunwang.clock import Clock
from xunwang.collect.archive import CollectionArchive
from xunwang.collect.carried_evidence import carry_evidence
from xunwang.collect.facts.checks import Checker
from xunwang.collect.facts.summary import digests_in
from xunwang.collect.interface import Collector, Memory, Source
from xunwang.collect.keeping import Earlier, finished
from xunwang.collect.lane import AccountLane, Errand, Shared
from xunwang.collect.plan import SecretsOf, with_secrets
from xunwang.collect.posts_kept import PostsKept
from xunwang.collect.progress import CollectProgress
from xunwang.collect.segments import Segments
from xunwang.collect.step_guard import StepGuard
from xunwang.collect.uploads import answer_upload
from xunwang.engine.run import wait_until
from xunwang.engine.shard import seldom_collected
from xunwang.fetch.client import Client
from xunwang.fetch.evidence import EvidenceStore
from xunwang.fetch.records import Fault, Fetched, Request
from xunwang.posts.records import Way
from xunwang.rules.media.facts import Account

Memories = Mapping[tuple[str, Way], Memory]


class Ended(NamedTuple):
    """How a call ended."""

    stopped: bool
    """Stopped on request: call again to go on."""
    done: int
    """Accounts by a way that are at their end."""


_HANDED_IN = frozenset({Way.FILE, Way.SAVED_PAGES})
"""Each file is an address of its own and goes on where the one before has ended. Of the other ways, what another
address has shown, which may have been a wrong one, says nothing of this one."""


@dataclass(frozen=True, slots=True)
class Means:
    """What a collection works with besides its folder."""

    collectors: Mapping[Way, Collector]
    clock: Clock
    secrets: SecretsOf = field(default_factory=dict, repr=False)
    uploads: Path | None = None
    """Folder of the files that were handed in."""
    previous: CollectionArchive | None = None
    """The collection before: what it knows is carried on from."""
    memories: Memories = field(default_factory=dict)
    """What collectors want to be told, where it is kept elsewhere; goes before the previous collection's."""
    checker: Checker | None = None
    """None: the shipped lists, with those of the collection's settings."""


def collect(
    archive: CollectionArchive,
    means: Means,
    *,
    progress: CollectProgress | None = None,
    should_stop: Callable[[], bool] = lambda: False,
) -> Ended:
    """Do what is left of a collection, and seal it.

    Raises :class:`~xunwang.engine.archive.ArchiveError` while another process works on it, OSError when the disk
    is full: call it again to go on. A fault of one account never ends it.
    """
    if archive.sealed:
        return Ended(False, 0)
    with archive.only_writer():
        return _Run(archive, means, progress or CollectProgress(), should_stop).go_on()


def _place(source: Source) -> int:
    """Who is asked where, as a number: a province's addresses themselves would be megabytes."""
    return hash((source.account, source.way, source.address))


class _Run:
    """One call."""

    def __init__(
        self,
        archive: CollectionArchive,
        means: Means,
        progress: CollectProgress,
        should_stop: Callable[[], bool],
    ) -> None:
        self._archive, self._means = archive, means
        self._progress, self._should_stop = progress, should_stop
        self._settings, self._clock = archive.settings, means.clock
        self._until = means.clock.now() + timedelta(seconds=self._settings.seconds)
        self._paused: list[tuple[datetime, int, AccountLane]] = []
        self._numbers = count(1)
        self._carried = means.previous.name if means.previous is not None else ""
        before = means.previous.wanted if means.previous is not None else ()
        self._before = frozenset(_place(source) for one in before for source in one.sources)

    def go_on(self) -> Ended:
        """Collect what is left."""
        with ExitStack() as stack:
            self._store = stack.enter_context(EvidenceStore(self._archive.folder))
            self._segments = Segments(self._archive.folder, self._settings.posts_a_shard)
            stack.callback(self._segments.close)
            guard = stack.enter_context(StepGuard(self._settings.budget.step_seconds))
            self._shared = Shared(
                self._settings, self._clock, self._means.checker or Checker.of(self._settings.word_lists),
                guard, self._keep, self._read_upload,
            )  # fmt: skip
            client = stack.enter_context(Client(self._settings.fetch, self._clock))
            total = sum(len(one.sources) for one in self._archive.wanted)
            self._progress.begin(total, len(self._segments.done))
            with seldom_collected():
                self._rounds(client)
            if len(self._segments.done) < total:
                return Ended(True, len(self._segments.done))
            self._segments.finish()
            self._store.seal()
        self._archive.note(sealed=self._clock.now().isoformat(), previous=self._carried)
        return Ended(False, total)

    def _rounds(self, client: Client) -> None:
        """All accounts, then again and again those that were told to come back later."""
        coming = self._lanes()
        while not self._should_stop():
            client.run(coming, should_stop=self._should_stop, most_lanes=self._settings.side_by_side)
            if not self._paused or self._should_stop():
                return
            due = self._paused[0][0]
            self._progress.waiting(len(self._paused), (due - self._clock.now()).total_seconds())
            wait_until(due, self._clock, self._should_stop)
            coming = self._due()

    # -- lanes --------------------------------------------------------------------------------

    def _lanes(self) -> Iterator[AccountLane]:
        for wanted in self._archive.wanted:
            for source in wanted.sources:
                yield from self._due()
                if (source.account, source.way) not in self._segments.done:
                    yield from self._started(self._lane(wanted.account, source))

    def _due(self) -> Iterator[AccountLane]:
        """Those whose pause is over."""
        while self._paused and self._paused[0][0] <= self._clock.now():
            yield from self._started(heapq.heappop(self._paused)[2])

    def _started(self, lane: AccountLane) -> Iterator[AccountLane]:
        """The lane, if it has anything to ask once it has begun."""
        lane.begin(self._means.collectors.get(lane.source.way))
        if lane.outcome is None:
            yield lane

    def _lane(self, account: Account, source: Source) -> AccountLane:
        spool = self._segments.spools / f"{next(self._numbers)}.log"
        source = with_secrets(source, self._means.secrets)
        errand = Errand(account, source, self._memory(source))
        return AccountLane(errand, self._shared, PostsKept(spool), self._on_end)

    def _memory(self, source: Source) -> Memory:
        memory = self._means.memories.get((source.account, source.way))
        if memory is None and (earlier := self._earlier(source)) is not None:
            memory = earlier.kept.memory
        return memory or {}

    def _earlier(self, source: Source) -> Earlier | None:
        if self._means.previous is None or (
            source.way not in _HANDED_IN and _place(source) not in self._before
        ):
            return None
        kept = self._means.previous.ending(source.account, source.way)
        return None if kept is None else Earlier(self._means.previous.name, kept)

    # -- what comes in ------------------------------------------------------------------------

    def _keep(self, fetched: Fetched) -> str:
        return self._store.keep(fetched).digest

    def _read_upload(self, request: Request) -> Fetched:
        folder = self._means.uploads
        if folder is None:
            return Fetched(request, request.url, self._clock.now(), 404, Fault.NONE, "no files", (), b"")
        return answer_upload(folder, request, self._clock.now())

    def _on_end(self, lane: AccountLane) -> None:
        outcome = lane.outcome
        assert outcome is not None
        if (
            outcome.retry_at is not None
            and outcome.retry_at <= self._until
            and lane.tries <= self._settings.retries
        ):
            lane.reset()
            heapq.heappush(self._paused, (outcome.retry_at, next(self._numbers), lane))
            return
        earlier = self._earlier(lane.source)
        try:
            kept = finished(lane, earlier, self._settings.span)
        except Exception as error:
            lane.give_up(
                f"采集程序给出的内容不能保存（{type(error).__name__}: {error!s:.200}），请报告给开发者"
            )
            kept = finished(lane, None, self._settings.span)
        if earlier is not None and self._means.previous is not None:
            wanted = digests_in(kept.summary) | kept.digests
            carry_evidence(self._means.previous.folder, self._store, wanted)
        self._segments.add(lane.posts.records(), kept.ending)
        lane.posts.forget()
        self._progress.account_done(lane.source, kept.ending["posts"], outcome.message)
