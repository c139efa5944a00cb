"""Progress as server-sent events: the browser is told that something has changed, and asks for the page itself.

A stream holds one of the server's threads. It therefore ends by itself after a few seconds, few are held at a time,
and who gets none is answered at once and told to come again: browsers do so by themselves.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from xunwang.access.roles import Action
from xunwang.web.pages.running.queries import run_for, version_of
from xunwang.web.people import allowed, person

_HELD = threading.BoundedSemaphore(2)
"""Of a process, which has four threads."""
_SECONDS = 12.0
_ASK_EVERY = 0.5
_COME_AGAIN = 3_000
"""Milliseconds until the browser asks again."""


@allowed(Action.SEE_CAMPAIGNS)
def run_events(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Events of one run; 204, after which browsers do not come again, when it is over and the browser knows."""
    run = run_for(person(request), pk)
    known = request.headers.get("Last-Event-ID", "")
    version, over = version_of(run.pk)
    if over and version == known:
        return HttpResponse(status=204)
    response = StreamingHttpResponse(_stream(run.pk, known), content_type="text/event-stream")
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Accel-Buffering"] = "no"
    return response


def _stream(run: int, known: str) -> Iterator[str]:
    yield f"retry: {_COME_AGAIN}\n\n"
    version, over = version_of(run)
    if version != known:
        yield _event(version)
    if over or not _HELD.acquire(blocking=False):
        return
    try:
        end = time.monotonic() + _SECONDS
        while not over and time.monotonic() < end:
            time.sleep(_ASK_EVERY)
            last, (version, over) = version, version_of(run)
            if version != last:
                yield _event(version)
    finally:
        _HELD.release()


def _event(version: str) -> str:
    return f"id: {version}\nevent: changed\ndata: {version}\n\n"
