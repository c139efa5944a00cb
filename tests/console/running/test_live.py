"""The page of a run in a real Chromium: it follows the run by itself, and works without scripts."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from tests.console.addresses.running import run_under_way
from tests.console.browsing import DESK, IN_BROWSER, enter, playwright
from tests.console.province import make_province
from xunwang.inspection.models import Run
from xunwang.inspection.running.words import RunStatus, SiteState

pytestmark = IN_BROWSER


def test_the_page_follows_the_run_until_it_is_over(live: str, browser: Any) -> None:
    run = run_under_way(make_province())
    page, trouble = enter(browser, live, "planner", DESK)
    page.goto(live + reverse("run", args=[run.pk]))
    shown = page.locator("#live")
    playwright.expect(shown).to_contain_text("0/3个网站已接收")
    page.evaluate("window.same = true")
    run.sites.update(state=SiteState.CRAWLING, pages=1234)
    playwright.expect(shown).to_contain_text("1234", timeout=30_000)
    assert page.evaluate("window.same"), "only the part is renewed, not the page"
    run.sites.update(state=SiteState.TAKEN)
    Run.objects.update(status=RunStatus.DONE, ended_at=run.started_at)
    playwright.expect(page.get_by_text("已完成").first).to_be_visible(timeout=30_000)
    playwright.expect(shown).to_contain_text("3/3个网站已接收")
    assert page.get_attribute("#live", "data-live") is None
    assert trouble == []


def test_a_run_is_paused_and_cancelled_without_scripts(live: str, browser: Any) -> None:
    run = run_under_way(make_province())
    signed, _ = enter(browser, live, "planner", DESK)
    plain = browser.new_context(
        java_script_enabled=False, locale="zh-CN", storage_state=signed.context.storage_state()
    )
    page = plain.new_page()
    page.goto(live + reverse("run", args=[run.pk]))
    page.get_by_role("link", name="刷新").click()
    page.get_by_role("button", name="暂停").click()
    playwright.expect(page.get_by_text("已暂停").first).to_be_visible()
    page.get_by_text("取消…").click()
    page.get_by_label("取消的理由").fill("改期")
    page.get_by_role("button", name="取消这次检查").click()
    playwright.expect(page.get_by_text("改期")).to_be_visible()
    assert Run.objects.get().status == RunStatus.CANCELLED
