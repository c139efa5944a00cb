"""libcurl's multi interface driven by the system's readiness events.

``select``-style waiting can't see descriptors above 1023, and a run has many files open besides its
sockets; here libcurl tells which socket it waits for, and only ready ones are touched.
"""

from __future__ import annotations

import resource
import selectors
import time
from collections import deque

import pycurl

_EVENTS = {
    pycurl.POLL_IN: selectors.EVENT_READ,
    pycurl.POLL_OUT: selectors.EVENT_WRITE,
    pycurl.POLL_INOUT: selectors.EVENT_READ | selectors.EVENT_WRITE,
}
_IDLE_CONNECTIONS = (128, 4096)
"""Least and most connections kept open between requests; a new one costs a handshake."""

Finished = tuple[pycurl.Curl, int, str]
"""Handle, libcurl's result code (0 is good) and its words."""
Ready = list[tuple[selectors.SelectorKey, int]]
"""Sockets and what they are ready for."""


class Pump:
    """Runs transfers; the caller adds handles and takes the finished ones."""

    def __init__(self, connections: int) -> None:
        self._multi = pycurl.CurlMulti()
        self._multi.setopt(pycurl.M_SOCKETFUNCTION, self._on_socket)
        self._multi.setopt(pycurl.M_TIMERFUNCTION, self._on_timer)
        self._multi.setopt(pycurl.M_PIPELINING, pycurl.PIPE_MULTIPLEX)
        self._multi.setopt(pycurl.M_MAXCONNECTS, max(_idle_connections(), connections))
        self._selector = selectors.DefaultSelector()
        self._watched: set[int] = set()
        self._timer_at: float | None = None
        self._running: set[pycurl.Curl] = set()
        self.finished: deque[Finished] = deque()

    def __len__(self) -> int:
        """Transfers under way."""
        return len(self._running)

    def add(self, handle: pycurl.Curl) -> None:
        """Start a transfer."""
        self._running.add(handle)
        self._multi.add_handle(handle)

    def remove(self, handle: pycurl.Curl) -> None:
        """Take a handle out, finished or not; its connection is kept only when finished."""
        if handle in self._running:
            self._running.discard(handle)
            self._multi.remove_handle(handle)

    def listen(self, seconds: float) -> tuple[Ready, float]:
        """Wait until sockets are ready or the time has passed; these, and the seconds that were asked for."""
        if self._timer_at is not None:
            seconds = min(seconds, self._timer_at - time.monotonic())
        seconds = max(0.0, seconds)
        return self._selector.select(seconds), seconds

    def work(self, ready: Ready) -> None:
        """Serve the ready sockets and what is due; see :attr:`finished`."""
        for key, events in ready:
            mask = (events & selectors.EVENT_READ and pycurl.CSELECT_IN) | (
                events & selectors.EVENT_WRITE and pycurl.CSELECT_OUT
            )
            self._multi.socket_action(key.fd, mask)
        if self._timer_at is not None and self._timer_at <= time.monotonic():
            self._timer_at = None
            self._multi.socket_action(pycurl.SOCKET_TIMEOUT, 0)
        self._collect()

    def close(self) -> None:
        """Abort everything."""
        for handle in list(self._running):
            self.remove(handle)
        self._multi.close()
        self._selector.close()

    def _collect(self) -> None:
        left = 1
        while left:
            left, good, bad = self._multi.info_read()
            self.finished.extend((handle, 0, "") for handle in good)
            self.finished.extend(bad)

    def _on_timer(self, milliseconds: int) -> None:
        self._timer_at = None if milliseconds < 0 else time.monotonic() + milliseconds / 1000

    def _on_socket(self, what: int, fd: int, _multi: pycurl.CurlMulti, _data: object) -> None:
        events = _EVENTS.get(what)
        if events is None:
            if fd in self._watched:
                self._watched.discard(fd)
                self._selector.unregister(fd)
        elif fd in self._watched:
            self._selector.modify(fd, events)
        else:
            self._watched.add(fd)
            self._selector.register(fd, events)


def _idle_connections() -> int:
    """Half of the descriptors that the process may have open, the others being a run's files."""
    least, most = _IDLE_CONNECTIONS
    allowed = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return most if allowed == resource.RLIM_INFINITY else min(max(least, allowed // 2), most)
