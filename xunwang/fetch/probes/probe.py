"""Spaced probes of home pages: is the site open, how fast, and seen from where.

Source: indicator W-V-02 (站点无法访问): over one week, at least 20 spaced probes a day, the home page is
not open after 15 seconds or more. A probe is one GET of the home page with its redirects and its body,
tried once: what a retry would hide is what is being measured.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import orjson

from xunwang.clock import Clock
from xunwang.fetch.client import Client
from xunwang.fetch.probes.log import ProbeLog, read_log
from xunwang.fetch.probes.records import ProbeRecord
from xunwang.fetch.records import Fault, Fetched, FetchSettings, Request

_PLAN = "plan.json"
_GRACE = 1.0
"""Seconds beyond the limit for which a probe goes on: then its slowness is beyond doubt."""
_MOST_CONNECTIONS = 512
_LEAST_RATE = 20.0
_SIDE_BY_SIDE = 24
"""Sites probed at a time: all at once, our own machine's and line's load would count as the sites'."""
_BODY_BYTES = 4 * 1024 * 1024
_BY_TIME = frozenset({"", str(Fault.TIMEOUT), str(Fault.SLOW)})


class Vantage(NamedTuple):
    """A place that probes: this machine, another way out of it, or another operator's network by proxy.

    A prober on another machine writes a log of its own; logs are merged when they are read.
    """

    name: str
    interface: str = ""
    """Network interface, or source address, that its requests leave from; empty for the system's choice."""
    proxy: str = ""
    """Proxy that its requests go through; empty for none."""


class ProbeSettings(NamedTuple):
    """How often, how long, and from where."""

    every: timedelta = timedelta(minutes=30)
    duration: timedelta = timedelta(days=7)
    vantages: tuple[Vantage, ...] = (Vantage("本机"),)
    slow_after: float = 15.0
    """Seconds after which a page that is not open counts as not reachable."""


class Round(NamedTuple):
    """A round that is over."""

    number: int
    """From 0."""
    rounds: int
    """Planned in all."""
    at: datetime
    failed: int
    """Probes of the round that met a fault, an error status or the time limit."""
    probes: int


class Plan(NamedTuple):
    """When rounds take place: ``start + n * every`` for n in range(rounds)."""

    start: datetime
    every: timedelta
    rounds: int

    @property
    def end(self) -> datetime:
        """When the last round's time is over."""
        return self.start + self.every * self.rounds

    def slot(self, at: datetime) -> int:
        """Number of the round whose time it is."""
        return (at - self.start) // self.every


class Prober:
    """Keeps probing the sites until the plan is fulfilled.

    ``sites`` are home addresses by site key. The folder holds the plan and the log; a prober that was
    stopped or killed and is started again with the same folder and interval goes on with the same
    plan: rounds that fell into the pause are left out and show as gaps in the log's coverage.
    """

    def __init__(
        self,
        sites: Mapping[str, str],
        folder: Path,
        settings: ProbeSettings,
        clock: Clock,
        client: FetchSettings,
    ) -> None:
        """Raises ValueError for settings that can't be carried out, with the reason in Chinese."""
        _check(settings)
        self._sites = dict(sites)
        self._folder = folder
        self._settings = settings
        self._clock = clock
        self._client = client
        self._failing: set[tuple[str, str]] = set()
        """(site, vantage) whose last probe failed."""

    def run(
        self,
        on_round: Callable[[Round], None] = lambda _: None,
        should_stop: Callable[[], bool] = lambda: False,
    ) -> None:
        """Probe until the plan is over or ``should_stop`` (asked before every round) says so.

        Raises ProbeLogBusyError when another process writes the log.
        """
        with ProbeLog(self._folder) as log:
            plan = self._plan()
            done = self._done_already(plan)
            for number in self._slots(plan):
                if should_stop():
                    return
                on_round(self._round(plan, number, log, done))
                done = frozenset()

    def run_due(self) -> Plan | None:
        """Make the round whose time it is, or what is left of it, and end: for callers that come back by themselves.

        Gives the plan (begun now where there is none), None when it is over. Raises ProbeLogBusyError when another
        process writes the log.
        """
        with ProbeLog(self._folder) as log:
            known = read_plan(self._folder)
            if known is not None and self._clock.now() >= known.end:
                return None
            plan = self._plan()
            self._round(plan, plan.slot(self._clock.now()), log, self._done_already(plan))
            return plan

    def _slots(self, plan: Plan) -> Iterator[int]:
        """Rounds as their time comes; those whose time has passed are left out."""
        number = max(plan.slot(self._clock.now()), 0)
        while number < plan.rounds:
            self._clock.sleep_until(plan.start + number * plan.every)
            yield number
            number = max(plan.slot(self._clock.now()), number + 1)

    def _done_already(self, plan: Plan) -> frozenset[tuple[str, str]]:
        """(site, vantage) that an earlier process probed in the round whose time it is."""
        begin = plan.start + max(plan.slot(self._clock.now()), 0) * plan.every
        return frozenset(
            (record.site, record.vantage) for record in read_log(self._folder, begin, begin + plan.every)
        )

    def _round(
        self,
        plan: Plan,
        number: int,
        log: ProbeLog,
        done: frozenset[tuple[str, str]],
    ) -> Round:
        failed = probes = 0
        for vantage in self._settings.vantages:
            lanes = [
                _ProbeLane(
                    key,
                    url,
                    vantage.name,
                    self._settings.slow_after,
                    log,
                    self._clock,
                    self._doubts(key, vantage),
                )
                for key, url in self._sites.items()
                if (key, vantage.name) not in done
            ]
            # A visitor's way from the start: name, connection and certificate are part of every probe.
            with self._client_of(vantage) as client:
                client.run(lanes, most_lanes=_SIDE_BY_SIDE)
            probes += len(lanes)
            bad = {
                (lane.name, vantage.name)
                for lane in lanes
                if lane.record is None or self._is_bad(lane.record)
            }
            self._failing -= {(lane.name, vantage.name) for lane in lanes}
            self._failing |= bad
            failed += len(bad)
        return Round(number, plan.rounds, plan.start + number * plan.every, failed, probes)

    def _doubts(self, site: str, vantage: Vantage) -> bool:
        """Whether a site that was open before and is now too slow is looked at again before it is noted.

        In hurried time 15 seconds are a moment, in which our own machine may have been busy elsewhere.
        """
        return self._clock.scale < 1 and (site, vantage.name) not in self._failing

    def _is_bad(self, record: ProbeRecord) -> bool:
        return bool(record.fault) or record.status >= 400 or record.seconds >= self._settings.slow_after

    def _plan(self) -> Plan:
        """The plan of the folder if it still runs at the same interval, else a new one from now on."""
        now = self._clock.now()
        known = read_plan(self._folder)
        if known is not None and known.every == self._settings.every and now < known.end:
            return known
        plan = Plan(now, self._settings.every, -(-self._settings.duration // self._settings.every))
        part = self._folder / f"{_PLAN}.part"
        part.write_bytes(
            orjson.dumps({"start": plan.start, "every": plan.every.total_seconds(), "rounds": plan.rounds})
        )
        part.replace(self._folder / _PLAN)
        return plan

    def _client_of(self, vantage: Vantage) -> Client:
        # No probe waits for another's connection, and no redirect for its host's turn: the time would
        # count as the site's. One page a round is polite at any rate.
        connections = max(self._client.connections, min(len(self._sites), _MOST_CONNECTIONS))
        settings = replace(
            self._client,
            retries=0,
            connections=connections,
            rate_per_host=max(self._client.rate_per_host, _LEAST_RATE),
            interface=vantage.interface or self._client.interface,
            proxy=vantage.proxy or self._client.proxy,
        )
        return Client(settings, self._clock)


class _ProbeLane:
    """One probe of one site, for the client to run beside the others."""

    def __init__(
        self, site: str, url: str, vantage: str, slow_after: float, log: ProbeLog, clock: Clock, doubts: bool
    ) -> None:
        self.name = site
        self.record: ProbeRecord | None = None
        self._url = url
        self._vantage = vantage
        self._slow_after = slow_after
        self._doubts = doubts
        self._log = log
        self._clock = clock
        self._taken: datetime | None = None

    def take(self) -> Request | None:
        if self._taken is not None:
            return None
        self._taken = self._clock.now()
        return Request(self._url, purpose="probe", timeout=self._slow_after + _GRACE, max_bytes=_BODY_BYTES)

    def done(self, fetched: Fetched) -> None:
        if fetched.fault is Fault.STOPPED:
            return
        record = record_of(self.name, self._vantage, fetched, self._taken)
        if self._doubts and record.seconds >= self._slow_after and record.fault in _BY_TIME:
            self._doubts, self._taken = False, None
            return
        self.record = record
        self._log.append(record)

    def idle(self) -> bool:
        return self._taken is not None


def record_of(site: str, vantage: str, fetched: Fetched, begun: datetime | None = None) -> ProbeRecord:
    """An answer as a probe.

    ``begun`` is when the first address was asked for: libcurl measures the last one only, and the time
    that a visitor waits includes the redirects.
    """
    timings = fetched.timings
    at = begun if begun is not None and fetched.hops else fetched.at
    before = max((fetched.at - at).total_seconds(), 0.0)
    return ProbeRecord(
        at=at,
        site=site,
        url=fetched.request.url,
        vantage=vantage,
        seconds=round(before + timings.total, 6),
        status=fetched.status,
        fault=_fault(fetched),
        dns=round(timings.dns, 6),
        connect=round(timings.connect, 6),
        tls=round(timings.tls, 6),
        first_byte=round(timings.first_byte, 6),
        address=fetched.address,
        digest=fetched.digest,
    )


def _fault(fetched: Fetched) -> str:
    """A page behind a certificate that does not hold is not open: browsers show a warning in its place."""
    certificate = fetched.certificate
    if not fetched.fault and certificate is not None and not certificate.valid:
        return str(Fault.TLS)
    return str(fetched.fault)


def read_plan(folder: Path) -> Plan | None:
    """The plan of a log's folder, or None when there is none."""
    try:
        fields = orjson.loads((folder / _PLAN).read_bytes())
        start = datetime.fromisoformat(fields["start"])
        return Plan(start, timedelta(seconds=fields["every"]), fields["rounds"])
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None


def _check(settings: ProbeSettings) -> None:
    if settings.every < timedelta(minutes=1):
        raise ValueError("探测间隔不能小于 1 分钟，以免给网站增加负担")
    if settings.duration < settings.every:
        raise ValueError("探测总时长不能小于探测间隔")
    if not settings.vantages:
        raise ValueError("至少需要一个监测点")
    names = [vantage.name for vantage in settings.vantages]
    if len(set(names)) < len(names) or not all(names):
        raise ValueError("监测点名称不能为空或重复")
    if settings.slow_after <= 0:
        raise ValueError("超时界限必须大于 0 秒")
