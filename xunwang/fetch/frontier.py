"""What of one site is to be fetched next.

A pure data structure without IO and without a clock: the same calls in the same order give the same
state, so that a run is restored by replaying its journal. Addresses come in WHATWG-normalised and
without fragment.
"""

from __future__ import annotations

from array import array
from collections import Counter, deque
from collections.abc import Callable, Collection
from enum import IntEnum
from typing import NamedTuple

from xunwang.fetch.traps import TrapReport, Traps, TrapSettings
from xunwang.fetch.url_keys import session_name, twins, url_key
from xunwang.fetch.url_table import UrlTable


class Priority(IntEnum):
    """Order of fetching; the smallest goes first."""

    HOME = 0
    FIRST_COLUMN = 1
    FIRST_LIST_PAGE = 2
    NEWEST_ARTICLE = 3
    GUIDE = 4
    LETTER = 5
    COLUMN = 6
    LIST_PAGE = 7
    REST = 8


class Progress(IntEnum):
    """State of one address."""

    QUEUED = 0
    IN_FLIGHT = 1
    DONE = 2
    FAILED = 3
    EXTERNAL = 4
    FORBIDDEN = 5
    TOO_DEEP = 6
    TRAPPED = 7


REASONS = {
    Progress.EXTERNAL: "不属于本站",
    Progress.FORBIDDEN: "robots.txt 不允许抓取",
    Progress.TOO_DEEP: "超过抓取深度上限",
    Progress.TRAPPED: "属于抓取陷阱，已截断",
}
"""Why an address is not fetched."""

_DEEPEST = 0xFFFF

_REOPENABLE = frozenset({Progress.EXTERNAL, Progress.FORBIDDEN, Progress.TOO_DEEP})


class Budget(NamedTuple):
    """Bounds on the crawl of one site."""

    pages: int
    bytes: int
    """Of decompressed bodies."""
    seconds: float
    """Of the run's clock; counted by the caller, see :meth:`Frontier.elapse`."""
    depth: int
    """Clicks away from the home page, which has depth 0."""


class Target(NamedTuple):
    """An address given out to be fetched."""

    id: int
    url: str
    priority: Priority
    depth: int


class Frontier:
    """The queue of one site, and what became of every address that was ever seen.

    ``hosts`` are the host names (with a port where it is not the scheme's own) that belong to the
    site; it may be replaced while the crawl runs. ``allows`` tells whether robots.txt lets an address
    be fetched.
    """

    def __init__(
        self,
        home: str,
        hosts: Collection[str],
        budget: Budget,
        allows: Callable[[str], bool] = lambda _: True,
        traps: TrapSettings | None = None,
    ) -> None:
        self.home = home
        self.hosts: Collection[str] = frozenset(hosts) | {_host(home)}
        self.budget = budget
        self._allows = allows
        self._traps = Traps(traps or TrapSettings())
        self._table = UrlTable()
        self._progress = array("B")
        self._priority = array("B")
        self._depth = array("H")
        self._queues: tuple[deque[int], ...] = tuple(deque() for _ in Priority)
        self._counts = [0] * len(Progress)
        self._bytes = 0
        self._seconds = 0.0
        self._twin = array("B")
        """Number of the default page's name when the page was met as a folder and as ``index.html``."""

    def __len__(self) -> int:
        """Distinct addresses ever seen."""
        return len(self._table)

    # -- going in -----------------------------------------------------------------------------

    def add(self, url: str, priority: Priority, depth: int) -> int:
        """Number of the address, new or known; queues it when it is to be fetched.

        A known address that still waits takes the better priority and the smaller depth; one that
        was refused as external, forbidden or too deep is looked at again.
        """
        key = url_key(url)
        known = self._table.find(key)
        if known is None:
            known = self._twin_of(key)[0]
        if known is None:
            return self._add_new(key, url, priority, depth)
        if url != self._table[known]:
            self._note_spelling(known, key, url)
        state = self._progress[known]
        if state in _REOPENABLE:
            self._depth[known] = min(depth, self._depth[known])
            self._set(known, self._judge(url, depth))
            if self._progress[known] == Progress.QUEUED:
                self._enqueue(known, priority)
        elif state == Progress.QUEUED:
            self._depth[known] = min(depth, self._depth[known])
            self.promote(known, priority)
        return known

    def promote(self, url_id: int, priority: Priority) -> None:
        """Give a waiting address a better priority; does nothing otherwise."""
        if self._progress[url_id] == Progress.QUEUED and priority < self._priority[url_id]:
            # The entry in the old queue is skipped when its turn comes.
            self._enqueue(url_id, priority)

    def pages_total(self, url: str, total: int) -> None:
        """A list says how many pages it has: further ones are an endless pagination."""
        self._traps.pages_total(url, total)

    # -- going out ----------------------------------------------------------------------------

    def take(self) -> Target | None:
        """The next address to fetch, in flight from now on; None when there is none or a budget is spent."""
        if self._spent():
            return None
        for level, queue in enumerate(self._queues):
            while queue:
                number = queue.popleft()
                if self._progress[number] != Progress.QUEUED or self._priority[number] != level:
                    continue
                url = self._table[number]
                if self._traps.blocks(url):
                    self._set(number, Progress.TRAPPED)
                    continue
                self._set(number, Progress.IN_FLIGHT)
                return Target(number, url, Priority(level), self._depth[number])
        return None

    def settle(self, url_id: int, ok: bool, bytes: int) -> None:
        """An address is finished.

        What was added since the last call counts as found on this page; call it after :meth:`add`
        of the page's links. Also takes addresses that were never given out by this object (a replay).
        Settling twice changes nothing.
        """
        if self._progress[url_id] in (Progress.DONE, Progress.FAILED):
            return
        self._bytes += bytes
        self._traps.settled(self._table[url_id], ok, bytes)
        self._set(url_id, Progress.DONE if ok else Progress.FAILED)
        if not ok and self._twin[url_id]:
            self._part(url_id)

    replay_settled = settle

    def elapse(self, seconds: float) -> None:
        """Tell the time spent so far on this site."""
        self._seconds = seconds

    # -- questions ----------------------------------------------------------------------------

    def url(self, url_id: int) -> str:
        """The address as it was first written. Raises IndexError for an unknown number."""
        return self._table[url_id]

    def id_of(self, url: str) -> int | None:
        """Number of the page that the address means, or None if it was never seen."""
        key = url_key(url)
        known = self._table.find(key)
        return known if known is not None else self._twin_of(key)[0]

    def progress(self, url_id: int) -> Progress:
        """State of one address."""
        return Progress(self._progress[url_id])

    def reason(self, url_id: int) -> str:
        """Why it is not fetched, in Chinese; empty when it is or will be."""
        return REASONS.get(self.progress(url_id), "")

    def depth(self, url_id: int) -> int:
        """Smallest number of clicks from the home page seen so far."""
        return self._depth[url_id]

    @property
    def counts(self) -> Counter[Progress]:
        """Number of addresses in each state."""
        return Counter({state: self._counts[state] for state in Progress if self._counts[state]})

    @property
    def bytes(self) -> int:
        """Bytes of bodies so far."""
        return self._bytes

    @property
    def traps(self) -> tuple[TrapReport, ...]:
        """Traps recognised so far."""
        return self._traps.reports()

    def exhausted(self) -> str:
        """Which budget ended the crawl while addresses were waiting, in Chinese; else empty."""
        waiting = self._counts[Progress.QUEUED]
        return f"{self._spent()}，尚有 {waiting} 个地址未抓取" if waiting and self._spent() else ""

    # -- inside -------------------------------------------------------------------------------

    def _add_new(self, key: str, url: str, priority: Priority, depth: int) -> int:
        number = self._table.add(key, url)
        depth = min(depth, _DEEPEST)
        state = self._judge(url, depth)
        self._twin.append(0)
        self._depth.append(depth)
        self._priority.append(priority)
        self._progress.append(state)
        self._counts[state] += 1
        if state == Progress.QUEUED:
            self._queues[priority].append(number)
        return number

    def _judge(self, url: str, depth: int) -> Progress:
        if _host(url) not in self.hosts:
            return Progress.EXTERNAL
        if depth > self.budget.depth:
            return Progress.TOO_DEEP
        if not self._allows(url):
            return Progress.FORBIDDEN
        return Progress.TRAPPED if self._traps.refuses(url) else Progress.QUEUED

    def _note_spelling(self, number: int, key: str, url: str) -> None:
        """A known page is linked to by another of its spellings."""
        if name := session_name(url):
            self._traps.same_page(url, name)
        if self._table.find(key) is None:
            self._twin[number] = self._twin_of(key)[1]

    def _twin_of(self, key: str) -> tuple[int | None, int]:
        """(the page that a folder or default page was already met as, number of the default page's name)."""
        for which, other in twins(key):
            number = self._table.find(other)
            if number is None or self._progress[number] == Progress.FAILED:
                continue
            if self._twin[number] in (0, which):
                return number, which
        return None, 0

    def _part(self, number: int) -> None:
        """A folder that can't be opened may still have a default page that can, and the other way round."""
        which = self._twin[number]
        other = next(key for name, key in twins(url_key(self._table[number])) if name == which)
        self._add_new(other, other, Priority(self._priority[number]), self._depth[number])

    def _set(self, number: int, state: Progress) -> None:
        self._counts[self._progress[number]] -= 1
        self._counts[state] += 1
        self._progress[number] = state

    def _enqueue(self, number: int, priority: Priority) -> None:
        self._priority[number] = priority
        self._queues[priority].append(number)

    def _spent(self) -> str:
        budget = self.budget
        counts = self._counts
        if counts[Progress.DONE] + counts[Progress.FAILED] + counts[Progress.IN_FLIGHT] >= budget.pages:
            return f"页数预算（{budget.pages} 页）已用完"
        if self._bytes >= budget.bytes:
            return f"流量预算（{budget.bytes // 1024 // 1024} MiB）已用完"
        if self._seconds >= budget.seconds:
            return f"时间预算（{budget.seconds:.0f} 秒）已用完"
        return ""


def _host(url: str) -> str:
    """Host, with a port where one is written."""
    start = url.find("//") + 2
    end = url.find("/", start)
    host = url[start : end if end >= 0 else len(url)]
    return host.rpartition("@")[2]
