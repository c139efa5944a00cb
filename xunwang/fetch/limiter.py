"""Who may be asked now: rate, parallel connections and crawl delay of every host."""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Iterator
from itertools import count

from xunwang.fetch.jobs import Job

_HOSTS_KEPT = 4096
"""Above this number, hosts that have no work and owe no pause are forgotten."""


class _Host:
    """One host's limits and the jobs that wait for it."""

    __slots__ = ("active", "connections", "interval", "listed", "next_at", "waiting")

    def __init__(self, interval: float, connections: int) -> None:
        self.interval = interval
        self.connections = connections
        self.next_at = 0.0
        self.active = 0
        self.waiting: deque[Job] = deque()
        self.listed = False
        """It stands in one of the limiter's two heaps."""


class Limiter:
    """Gives out waiting jobs, never faster than their hosts allow.

    Times are monotonic real seconds; ``scale`` is the clock's. Under a shortage of connections the
    lane with the fewest transfers under way goes first.
    """

    def __init__(self, rate_per_host: float, connections_per_host: int, scale: float) -> None:
        if not rate_per_host > 0 or connections_per_host < 1:
            raise ValueError("rate and connections of a host must be positive")
        self._interval = scale / rate_per_host
        self._connections = connections_per_host
        self._scale = scale
        self._delays: dict[str, float] = {}
        self._hosts: dict[str, _Host] = {}
        self._ready: list[tuple[int, int, _Host]] = []
        self._later: list[tuple[float, int, _Host]] = []
        self._numbers = count()

    def set_crawl_delay(self, host: str, seconds: float) -> None:
        """At least this many clock seconds between two requests, one at a time."""
        self._delays[host] = seconds * self._scale
        if host in self._hosts:
            self._limit(host, self._hosts[host])

    def pause(self, host: str, seconds: float, now: float) -> None:
        """Nothing more to this host for so many real seconds."""
        state = self._host(host, now)
        state.next_at = max(state.next_at, now + seconds)

    def submit(self, job: Job, now: float, *, first: bool = False) -> None:
        """Let a job wait for its host; ``first`` puts it before the others."""
        host = self._host(job.target.host, now)
        if first:
            host.waiting.appendleft(job)
        else:
            host.waiting.append(job)
        self._list(host, now)

    def next_job(self, now: float) -> Job | None:
        """A job that may start now, counted as under way; None when there is none."""
        self._promote(now)
        while self._ready:
            active, _, host = heapq.heappop(self._ready)
            lane = host.waiting[0].lane
            if lane.active > active:
                heapq.heappush(self._ready, (lane.active, next(self._numbers), host))
                continue
            host.listed = False
            if host.active >= host.connections or host.next_at > now:
                self._list(host, now)
                continue
            job = host.waiting.popleft()
            host.active += 1
            host.next_at = max(now, host.next_at) + host.interval
            self._list(host, now)
            return job
        return None

    def release(self, name: str, now: float) -> None:
        """A transfer to the host is over."""
        host = self._hosts[name]
        host.active -= 1
        self._list(host, now)

    def next_due(self) -> float | None:
        """When the next host's pause ends; None when no host waits for time."""
        return self._later[0][0] if self._later else None

    def drain(self) -> Iterator[Job]:
        """Take out all waiting jobs."""
        for host in self._hosts.values():
            while host.waiting:
                yield host.waiting.popleft()
            host.listed = False
        self._ready.clear()
        self._later.clear()

    def _host(self, name: str, now: float) -> _Host:
        host = self._hosts.get(name)
        if host is None:
            if len(self._hosts) >= _HOSTS_KEPT:
                self._forget(now)
            host = self._hosts[name] = _Host(self._interval, self._connections)
            self._limit(name, host)
        return host

    def _limit(self, name: str, host: _Host) -> None:
        delay = self._delays.get(name, 0.0)
        host.interval = max(self._interval, delay)
        host.connections = 1 if delay > 0 else self._connections

    def _list(self, host: _Host, now: float) -> None:
        """Put a host with work where it will be found; one at its limit waits for a release."""
        if host.listed or not host.waiting or host.active >= host.connections:
            return
        host.listed = True
        if host.next_at > now:
            heapq.heappush(self._later, (host.next_at, next(self._numbers), host))
        else:
            heapq.heappush(self._ready, (host.waiting[0].lane.active, next(self._numbers), host))

    def _promote(self, now: float) -> None:
        while self._later and self._later[0][0] <= now:
            host = heapq.heappop(self._later)[2]
            host.listed = False
            self._list(host, now)

    def _forget(self, now: float) -> None:
        for name, host in list(self._hosts.items()):
            if not host.waiting and not host.active and host.next_at <= now:
                del self._hosts[name]
