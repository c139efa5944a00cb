"""A real Chromium for the tests of the console."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from tests.console.province import PASSWORD

playwright = pytest.importorskip("playwright.sync_api", reason="the browser extra is not installed")
CHROMIUM = shutil.which("chromium")
IN_BROWSER = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed"),
]
"""Marks of every module whose tests open pages."""
_AXE = Path(__file__).resolve().parents[2] / "tools/frontend/node_modules/axe-core/axe.min.js"
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
_RUN = "tags => axe.run({runOnly: tags, resultTypes: ['violations'], iframes: false})"
_DOUBLED = """() => {
    const root = document.documentElement;
    root.style.fontSize = "200%";
    const wide = root.scrollWidth;
    root.style.fontSize = "";
    return wide;
}"""
DESK, PHONE = (1366, 768), (390, 844)
PICTURES = os.environ.get("XUNWANG_TOUR", "")
"""The folder for the pictures of docs/tour.md; empty: none are taken."""
_ARGUMENTS = (
    "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-background-networking",
    "--disable-sync", "--no-first-run",
)  # fmt: skip


@contextmanager
def started_browser() -> Iterator[Any]:
    """A browser, without a window."""
    with pytest.MonkeyPatch.context() as patch, playwright.sync_playwright() as driver:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # playwright's loop runs in this thread
        started = driver.chromium.launch(executable_path=CHROMIUM, args=list(_ARGUMENTS))
        yield started
        started.close()


def enter(
    browser: Any, live: str, name: str, size: tuple[int, int], password: str = PASSWORD
) -> tuple[Any, list[str]]:
    """A signed-in page, and everything that the browser complains about."""
    page = browser.new_context(viewport={"width": size[0], "height": size[1]}, locale="zh-CN").new_page()
    trouble: list[str] = []
    page.on("console", lambda message: trouble.append(message.text))
    page.on("pageerror", lambda error: trouble.append(str(error)))
    sign_in(page, live, name, password)
    return page, trouble


def sign_in(page: Any, live: str, name: str, password: str = PASSWORD) -> None:
    page.goto(f"{live}/sign-in/")
    page.get_by_label("用户名").fill(name)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(f"{live}/")


def with_axe(page: Any) -> Any:
    """The page; whatever is opened in it can be looked at by :func:`faults`. Skips the test where axe is missing."""
    if not _AXE.is_file():
        pytest.skip("tools/frontend is not installed: run ./test once")
    page.add_init_script(f"if (window === top) {{ {_AXE.read_text(encoding='utf-8')} }}")
    return page


def faults(page: Any, address: str) -> list[str]:
    """What is wrong with the open page, at the desk and on a phone: too wide, or not accessible to everybody.

    It is made narrow, not loaded again: no page of the console asks for the size, except in its style sheets.
    """
    found = []
    for width, height in (DESK, PHONE):
        page.set_viewport_size({"width": width, "height": height})
        inner, wide = page.evaluate("[window.innerWidth, document.documentElement.scrollWidth]")
        assert inner == width
        if wide > width:
            found.append(f"{address} at {width}: {wide} wide")
        found += [
            f"{address} at {width}: {rule['id']} {node['html'][:150]}"
            for rule in page.evaluate(_RUN, _RULES)["violations"]
            for node in rule["nodes"]
        ]
    doubled = page.evaluate(_DOUBLED)
    if doubled > PHONE[0]:
        found.append(f"{address} at {PHONE[0]} with text twice as large: {doubled} wide")
    return found


class Desk:
    """Everybody's browser: for each person a page at the desk, and one on the phone, opened when first needed."""

    def __init__(self, browser: Any, live: str) -> None:
        self.browser = browser
        self.live = live
        self._pages: dict[tuple[str, tuple[int, int]], Any] = {}
        self._troubles: list[list[str]] = []

    @property
    def trouble(self) -> list[str]:
        """What the browsers complained about."""
        return [said for troubles in self._troubles for said in troubles]

    def page(self, person: str, size: tuple[int, int] = DESK) -> Any:
        """The person's page."""
        if (person, size) not in self._pages:
            self._pages[person, size], trouble = enter(self.browser, self.live, person, size)
            self._troubles.append(trouble)
        return self._pages[person, size]

    def open(
        self, person: str, name: str, *args: object, query: str = "", size: tuple[int, int] = DESK
    ) -> Any:
        """The page of that name, as the person sees it."""
        page = self.page(person, size)
        page.goto(self.live + reverse(name, args=list(args)) + query)
        return page

    def picture(self, page: Any, name: str) -> None:
        """A picture for the tour, where one is wanted."""
        if PICTURES:
            page.screenshot(path=Path(PICTURES) / f"{name}.png")
