"""Where the client's work comes from: one lane a site, asked only when it may have something new."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from xunwang.fetch.records import Fetched, Request

HELD_PER_LANE = 8
"""Requests of one lane that may wait for their hosts, so that one slow host does not block the lane."""
LANES_OPEN = 1024
"""Lanes worked on side by side unless said otherwise; further ones are taken as others end."""
POLL = 0.1
"""Real seconds after which a lane that had nothing is asked again though nothing of its own came back."""


class Lane(Protocol):
    """One site's source of requests."""

    name: str

    def take(self) -> Request | None:
        """The next request, or None when nothing is ready right now."""

    def done(self, fetched: Fetched) -> None:
        """Receive the answer; called exactly once for every request taken."""

    def idle(self) -> bool:
        """Whether nothing is queued and nothing of its own is under way: the lane is then removed."""


class LaneState:
    """A lane and how much of it is out. ``active`` transfers run, ``held`` requests wait."""

    __slots__ = ("active", "asleep", "held", "lane")

    def __init__(self, lane: Lane) -> None:
        self.lane = lane
        self.active = 0
        self.held = 0
        self.asleep = False
        """It had nothing when asked, and is asked again after an answer or after ``POLL``."""


class Lanes:
    """The open lanes, and those among them that are to be asked."""

    def __init__(self, lanes: Iterable[Lane], most: int = LANES_OPEN) -> None:
        self._most = most
        self._coming: Iterator[Lane] = iter(lanes)
        self._open: set[LaneState] = set()
        self._awake: list[LaneState] = []
        self._poll_at = 0.0
        self._fill()

    def __bool__(self) -> bool:
        return bool(self._open)

    def wake(self, state: LaneState) -> None:
        """Ask the lane at the next opportunity."""
        if state.asleep:
            state.asleep = False
            self._awake.append(state)

    def take(self, now: float) -> Iterator[tuple[LaneState, Request]]:
        """Requests of all lanes that have some, one of each lane in turn. ``now`` is monotonic.

        The caller counts a request as held before it asks for the next.
        """
        if now >= self._poll_at:
            self._poll_at = now + POLL
            for state in [state for state in self._open if state.asleep]:
                self.wake(state)
        while self._awake:
            still: list[LaneState] = []
            awake, self._awake = self._awake, still
            for state in awake:
                request = state.lane.take() if state.held < HELD_PER_LANE else None
                if request is None:
                    self._sleep(state)
                else:
                    still.append(state)
                    yield state, request

    def wait(self, now: float) -> float:
        """Real seconds until a lane may have to be asked again although nothing came back."""
        return 0.0 if self._awake else max(0.0, self._poll_at - now)

    def _sleep(self, state: LaneState) -> None:
        state.asleep = True
        if not state.held and not state.active and state.lane.idle():
            self._open.discard(state)
            self._fill()

    def _fill(self) -> None:
        while len(self._open) < self._most:
            lane = next(self._coming, None)
            if lane is None:
                return
            state = LaneState(lane)
            self._open.add(state)
            self._awake.append(state)
