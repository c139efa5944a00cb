"""Forms, whatever they are of: nothing typed is lost when it was not taken, and choices say what they want."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.console.browsing import IN_BROWSER, PHONE, enter, playwright, sign_in
from tests.console.province import PASSWORD, Province, make_province
from xunwang.access.roles import Role
from xunwang.registry.models import Filing


@pytest.mark.parametrize(
    ("came_from", "goes_on_to"),
    [
        ("http://testserver/filings/?mine=1", "/filings/%3Fmine%3D1"),
        ("https://elsewhere.example/", "/"),
        ("http://testserver//elsewhere.example/", "/"),
        ("", "/"),
    ],
)
def test_a_form_sent_without_a_session_leads_back_to_its_page_by_way_of_the_sign_in(
    province: Province, client: Client, came_from: str, goes_on_to: str
) -> None:
    headers = {"Referer": came_from} if came_from else {}
    answer = client.post(reverse("filing_move", args=[1]), {"note": "理由"}, headers=headers)
    assert answer.headers["Location"] == f"/sign-in/?next={goes_on_to}"
    assert "刚才的内容没有提交" in client.get(answer.headers["Location"]).content.decode()


def test_a_choice_that_is_still_to_be_made_says_so(
    province: Province, sign_in: Callable[[object], Client]
) -> None:
    client = sign_in(province.user(Role.UNIT_EDITOR))
    page = client.get(reverse("contact_new", args=[province.department.pk])).content.decode()
    assert '<option value="" selected>请选择</option>' in page and "---" not in page


@pytest.mark.browser
@IN_BROWSER[1]
def test_a_text_is_there_again_after_signing_in_again(live: str, browser: Any) -> None:
    address = live + reverse("filing_for_site", args=[make_province().department_site.pk, "close"])
    page, _ = enter(browser, live, "unit_editor", PHONE)
    page.goto(address)
    page.get_by_label("理由和依据").fill("写了很久的理由")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="保存草稿").click()
    playwright.expect(page.get_by_text("登录已过期，刚才的内容没有提交")).to_be_visible()
    page.get_by_label("用户名").fill("unit_editor")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    playwright.expect(page.get_by_text("填写的内容已恢复")).to_be_visible()
    assert page.get_by_label("理由和依据").input_value() == "写了很久的理由"

    page.context.clear_cookies(name="sessionid")
    sign_in(page.context.new_page(), live, "unit_editor")  # another window, hence another token
    page.get_by_role("button", name="保存草稿").click()
    playwright.expect(page.get_by_role("heading", name="表单已失效")).to_be_visible()
    page.get_by_role("link", name="返回刚才的页面").click()
    playwright.expect(page.get_by_text("填写的内容已恢复")).to_be_visible()
    page.get_by_role("button", name="保存草稿").click()
    page.wait_for_url(f"{live}/filings/*/")
    assert Filing.objects.get().reason == "写了很久的理由"

    page.goto(address)
    assert page.get_by_label("理由和依据").input_value() == "", "what has arrived is forgotten"
    page.context.close()
