"""A picture of a harmless copy, drawn by chromium without network and without scripts (optional extra ``browser``).

Every request of the browser is refused: names don't resolve for it, its proxy is a closed port, and each request
is aborted before it is made. One picture is drawn at a time in this process; each gets a browser of its own.
"""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from xunwang.pages.harmless import MARK_ID, POLICY, Copy
from xunwang.pages.render import ARGUMENTS, browser_problem, find_browser

WIDTH, HEIGHT = 1280, 900
"""Pixels: what a visitor's screen shows at once."""
_SECONDS = 20.0
_ADDRESS = "http://copy.invalid/"
_one_at_a_time = ThreadPoolExecutor(max_workers=1, thread_name_prefix="picture")
_MOST_WAITING = 3
_waiting = threading.BoundedSemaphore(_MOST_WAITING)
"""Whoever comes when so many wait is sent away: those who serve pages must not all wait for pictures."""


class PictureError(Exception):
    """No picture could be drawn; the message says in Chinese why."""


def picture_of(copy: Copy) -> bytes:
    """PNG of the screen at the mark, or of the page's beginning. Raises PictureError."""
    if problem := browser_problem():
        raise PictureError(problem)
    if not _waiting.acquire(blocking=False):
        raise PictureError("正在为其他人截图，请稍后刷新。")
    try:
        return _one_at_a_time.submit(lambda: asyncio.run(_bounded(copy))).result()
    except TimeoutError as error:
        raise PictureError("页面过于复杂，未能在限定时间内截图。") from error
    except Exception as error:  # the browser's own errors have no common base worth naming
        raise PictureError(f"未能截图：{str(error).partition(chr(10))[0][:200]}") from error
    finally:
        _waiting.release()


async def _bounded(copy: Copy) -> bytes:
    return await asyncio.wait_for(_draw(copy), _SECONDS)


async def _draw(copy: Copy) -> bytes:
    from playwright.async_api import async_playwright

    async with async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=find_browser(), args=list(ARGUMENTS))
        try:
            context = await browser.new_context(
                viewport={"width": WIDTH, "height": HEIGHT},
                java_script_enabled=False,
                service_workers="block",
                accept_downloads=False,
            )
            page = await context.new_page()
            await page.route("**/*", lambda route: _answer(route, copy))
            mark = f"#{MARK_ID}" if copy.marked else ""
            await page.goto(_ADDRESS + mark, wait_until="load", timeout=_SECONDS * 1000)
            picture: bytes = await page.screenshot(type="png", animations="disabled")
            return picture
        finally:
            await browser.close()


async def _answer(route: Any, copy: Copy) -> None:
    """The copy itself, and nothing else."""
    if route.request.url.partition("#")[0] != _ADDRESS or not route.request.is_navigation_request():
        await route.abort()
        return
    await route.fulfill(
        status=200,
        headers={"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": f"sandbox; {POLICY}"},
        body=copy.html.encode("utf-8", "replace"),
    )
