"""The HTTP client: many sites side by side in one loop, polite to each host, bounded in everything."""

from __future__ import annotations

import heapq
import random
import time
from collections.abc import Callable, Iterable
from datetime import datetime
from hashlib import sha256
from itertools import count
from types import TracebackType

import pycurl

from xunwang.clock import Clock
from xunwang.fetch.answers import NO_ANSWER, Answer
from xunwang.fetch.faults import handshake_failure
from xunwang.fetch.flights import Flight, Flights
from xunwang.fetch.guard import Guard, split_port
from xunwang.fetch.jobs import Job
from xunwang.fetch.lanes import LANES_OPEN, Lane, Lanes, LaneState
from xunwang.fetch.limiter import Limiter
from xunwang.fetch.records import Fault, Fetched, FetchSettings, Request
from xunwang.fetch.redirects import follow, leads_on
from xunwang.fetch.retries import LONGEST_PAUSE, asked_pause, is_busy, pause_before_retry
from xunwang.fetch.targets import RefusedError, aim
from xunwang.fetch.tls import CertificateBook

_LONGEST_WAIT = 0.25
"""Real seconds after which the loop looks around even when nothing happens."""
_LONGEST_WORK = 0.004
"""Real seconds of handing out answers after which the network is served again: an answer that waits
in the machine's buffers would look slow."""
LONGEST_CRAWL_DELAY = 30.0
"""Seconds. A longer Crawl-delay would make a site uninspectable; it is cut to this."""


class Client:
    """Fetches for many lanes at once. Not for use by several threads, nor from within its own calls."""

    def __init__(self, settings: FetchSettings, clock: Clock, guard: Guard | None = None) -> None:
        """Raises ValueError for settings that make no sense."""
        self.settings = settings
        self._clock = clock
        self._guard = guard or Guard(settings.allowed_networks)
        self._limiter = Limiter(settings.rate_per_host, settings.connections_per_host, clock.scale)
        self._certificates = CertificateBook()
        self._flights = Flights(settings, self._guard, self._certificates, clock)
        self._paused: list[tuple[float, int, Job]] = []
        self._numbers = count()
        self._dice = random.Random()  # noqa: S311 - spreads retries, keeps no secret
        self._lanes: Lanes | None = None

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections."""
        self._flights.close()

    def set_crawl_delay(self, host: str, seconds: float) -> None:
        """Ask the host at most once in so many seconds of the clock, cut to ``LONGEST_CRAWL_DELAY``."""
        self._limiter.set_crawl_delay(split_port(host)[0], min(seconds, LONGEST_CRAWL_DELAY))

    def fetch(self, request: Request, *, should_stop: Callable[[], bool] = lambda: False) -> Fetched:
        """One request, blocking. Raises RuntimeError when called from within :meth:`run`."""
        lane = _Single(request)
        self.run([lane], should_stop=should_stop)
        if not lane.answers:
            now = self._clock.now()
            return Fetched(request, request.url, now, 0, Fault.STOPPED, "never sent", (), b"", tries=0)
        return lane.answers[0]

    def run(
        self,
        lanes: Iterable[Lane],
        *,
        should_stop: Callable[[], bool] = lambda: False,
        on_tick: Callable[[], None] | None = None,
        most_lanes: int = LANES_OPEN,
    ) -> None:
        """Work until all lanes are idle, or until ``should_stop`` says so.

        At most ``most_lanes`` are worked on side by side. Requests that are then out are answered with ``Fault.STOPPED``. ``on_tick`` is called at every
        turn of the loop, at least four times a second. What a lane raises ends the run.
        """
        if self._lanes is not None:
            raise RuntimeError("the client is already running")
        self._lanes = open_lanes = Lanes(lanes, most_lanes)
        try:
            while open_lanes and not should_stop():
                self._turn(open_lanes)
                if on_tick is not None:
                    on_tick()
            self._stop()
        finally:
            self._lanes = None
            self._abandon()

    # -- one turn of the loop -----------------------------------------------------------------

    def _turn(self, lanes: Lanes) -> None:
        now = time.monotonic()
        for state, request in lanes.take(now):
            self._accept(state, request)
        if not lanes:
            return
        while self._paused and self._paused[0][0] <= now:
            self._limiter.submit(heapq.heappop(self._paused)[2], now, first=True)
        while self._flights.room and (job := self._limiter.next_job(now)):
            self._start(job)
        self._flights.wait(self._patience(now, lanes))
        self._hand_out()

    def _accept(self, state: LaneState, request: Request) -> None:
        state.held += 1
        try:
            target = aim(request.url, self._guard, self.settings.max_url_length)
        except RefusedError as error:
            state.held -= 1
            self._refuse(state, request, error.fault, str(error))
        else:
            self._limiter.submit(Job(request, state, target), time.monotonic())

    def _start(self, job: Job) -> None:
        job.lane.held -= 1
        job.lane.active += 1
        try:
            self._flights.start(job)
        except pycurl.error as error:
            self._land(job)
            self._finish(job, NO_ANSWER._replace(fault=Fault.BAD_URL, detail=str(error)), self._clock.now())
        else:
            self._wake(job.lane)

    def _patience(self, now: float, lanes: Lanes) -> float:
        """Real seconds for which nothing but the network can bring work."""
        if self._flights.landed:
            return 0.0
        waits = [_LONGEST_WAIT, lanes.wait(now)]
        due = self._limiter.next_due()
        if due is not None and self._flights.room:
            waits.append(due - now)
        if self._paused:
            waits.append(self._paused[0][0] - now)
        return max(0.0, min(waits))

    def _hand_out(self) -> None:
        """Settle what has landed, but not so long that the network waits."""
        enough = time.monotonic() + _LONGEST_WORK
        while (landed := self._flights.land()) is not None:
            self._settle(*landed)
            if time.monotonic() > enough:
                return

    # -- what becomes of an answer ------------------------------------------------------------

    def _settle(self, flight: Flight, answer: Answer) -> None:
        job = flight.job
        self._land(job)
        if job.target.secure and self._relaxed(flight, answer):
            self._again(job)
        elif leads_on(job, answer):
            try:
                follow(job, answer, self.settings, self._guard)
            except RefusedError as error:
                self._finish(job, answer._replace(fault=error.fault, detail=str(error)), flight.at)
            else:
                self._again(job)
        elif not self._retried(job, answer):
            self._finish(job, answer, flight.at)

    def _relaxed(self, flight: Flight, answer: Answer) -> bool:
        failure = handshake_failure(answer.code, answer.detail)
        server = flight.job.target.server
        return failure is not None and self._certificates.relax(server, flight.trust, failure, flight.at)

    def _retried(self, job: Job, answer: Answer) -> bool:
        now = self._clock.now()
        pause = pause_before_retry(job, answer, self.settings, now, self._dice)
        if is_busy(answer):
            asked = min(asked_pause(answer, now), LONGEST_PAUSE)
            self._limiter.pause(job.target.host, asked * self._clock.scale, time.monotonic())
        if pause is None:
            return False
        job.restart()
        job.lane.held += 1
        due = time.monotonic() + pause * self._clock.scale
        heapq.heappush(self._paused, (due, next(self._numbers), job))
        return True

    def _again(self, job: Job) -> None:
        job.lane.held += 1
        self._limiter.submit(job, time.monotonic(), first=True)

    def _land(self, job: Job) -> None:
        job.lane.active -= 1
        self._limiter.release(job.target.host, time.monotonic())

    def _finish(self, job: Job, answer: Answer, at: datetime) -> None:
        target = job.target
        fetched = Fetched(
            request=job.request,
            url=target.url,
            at=at,
            status=answer.status,
            fault=answer.fault,
            detail=answer.detail,
            headers=answer.headers,
            body=answer.body,
            hops=job.hops,
            timings=answer.timings,
            address=answer.address,
            http_version=answer.http_version,
            certificate=self._certificates.certificate(target.server, at) if target.secure else None,
            tries=job.tries,
            wire_bytes=answer.wire_bytes,
            digest=sha256(answer.body).hexdigest() if answer.body else "",
        )
        job.lane.lane.done(fetched)
        self._wake(job.lane)

    def _refuse(self, state: LaneState, request: Request, fault: Fault, detail: str) -> None:
        """Answer a request that was never sent."""
        at = self._clock.now()
        state.lane.done(Fetched(request, request.url, at, 0, fault, detail, (), b"", tries=0))
        self._wake(state)

    def _wake(self, state: LaneState) -> None:
        if self._lanes is not None:
            self._lanes.wake(state)

    # -- the end ------------------------------------------------------------------------------

    def _stop(self) -> None:
        """Answer all requests that are out."""
        waiting = [*self._limiter.drain(), *(job for _, _, job in self._paused)]
        self._paused.clear()
        for job in waiting:
            job.lane.held -= 1
        flying = self._flights.abandon()
        for job in flying:
            self._land(job)
        for job in (*flying, *waiting):
            self._refuse(job.lane, job.request, Fault.STOPPED, "the run was stopped")

    def _abandon(self) -> None:
        """Leave nothing behind for the next run, however this one ended."""
        for _ in self._limiter.drain():
            pass
        self._paused.clear()
        for job in self._flights.abandon():
            self._limiter.release(job.target.host, time.monotonic())


class _Single:
    """Lane of one request."""

    name = "single"

    def __init__(self, request: Request) -> None:
        self._request: Request | None = request
        self.answers: list[Fetched] = []

    def take(self) -> Request | None:
        request, self._request = self._request, None
        return request

    def done(self, fetched: Fetched) -> None:
        self.answers.append(fetched)

    def idle(self) -> bool:
        return self._request is None
