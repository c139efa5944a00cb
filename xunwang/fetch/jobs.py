"""A request on its way: through redirects, tries and waiting times."""

from __future__ import annotations

from collections.abc import Mapping

from xunwang.fetch.cookies import ChainCookies
from xunwang.fetch.lanes import LaneState
from xunwang.fetch.records import Hop, Request
from xunwang.fetch.targets import Target


class Job:
    """State of one request between :meth:`Lane.take` and :meth:`Lane.done`."""

    __slots__ = (
        "body", "cookies", "first", "headers", "hops", "lane", "method", "request", "seen", "spent",
        "target", "tries",
    )  # fmt: skip

    def __init__(self, request: Request, lane: LaneState, target: Target) -> None:
        self.request = request
        self.lane = lane
        self.first = target
        self.tries = 0
        self.restart()

    def restart(self) -> None:
        """Begin the next try, at the first address."""
        self.tries += 1
        self.target = self.first
        self.method = self.request.method
        self.body = self.request.body
        self.headers: Mapping[str, str] = self.request.headers
        self.hops: tuple[Hop, ...] = ()
        self.spent = 0.0
        """Clock seconds that the earlier hops of this try took."""
        self.cookies: ChainCookies | None = None
        self.seen: set[tuple[str, str, str]] = set()
        """Method, address and cookies of the earlier hops."""

    def cookie(self, target: Target) -> str:
        """Value of the Cookie field for an address; empty when there is none."""
        return self.cookies.header(target.host) if self.cookies else ""
