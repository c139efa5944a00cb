"""The form of a check in a real Chromium at a phone's size: nothing is lost when the connection fails."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.urls import reverse

from tests.console.browsing import IN_BROWSER, PHONE, enter, playwright, sign_in
from tests.console.inspection.pictures import png
from tests.console.province import make_province
from xunwang.media.models import HandCheck
from xunwang.registry.models import Account

pytestmark = IN_BROWSER


def test_a_check_survives_a_lost_connection_and_is_written_down_once(
    live: str, browser: Any, tmp_path: Path
) -> None:
    province = make_province()
    Account.objects.create(unit=province.county, platform="weibo", name="临江发布")
    shot = tmp_path / "shot.png"
    shot.write_bytes(png())
    page, _ = enter(browser, live, "reviewer", PHONE)
    page.goto(live + reverse("hand_checks"))
    page.get_by_role("link", name="松江教育").click()
    page.get_by_label("最新一条的发布日期").fill("2020-11-20")
    page.get_by_role("group", name="评论").get_by_text("不能用").click()
    page.get_by_label("说明").fill("置顶的不算")
    page.get_by_label("从相册选择截图").set_input_files(shot)
    page.context.set_offline(True)
    page.get_by_role("button", name="保存，核查下一个").click()
    playwright.expect(page.get_by_text("没有提交成功：网络不通").first).to_be_visible()
    assert page.get_by_label("说明").input_value() == "置顶的不算"
    page.context.set_offline(False)
    page.get_by_role("button", name="保存，核查下一个").click()
    playwright.expect(page.get_by_role("heading", level=1)).to_have_text("临江发布")
    playwright.expect(page.get_by_text("已保存“松江教育”的核查")).to_be_visible()
    check = HandCheck.objects.get()
    assert check.note == "置顶的不算" and check.pictures.count() == 1
    page.context.close()


def test_what_was_typed_is_there_again_when_the_page_is_opened_again(live: str, browser: Any) -> None:
    province = make_province()
    address = live + reverse("hand_check_new", args=[province.account.pk])
    page, _ = enter(browser, live, "reviewer", PHONE)
    page.goto(address)
    page.get_by_label("说明").fill("看到一半")
    page.get_by_role("group", name="私信").get_by_text("可用").click()
    page.goto(address)
    playwright.expect(page.get_by_text("已恢复上次没有提交的内容")).to_be_visible()
    assert page.get_by_label("说明").input_value() == "看到一半"
    page.get_by_role("button", name="保存", exact=True).click()
    playwright.expect(page.get_by_text("已保存“松江教育”的核查")).to_be_visible()
    assert HandCheck.objects.get().functions.count() == 1
    page.goto(address)
    assert page.get_by_label("说明").input_value() == "", "what has arrived is forgotten"
    page.context.close()


def test_a_fault_is_shown_in_the_page_and_the_form_stays(live: str, browser: Any) -> None:
    province = make_province()
    page, _ = enter(browser, live, "reviewer", PHONE)
    page.goto(live + reverse("hand_check_new", args=[province.account.pk]))
    page.get_by_label("答复内容").fill("您好")
    page.get_by_role("button", name="保存", exact=True).click()
    playwright.expect(page.get_by_text("请填写答复时间").first).to_be_visible()
    assert page.get_by_label("答复内容").input_value() == "您好"
    page.context.close()


def test_a_session_that_has_ended_does_not_take_the_form_away(live: str, browser: Any) -> None:
    province = make_province()
    page, _ = enter(browser, live, "reviewer", PHONE)
    page.goto(live + reverse("hand_check_new", args=[province.account.pk]))
    page.get_by_label("说明").fill("看到一半")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="保存", exact=True).click()
    playwright.expect(page.get_by_text("登录已过期").first).to_be_visible()
    other = page.context.new_page()
    sign_in(other, live, "reviewer")
    page.get_by_role("button", name="保存", exact=True).click()
    playwright.expect(page.get_by_text("请再点一次“保存”").first).to_be_visible()
    assert page.get_by_label("说明").input_value() == "看到一半"
    page.get_by_role("button", name="保存", exact=True).click()
    page.wait_for_url(f"{live}/media/checks/**")
    assert HandCheck.objects.get().note == "看到一半"
    page.context.close()
