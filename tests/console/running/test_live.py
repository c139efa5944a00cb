"""The pages of a run and of a collection in a real Chromium: they follow by themselves, and work without scripts."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from tests.console.addresses.media import collection_of
from tests.console.addresses.running import run_under_way
from tests.console.browsing import DESK, IN_BROWSER, enter, playwright
from tests.console.province import make_province
from xunwang.inspection.models import Run
from xunwang.inspection.running.words import RunStatus, SiteState
from xunwang.media.models import Collection
from xunwang.media.vocabulary import CollectionStatus

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


def test_the_page_of_a_collection_follows_it_too(live: str, browser: Any) -> None:
    province = make_province()
    collection = collection_of(province, province.account)
    page, trouble = enter(browser, live, "unit_editor", DESK)
    page.goto(live + reverse("collection", args=[collection.pk]))
    shown = page.locator("#live")
    playwright.expect(shown).to_contain_text("已到达 0 / 0")
    page.evaluate("window.same = true")
    Collection.objects.update(wanted=3, reached=2)
    playwright.expect(shown).to_contain_text("已到达 2 / 3", timeout=30_000)
    assert page.evaluate("window.same"), "only the part is renewed, not the page"
    # It is judged again: active once more, though it has ended before.
    Collection.objects.update(ended_at=collection.started_at, reached=3)
    playwright.expect(shown).to_contain_text("已到达 3 / 3", timeout=30_000)
    Collection.objects.update(status=CollectionStatus.DONE)
    playwright.expect(page.get_by_text("已完成").first).to_be_visible(timeout=30_000)
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
