"""Which links are broken: repeated, spaced tries of each distinct target.

Source of the rule: indicators W-D-20.1 and W-D-20.2 of the 2019 table, measured as a link checker with
"3 tries over 24 h before counting". A target that opened once is not broken; one that asks for a login,
forbids or limits robots, or has a certificate problem is for a person to look at. Pure: times come in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from xunwang.fetch.records import Fault, Fetched, Request
from xunwang.words import TURNED_AWAY

_FAILED_FAULTS = frozenset(
    {
        Fault.DNS,
        Fault.REFUSED,
        Fault.CONNECT,
        Fault.TIMEOUT,
        Fault.SLOW,
        Fault.RESET,
        Fault.REDIRECT_LOOP,
        Fault.TOO_MANY_REDIRECTS,
    }
)
_NO_SERVER = frozenset(
    {Fault.DNS, Fault.REFUSED, Fault.CONNECT, Fault.TLS, Fault.BAD_URL, Fault.FORBIDDEN_ADDRESS}
)
"""A GET would meet the same fault as the HEAD did."""
_OPENED_FAULTS = frozenset({Fault.TOO_LARGE, Fault.BOMB})
"""The server answered with content; that it was cut short by us says nothing against the link."""
_UNHURT = frozenset({Fault.STOPPED, Fault.ROBOTS})
"""Not a try: the target was not asked."""
_GET_BYTES = 256 * 1024


class TryResult(StrEnum):
    """What one try says about its target."""

    OPENED = "opened"
    FAILED = "failed"
    LOOK = "look"
    """Neither: a person has to look (a protective system's refusal, TLS, a strange answer)."""


class LinkState(StrEnum):
    """What all tries of a target together say."""

    OPEN = "open"
    """Not decided: further tries are due."""
    WORKS = "works"
    BROKEN = "broken"
    RECOVERED = "recovered"
    """Failed first and opened later."""
    NEEDS_LOOK = "needs_look"


class TryRecord(NamedTuple):
    """One try of a target."""

    at: datetime
    status: int
    fault: str
    """Of :class:`~xunwang.fetch.records.Fault`, or ``soft_404`` for an error page sent with status 200."""
    result: TryResult


class LinkSettings(NamedTuple):
    """When a target counts as broken."""

    tries: int = 3
    span: timedelta = timedelta(hours=24)
    """Least time between the first and the last failed try."""
    timeout: float | None = None
    """Seconds of the clock for one request; None takes the client's."""

    @property
    def spacing(self) -> timedelta:
        """Time between two tries."""
        return self.span / max(self.tries - 1, 1)


class CheckedLink(NamedTuple):
    """A target with its tries."""

    target: str
    state: LinkState
    tries: tuple[TryRecord, ...]


def judge_try(status: int, fault: Fault, soft_404: bool = False) -> TryResult:
    """What one answer says about its target."""
    if fault in _OPENED_FAULTS:
        return TryResult.OPENED
    if fault in _FAILED_FAULTS:
        return TryResult.FAILED
    if fault is not Fault.NONE:
        return TryResult.LOOK
    if status in (404, 410) or (status >= 500 and status not in TURNED_AWAY):
        return TryResult.FAILED
    if 200 <= status < 300:
        return TryResult.FAILED if soft_404 else TryResult.OPENED
    return TryResult.LOOK


class LinkChecks:
    """The link checks of one run: every distinct target once a round, until it is decided."""

    def __init__(self, settings: LinkSettings | None = None) -> None:
        """Raises ValueError when the settings allow no decision."""
        self.settings = settings or LinkSettings()
        if self.settings.tries < 1 or self.settings.span < timedelta():
            raise ValueError("链接检查至少要尝试 1 次，且时间跨度不能为负")
        self._tries: dict[str, tuple[TryRecord, ...]] = {}

    def __len__(self) -> int:
        return len(self._tries)

    def add(self, target: str) -> bool:
        """Take up a target; False when it is known already."""
        if target in self._tries:
            return False
        self._tries[target] = ()
        return True

    def restore(self, target: str, tries: Iterable[TryRecord]) -> None:
        """Take up a target with the tries that an earlier process recorded."""
        self._tries[target] = tuple(tries)

    def note(self, target: str, fetched: Fetched, soft_404: bool = False) -> TryRecord | None:
        """Record the outcome of a try; None when the target was not really asked."""
        if fetched.fault in _UNHURT:
            return None
        result = judge_try(fetched.status, fetched.fault, soft_404)
        fault = "soft_404" if soft_404 and fetched.fault is Fault.NONE else str(fetched.fault)
        record = TryRecord(fetched.at, fetched.status, fault, result)
        self._tries[target] = (*self._tries.get(target, ()), record)
        return record

    def state(self, target: str) -> LinkState:
        """What is known about a target. Raises KeyError for one that was never added."""
        tries = self._tries[target]
        results = {record.result for record in tries}
        if TryResult.OPENED in results:
            return LinkState.WORKS if results == {TryResult.OPENED} else LinkState.RECOVERED
        if self._next(tries) is not None:
            return LinkState.OPEN
        return LinkState.BROKEN if results == {TryResult.FAILED} else LinkState.NEEDS_LOOK

    def due(self, at: datetime) -> list[str]:
        """Targets whose next try is due at ``at``, in the order in which they were added."""
        return [target for target, tries in self._tries.items() if self._is_due(tries, at)]

    def next_due(self) -> datetime | None:
        """When the next round is due; None when nothing is open or something has not been tried at all."""
        waiting = [
            when for tries in self._tries.values() if tries and (when := self._next(tries)) is not None
        ]
        untried = any(not tries for tries in self._tries.values())
        return None if untried or not waiting else min(waiting)

    def results(self) -> Iterator[CheckedLink]:
        """All targets with state and tries."""
        return (CheckedLink(target, self.state(target), tries) for target, tries in self._tries.items())

    def lane(
        self,
        name: str,
        at: datetime,
        is_error_page: Callable[[Fetched], bool] | None = None,
        on_try: Callable[[str, TryRecord], None] = lambda _target, _record: None,
    ) -> LinkLane:
        """One round over the targets that are due, for the client to run.

        With ``is_error_page`` HTML answers are fetched and shown to it, so that an error page sent with
        status 200 counts as failed.
        """
        return LinkLane(name, self, self.due(at), is_error_page, on_try)

    def _is_due(self, tries: tuple[TryRecord, ...], at: datetime) -> bool:
        if not tries:
            return True
        when = self._next(tries)
        return when is not None and when <= at

    def _next(self, tries: tuple[TryRecord, ...]) -> datetime | None:
        """When a tried target is due again; None when it is decided."""
        if not tries or any(record.result is TryResult.OPENED for record in tries):
            return None
        first, last = tries[0].at, tries[-1].at
        settings = self.settings
        if len(tries) >= settings.tries and last - first >= settings.span:
            return None
        # The last planned try is not made before the span is over, however late the others were.
        planned = first + settings.span if len(tries) >= settings.tries - 1 else last + settings.spacing
        return max(planned, last + settings.spacing / 2)


class LinkLane:
    """One round of tries: HEAD first, GET where HEAD is refused, fails or can't tell."""

    def __init__(
        self,
        name: str,
        checks: LinkChecks,
        targets: list[str],
        is_error_page: Callable[[Fetched], bool] | None,
        on_try: Callable[[str, TryRecord], None],
    ) -> None:
        self.name = name
        self._checks = checks
        self._is_error_page = is_error_page
        self._on_try = on_try
        self._waiting = [(target, "HEAD") for target in reversed(targets)]
        self._flying = 0

    def take(self) -> Request | None:
        """The next request of the round."""
        if not self._waiting:
            return None
        self._flying += 1
        target, method = self._waiting.pop()
        timeout = self._checks.settings.timeout
        return Request(target, method, purpose="link", max_bytes=_GET_BYTES, timeout=timeout, tag=target)

    def done(self, fetched: Fetched) -> None:
        """Take an answer; a HEAD that does not settle the matter is followed by a GET."""
        self._flying -= 1
        target = str(fetched.request.tag)
        if fetched.request.method == "HEAD" and self._needs_get(fetched):
            self._waiting.append((target, "GET"))
            return
        soft = (
            self._is_error_page is not None
            and fetched.ok
            and bool(fetched.body)
            and self._is_error_page(fetched)
        )
        record = self._checks.note(target, fetched, soft)
        if record is not None:
            self._on_try(target, record)

    def idle(self) -> bool:
        """The round is over."""
        return not self._waiting and not self._flying

    def _needs_get(self, fetched: Fetched) -> bool:
        if fetched.fault in _UNHURT or fetched.fault in _NO_SERVER:
            return False
        if fetched.fault is not Fault.NONE or not 200 <= fetched.status < 300:
            # Many servers answer HEAD with 400, 403, 404, 405, 500 or 501, or hang, and open the page on GET.
            return True
        kind = (fetched.header("Content-Type") or "text/html").lower()
        return self._is_error_page is not None and "html" in kind
