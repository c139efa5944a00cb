"""Pages that scripts fill in, rendered by Debian's chromium (optional extra ``browser``).

The browser itself has no way to the network: names don't resolve for it and its proxy is a closed port. Every
request it makes is answered by the fetch function that the caller gives, so the client's guard, limits and
robots.txt hold for what scripts load as well. Pictures, fonts, media and style sheets are not loaded.
"""

from __future__ import annotations

import asyncio
import shutil
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from importlib.util import find_spec
from types import TracebackType
from typing import Any, NamedTuple, TypeVar

from xunwang.fetch.records import Fetched, Request

Fetch = Callable[[Request], Fetched]
"""Called in one worker thread, one request at a time; never raises."""

_Result = TypeVar("_Result")
_NAMES = ("chromium", "chromium-browser", "google-chrome")
_SKIPPED = frozenset(
    {"image", "media", "font", "stylesheet", "websocket", "eventsource", "manifest", "ping", "texttrack"}
)
_TELLING = frozenset({"document", "script", "xhr", "fetch"})
"""Kinds of requests that content may hang on."""
_DATA = frozenset({"xhr", "fetch"})
_TURNED_AWAY = frozenset({401, 403, 429})
_HOP_FIELDS = frozenset(
    {"content-encoding", "content-length", "transfer-encoding", "connection", "set-cookie"}
)
_FIELDS = frozenset({"accept", "content-type", "referer", "x-requested-with"})
"""Of a request that are sent on."""
ARGUMENTS = (
    "--no-sandbox",  # the office may run it in a container as root; it sees no network of its own
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--proxy-server=http://127.0.0.1:1",
    "--proxy-bypass-list=<-loopback>",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--disable-background-networking",
    "--disable-gpu",
    "--mute-audio",
)
"""Of a browser that has no way to the network."""
_CANCELLED = "已停止"
_GRACE = 5.0
"""Seconds given to a page or browser to close before it is abandoned."""


class Rendered(NamedTuple):
    """The page after its scripts ran."""

    html: str | None
    """None where it could not be rendered."""
    requests: int
    """Requests that scripts and page made, the page's own among them."""
    problem: str
    """Why there is no page, else empty."""
    url: str = ""
    """Address of the page in the end: scripts may lead elsewhere."""
    lacking: tuple[str, ...] = ()
    """Documents, scripts and data that were asked for and that a visitor might have got, but we did not."""


@dataclass(slots=True)
class _Visit:
    """What one page has asked for."""

    requests: int = 0
    waiting: dict[int, str] = field(default_factory=dict)
    """By number: addresses of kinds that content may hang on, and that have no answer."""


def find_browser() -> str | None:
    """Path of an installed chromium, or None."""
    return next((path for name in _NAMES if (path := shutil.which(name))), None)


def browser_problem() -> str:
    """Why nothing can be rendered on this machine, in Chinese; empty when it can."""
    if find_browser() is None:
        return "未找到chromium浏览器。请先安装（Debian：apt-get install chromium），或不使用浏览器渲染。"
    if find_spec("playwright") is None:
        return "未安装playwright。请先安装可选依赖（pip install playwright），或不使用浏览器渲染。"
    return ""


class Renderer:
    """Renders pages one after the other; a context manager that owns one browser process.

    Args:
        fetch: answers every request.
        seconds: bound on one page, scripts and requests included.
        max_requests: further requests of a page are refused.
        max_chars: bound on the resulting HTML.

    Raises:
        RuntimeError: on entering, when chromium or playwright is not installed or does not start.
    """

    def __init__(
        self, fetch: Fetch, *, seconds: float = 12.0, max_requests: int = 60, max_chars: int = 4_000_000
    ) -> None:
        self._fetch = fetch
        self._seconds, self._max_requests, self._max_chars = seconds, max_requests, max_chars
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="render-fetch")
        self._loop = asyncio.new_event_loop()
        self._playwright: Any = None
        self._browser: Any = None
        self._task: asyncio.Task[Rendered] | None = None
        self._closing = threading.Event()

    def __enter__(self) -> Renderer:
        self._run(self._launch())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._run(self._shut_down())
        self._worker.shutdown(wait=False, cancel_futures=True)
        self._loop.close()

    @property
    def version(self) -> str:
        """Name and version of the browser."""
        return f"Chromium {self._browser.version}"

    def render(self, url: str) -> Rendered:
        """Load a page, let its scripts run until the network is quiet or the time is up, and take its HTML."""
        if self._closing.is_set():
            return Rendered(None, 0, _CANCELLED)
        self._task = self._loop.create_task(self._render(url))
        if self._closing.is_set():  # said by another thread just now
            self._task.cancel()
        try:
            return self._loop.run_until_complete(self._task)
        except asyncio.CancelledError:
            return Rendered(None, 0, _CANCELLED)

    def cancel(self) -> None:
        """Give up the page under way and take no more; may be called from another thread."""
        self._closing.set()
        if (task := self._task) is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(task.cancel)

    def _run(self, work: Coroutine[Any, Any, _Result]) -> _Result:
        return self._loop.run_until_complete(work)

    async def _launch(self) -> None:
        if problem := browser_problem():
            raise RuntimeError(problem)
        from playwright.async_api import Error, async_playwright

        if self._playwright is None:
            self._playwright = await async_playwright().start()
        try:
            # Ctrl-C is for the inspection to answer: a browser that goes first would look like a bad page.
            self._browser = await self._playwright.chromium.launch(
                executable_path=find_browser(),
                args=list(ARGUMENTS),
                handle_sigint=False,
                handle_sigterm=False,
            )
        except Error as error:
            await _patiently(self._playwright.stop())
            self._playwright = None
            raise RuntimeError(f"浏览器未能启动：{str(error).partition(chr(10))[0][:200]}") from error

    async def _shut_down(self) -> None:
        await _patiently(self._browser.close() if self._browser else None)
        await _patiently(self._playwright.stop() if self._playwright else None)

    async def _render(self, url: str) -> Rendered:
        visit = _Visit()
        try:
            html, final = await asyncio.wait_for(self._visit(url, visit), self._seconds)
        except TimeoutError:
            return Rendered(None, visit.requests, "渲染超时")
        except Exception as error:  # the browser's own errors have no common base worth naming
            return Rendered(None, visit.requests, str(error).partition("\n")[0][:200])
        lacking = tuple(dict.fromkeys(visit.waiting.values()))
        return Rendered(html[: self._max_chars], visit.requests, "", final, lacking)

    async def _visit(self, url: str, visit: _Visit) -> tuple[str, str]:
        if not self._browser.is_connected():
            await self._launch()
        context = await self._browser.new_context(service_workers="block", accept_downloads=False)
        try:
            return await self._load(context, url, visit)
        finally:
            if not await _patiently(context.close()):
                await _patiently(self._browser.close())

    async def _load(self, context: Any, url: str, visit: _Visit) -> tuple[str, str]:
        await context.route_web_socket("**/*", lambda socket: socket.close())
        page = await context.new_page()
        page.on("dialog", lambda dialog: asyncio.ensure_future(dialog.dismiss()))

        async def answer(route: Any) -> None:
            await self._answer(route, visit)

        await context.route("**/*", answer)
        quiet = self._seconds * 1000 / 2
        await page.goto(url, wait_until="domcontentloaded", timeout=self._seconds * 1000)
        try:
            await page.wait_for_load_state("networkidle", timeout=quiet)
        except Exception:  # a page that polls is never quiet: what is there by now is taken
            await asyncio.sleep(0)
        html: str = await page.content()
        return html, str(page.url)

    async def _answer(self, route: Any, visit: _Visit) -> None:
        """Answer one request of the browser through the caller's client."""
        visit.requests += 1
        asked, number = route.request, visit.requests
        if asked.resource_type in _TELLING:
            visit.waiting[number] = asked.url
        if (
            number > self._max_requests
            or asked.resource_type in _SKIPPED
            or asked.method not in ("GET", "POST")
        ):
            await route.abort()
            return
        fields = {key: value for key, value in asked.headers.items() if key in _FIELDS}
        request = Request(asked.url, asked.method, asked.post_data_buffer, fields, purpose="render")
        fetched = await self._loop.run_in_executor(self._worker, self._fetch, request)
        if fetched.status == 0:
            await route.abort()
            return
        if not _is_lacking(fetched.status, asked.resource_type):
            visit.waiting.pop(number, None)
        kept = {key: value for key, value in fetched.headers if key.lower() not in _HOP_FIELDS}
        await route.fulfill(status=fetched.status, headers=kept, body=fetched.body)


def _is_lacking(status: int, kind: str) -> bool:
    """Whether a visitor might have got what was answered like this: data under another name or session, say."""
    return status >= 400 and (kind in _DATA or status in _TURNED_AWAY or status >= 500)


async def _patiently(work: Coroutine[Any, Any, Any] | None) -> bool:
    """Await a clean-up for some seconds; False when it did not end or failed."""
    if work is None:
        return True
    try:
        await asyncio.wait_for(work, _GRACE)
    except Exception:  # a browser that hangs or has died can't be closed politely
        return False
    return True
