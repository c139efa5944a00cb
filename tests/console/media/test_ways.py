"""Ways of an account: what they need, and where their secrets may be seen (nowhere)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from tests.console.province import Province
from xunwang.access.roles import Role
from xunwang.audit.models import Entry
from xunwang.collect.interface import CollectError
from xunwang.media.errors import MediaError
from xunwang.media.models import AccountWay
from xunwang.media.uploads import uploads_folder
from xunwang.media.ways import Setting, secrets_of, set_way
from xunwang.posts.records import Way
from xunwang.registry.exporting import csv_bytes
from xunwang.registry.models import Account

SignIn = Callable[[object], Client]
SECRETS = {"app_id": "wx1234567890", "app_secret": "s3cr3t-of-the-account"}


def wechat(province: Province, **changes: object) -> AccountWay:
    values: dict[str, object] = {"account": province.account, "way": Way.WECHAT_API, "secrets": SECRETS}
    setting = Setting(**(values | changes))  # type: ignore[arg-type]
    known = AccountWay.objects.filter(account=province.account, way=Way.WECHAT_API).first()
    return set_way(setting, province.user(Role.CITY_SUPERVISOR), timezone.now(), known)


def test_secrets_are_sealed_at_rest_and_in_no_log(province: Province) -> None:
    way = wechat(province)
    assert secrets_of(way) == SECRETS
    way.refresh_from_db()
    for secret in SECRETS.values():
        assert secret not in way.sealed
        assert not Entry.objects.filter(after__icontains=secret).exists()
    assert "sealed" in str(Entry.objects.filter(subject="media_accountway").latest("pk").after)
    assert "s3cr3t" not in repr(Setting(province.account, Way.WECHAT_API, secrets=SECRETS))


def test_a_secret_is_changed_alone_and_stays_when_nothing_is_given(province: Province) -> None:
    wechat(province)
    way = wechat(province, secrets={"app_secret": "another", "unknown": "x"})
    assert secrets_of(way) == {**SECRETS, "app_secret": "another"}
    assert secrets_of(wechat(province, secrets={"app_secret": " "})) == secrets_of(way)


def test_a_secret_never_follows_to_another_address(province: Province) -> None:
    wechat(province)
    with pytest.raises(MediaError, match="请填写AppID和AppSecret"):
        wechat(province, address="https://elsewhere.example.com/", secrets={})
    assert AccountWay.objects.get().address == ""


def test_under_another_key_the_secrets_are_asked_for_again(province: Province, settings: Settings) -> None:
    way = wechat(province)
    settings.SECRET_KEY = "another key, another key, another key"
    with pytest.raises(CollectError, match="重新填写"):
        secrets_of(way)
    assert secrets_of(wechat(province)) == SECRETS


@pytest.mark.parametrize(
    ("way", "address", "why"),
    [
        (Way.FEED, "", "应以http"),
        (Way.FEED, "ftp://a.cn/x", "应以http"),
        (Way.FEED, "javascript:alert(1)", "应以http"),
        (Way.MOBILE_CLIENT, "https://store.example.cn/1", "不能用"),
        (Way.WECHAT_API, "", "请填写AppID"),
        (Way.FILE, "../../etc/passwd", "请上传"),
    ],
)
def test_what_a_way_can_not_use_is_refused(province: Province, way: Way, address: str, why: str) -> None:
    with pytest.raises(MediaError, match=why):
        set_way(Setting(province.account, way, address), province.user(Role.PROVINCE_ADMIN), timezone.now())


def test_only_those_who_edit_the_register_set_ways_and_in_their_own_part(province: Province) -> None:
    with pytest.raises(PermissionDenied):
        set_way(
            Setting(province.account, Way.FEED, "http://a.cn/"), province.user(Role.REVIEWER), timezone.now()
        )
    other = Account.objects.create(unit=province.other_city, platform="weibo", name="北河发布")
    with pytest.raises(PermissionDenied):
        set_way(Setting(other, Way.FEED, "http://a.cn/"), province.user(Role.CITY_SUPERVISOR), timezone.now())


def test_the_pages_never_show_a_secret(province: Province, sign_in: SignIn) -> None:
    client = sign_in(province.user(Role.CITY_SUPERVISOR))
    new = reverse("account_way_new", args=[province.account.pk, "wechat_api"])
    assert client.post(new, {**SECRETS, "is_on": "on"}).status_code == 302
    way = AccountWay.objects.get()
    faulty = client.post(new, {**SECRETS, "is_on": "on"})
    assert faulty.status_code == 200 and "已设置过" in faulty.content.decode()
    pages = [faulty, client.get(reverse("account_way", args=[way.pk])),
             client.get(reverse("media_account", args=[province.account.pk]))]  # fmt: skip
    for page in pages:
        assert page.status_code == 200
        for secret in (*SECRETS.values(), way.sealed):
            assert secret not in page.content.decode()


def test_a_file_is_kept_below_the_home_folder_under_its_digest(province: Province, sign_in: SignIn) -> None:
    client = sign_in(province.user(Role.CITY_SUPERVISOR))
    new = reverse("account_way_new", args=[province.account.pk, "file"])
    strange = SimpleUploadedFile("a.exe", b"MZ")
    assert "请上传xlsx" in client.post(new, {"file": strange, "is_on": "on"}).content.decode()
    file = SimpleUploadedFile("../../发布记录.csv", "标题,时间\n动态,2020-11-30\n".encode())
    assert client.post(new, {"file": file, "is_on": "on"}).status_code == 302
    way = AccountWay.objects.get()
    assert way.options == {"label": "发布记录.csv"} and way.address.endswith(".csv")
    (kept,) = (path for path in uploads_folder().rglob("*") if path.is_file())
    assert kept == uploads_folder() / way.address
    assert client.post(reverse("account_way", args=[way.pk]), {}).status_code == 302
    way.refresh_from_db()
    assert not way.is_on and way.options == {"label": "发布记录.csv"}, "without a new file the old one stays"


def test_a_client_takes_a_package_and_its_service_beside_the_store(
    province: Province, sign_in: SignIn
) -> None:
    app = Account.objects.create(
        unit=province.city, platform="app", name="松江办事", identifier="cn.gov.songjiang"
    )
    client = sign_in(province.user(Role.CITY_SUPERVISOR))
    new = reverse("account_way_new", args=[app.pk, "mobile_client"])
    store = {"address": "https://store.example.com/app/cn.gov.songjiang", "is_on": "on"}
    told = {
        "service": " api.songjiang.gov.cn  m.songjiang.gov.cn ",
        "package": SimpleUploadedFile("a.apk", b"PK"),
    }
    strange = {**store, "package": SimpleUploadedFile("a.ipa", b"PK")}
    assert "请上传apk" in client.post(new, strange).content.decode()
    assert client.post(new, store | told).status_code == 302
    way = AccountWay.objects.get()
    assert (
        way.address == store["address"]
        and way.options["service"] == "api.songjiang.gov.cn  m.songjiang.gov.cn"
    )
    assert (uploads_folder() / way.options["package"]).read_bytes() == b"PK"
    edit = reverse("account_way", args=[way.pk])
    assert "已有一个" in client.get(edit).content.decode()
    kept = way.options["package"]
    assert client.post(edit, {**store, "service": ""}).status_code == 302
    way.refresh_from_db()
    assert way.options == {"package": kept}, "what was not chosen anew stays, what was emptied goes"


def test_many_are_set_up_from_a_table(province: Province, sign_in: SignIn) -> None:
    Account.objects.create(unit=province.other_city, platform="weibo", name="北河发布")
    client = sign_in(province.user(Role.CITY_SUPERVISOR))
    rows = [
        ["账号名称", "平台", "地址", "采集方式", "备注"],
        ["松江教育", "微信公众号", "https://rss.example.cn/1.xml", "订阅源", ""],
        ["松江教育", "微信公众号", "https://rss.example.cn/2.xml", "订阅源", ""],
        ["松江教育", "微信公众号", "", "微信公众平台接口", ""],
        ["北河发布", "微博", "https://rss.example.cn/3.xml", "订阅源", ""],
        ["松江教育", "微信", "https://rss.example.cn/3.xml", "订阅源", ""],
        ["", "", "", "", ""],
    ]
    address = reverse("account_ways_import")
    page = client.post(address, {"file": SimpleUploadedFile("表.csv", csv_bytes(rows))})
    planned = page.context["planned"]
    assert [line.address for line in planned.lines] == ["https://rss.example.cn/1.xml"]
    assert {error.row for error in planned.errors} == {3, 4, 5, 6}
    assert not AccountWay.objects.exists()
    assert client.post(address, {"planned": page.context["sealed"]}).status_code == 302
    assert AccountWay.objects.get().address == "https://rss.example.cn/1.xml"
    again = client.post(address, {"file": SimpleUploadedFile("表.csv", csv_bytes(rows[:2]))})
    assert again.context["planned"].known == 1 and not again.context["planned"].lines
    assert client.post(address, {"planned": "forged"}).status_code == 302
    assert AccountWay.objects.count() == 1


def test_removing_a_way_forgets_its_secrets(province: Province, sign_in: SignIn) -> None:
    way = wechat(province)
    client = sign_in(province.user(Role.CITY_SUPERVISOR))
    assert client.post(reverse("account_way_remove", args=[way.pk])).status_code == 302
    assert not AccountWay.objects.exists()
