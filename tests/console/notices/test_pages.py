"""The pages of the notices: what is written is never lost, and each step says what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from tests.console.api.world import Programme
from tests.console.notices.bare import NUMBER, drafted, final_campaign, published, signed
from tests.console.province import Province, enter_coming_years
from xunwang.access.roles import Role
from xunwang.audit.models import Entry
from xunwang.notices.models import Notice, Publication, Signature
from xunwang.notices.notice import OUTPUTS

SignIn = Callable[[object], Client]


@pytest.fixture(autouse=True)
def _coming_years(province: Province) -> None:
    """A notice that is not signed yet tells the deadline as if it were issued today."""
    enter_coming_years(province)


def page(client: Client, name: str, *args: object, query: str = "") -> str:
    answer = client.get(reverse(name, args=args) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_whole_way_from_final_results_to_the_public(province: Province, sign_in: SignIn) -> None:
    campaign = final_campaign(province)
    planner = sign_in(province.user(Role.PLANNER))
    assert "请起草通报" in page(planner, "home")
    assert "未起草" in page(planner, "notices")
    answer = planner.post(reverse("notice_new", args=[campaign.pk]), follow=True)
    notice = Notice.objects.get()
    assert answer.redirect_chain[-1][0] == reverse("notice_edit", args=[notice.pk])
    fields = {"base": "1", "text-opening": "查了{{ sites.checked }}个网站。", "save": "1"}
    answer = planner.post(reverse("notice_edit", args=[notice.pk]), fields, follow=True)
    assert "已保存为第2版" in answer.content.decode() and "查了" in answer.content.decode()
    admin = sign_in(province.user(Role.PROVINCE_ADMIN))
    assert "等待您签发" in page(admin, "home")
    day = timezone.localdate().isoformat()
    signing = {"version": "2", "document_number": NUMBER, "issued_on": day}
    answer = admin.post(reverse("notice_sign", args=[notice.pk]), signing, follow=True)
    assert "已签发" in answer.content.decode() and Signature.objects.count() == 1
    assert "等待公布" in page(admin, "home")
    answer = admin.post(reverse("notice_publish", args=[notice.pk]), follow=True)
    assert "已公布" in answer.content.decode()
    assert "等待公布" not in page(admin, "home")
    public = page(Client(), "public_notice", notice.pk)
    assert "查了" in public and NUMBER in public and "检查计划员" not in public


def test_words_that_cannot_be_saved_stay_in_their_fields(province: Province, sign_in: SignIn) -> None:
    notice = drafted(province)
    client = sign_in(province.user(Role.PLANNER))
    address = reverse("notice_edit", args=[notice.pk])
    fields = {"base": "1", "text-opening": "珍贵的文字{{ no.such }}", "text-deadline": "另一段"}
    answer = client.post(address, fields).content.decode()
    assert "珍贵的文字{{ no.such }}</textarea>" in answer and "另一段</textarea>" in answer
    assert "no.such }}不是已有的数据项" in answer and "从数据清单中选取" in answer
    notice.versions.create(
        number=2, author=province.user(Role.PROVINCE_ADMIN), at=timezone.now(), digest="0" * 64
    )
    fields = {"base": "1", "text-opening": "珍贵的文字"}
    answer = client.post(address, fields).content.decode()
    assert "珍贵的文字</textarea>" in answer and "刚刚保存了第2版" in answer
    assert f"{reverse('notice_version', args=[notice.pk, 2])}?against=1" in answer
    assert notice.versions.count() == 2
    again = client.post(address, {**fields, "base": "2"}, follow=True).content.decode()
    assert "已保存为第3版" in again


def test_the_preview_shows_the_words_without_saving_them(province: Province, sign_in: SignIn) -> None:
    notice = drafted(province)
    client = sign_in(province.user(Role.PLANNER))
    fields = {"text-opening": "试写{{ sites.checked }}", "base": "1"}
    part = client.post(reverse("notice_preview", args=[notice.pk]), fields).content.decode()
    assert "<html" not in part
    assert re.search(r'试写<data class="figure" value="3" title="sites.checked">3</data>', part)
    whole = client.post(reverse("notice_edit", args=[notice.pk]), {**fields, "preview": "1"}).content.decode()
    assert "试写{{ sites.checked }}</textarea>" in whole and 'title="sites.checked"' in whole
    wrong = client.post(
        reverse("notice_preview", args=[notice.pk]), {"text-opening": "{{ x"}
    ).content.decode()
    assert "不成对" in wrong
    assert notice.versions.count() == 1


def test_what_people_write_is_shown_as_words(province: Province, sign_in: SignIn) -> None:
    bad = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    notice = drafted(province, opening=bad)
    client = sign_in(province.user(Role.PLANNER))
    for name, args in (("notice", []), ("notice_edit", []), ("notice_version", [2])):
        text = page(client, name, notice.pk, *args)
        assert "<script>alert" not in text and "<img src=x" not in text and "alert(1)" in text


def test_versions_are_compared_and_restored(province: Province, sign_in: SignIn) -> None:
    notice = drafted(province, opening="第一稿的导语。")
    client = sign_in(province.user(Role.PLANNER))
    client.post(reverse("notice_edit", args=[notice.pk]), {"base": "2", "text-opening": "第二稿的导语。"})
    text = page(client, "notice_version", notice.pk, 3)
    assert "<del>一</del><ins>二</ins>" in text
    assert "推进政府网站" in page(client, "notice_version", notice.pk, 3, query="?against=1")
    assert client.get(reverse("notice_version", args=[notice.pk, 9])).status_code == 404
    answer = client.post(reverse("notice_restore", args=[notice.pk, 2]), follow=True).content.decode()
    assert "存为第4版" in answer and "第一稿的导语。" in answer


def test_all_documents_of_a_version_are_downloaded_and_written_down(
    province: Province, sign_in: SignIn
) -> None:
    notice = drafted(province)
    client = sign_in(province.user(Role.AUDITOR))
    for kind, output in OUTPUTS.items():
        answer = client.get(reverse("notice_file", args=[notice.pk, 1, kind]))
        assert answer.headers["Content-Type"] == output.media_type and len(answer.content) > 5000
        assert answer.headers["Content-Disposition"].startswith("attachment")
    assert Entry.objects.filter(action="export", subject="notices_notice").count() == len(OUTPUTS)
    assert client.get(reverse("notice_file", args=[notice.pk, 1, "exe"])).status_code == 404
    assert "无误" in page(client, "notice_check", notice.pk)


def test_faults_of_a_signature_are_told_on_the_page(province: Province, sign_in: SignIn) -> None:
    notice = drafted(province, opening="答复率{{ replies.share_5_days }}。")
    client = sign_in(province.user(Role.PROVINCE_ADMIN))
    assert "较快答复的网站占比（replies.share_5_days）应为“已知”" in page(client, "notice", notice.pk)
    address = reverse("notice_sign", args=[notice.pk])
    for fields, words in (
        ({}, "请填写文号"),
        ({"version": "2", "document_number": "8号", "issued_on": "2020-01-01"}, "文号的写法"),
        ({"version": "1", "document_number": NUMBER, "issued_on": "2020-01-01"}, "已有第2版"),
        ({"version": "2", "document_number": NUMBER, "issued_on": "2020-01-02"}, "已知"),
    ):
        assert words in client.post(address, fields, follow=True).content.decode()
    assert not Signature.objects.exists()


def test_a_correction_and_a_withdrawal_are_made_on_the_page(province: Province, sign_in: SignIn) -> None:
    notice = published(province)
    client = sign_in(province.user(Role.PLANNER))
    publish, withdraw = (reverse(name, args=[notice.pk]) for name in ("notice_publish", "notice_withdraw"))
    assert "已经公布" in client.post(publish, follow=True).content.decode()
    assert "写明理由" in client.post(withdraw, follow=True).content.decode()
    answer = client.post(withdraw, {"withdraw-reason": "数据有误"}, follow=True).content.decode()
    assert "已撤回" in answer and Publication.objects.count() == 2


def test_a_notice_of_results_that_were_taken_back_says_so(province: Province, sign_in: SignIn) -> None:
    from xunwang.inspection.moves import move
    from xunwang.inspection.stages import Move

    notice = drafted(province)
    move(notice.campaign, Move.REOPEN, province.user(Role.PLANNER), timezone.now(), "有误")
    client = sign_in(province.user(Role.PLANNER))
    for name in ("notice", "notice_edit", "notice_check"):
        assert "尚未核定" in page(client, name, notice.pk)
    answer = client.get(reverse("notice_file", args=[notice.pk, 1, "pdf"]), follow=True)
    assert "尚未核定" in answer.content.decode()


@pytest.mark.parametrize("name", ["notices", "notice", "notice_edit", "notice_version"])
def test_the_pages_ask_the_database_little(
    province: Province, sign_in: SignIn, name: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    notice = signed(province)
    for number in range(2, 30):
        notice.versions.create(
            number=number, author=province.user(Role.PLANNER), at=timezone.now(), digest="0" * 64
        )
    client = sign_in(province.user(Role.PROVINCE_ADMIN))
    args = {"notices": [], "notice_version": [notice.pk, 5]}.get(name, [notice.pk])
    with django_assert_max_num_queries(29):
        client.get(reverse(name, args=args))


def test_nobody_publishes_a_campaign_without_its_notice(province: Province, sign_in: SignIn) -> None:
    campaign = final_campaign(province)
    client = sign_in(province.user(Role.PLANNER))
    asked = {"move": "publish", "version": campaign.version}
    told = client.post(reverse("campaign_move", args=[campaign.pk]), asked, follow=True).content.decode()
    assert "请起草、签发并公布通报" in told
    programme, path = Programme(province.user(Role.PLANNER)), f"/campaigns/{campaign.pk}"
    [publish] = [one for one in programme.get(f"{path}/moves").json() if one["move"] == "publish"]
    assert "请起草、签发并公布通报" in publish["obstacles"][0]
    tried = programme.change("POST", f"{path}/moves", {"move": "publish"}, read=path)
    assert tried.status_code == 409 and "请起草、签发并公布通报" in tried.json()["detail"]
    campaign.refresh_from_db()
    assert campaign.stage == "final"
