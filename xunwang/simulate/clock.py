"""The province's clock: it jumps where an office's clock would wait."""

from __future__ import annotations

import http.client
import threading
import time
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

SCALE = 0.025
"""Real seconds for a second of the clock while a transfer is under way.

The limit of 15 s is then 0.375 s of real time. Measured with 310 home pages asked for 64 at a time over
fresh connections, two cores: slowest answer 0.15 s, and 0.32 s while two other processes kept both
cores busy; so no healthy site fails a probe. A week of hourly probes of an always slow site (17 to 20 s)
costs about 80 real seconds; with 0.05 it would cost 160, with 0.01 a busy machine would fail probes.
"""


class ProvinceClock:
    """A :class:`xunwang.clock.Clock` that runs ``1 / scale`` times as fast as real time, and jumps.

    ``start`` is aware. ``control`` is the address (``host:port``) of the server's control endpoint,
    which is told of every jump; None for a clock of its own.
    """

    def __init__(self, start: datetime, control: str | None = None, scale: float = SCALE) -> None:
        if start.tzinfo is None:
            raise ValueError("模拟时钟的起点必须带时区")
        self.scale = scale
        self._control = control
        self._lock = threading.Lock()
        self._base = start.astimezone(UTC)
        self._since = time.monotonic()

    def __getstate__(self) -> dict[str, Any]:
        """For other processes of this machine, where the clock runs on from the same instant."""
        with self._lock:
            return {name: value for name, value in vars(self).items() if name != "_lock"}

    def __setstate__(self, state: dict[str, Any]) -> None:
        vars(self).update(state)
        self._lock = threading.Lock()

    def now(self) -> datetime:
        """The present instant of the province, aware, in UTC."""
        with self._lock:
            return self._now()

    def sleep_until(self, when: datetime) -> None:
        """Jump to ``when`` and tell the server; nothing happens when it has passed.

        Raises OSError when the server can't be told.
        """
        with self._lock:
            if when <= self._now():
                return
            self._base, self._since = when.astimezone(UTC), time.monotonic()
        if self._control is not None:
            _tell(self._control, when)

    def _now(self) -> datetime:
        return self._base + timedelta(seconds=(time.monotonic() - self._since) / self.scale)


def _tell(control: str, when: datetime) -> None:
    connection = http.client.HTTPConnection(control, timeout=10)
    try:
        connection.request("POST", f"/jump?to={quote(when.isoformat())}")
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise OSError(f"模拟省份的时钟没有接受跳转：{answer.status}")
    finally:
        connection.close()


def server_time(control: str) -> datetime:
    """The server's present instant. Raises OSError when it doesn't answer."""
    connection = http.client.HTTPConnection(control, timeout=10)
    try:
        connection.request("GET", "/now")
        return datetime.fromisoformat(connection.getresponse().read().decode())
    finally:
        connection.close()
