"""The evidence viewer in a real browser: it opens at the mark, and the page in it does nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.fetch_store.local_server import Reply, serve
from xunwang.cli.evidence_page import _write
from xunwang.fetch.evidence import RENDERED, StoredPage
from xunwang.fetch.evidence.page import digest_of
from xunwang.pages.harmless import mark
from xunwang.pages.render import browser_problem, find_browser
from xunwang.rules.verdict import Evidence, Finding

AT = datetime(2020, 11, 30, 2, 0, tzinfo=UTC)
FRAGMENT = "表述错误的一句话"
HOSTILE = (
    "<meta http-equiv=refresh content='0;url=LEAK/'><META HTTP-EQUIV='Content-Type' "
    "content='text/html; charset=gb2312'><base href='LEAK/'>"
    "<script>document.title='ran'; fetch('LEAK/a')</script><img src='LEAK/b.png'>"
    "<body onload=\"location='LEAK/c'\"><iframe src='LEAK/d'></iframe>"
    "<form action='LEAK/e'><input autofocus></form>"
)


def written(folder: Path, body: str, fragment: str = FRAGMENT, **changes: Any) -> tuple[Path, Path, Path]:
    data = body.encode()
    stored = StoredPage(
        "http://www.x.gov.cn/", "http://www.x.gov.cn/", AT, 200, (), data, digest_of(data), **changes
    )
    evidence = Evidence("http://www.x.gov.cn/", AT, stored.digest, fragment, "")
    viewer, raw, copy = _write(stored, Finding("严重表述错误", (evidence,)), evidence, folder / "编号 1")
    return Path(viewer), Path(raw), Path(copy)


def long_page(leak: str = "http://leak.example") -> str:
    filler = "<p style='height:200px'>其他内容</p>" * 40
    hostile = HOSTILE.replace("LEAK", leak)
    return f"<!doctype html><title>页面</title>{hostile}{filler}<p>这里有{FRAGMENT}。</p>{filler}"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api")
    if browser_problem():
        pytest.skip(browser_problem())
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(
            executable_path=find_browser(), args=["--no-sandbox", "--disable-gpu"]
        )
        yield started
        started.close()


def opened(browser: Any, path: Path) -> Any:
    page = browser.new_page(viewport={"width": 1000, "height": 700})
    page.goto(path.as_uri())
    page.wait_for_timeout(700)
    return page


@pytest.mark.browser
def test_it_opens_at_the_mark(browser: Any, tmp_path: Path) -> None:
    viewer, _, copy = written(tmp_path, long_page())
    page = opened(browser, viewer)
    frame = next(one for one in page.frames if one.url.startswith(copy.as_uri()))
    box = frame.locator("#xunwang-mark").bounding_box()
    header = page.locator("header").bounding_box()
    assert header["height"] < 300
    assert header["y"] == 0, "the header stays"
    assert header["height"] <= box["y"] <= 700 - box["height"], "the mark is in view"
    assert frame.locator("#xunwang-mark").inner_text() == FRAGMENT
    page.close()


@pytest.mark.browser
@pytest.mark.parametrize("which", [0, 2])
def test_nothing_in_the_page_runs_loads_or_leads_away(browser: Any, tmp_path: Path, which: int) -> None:
    with serve(lambda _: Reply()) as server:
        path = written(tmp_path, long_page(f"http://127.0.0.1:{server.port}"))[which]
        page = opened(browser, path)
        assert server.asked == []
    assert page.url == path.as_uri()
    assert page.title() != "ran"
    page.close()


@pytest.mark.browser
def test_chinese_is_readable_whatever_the_page_declared(browser: Any, tmp_path: Path) -> None:
    viewer, _, copy = written(tmp_path, long_page(), fragment="")
    page = opened(browser, viewer)
    frame = next(one for one in page.frames if one.url == copy.as_uri())
    assert FRAGMENT in frame.inner_text("body")
    page.close()


def test_the_raw_bytes_stay_what_they_were(tmp_path: Path) -> None:
    viewer, raw, copy = written(tmp_path, long_page())
    assert raw.read_bytes() == long_page().encode()
    assert "xunwang-mark" in copy.read_text("utf-8")
    assert "%E7%BC%96%E5%8F%B7%201.marked.html#xunwang-mark" in viewer.read_text("utf-8")


def test_a_rendered_page_is_called_so(tmp_path: Path) -> None:
    rendered = written(tmp_path, "<p>甲", method=RENDERED, detail="由Chromium 120渲染")[0].read_text("utf-8")
    assert "（北京时间，由Chromium 120渲染）" in rendered
    assert "渲染" not in written(tmp_path, "<p>甲")[0].read_text("utf-8")


@pytest.mark.parametrize(
    ("text", "fragment", "marked", "place"),
    [
        (
            "<p>甲乙丙</p>",
            "乙",
            '<p>甲<mark class="xunwang" id="xunwang-mark">乙</mark>丙</p>',
            "已在页面中标出",
        ),
        ("<p title='甲乙'>丙</p>", "甲乙", "", "源码第 1 行"),
        ("<p>甲</p>", "没有这样的话", "", "未逐字找到"),
        ("<p>甲</p>", "", "", ""),
    ],
)
def test_the_mark_is_set_where_it_can_be(text: str, fragment: str, marked: str, place: str) -> None:
    found, where = mark(text, fragment)
    assert found == (marked or text)
    assert place in where
