"""The editor in a real Chromium: figures are put in by a click, the preview follows, words are not left behind."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from tests.console.browsing import DESK, IN_BROWSER, enter, playwright
from tests.console.notices.bare import drafted, published
from tests.console.province import enter_coming_years, make_province

pytestmark = IN_BROWSER


def test_a_figure_is_put_in_by_a_click_and_the_preview_follows(live: str, browser: Any) -> None:
    province = make_province()
    enter_coming_years(province)
    notice = drafted(province)
    page, trouble = enter(browser, live, "planner", DESK)
    page.goto(live + reverse("notice_edit", args=[notice.pk]))
    opening = page.get_by_label("导语")
    opening.fill("本次共检查")
    page.get_by_role("button", name="sites.checked", exact=True).click()
    playwright.expect(opening).to_have_value("本次共检查{{ sites.checked }}")
    preview = page.get_by_role("region", name="通报预览")
    playwright.expect(preview.get_by_text("本次共检查3")).to_be_visible()
    opening.fill("本次{{ sites.nothing }}")
    playwright.expect(preview.get_by_role("alert")).to_contain_text("sites.nothing")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.get_by_role("link", name="工作台", exact=True).click(no_wait_after=True)
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"] and page.url.endswith("/edit/")
    page.get_by_role("button", name="保存新版").click()
    playwright.expect(page.get_by_role("alert").first).to_contain_text("不是已有的数据项")
    playwright.expect(page.get_by_label("导语")).to_have_value("本次{{ sites.nothing }}")
    page.get_by_label("导语").fill("本次检查如下。")
    page.get_by_role("button", name="保存新版").click()
    playwright.expect(page.get_by_role("status")).to_contain_text("已保存为第2版")
    assert trouble == []
    page.context.close()


def test_strangers_read_a_notice_without_scripts_and_without_cookies(live: str, browser: Any) -> None:
    notice = published(make_province())
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    trouble: list[str] = []
    page.on("console", lambda message: trouble.append(message.text))
    page.goto(live + reverse("public_notices"))
    page.get_by_role("link", name="检查情况的通报").click()
    playwright.expect(page.get_by_role("heading", level=1)).to_contain_text("检查情况的通报")
    with page.expect_download() as download:
        page.get_by_role("link", name="PDF").click()
    assert download.value.suggested_filename.endswith(".pdf")
    assert context.cookies() == [] and trouble == []
    assert page.url == live + reverse("public_notice", args=[notice.pk])
    context.close()
