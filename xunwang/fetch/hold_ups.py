"""When this process did not serve the network: it computed, was stopped, or the machine had no time for it.

An answer then waited in the machine's buffers. That is no time that a server took, and must not cost it a verdict.
"""

from __future__ import annotations

from collections.abc import Sequence
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

    @property
    def counts(self) -> bool:
        """Whether it is long enough to speak of."""
        return self.seconds >= SHORTEST


def without(hold_ups: Sequence[HoldUp], since: float, seconds: float) -> float:
    """What remains of so many seconds since an instant. The hold-ups do not overlap."""
    until = since + seconds
    return seconds - sum(max(0.0, min(until, one.end) - max(since, one.begin)) for one in hold_ups)
