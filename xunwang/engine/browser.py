"""The browser of one process: pages of all its sites are rendered one after the other, in a thread of their own."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from xunwang.clock import Clock
from xunwang.fetch.client import Client
from xunwang.fetch.records import Fault, Fetched, FetchSettings, Request
from xunwang.pages.render import Rendered, Renderer
from xunwang.pages.urls import host_of

_REQUEST_SECONDS = 10.0
_KEPT_BYTES = 24 * 1024 * 1024
_SCRIPT_TYPES = ("application/javascript", "text/javascript", "application/x-javascript")


class Wish(NamedTuple):
    """A page to be rendered."""

    url: str
    allows: Callable[[str], bool]
    """Whether robots.txt lets an address of the site's own hosts be asked."""
    hosts: frozenset[str]
    """The site's own."""
    encoding: str
    """What the page is known to be in: a browser that had to guess could guess otherwise."""


class Outcome(NamedTuple):
    """What became of it."""

    rendered: Rendered
    at: datetime
    """When rendering began, aware, UTC."""
    seconds: float
    """Real seconds that it took."""
    browser: str
    """Name and version; empty where none could be started."""
    stopped: bool
    """The run was stopped meanwhile: the page is still to be rendered."""


class Browser:
    """Renders pages on wish. Nothing is started before the first one comes.

    Every request of the browser goes through a client with the run's own settings: its guard against
    addresses inside, its rate for each host, its bounds on size and time.
    """

    def __init__(
        self,
        settings: FetchSettings,
        clock: Clock,
        page_seconds: float,
        should_stop: Callable[[], bool] = lambda: False,
    ) -> None:
        self._settings = replace(settings, retries=0, timeout=min(settings.timeout, _REQUEST_SECONDS))
        self._clock = clock
        self._page_seconds = page_seconds
        self._should_stop = should_stop
        self._closing = threading.Event()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="browser")
        self._client: Client | None = None
        self._renderer: Renderer | None = None
        self._problem = ""
        self._delays: dict[str, float] = {}
        self._wish: Wish | None = None
        self._scripts: dict[str, Fetched] = {}

    def render(self, wish: Wish) -> Future[Outcome]:
        """Queue a page. The result never is an exception."""
        return self._thread.submit(self._render, wish)

    def set_crawl_delay(self, host: str, seconds: float) -> None:
        """Ask the host at most once in so many seconds of the clock."""
        self._delays[host] = seconds

    def close(self) -> None:
        """Give up the page under way, drop those that wait, end the browser."""
        self._closing.set()
        if self._renderer is not None:
            self._renderer.cancel()
        self._thread.submit(self._quit)
        self._thread.shutdown()

    # -- in the browser's thread --------------------------------------------------------------

    def _render(self, wish: Wish) -> Outcome:
        at, start = self._clock.now(), time.monotonic()
        if self._stopped():
            return Outcome(Rendered(None, 0, ""), at, 0.0, "", True)
        if self._wish is None or self._wish.hosts != wish.hosts:
            self._scripts.clear()
        self._wish = wish
        renderer = self._started()
        if renderer is None:
            return Outcome(Rendered(None, 0, self._problem), at, 0.0, "", False)
        try:
            rendered = renderer.render(wish.url)
        except (
            Exception
        ) as error:  # one page, or the browser itself, must not end the inspection of all sites
            rendered = Rendered(None, 0, repr(error)[:200])
        return Outcome(rendered, at, time.monotonic() - start, renderer.version, self._stopped())

    def _stopped(self) -> bool:
        return self._closing.is_set() or self._should_stop()

    def _started(self) -> Renderer | None:
        if self._renderer is None and not self._problem:
            self._client = Client(self._settings, self._clock)
            renderer = Renderer(self._fetch, seconds=self._page_seconds)
            try:
                self._renderer = renderer.__enter__()
            except Exception as error:  # whatever keeps a browser from starting must not end the inspection
                self._problem = str(error)[:300] or type(error).__name__
        return self._renderer

    def _quit(self) -> None:
        if self._renderer is not None:
            self._renderer.__exit__(None, None, None)
        if self._client is not None:
            self._client.close()

    # -- in the renderer's thread of requests -------------------------------------------------

    def _fetch(self, request: Request) -> Fetched:
        """Answer a request of the browser; scripts that the pages of a site share are asked for once."""
        wish, client = self._wish, self._client
        assert wish is not None and client is not None  # both are set before anything is rendered
        host = host_of(request.url)
        if host in wish.hosts and request.url != wish.url and not wish.allows(request.url):
            return self._refused(request, Fault.ROBOTS)
        if (known := self._scripts.get(request.url)) is not None and request.method == "GET":
            return known
        if host in self._delays:
            client.set_crawl_delay(host, self._delays[host])
        try:
            fetched = client.fetch(request, should_stop=self._stopped)
        except Exception as error:  # a request that defeats the client must not hang the page
            return self._refused(request, Fault.BAD_ANSWER, repr(error)[:200])
        self._keep_script(fetched)
        return _declared(fetched, wish.encoding) if request.url == wish.url else fetched

    def _keep_script(self, fetched: Fetched) -> None:
        kind = (fetched.header("content-type") or "").lower()
        if not fetched.ok or fetched.request.method != "GET" or not kind.startswith(_SCRIPT_TYPES):
            return
        if sum(len(kept.body) for kept in self._scripts.values()) + len(fetched.body) < _KEPT_BYTES:
            self._scripts[fetched.request.url] = fetched

    def _refused(self, request: Request, fault: Fault, detail: str = "") -> Fetched:
        return Fetched(request, request.url, self._clock.now(), 0, fault, detail, (), b"", tries=0)


def _declared(fetched: Fetched, encoding: str) -> Fetched:
    """The answer with its encoding in the Content-Type field, if it is a page."""
    kind = (fetched.header("content-type") or "text/html").partition(";")[0].strip().lower()
    if not fetched.ok or "html" not in kind:
        return fetched
    others = [field for field in fetched.headers if field[0].lower() != "content-type"]
    return replace(fetched, headers=(*others, ("Content-Type", f"{kind}; charset={encoding}")))
