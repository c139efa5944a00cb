"""Pages that follow by themselves, by server-sent events.

The browser is told that something has changed, and asks for the page itself (``static/web/live.js``). A stream holds
one of the server's threads. It therefore ends by itself after a few seconds, few are held at a time, and who gets none
is answered at once and told to come again: browsers do so by themselves.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from typing import NamedTuple
from zlib import crc32

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

_HELD = threading.BoundedSemaphore(2)
"""Of a process, which has four threads."""
_SECONDS = 12.0
_ASK_EVERY = 0.5
_COME_AGAIN = 3_000
"""Milliseconds until the browser asks again."""


class Look(NamedTuple):
    """How something is now."""

    version: str
    """Changes whenever its page would."""
    over: bool
    """Nothing more will change by itself."""

    @classmethod
    def at(cls, *parts: object, over: bool) -> Look:
        """Of what the page shows."""
        return cls(f"{crc32(repr([str(part) for part in parts]).encode()):08x}", over)


def follow(request: HttpRequest, look: Callable[[], Look]) -> HttpResponseBase:
    """Events of what ``look`` looks at; 204, after which browsers do not come again, when it is over and they know."""
    known = request.headers.get("Last-Event-ID", "")
    version, over = look()
    if over and version == known:
        return HttpResponse(status=204)
    response = StreamingHttpResponse(_stream(look, known), content_type="text/event-stream")
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Accel-Buffering"] = "no"
    return response


def _stream(look: Callable[[], Look], known: str) -> Iterator[str]:
    yield f"retry: {_COME_AGAIN}\n\n"
    version, over = look()
    if version != known:
        yield _event(version)
    if over or not _HELD.acquire(blocking=False):
        return
    try:
        end = time.monotonic() + _SECONDS
        while not over and time.monotonic() < end:
            time.sleep(_ASK_EVERY)
            last, (version, over) = version, look()
            if version != last:
                yield _event(version)
    finally:
        _HELD.release()


def _event(version: str) -> str:
    return f"id: {version}\nevent: changed\ndata: {version}\n\n"
