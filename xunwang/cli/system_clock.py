"""The office's clock: the only place where the time of day is read."""

from __future__ import annotations

import time
from datetime import UTC, datetime


class SystemClock:
    """Real time; implements :class:`xunwang.clock.Clock`."""

    scale = 1.0

    def now(self) -> datetime:
        """The present instant, UTC."""
        return datetime.now(UTC)

    def sleep_until(self, when: datetime) -> None:
        """Sleep in short pieces, so that Ctrl-C is answered at once."""
        while (left := (when - self.now()).total_seconds()) > 0:
            time.sleep(min(left, 1.0))
