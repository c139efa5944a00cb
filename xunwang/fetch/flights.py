"""The transfers under way: handles to reuse, limits in real time, servers that only drip, and our own hold-ups."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Set
from datetime import datetime

import pycurl

from xunwang.clock import Clock
from xunwang.fetch.answers import Answer
from xunwang.fetch.guard import Guard
from xunwang.fetch.hold_ups import HoldUp, without
from xunwang.fetch.jobs import Job
from xunwang.fetch.pump import Pump
from xunwang.fetch.records import Fault, FetchSettings, Timings
from xunwang.fetch.tls import CertificateBook, Trust, trusted_file
from xunwang.fetch.transfer import Limits, Transfer

_SHORTEST_LIMIT_MS = 10
_LONGEST_LIMIT = 86_400.0
_LOOKS = 4
"""How often in its window a transfer's speed is looked at."""
_BUFFERED = 32 * 1024
"""Bytes that wait for us at least before a server has to: half of the window of an HTTP/2 stream."""
_MOST_BEFORE_ASKING = 6
"""Hold-ups that a name, a connection and a handshake can meet, one a round trip; who is no further then is slow."""


class Flight:
    """One transfer under way."""

    __slots__ = ("at", "began", "hold_ups", "job", "limits", "marks", "transfer", "trust")

    def __init__(self, job: Job, transfer: Transfer, at: datetime, limits: Limits, trust: Trust) -> None:
        self.job = job
        self.transfer = transfer
        self.at = at
        self.began = time.monotonic()
        self.limits = limits
        self.hold_ups: list[HoldUp] = []
        """In which we kept the server waiting; the limits are prolonged by them."""
        self.trust = trust
        self.marks: deque[int] = deque(maxlen=_LOOKS + 1)
        """Bytes received at the last looks."""


class Flights:
    """Starts hops and gives back their answers."""

    def __init__(
        self, settings: FetchSettings, guard: Guard, certificates: CertificateBook, clock: Clock
    ) -> None:
        self._settings = settings
        self._guard = guard
        self._certificates = certificates
        self._clock = clock
        self._trusted = trusted_file(settings.ca_file)
        self._pump = Pump(settings.connections)
        self._flying: dict[pycurl.Curl, Flight] = {}
        self._free: list[Transfer] = []
        self._look_every = settings.low_speed_time * clock.scale / _LOOKS
        self._look_at = 0.0
        self._broken_off: deque[tuple[Flight, Fault, str]] = deque()
        """To be broken off by us: transfer, fault and words."""
        self._served = 0.0
        """When the network was last served."""
        self._late: list[Flight] = []
        """Served late. libcurl's alarm, set at their start, may be over: we look after their limits."""

    @property
    def room(self) -> bool:
        """Whether another transfer may start."""
        return len(self._flying) < self._settings.connections

    @property
    def landed(self) -> bool:
        """Whether answers wait to be handed out."""
        return bool(self._broken_off or self._pump.finished)

    def start(self, job: Job) -> None:
        """Send the job's next hop on its way. Raises ``pycurl.error`` when libcurl refuses it."""
        request, settings, now = job.request, self._settings, self._clock.now()
        max_bytes = settings.max_bytes if request.max_bytes is None else request.max_bytes
        timeout = (settings.timeout if request.timeout is None else request.timeout) - job.spent
        limits = Limits(self._real_ms(timeout), self._real_ms(settings.connect_timeout), max_bytes)
        transfer = self._free.pop() if self._free else Transfer(settings, self._guard, self._trusted)
        trust, facts = Trust.STRICT, False
        if job.target.secure:
            server = job.target.server
            trust = self._certificates.trust(server, now)
            facts = self._certificates.certificate(server, now) is None
        transfer.prepare(job, limits, trust, facts=facts)
        if not self._flying:
            self._served = time.monotonic()
        self._flying[transfer.curl] = Flight(job, transfer, now, limits, trust)
        self._pump.add(transfer.curl)

    def wait(self, seconds: float) -> None:
        """Serve the network until something has landed or the (real) time has passed."""
        begin = time.monotonic()
        if self._flying:
            seconds = min(seconds, max(0.0, self._look_at - begin))
        ready, asked = self._pump.listen(seconds)
        hold_ups = self._held_up(begin, begin + asked) if self._flying else []
        if hold_ups:
            self._serve_late(hold_ups)
        else:
            self._pump.work(ready)
        self._served = time.monotonic()
        if self._late:
            self._end_overdue(self._served)
        if self._served >= self._look_at:
            self._look_for_drips()

    def land(self) -> tuple[Flight, Answer] | None:
        """The next answer, or None."""
        # What libcurl has finished goes first: what it has ended meanwhile need not be broken off any more.
        if self._pump.finished:
            handle, code, words = self._pump.finished.popleft()
            flight = self._flying[handle]
            return flight, self._read_out(flight, code, words)
        while self._broken_off:
            flight, fault, words = self._broken_off.popleft()
            if self._flying.get(flight.transfer.curl) is flight:
                return flight, self._read_out(flight, 0, words, fault)
        return None

    def abandon(self) -> list[Job]:
        """Break off everything; the jobs concerned."""
        jobs = [flight.job for flight in self._flying.values()]
        for handle in self._flying:
            self._pump.remove(handle)
            handle.close()
        self._flying.clear()
        self._broken_off.clear()
        self._late.clear()
        self._pump.finished.clear()
        return jobs

    def close(self) -> None:
        """Close all handles and connections."""
        self.abandon()
        self._pump.close()
        for transfer in self._free:
            transfer.curl.close()
        self._free.clear()

    def _read_out(self, flight: Flight, code: int, words: str, fault: Fault | None = None) -> Answer:
        transfer = flight.transfer
        del self._flying[transfer.curl]
        self._pump.remove(transfer.curl)
        answer = transfer.collect(code, words, self._clock.scale, flight.limits.max_bytes, fault)
        if flight.hold_ups:
            answer = answer._replace(timings=self._own_time(flight, answer.timings))
        if flight.job.target.secure:
            info = transfer.certificate_info()
            if info and answer.status:
                self._certificates.learn(flight.job.target.server, info, flight.at)
        self._free.append(transfer)
        return answer

    def _look_for_drips(self) -> None:
        """Mark the transfers whose content comes too slowly; before the first byte only time limits count."""
        self._look_at = time.monotonic() + self._look_every
        least = self._settings.low_speed_bytes * self._settings.low_speed_time
        for flight in self._flying.values():
            received = flight.transfer.received
            if not received:
                continue
            marks = flight.marks
            marks.append(received)
            if len(marks) > _LOOKS and marks[-1] - marks[0] < least:
                words = f"less than {self._settings.low_speed_bytes} bytes a second"
                self._broken_off.append((flight, Fault.SLOW, words))

    # -- held up ------------------------------------------------------------------------------

    def _held_up(self, begin: float, until: float) -> list[HoldUp]:
        """Before a wait began, and after it should have been over."""
        possible = HoldUp(self._served, begin), HoldUp(until, time.monotonic())
        return [one for one in possible if one.counts]

    def _serve_late(self, hold_ups: list[HoldUp]) -> None:
        """Serve the network before libcurl looks at limits that have passed meanwhile."""
        held = sum(one.seconds for one in hold_ups)
        before = [(flight, flight.transfer.awaited) for flight in self._flying.values()]
        for flight, _ in before:
            flight.transfer.put_limits(flight.limits.prolonged(held))
        self._pump.work(self._pump.listen(0)[0])
        ended = {handle for handle, _, _ in self._pump.finished}
        for flight, awaited in before:
            if self._waited_for_us(flight, awaited, ended):
                flight.hold_ups.extend(hold_ups)
                flight.limits = flight.limits.prolonged(held)
            else:
                flight.transfer.put_limits(flight.limits)
        self._late = [flight for flight, _ in before]

    def _waited_for_us(self, flight: Flight, awaited: int | None, ended: Set[pycurl.Curl]) -> bool:
        """Whether the server had all there, or as much as finds room, or could not even be asked.

        Whoever owes us more did not wait for us, however much has come: it could send bits for ever and look fast.
        """
        if awaited is None:
            return len(flight.hold_ups) < _MOST_BEFORE_ASKING
        return flight.transfer.curl in ended or flight.transfer.received - awaited >= _BUFFERED

    def _end_overdue(self, now: float) -> None:
        flying = [one for one in self._late if self._flying.get(one.transfer.curl) is one]
        overdue = [one for one in flying if (now - one.began) * 1000 > one.limits.timeout_ms]
        self._broken_off.extend((one, Fault.TIMEOUT, "the time is over") for one in overdue)
        self._late = [one for one in flying if one not in overdue]

    def _own_time(self, flight: Flight, timings: Timings) -> Timings:
        """What the server took at least."""
        scale, began = self._clock.scale, flight.began
        return Timings(*(round(without(flight.hold_ups, began, took * scale) / scale, 6) for took in timings))

    def _real_ms(self, seconds: float) -> int:
        return max(_SHORTEST_LIMIT_MS, round(min(seconds, _LONGEST_LIMIT) * self._clock.scale * 1000))
