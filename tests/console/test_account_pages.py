"""新媒体体检, the account's page, platforms and the forms, as people use them."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.console.province import Province, make_unit
from xunwang.access.roles import Role
from xunwang.media.models import CollectedAccount, Collection, ProfilePoint
from xunwang.registry.exporting import everything, rows_of
from xunwang.registry.filing_words import FilingKind
from xunwang.registry.filings import Request, propose
from xunwang.registry.importing import ACCOUNTS, UNITS, apply, plan
from xunwang.registry.models import Account, Filing, FurtherPlatform, Unit
from xunwang.registry.snapshot import Register

SignIn = Callable[[object], Client]
CHECK = "/register/accounts/check/"
TODAY = date(2020, 11, 30)


@pytest.fixture
def admin(province: Province, sign_in: SignIn) -> Client:
    return sign_in(province.user(Role.PROVINCE_ADMIN))


def text(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, (url, answer.status_code)
    return answer.content.decode()


@pytest.fixture
def known_of_department(province: Province) -> None:
    """Its profile was collected twice, and its posts over a little more than a year and over two weeks."""
    noon = datetime(2020, 11, 29, 4, tzinfo=UTC)
    for days, followers in ((0, 12), (30, 90_000)):
        at = noon - timedelta(days)
        ProfilePoint.objects.create(
            account=province.account, way="feed", day=at.date(), at=at, followers=followers
        )
    for number, (days, posts) in enumerate(((400, 3), (14, 0))):
        collection = Collection.objects.create(
            unit=province.root, title="采集", name=f"c{number}", since=noon - timedelta(days), until=noon,
            status="done", started_by=province.user(Role.PLANNER), started_at=noon,
        )  # fmt: skip
        CollectedAccount.objects.create(
            collection=collection, account=province.account, complete=True, posts=posts
        )


def test_the_check_up_counts_lists_and_leads_to_what_can_be_done(admin: Client, province: Province) -> None:
    page = text(admin, CHECK)
    assert "N-05 未备案" in page and "N-02 应开设未开设" in page
    assert f"/register/accounts/{province.account.pk}/edit/" in page
    assert f"/register/units/{province.city.pk}/open-account/" in page
    only = text(admin, f"{CHECK}?check=N-05+未备案")
    assert "松江教育" in only and f"/register/units/{province.other_city.pk}/" not in only
    assert "没有符合条件的记录" in text(admin, f"{CHECK}?platform=weibo")


def test_the_check_up_is_exported_as_it_is_filtered(admin: Client) -> None:
    answer = admin.get(f"{CHECK}?weight=grave&export=xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][:3] == ["规则", "检查项", "账号或单位"]
    assert {row[0] for row in rows[1:]} == {"N-02"}


def test_people_see_the_lines_of_their_own_part_and_only_links_that_work(
    province: Province, sign_in: SignIn
) -> None:
    client = sign_in(province.user(Role.UNIT_EDITOR))
    page = text(client, CHECK)
    assert "松江教育" in page and "应开设未开设" not in page
    assert "/edit/" not in page and "export=" not in page
    assert f"/register/accounts/{province.account.pk}/file/change/" in page, (
        "the sponsor files a change instead"
    )
    reader = sign_in(province.user(Role.AUDITOR))
    assert "open-account" not in text(reader, CHECK)


@pytest.mark.usefixtures("known_of_department")
def test_figures_make_candidates_and_the_rest_is_said_to_be_unknown(
    admin: Client, province: Province
) -> None:
    Account.objects.create(
        unit=province.city, platform="wechat", name="松江发布", subject="松江市人民政府", filed_on=TODAY
    )
    page = text(admin, CHECK)
    assert "关注人数12、一年发布3条，与“松江发布”" in page
    assert "1 个账号的关注人数和发布量未知" in page
    link = f"/register/accounts/{province.account.pk}/file/merge/?into=%E6%9D%BE%E6%B1%9F%E5%8F%91%E5%B8%83"
    assert link in page
    assert 'value="松江发布"' in text(admin, link)


def test_the_pages_ask_as_much_of_a_large_register_as_of_a_small_one(
    admin: Client, province: Province
) -> None:
    pages = (
        CHECK,
        f"/register/accounts/{province.account.pk}/",
        "/register/accounts/",
        "/register/platforms/",
    )

    def counted() -> list[int]:
        found = []
        for url in pages:
            with CaptureQueriesContext(connection) as queries:
                text(admin, url)
            found.append(len(queries))
        return found

    FurtherPlatform.objects.create(code="red", name="小红书")
    Account.objects.create(unit=province.city, platform="red", name="松江教育", subject="松江市人民政府")
    before = counted()
    for number in range(30):
        unit = make_unit(f"松江市第{number}局", "city", "220100", province.city, "department")
        Account.objects.create(unit=unit, platform="red", name=f"松江{number}局", subject=unit.name)
        FurtherPlatform.objects.create(code=f"p{number}", name=f"平台{number}")
    assert counted() == before
    assert max(before) < 30


def test_the_account_s_page_shows_all_that_is_registered(admin: Client, province: Province) -> None:
    Account.objects.filter(pk=province.account.pk).update(
        wechat_type="service", kind="service", introduction="教育政策和办事指南", page_url="https://mp.example.cn/a",
        former_names=["松江文教"], filed_on=TODAY, state_reason="", exemption="吉政办函〔2020〕1号",
    )  # fmt: skip
    other = Account.objects.create(unit=province.department, platform="weibo", name="教育之声")
    Account.objects.create(unit=province.city, platform="weibo", name="松江教育")
    page = text(admin, f"/register/accounts/{province.account.pk}/")
    for said in ("服务号", "办事服务类", "教育政策和办事指南", "https://mp.example.cn/a", "松江文教", "2020-11-30",
                 "吉政办函〔2020〕1号", "教育之声", "其他单位的同名账号", "名称相近"):  # fmt: skip
        assert said in page, said
    assert "各平台名称不一致" in text(admin, f"/register/accounts/{other.pk}/")
    assert "松江市人民政府</dd>" in page or "松江市人民政府<span" in page


def test_an_account_s_page_links_nothing_that_is_out_of_sight(province: Province, sign_in: SignIn) -> None:
    Account.objects.create(unit=province.other_city, platform="weibo", name="松江教育")
    page = text(sign_in(province.user(Role.UNIT_EDITOR)), f"/register/accounts/{province.account.pk}/")
    assert "其他单位的同名账号" not in page


def test_a_platform_is_added_and_then_used_everywhere(admin: Client, province: Province) -> None:
    wrong = {"name": "微博", "code": "weibo", "posts": "on"}
    page = admin.post("/register/platforms/new/", wrong).content.decode()
    assert "系统已有这个平台" in page and "已有平台的代码" in page
    admin.post(
        "/register/platforms/new/",
        {"name": "小红书", "code": "xiaohongshu", "posts": "on", "is_active": "on"},
    )
    assert "小红书" in text(admin, "/register/platforms/")
    data = {
        "unit": province.department.pk,
        "platform": "xiaohongshu",
        "name": "松江教育",
        "subject": "松江市教育局",
    }
    admin.post("/register/accounts/new/", data)
    account = Account.objects.get(platform="xiaohongshu")
    assert "小红书" in text(admin, "/register/accounts/?platform=xiaohongshu")
    assert "小红书" in text(admin, f"/register/accounts/{account.pk}/")
    again = {**data, "name": "松江教育二"}
    assert "N-03" in admin.post("/register/accounts/new/", again).content.decode()
    rows = [
        ["账号名称", "平台", "主办单位"],
        ["松江公安", "小红书", "松江市人民政府"],
        ["松江", "大红书", "松江市人民政府"],
    ]
    done = apply(ACCOUNTS, rows)
    assert done.created == 1 and "其他平台请先添加" in done.plan.errors[0].remedy
    own = FurtherPlatform.objects.get()
    admin.post(f"/register/platforms/{own.pk}/", {"name": "小红书", "posts": "on"})
    assert "小红书</option>" not in text(admin, "/register/accounts/new/"), "no new accounts there"
    assert "小红书</option>" in text(admin, f"/register/accounts/{account.pk}/edit/")


def test_old_files_are_imported_and_new_columns_read_back(province: Province) -> None:
    Account.objects.filter(pk=province.account.pk).update(kind="service", filed_on=TODAY)
    old = [["账号名称", "平台", "主办单位", "账号标识", "认证主体"],
           ["松江教育", "微信", "松江市教育局", "gh_2", "松江市教育局"]]  # fmt: skip
    assert apply(ACCOUNTS, old).updated == 1
    kept = Account.objects.get(pk=province.account.pk)
    assert (kept.identifier, kept.kind, kept.filed_on) == ("gh_2", "service", TODAY)
    new = [
        ["账号名称", "平台", "主办单位", "认证主体", "公众号类型", "账号类别", "账号简介", "账号主页", "曾用名称", "监管单位",
         "开通日期", "备案日期", "状态原因"],
        ["松江教育", "微信", "松江市教育局", "松江市教育局", "订阅号", "信息发布类", "政策", "mp.example.cn/a", "文教；教委",
         "松江市人民政府", "2019/1/2", "2019年2月3日", ""],
        ["松江教育", "微博", "松江市教育局", "松江市教育局", "", "", "", "", "", "", "2019-13-01", "", ""],
    ]  # fmt: skip
    done = apply(ACCOUNTS, new)
    assert (done.created, done.updated) == (0, 1)
    assert "2020-11-30" in done.plan.errors[0].remedy, "shows how to write a day"
    stored = Account.objects.get(pk=province.account.pk)
    assert (stored.wechat_type, stored.kind, stored.former_names, stored.supervising_unit) == (
        "subscription", "publishing", ["文教", "教委"], province.city,
    )  # fmt: skip
    assert (stored.opened_on, stored.filed_on) == (date(2019, 1, 2), date(2019, 2, 3))
    again = plan(ACCOUNTS, list(rows_of(ACCOUNTS, everything(ACCOUNTS))), Register.load())
    assert [row.verdict for row in again.rows] == ["same"]


def test_a_unit_s_former_names_and_functions_come_by_import(province: Province) -> None:
    rows = [
        ["单位名称", "级别", "类型", "行政区划代码", "上级单位", "曾用名", "承担行政职能"],
        ["松江市招生办公室", "市级", "事业单位", "220100", "松江市教育局", "松江市招办；市招办", "是"],
    ]
    apply(UNITS, rows)
    unit = Unit.objects.get(name="松江市招生办公室")
    assert (unit.former_names, unit.administrative) == (["松江市招办", "市招办"], True)


def test_the_sponsor_changes_by_a_filing_through_the_browser(admin: Client, province: Province) -> None:
    bureau = make_unit("松江市文化教育局", "city", "220100", province.city, "department")
    url = f"/register/accounts/{province.account.pk}/file/change/"
    assert 'value="松江市教育局"' in text(admin, url)
    data = {
        "sponsor": "某某局", "platform": "wechat", "name": "松江教育", "subject": bureau.name, "reason": "机构改革",
        "public_notice": "置顶公告",
    }  # fmt: skip
    assert "名录中没有这个单位" in admin.post(url, data).content.decode()
    admin.post(url, {**data, "sponsor": bureau.name})
    filing = Filing.objects.get()
    assert filing.proposal["unit_id"] == bureau.pk and filing.public_notice == "置顶公告"
    page = text(admin, f"/filings/{filing.pk}/")
    assert "松江市文化教育局" in page and "置顶公告" in page
    assert 'value="松江市文化教育局"' in text(admin, f"/filings/{filing.pk}/edit/")


def test_the_public_notice_of_the_last_filing_is_on_the_account_s_page(
    admin: Client, province: Province
) -> None:
    request = Request(
        FilingKind.CLOSE,
        province.department,
        "整合",
        account=province.account,
        public_notice="置顶公告：停止更新",
    )
    filing = propose(request, province.user(Role.UNIT_EDITOR))
    page = f"/register/accounts/{province.account.pk}/"
    assert "置顶公告" not in text(admin, page), "a draft is not told to anybody"
    Filing.objects.filter(pk=filing.pk).update(state="done")
    assert "置顶公告：停止更新" in text(admin, page)


def test_a_platform_is_audited(admin: Client) -> None:
    admin.post("/register/platforms/new/", {"name": "小红书", "code": "xiaohongshu"})
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT actor, after ->> 'name' FROM audit_entry WHERE subject = 'registry_furtherplatform'"
        )
        assert cursor.fetchall() == [("province_admin", "小红书")]
