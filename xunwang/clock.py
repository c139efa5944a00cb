"""Time comes in from outside: layers 0 to 3 take one of these and never ask the system."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """A source of time. The simulated province's clock jumps; the office's does not."""

    scale: float
    """Real seconds that one second of this clock takes while a transfer is under way.

    1.0 for real sites. Below 1 every time limit given to the network is multiplied by it and every
    measured duration divided by it, so that a simulated server can be "15 seconds slow" in 0.15 s.
    """

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""

    def sleep_until(self, when: datetime) -> None:
        """Return at ``when`` (aware) or at once if it has passed."""
