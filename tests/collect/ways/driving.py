"""Drives a collector: by a real client over HTTP, from a folder of uploads, or by answers at hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from tests.fetch.conftest import RealClock
from xunwang.collect.interface import CollectError, Collector, Ending, Got, Source, Span
from xunwang.collect.uploads import SCHEME, answer_upload
from xunwang.fetch.client import Client
from xunwang.fetch.records import Fault, Fetched, FetchSettings, Request
from xunwang.posts.records import Post, Profile

NOW = datetime(2021, 3, 1, 4, 0, tzinfo=UTC)
"""Noon in Shanghai."""
SPAN = Span(NOW - timedelta(days=14), NOW, NOW)
SETTINGS = FetchSettings(
    allowed_networks=("127.0.0.0/8",), rate_per_host=10_000, connect_timeout=2, timeout=5, retries=0
)
Answering = Callable[[Request], Fetched]


@dataclass
class Outcome:
    """What a collector gave."""

    ending: Ending | None = None
    error: CollectError | None = None
    got: list[Got] = field(default_factory=list)
    asked: list[Request] = field(default_factory=list)

    @property
    def posts(self) -> list[Post]:
        return [got.what for got in self.got if isinstance(got.what, Post)]

    @property
    def profile(self) -> Profile:
        return next(got.what for got in self.got if isinstance(got.what, Profile))

    @property
    def end(self) -> Ending:
        assert self.ending is not None, self.error
        return self.ending

    @property
    def failure(self) -> CollectError:
        assert self.error is not None, self.ending
        return self.error


def drive(
    collector: Collector,
    source: Source,
    answer: Answering,
    span: Span = SPAN,
    memory: Mapping[str, str] | None = None,
) -> Outcome:
    """Run a collector to its end; anything but CollectError comes through."""
    outcome = Outcome()
    steps = collector.collect(source, span, memory or {})
    reply: Fetched | None = None
    try:
        while True:
            step = steps.send(reply)
            reply = None
            if isinstance(step, Got):
                outcome.got.append(step)
            else:
                outcome.asked.append(step)
                reply = answer(step)
    except StopIteration as stop:
        outcome.ending = stop.value
    except CollectError as error:
        outcome.error = error
    return outcome


def over_http(
    collector: Collector, source: Source, span: Span = SPAN, memory: Mapping[str, str] | None = None
) -> Outcome:
    """Over a real client."""
    with Client(SETTINGS, RealClock()) as client:
        return drive(collector, source, client.fetch, span, memory)


def from_uploads(collector: Collector, source: Source, folder: Path, span: Span = SPAN) -> Outcome:
    """From a folder of uploads."""

    def answer(request: Request) -> Fetched:
        assert request.url.startswith(SCHEME)
        return answer_upload(folder, request, span.now)

    return drive(collector, source, answer, span)


def answer_with(
    request: Request,
    body: bytes,
    *,
    status: int = 200,
    at: datetime = NOW,
    headers: tuple[tuple[str, str], ...] = (),
) -> Fetched:
    """An answer at hand."""
    digest = sha256(body).hexdigest() if body else ""
    return Fetched(request, request.url, at, status, Fault.NONE, "", headers, body, digest=digest)
