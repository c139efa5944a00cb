"""The report in a real browser, on a desk and on a phone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.notices.conftest import Report

playwright = pytest.importorskip("playwright.sync_api", reason="the browser extra is not installed")
CHROMIUM = shutil.which("chromium")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed"),
]

SIZES = [(1366, 768), (390, 844)]
VISIBLE = (
    "Array.from(document.querySelectorAll('details.site')).filter(site => site.offsetParent !== null).length"
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    arguments = [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
    ]
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield started
        started.close()


def opened(browser: Any, report: Report, size: tuple[int, int]) -> tuple[Any, list[str]]:
    """The page, and everything that went wrong or was asked for on the way."""
    page = browser.new_page(viewport={"width": size[0], "height": size[1]})
    trouble: list[str] = []
    page.on("console", lambda message: trouble.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("dialog", lambda dialog: (trouble.append(f"dialog {dialog.message}"), dialog.dismiss()))
    page.on(
        "request",
        lambda asked: trouble.append(asked.url) if not asked.url.startswith(("file:", "data:")) else None,
    )
    page.goto(Path(report.folder / "report.html").as_uri())
    return page, trouble


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", ["report", "hostile"])
def test_the_page_never_scrolls_sideways(
    browser: Any, request: pytest.FixtureRequest, name: str, size: tuple[int, int]
) -> None:
    page, trouble = opened(browser, request.getfixturevalue(name), size)
    page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    assert trouble == []
    page.close()


@pytest.mark.parametrize("size", SIZES)
def test_the_filters_work(browser: Any, report: Report, size: tuple[int, int]) -> None:
    page, trouble = opened(browser, report, size)
    sites = report.json["sites"]
    assert page.evaluate(VISIBLE) == len(sites)
    page.fill("#filter", sites[0]["home_url"])
    assert page.evaluate(VISIBLE) == 1
    page.fill("#filter", "没有这个网站")
    assert page.evaluate(VISIBLE) == 0
    page.fill("#filter", "")
    for outcome in ("qualified", "unqualified", "pending"):
        page.select_option("#outcome", outcome)
        assert page.evaluate(VISIBLE) == sum(site["outcome"] == outcome for site in sites)
    page.select_option("#outcome", "")
    assert page.evaluate(VISIBLE) == len(sites)
    assert trouble == []
    page.close()


def soon(page: Any, condition: str) -> bool:
    """Whether a condition comes true within five seconds: browsers tell of a new address a moment later."""
    for _ in range(100):
        if page.evaluate(condition):
            return True
        page.wait_for_timeout(50)
    return False


def test_a_link_to_a_site_opens_it(browser: Any, report: Report) -> None:
    page, _ = opened(browser, report, SIZES[0])
    page.click("#ranking a[href^='#site-']")
    assert soon(page, "location.hash && document.querySelector(location.hash).open")
    page.close()


def test_everything_can_be_reached_by_keyboard(browser: Any, report: Report) -> None:
    page, _ = opened(browser, report, SIZES[0])
    reached = set()
    for _ in range(14):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.tagName + (document.activeElement.id || '')"))
    page.focus("#filter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "outcome"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert soon(page, "document.activeElement.parentElement.open")
    assert any(name.startswith("A") for name in reached)
    page.close()
