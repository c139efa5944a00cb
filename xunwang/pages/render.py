"""Pages that scripts fill in, rendered by Debian's chromium (optional extra ``browser``).

The browser itself has no way to the network: names don't resolve for it and its proxy is a closed port. Every
request it makes is answered by the fetch function that the caller gives, so the client's guard, limits and
robots.txt hold for what scripts load as well. Pictures, fonts and media are not loaded.
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import Any, NamedTuple, TypeVar

from xunwang.fetch.records import Fetched, Request

Fetch = Callable[[Request], Fetched]
"""Called in one worker thread, one request at a time; never raises."""

_Result = TypeVar("_Result")
_NAMES = ("chromium", "chromium-browser", "google-chrome")
_SKIPPED = frozenset({"image", "media", "font", "websocket", "eventsource", "manifest", "ping", "texttrack"})
_HOP_FIELDS = frozenset(
    {"content-encoding", "content-length", "transfer-encoding", "connection", "set-cookie"}
)
_ARGUMENTS = (
    "--no-sandbox",  # the office may run it in a container as root; it sees no network of its own
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--proxy-server=http://127.0.0.1:1",
    "--proxy-bypass-list=<-loopback>",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--disable-background-networking",
    "--disable-gpu",
    "--mute-audio",
)
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


def find_browser() -> str | None:
    """Path of an installed chromium, or None."""
    return next((path for name in _NAMES if (path := shutil.which(name))), None)


class Renderer:
    """Renders pages one after the other; a context manager that owns one browser process.

    Args:
        fetch: answers every request.
        seconds: bound on one page, scripts and requests included.
        max_requests: further requests of a page are refused.
        max_chars: bound on the resulting HTML.

    Raises:
        RuntimeError: on entering, when chromium or playwright is not installed.
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

    def __enter__(self) -> Renderer:
        self._run(self._launch())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._run(self._shut_down())
        self._worker.shutdown(wait=False, cancel_futures=True)
        self._loop.close()

    def render(self, url: str) -> Rendered:
        """Load a page, let its scripts run until the network is quiet or the time is up, and take its HTML."""
        return self._run(self._render(url))

    def _run(self, work: Coroutine[Any, Any, _Result]) -> _Result:
        return self._loop.run_until_complete(work)

    async def _launch(self) -> None:
        path = find_browser()
        if path is None:
            raise RuntimeError("未找到chromium。请安装Debian软件包chromium后再使用浏览器渲染。")
        try:
            from playwright.async_api import async_playwright
        except ImportError as error:
            raise RuntimeError("未安装playwright。请安装可选依赖 browser 后再使用浏览器渲染。") from error
        if self._playwright is None:
            self._playwright = await async_playwright().start()
        self._browser = await self._playwright.chromium.launch(executable_path=path, args=list(_ARGUMENTS))

    async def _shut_down(self) -> None:
        await _patiently(self._browser.close() if self._browser else None)
        await _patiently(self._playwright.stop() if self._playwright else None)

    async def _render(self, url: str) -> Rendered:
        if not self._browser.is_connected():
            await self._launch()
        counter = [0]
        context = await self._browser.new_context(service_workers="block", accept_downloads=False)
        try:
            html = await asyncio.wait_for(self._load(context, url, counter), self._seconds)
        except TimeoutError:
            return Rendered(None, counter[0], "渲染超时")
        except Exception as error:  # the browser's own errors have no common base worth naming
            return Rendered(None, counter[0], str(error).partition("\n")[0][:200])
        finally:
            if not await _patiently(context.close()):
                await _patiently(self._browser.close())
        return Rendered(html[: self._max_chars], counter[0], "")

    async def _load(self, context: Any, url: str, counter: list[int]) -> str:
        await context.route_web_socket("**/*", lambda socket: socket.close())
        page = await context.new_page()
        page.on("dialog", lambda dialog: asyncio.ensure_future(dialog.dismiss()))

        async def answer(route: Any) -> None:
            counter[0] += 1
            await self._answer(route, counter[0])

        await context.route("**/*", answer)
        quiet = self._seconds * 1000 / 2
        await page.goto(url, wait_until="domcontentloaded", timeout=self._seconds * 1000)
        try:
            await page.wait_for_load_state("networkidle", timeout=quiet)
        except Exception:  # a page that polls is never quiet: what is there by now is taken
            await asyncio.sleep(0)
        html: str = await page.content()
        return html

    async def _answer(self, route: Any, number: int) -> None:
        """Answer one request of the browser through the caller's client."""
        asked = route.request
        if (
            number > self._max_requests
            or asked.resource_type in _SKIPPED
            or asked.method not in ("GET", "POST")
        ):
            await route.abort()
            return
        fields = {
            key: value for key, value in asked.headers.items() if key in ("accept", "content-type", "referer")
        }
        request = Request(asked.url, asked.method, asked.post_data_buffer, fields, purpose="render")
        fetched = await self._loop.run_in_executor(self._worker, self._fetch, request)
        if fetched.status == 0:
            await route.abort()
            return
        kept = {key: value for key, value in fetched.headers if key.lower() not in _HOP_FIELDS}
        await route.fulfill(status=fetched.status, headers=kept, body=fetched.body)


async def _patiently(work: Coroutine[Any, Any, Any] | None) -> bool:
    """Await a clean-up for some seconds; False when it did not end or failed."""
    if work is None:
        return True
    try:
        await asyncio.wait_for(work, _GRACE)
    except Exception:  # a browser that hangs or has died can't be closed politely
        return False
    return True
