"""A clock that jumps where an office's clock would wait."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta


class JumpingClock:
    """Runs ``1 / scale`` times as fast as real time between its jumps."""

    def __init__(self, start: datetime = datetime(2026, 3, 1, 16, tzinfo=UTC), scale: float = 1.0) -> None:
        self.scale = scale
        self._base = start
        self._since = time.monotonic()

    def now(self) -> datetime:
        return self._base + timedelta(seconds=(time.monotonic() - self._since) / self.scale)

    def sleep_until(self, when: datetime) -> None:
        if when > self.now():
            self._base, self._since = when, time.monotonic()
