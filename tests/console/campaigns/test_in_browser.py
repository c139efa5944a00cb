"""Campaigns in a real Chromium: with findings and charts on them, accessible, no wider than the screen, no script."""

from __future__ import annotations

from typing import Any

from tests.console.browsing import DESK, IN_BROWSER, enter, faults, playwright, with_axe
from tests.console.inspection.reviewed import in_feedback, in_review
from tests.console.inspection.rounds import add_accounts, make_round_of
from tests.console.inspection.test_results import finalised
from tests.console.province import Province, make_province
from xunwang.inspection.models import Campaign

pytestmark = IN_BROWSER
PARTS = ("", "sites/", "accounts/", "accounts/import/", "sampling/?check=1", "results/?check=1", "results/ranking/",
         "results/vetoes/", "results/problems/", "results/compare/", "results/what-if/")  # fmt: skip


def pages_of(campaign: Campaign, province: Province) -> list[str]:
    site, account = campaign.sites.first(), campaign.accounts.first()
    assert site is not None and account is not None
    own = [f"sites/{site.pk}/", f"accounts/{account.pk}/", f"results/units/{province.city.pk}/"]
    return [f"/campaigns/{campaign.pk}/{part}" for part in (*PARTS, *own)]


def test_pages_full_of_findings_are_accessible_and_fit(live: str, browser: Any) -> None:
    province = make_province()
    add_accounts(province.city, 5)
    final = in_feedback(province)
    finalised(final)
    review = in_review(province, title="2021年检查")
    draft = make_round_of(province, "2022年检查")
    pages = [
        "/campaigns/", "/campaigns/new/", f"/campaigns/{draft.pk}/edit/", f"/campaigns/{draft.pk}/",
        *pages_of(final.campaign, province), *pages_of(review.campaign, province),
    ]  # fmt: skip
    page, trouble = enter(browser, live, "province_admin", DESK)
    with_axe(page)
    found: list[str] = []
    for address in pages:
        page.goto(live + address)
        found += faults(page, address)
    assert found + trouble == []
    page.context.close()


def test_charts_are_drawn_under_the_strict_policy(live: str, browser: Any) -> None:
    province = make_province()
    round_ = in_feedback(province)
    finalised(round_)
    page, trouble = enter(browser, live, "planner", DESK)
    page.goto(f"{live}/campaigns/{round_.campaign.pk}/results/")
    tile = page.locator(".chart svg text", has_text="松江市人民政府").first
    playwright.expect(tile).to_be_visible()
    box = page.locator(".chart svg").first.bounding_box()
    assert box["width"] > 300 and box["height"] > 60
    fills = page.eval_on_selector_all(".chart svg path", "paths => paths.map(p => getComputedStyle(p).fill)")
    assert any(fill not in ("none", "rgb(0, 0, 0)") for fill in fills), "colours are not lost"
    assert trouble == []
    page.emulate_media(media="print")
    playwright.expect(tile).to_be_visible()
    page.context.close()


def test_a_plan_is_written_with_its_preview_beside_it_and_decided(live: str, browser: Any) -> None:
    province = make_province()
    add_accounts(province.city, 20)
    page, trouble = enter(browser, live, "planner", DESK)
    page.get_by_role("link", name="检查", exact=True).click()
    page.get_by_role("link", name="制定计划").click()
    page.get_by_label("名称").fill("2020年第四季度检查")
    page.get_by_label("检查期开始").fill("2020-10-01")
    page.get_by_label("检查期结束").fill("2020-12-31")
    page.get_by_label("监测时间点（北京时间）").fill("2020-11-30T10:00")
    page.get_by_label("平台").check()
    own = page.get_by_label("市级·微博的抽查比例")
    own.fill("50")
    own.press("Tab")
    playwright.expect(page.locator("#preview tr", has_text="市级·微博").locator("td").last).to_have_text("10")
    page.get_by_role("button", name="保存").click()
    page.get_by_role("button", name="确定计划").click()
    playwright.expect(page.get_by_role("status")).to_contain_text("“确定计划”已完成")
    campaign = Campaign.objects.get()
    assert campaign.stage == "planned" and campaign.accounts.count() == 11
    page.get_by_role("link", name="抽样记录").click()
    page.get_by_role("link", name="重新抽取并核对").click()
    assert page.get_by_text("样本与登记的完全一致").count() == 2
    assert trouble == []
    page.context.close()
