"""The console in a real Chromium: accessible on every page, no page wider than its screen, one whole round."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from tests.console.addresses import PAGES, POST_ONLY, PUBLIC, arguments
from tests.console.browsing import DESK, IN_BROWSER, PHONE, enter, faults, playwright, with_axe
from tests.console.province import Province, make_province
from xunwang.registry.exporting import csv_bytes
from xunwang.registry.models import Unit

pytestmark = IN_BROWSER


def addresses(province: Province) -> list[str]:
    """Every page that an administrator reads, with something on it, and some that are empty or wrong."""
    given = arguments(province)
    live_streams = {name for name in PAGES if name.endswith("_events")}
    read = sorted(name for name in PAGES.keys() - POST_ONLY - live_streams if "A" in PAGES[name])
    own = ["mfa_index", "account_change_password", "mfa_activate_totp"]
    return [reverse(name, args=given.get(name, [])) for name in read + own + sorted(PUBLIC)] + [
        reverse("filing_for_site", args=[province.department_site.pk, "suspend"]),
        reverse("filing_for_site", args=[province.department_site.pk, "merge"]),
        "/register/sites/?q=无此网站",
        "/no-such-page/",
    ]


def shows(page: Any, url: str) -> bool:
    """Open it: False for files, which a browser saves, and for stored pages of others, in which nothing can run."""
    try:
        headers = page.goto(url).headers
    except playwright.Error as error:
        if "Download is starting" not in error.message:
            raise
        return False
    stored = headers.get("content-security-policy", "").startswith("sandbox")
    return headers.get("content-type", "").startswith("text/html") and not stored


@pytest.mark.timeout(900)  # some hundred addresses
def test_every_page_is_accessible_and_no_wider_than_the_screen(live: str, browser: Any) -> None:
    province = make_province()
    page, trouble = enter(browser, live, "province_admin", DESK)
    with_axe(page)
    found: list[str] = []
    for address in addresses(province):
        if shows(page, live + address):
            found += faults(page, address)
    found += [text for text in trouble if "404" not in text]
    assert not found, "\n".join(found)
    page.context.close()


def test_the_sign_in_page_is_accessible(live: str, browser: Any) -> None:
    page = with_axe(browser.new_page())
    page.goto(f"{live}/sign-in/")
    assert faults(page, "/sign-in/") == []
    page.close()


def test_a_register_is_imported_and_a_site_closed_in_the_browser(
    live: str, browser: Any, tmp_path: Path
) -> None:
    make_province()
    file = tmp_path / "单位.csv"
    file.write_bytes(
        csv_bytes(
            [
                ["名称", "级别", "类型", "区划代码", "上级单位"],
                ["松江市体育局", "市级", "部门", "220100", "松江市人民政府"],
            ]
        )
    )
    page, trouble = enter(browser, live, "province_admin", DESK)
    page.get_by_role("link", name="导入名录").click()
    page.get_by_label("导入内容").select_option("units")
    page.get_by_label("文件").set_input_files(file)
    page.get_by_role("button", name="上传并预览").click()
    page.get_by_role("button", name="确认导入 1 行").click()
    playwright.expect(page.get_by_role("status")).to_contain_text("新增1")
    assert Unit.objects.filter(name="松江市体育局").exists()

    editor, _ = enter(browser, live, "unit_editor", PHONE)
    editor.get_by_role("link", name="个政府网站").click()
    editor.get_by_role("link", name="松江市教育局网站").click()
    editor.get_by_role("link", name="办理关停").click()
    editor.get_by_label("理由和依据").fill("机构改革，并入市政府门户网站")
    editor.get_by_role("button", name="保存草稿").click()
    editor.get_by_role("button", name="提交").click()
    playwright.expect(editor.get_by_text("现由“松江市人民政府”审批")).to_be_visible()

    for name in ("city_supervisor", "province_admin"):
        decider, _ = enter(browser, live, name, DESK)
        decider.get_by_role("link", name="件备案等待您审批").click()
        decider.get_by_role("link", name="松江市教育局网站关停备案").click()
        decider.get_by_label("意见").fill("同意")
        decider.get_by_role("button", name="同意", exact=True).click()
    editor.reload()
    playwright.expect(editor.get_by_role("heading", level=1)).to_have_text("松江市教育局网站关停备案")
    playwright.expect(editor.get_by_text("已办结").first).to_be_visible()
    assert trouble == []


def test_a_form_is_sent_once_however_often_it_is_pressed(live: str, browser: Any) -> None:
    make_province()
    page, _ = enter(browser, live, "province_admin", DESK)
    page.goto(live + reverse("unit_new"))
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method) if request.method == "POST" else None)
    form = page.locator("main form")
    form.evaluate("form => { form.noValidate = true; form.requestSubmit(); form.requestSubmit(); }")
    page.wait_for_load_state()
    page.wait_for_selector(".fault")
    assert sent == ["POST"]
    page.context.close()
