"""The office's clock: the only place where the time of day is read."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime


class SystemClock:
    """Real time; implements :class:`xunwang.clock.Clock`."""

    scale = 1.0

    def __init__(self, should_stop: Callable[[], bool] | None = None) -> None:
        """``should_stop`` ends a sleep before its time, for callers that ask it themselves afterwards."""
        self._should_stop = should_stop

    def now(self) -> datetime:
        """The present instant, UTC."""
        return datetime.now(UTC)

    def sleep_until(self, when: datetime) -> None:
        """Sleep in short pieces, so that a wish to stop is answered within a second."""
        while (left := (when - self.now()).total_seconds()) > 0:
            if self._should_stop is not None and self._should_stop():
                return
            time.sleep(min(left, 1.0))
