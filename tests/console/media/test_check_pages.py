"""The form of a check as a phone without scripts uses it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.console.inspection.pictures import png
from tests.console.province import Province
from xunwang.access.roles import Role
from xunwang.audit.models import Entry
from xunwang.media.models import HandCheck
from xunwang.media.vocabulary import Tried
from xunwang.posts.records import Interaction
from xunwang.registry.models import Account

SignIn = Callable[[object], Client]


@pytest.fixture
def reviewer(province: Province, sign_in: SignIn) -> Client:
    return sign_in(province.user(Role.REVIEWER))


def form(client: Client, account: Account) -> tuple[str, str]:
    address = reverse("hand_check_new", args=[account.pk])
    return address, str(client.get(address).context["form"]["key"].value())


def picture(name: str = "截图.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, png(), "image/png")


def test_a_check_with_screenshots_is_written_down(province: Province, reviewer: Client) -> None:
    address, key = form(reviewer, province.account)
    sent: dict[str, Any] = {
        "key": key, "last_post": timezone.localdate().isoformat(), "function_comments": "works",
        "function_private": "fails", "gallery": [picture("1.png"), picture("2.png")], "camera": picture("3.png"),
    }  # fmt: skip
    answer = reviewer.post(address, sent)
    assert answer.status_code == 302 and f"saved={key}" in answer["Location"]
    check = HandCheck.objects.get()
    assert check.pictures.count() == 3
    assert dict(check.functions.values_list("function", "result")) == {
        Interaction.COMMENTS: Tried.WORKS,
        Interaction.PRIVATE: Tried.FAILS,
    }
    page = reviewer.get(reverse("hand_check", args=[check.pk])).content.decode()
    assert "评论：可用" in page and page.count("<img") == 4


def test_what_was_typed_and_the_pictures_survive_a_fault(province: Province, reviewer: Client) -> None:
    address, key = form(reviewer, province.account)
    sent: dict[str, Any] = {
        "key": key, "note": "置顶不算", "answer": "您好", "message_sent": "2020-11-30T10:00", "gallery": picture(),
    }  # fmt: skip
    page = reviewer.post(address, sent)
    assert page.status_code == 200 and not HandCheck.objects.exists()
    text = page.content.decode()
    assert "填写了答复内容的，请填写答复时间" in text and "置顶不算" in text and "2020-11-30T10:00" in text
    (ticket,) = re.findall(r'name="kept" value="([^"]+)"', text)
    del sent["gallery"], sent["answer"]
    reviewer.post(address, sent | {"kept": ticket})
    assert HandCheck.objects.get().pictures.get().name == "截图.png"


def test_a_ticket_of_another_form_brings_no_picture(province: Province, reviewer: Client) -> None:
    address, key = form(reviewer, province.account)
    text = reviewer.post(address, {"key": key, "gallery": picture()}).content.decode()
    (ticket,) = re.findall(r'name="kept" value="([^"]+)"', text)
    _, other = form(reviewer, province.account)
    reviewer.post(address, {"key": other, "note": "无", "kept": [ticket, "forged"]})
    assert HandCheck.objects.get().pictures.count() == 0


def test_sending_twice_is_one_check(province: Province, reviewer: Client) -> None:
    address, key = form(reviewer, province.account)
    for _ in range(2):
        answer = reviewer.post(address, {"key": key, "no_posts": "on", "gallery": picture()})
        assert answer.status_code == 302
    assert HandCheck.objects.get().pictures.count() == 1


def test_after_saving_the_next_account_that_waits_is_opened(province: Province, reviewer: Client) -> None:
    other = Account.objects.create(unit=province.county, platform="weibo", name="临江发布")
    address, key = form(reviewer, province.account)
    answer = reviewer.post(address, {"key": key, "no_posts": "on", "next": "1"})
    assert answer["Location"].startswith(reverse("hand_check_new", args=[other.pk]))
    address, key = form(reviewer, other)
    answer = reviewer.post(address, {"key": key, "no_posts": "on", "next": "1"})
    assert answer["Location"].startswith(reverse("hand_checks")), "none waits any more"


def test_a_script_is_led_on_by_a_header(province: Province, reviewer: Client) -> None:
    address, key = form(reviewer, province.account)
    answer = reviewer.post(address, {"key": key, "no_posts": "on"}, headers={"HX-Request": "true"})
    assert answer.status_code == 200 and answer["HX-Redirect"].startswith(reverse("hand_checks"))


@pytest.mark.parametrize("key", ["", "no key"])
def test_a_form_without_its_key_says_so(province: Province, reviewer: Client, key: str) -> None:
    address, _ = form(reviewer, province.account)
    page = reviewer.post(address, {"key": key, "no_posts": "on"})
    assert page.status_code == 200 and "从列表重新打开" in page.content.decode()


def test_a_film_is_refused_and_the_rest_stays(province: Province, reviewer: Client) -> None:
    address, key = form(reviewer, province.account)
    film = SimpleUploadedFile("a.mp4", b"\x00\x00\x00 ftypmp42", "video/mp4")
    page = reviewer.post(address, {"key": key, "note": "写了很多", "camera": film}).content.decode()
    assert "a.mp4" in page and "写了很多" in page and not HandCheck.objects.exists()


def test_the_form_tells_where_to_look_on_the_platform(province: Province, reviewer: Client) -> None:
    app = Account.objects.create(unit=province.county, platform="app", name="掌上临江")
    page = reviewer.get(reverse("hand_check_new", args=[app.pk])).content.decode()
    assert "应用商店" in page and "能安装但无法打开或使用" in page
    page = reviewer.get(reverse("hand_check_new", args=[province.account.pk])).content.decode()
    assert "公众号" in page and "能安装但无法打开或使用" not in page


def test_the_list_is_searched_and_narrowed(province: Province, reviewer: Client) -> None:
    Account.objects.create(unit=province.county, platform="weibo", name="临江发布")
    Account.objects.create(unit=province.county, platform="douyin", name="临江已停", status="closed")
    address = reverse("hand_checks")
    page = reviewer.get(address).content.decode()
    assert "待核查 2 / 2" in page and "临江已停" not in page
    page = reviewer.get(address, {"q": "临江"}).content.decode()
    assert "临江发布" in page and "松江教育" not in page
    assert "没有符合条件的账号" in reviewer.get(address, {"state": "done"}).content.decode()
    assert reviewer.get(address, {"campaign": "7"}).status_code == 404


def test_saving_a_picture_is_written_down_but_showing_it_is_not(province: Province, reviewer: Client) -> None:
    address, key = form(reviewer, province.account)
    reviewer.post(address, {"key": key, "no_posts": "on", "gallery": picture()})
    shown = reverse("hand_picture", args=[HandCheck.objects.get().pictures.get().pk])
    before = Entry.objects.filter(action="download").count()
    answer = reviewer.get(shown, headers={"Sec-Fetch-Dest": "image"})
    assert answer.content == png() and answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert Entry.objects.filter(action="download").count() == before
    reviewer.get(shown)
    assert Entry.objects.filter(action="download").count() == before + 1


@pytest.mark.parametrize("name", ["media", "hand_checks"])
def test_the_lists_ask_the_same_few_questions_for_any_number_of_accounts(
    province: Province, reviewer: Client, django_assert_max_num_queries: Any, name: str
) -> None:
    for number in range(60):
        Account.objects.create(unit=province.county, platform="other", name=f"账号{number}")
    with django_assert_max_num_queries(20):
        assert reviewer.get(reverse(name)).status_code == 200
