"""When this process did not serve the network: it computed, was stopped, or the machine had no time for it.

An answer then waited in the machine's buffers. That is no time that a server took, and must not cost it a verdict.
"""

from __future__ import annotations

from typing import NamedTuple

SHORTEST = 0.25
"""Real seconds; shorter ones are not told from the loop's own waits."""


class HoldUp(NamedTuple):
    """From one instant to another, in seconds of the process's monotonic clock."""

    begin: float
    end: float

    @property
    def seconds(self) -> float:
        """How long it took."""
        return self.end - self.begin


class HoldUps:
    """Those that may concern a transfer under way. Times are real seconds of one monotonic clock."""

    def __init__(self) -> None:
        self._known: list[HoldUp] = []

    def __bool__(self) -> bool:
        """Whether any is known."""
        return bool(self._known)

    def note(self, begin: float, end: float) -> float:
        """Nobody served the network between the two; how long that was, 0.0 when it is nothing to speak of."""
        found = HoldUp(begin, end)
        if found.seconds < SHORTEST:
            return 0.0
        self._known.append(found)
        return found.seconds

    def within(self, begin: float, end: float) -> float:
        """Seconds between the two that were held up."""
        return sum(max(0.0, min(end, one.end) - max(begin, one.begin)) for one in self._known)

    def forget(self, before: float) -> None:
        """No transfer under way began before this."""
        self._known = [one for one in self._known if one.end > before]
