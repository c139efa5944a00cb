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
from xunwang.collect.interface import CollectError, Trouble
from xunwang.media.collecting.sources import secrets_among, source_of
from xunwang.media.errors import MediaError
from xunwang.media.models import AccountWay
from xunwang.media.uploads import uploads_folder
from xunwang.media.ways import Setting, remove_way, secrets_of, set_way
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


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.PLANNER, Role.AUDITOR])
def test_those_who_check_set_no_ways(province: Province, role: Role) -> None:
    with pytest.raises(PermissionDenied):
        set_way(Setting(province.account, Way.FEED, "http://a.cn/"), province.user(role), timezone.now())


@pytest.mark.parametrize("role", [Role.CITY_SUPERVISOR, Role.UNIT_EDITOR])
def test_units_and_their_supervisors_set_the_ways_of_their_own_part_only(
    province: Province, role: Role
) -> None:
    by, now = province.user(role), timezone.now()
    way = set_way(Setting(province.account, Way.FEED, "http://a.cn/"), by, now)
    assert (way.set_by, way.set_as, way.set_at) == (by, role, now)
    other = Account.objects.create(unit=province.other_city, platform="weibo", name="北河发布")
    with pytest.raises(PermissionDenied):
        set_way(Setting(other, Way.FEED, "http://a.cn/"), by, now)
    theirs = set_way(Setting(other, Way.FEED, "http://a.cn/"), province.user(Role.PROVINCE_ADMIN), now)
    with pytest.raises(PermissionDenied):
        remove_way(theirs, by)


def test_who_says_where_to_ask_is_told_from_who_switches_it_off(province: Province) -> None:
    editor, supervisor = province.user(Role.UNIT_EDITOR), province.user(Role.CITY_SUPERVISOR)
    way = set_way(Setting(province.account, Way.WECHAT_API, secrets=SECRETS), editor, timezone.now())
    same = Setting(province.account, Way.WECHAT_API, secrets={"app_secret": ""}, is_on=False)
    way = set_way(same, supervisor, timezone.now(), way)
    assert (way.is_on, way.set_by) == (False, editor)
    other = Setting(province.account, Way.WECHAT_API, secrets={"app_secret": "another"})
    assert set_way(other, supervisor, timezone.now(), way).set_as == Role.CITY_SUPERVISOR


def test_a_unit_enters_replaces_and_withdraws_its_credentials_and_sees_only_who_entered_them(
    province: Province, sign_in: SignIn
) -> None:
    editor = province.user(Role.UNIT_EDITOR)
    client = sign_in(editor)
    waits = "个新媒体账号还没有采集方式"
    assert waits in client.get(reverse("home")).text
    place = reverse("account_way_new", args=[province.account.pk, "wechat_api"])
    assert f'href="{place}"' in client.get(reverse("media_account", args=[province.account.pk])).text
    assert client.post(place, {**SECRETS, "is_on": "on"}).status_code == 302
    assert waits not in client.get(reverse("home")).text
    way = AccountWay.objects.get()
    edit = reverse("account_way", args=[way.pk])
    form = client.get(edit).text
    assert f"已保存，不再显示（{editor.name}于" in form and not any(text in form for text in SECRETS.values())
    assert client.post(edit, {"app_secret": "another", "is_on": "on"}).status_code == 302
    way.refresh_from_db()
    assert secrets_of(way) == {**SECRETS, "app_secret": "another"}
    assert client.post(reverse("account_way_remove", args=[way.pk])).status_code == 302
    log = Entry.objects.filter(subject="media_accountway", actor=editor.username).order_by("pk")
    assert [one.action for one in log] == ["insert", "update", "delete"]
    assert [(one.after or one.before or {})["sealed"] for one in log] == ["***"] * 3


def test_whoever_checks_is_led_to_no_page_that_the_unit_itself_has_entered(
    province: Province, sign_in: SignIn
) -> None:
    app = Account.objects.create(unit=province.department, platform="app", name="松江教育客户端")
    setting = Setting(app, Way.MOBILE_CLIENT, "https://store.example.com/app/1")
    client = sign_in(province.user(Role.REVIEWER))
    for role, led in ((Role.UNIT_EDITOR, False), (Role.CITY_SUPERVISOR, True)):
        AccountWay.objects.all().delete()
        set_way(setting, province.user(role), timezone.now())
        for name in ("media_account", "hand_check_new"):
            assert (f'href="{setting.address}"' in client.get(reverse(name, args=[app.pk])).text) is led


def test_a_unit_is_told_that_a_platform_refuses_its_credentials_until_it_replaces_them(
    province: Province, sign_in: SignIn
) -> None:
    way = wechat(province)
    AccountWay.objects.update(trouble=Trouble.CREDENTIALS, tried_at=timezone.now())
    client = sign_in(province.user(Role.UNIT_EDITOR))
    told = "个新媒体账号的凭据无效或已过期"
    home = client.get(reverse("home"))
    (task,) = (task for task in home.context["tasks"] if task.label.startswith(told))
    assert client.get(task.url).context["listing"].total == 1
    client.post(reverse("account_way", args=[way.pk]), {"app_secret": "another", "is_on": "on"})
    assert told not in client.get(reverse("home")).text
    assert client.get(task.url).context["listing"].total == 0


def test_a_secret_that_came_with_a_new_address_is_not_sent_to_the_one_a_collection_began_with(
    province: Province,
) -> None:
    way, keys = wechat(province), {province.account.pk: "账号"}
    asked = [source_of("账号", way)]
    assert secrets_among(AccountWay.objects.all(), keys, asked) == {"账号": SECRETS}
    wechat(province, address="https://proxy.example.cn/")
    assert secrets_among(AccountWay.objects.all(), keys, asked) == {}


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


def test_the_name_of_a_file_is_a_name_on_the_page_of_whoever_changes_the_way(
    province: Province, sign_in: SignIn
) -> None:
    unit = sign_in(province.user(Role.UNIT_EDITOR))
    name = "<button formaction=&amp;#47;users&amp;#47;6&amp;#47;grant&amp;#47;>保存.csv"
    address = reverse("account_way_new", args=[province.account.pk, "file"])
    assert unit.post(address, {"file": SimpleUploadedFile(name, b"a,b"), "is_on": "on"}).status_code == 302
    edit = reverse("account_way", args=[AccountWay.objects.get().pk])
    page = sign_in(province.user(Role.PROVINCE_ADMIN)).get(edit).content.decode()
    assert "保存.csv" in page and "<button formaction" not in page


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
    setting = Setting(province.account, Way.WECHAT_API, secrets=SECRETS)
    with pytest.raises(MediaError, match="已经撤回"):
        set_way(setting, province.user(Role.UNIT_EDITOR), timezone.now(), way)
