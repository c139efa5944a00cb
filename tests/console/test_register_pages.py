"""The register in the browser: lists that keep their state in the address, entry, import, export, filings."""

from __future__ import annotations

import io
from collections.abc import Callable

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.console.province import Province, make_site, make_unit
from xunwang.access.roles import Role
from xunwang.audit.models import Entry
from xunwang.registry.exporting import csv_bytes
from xunwang.registry.models import Account, Contact, Filing, ImportDraft, Unit, WebSite

SignIn = Callable[[object], Client]


@pytest.fixture
def admin(province: Province, sign_in: SignIn) -> Client:
    return sign_in(province.user(Role.PROVINCE_ADMIN))


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_a_list_is_searched_filtered_and_sorted_by_its_address(admin: Client, province: Province) -> None:
    assert "松江市教育局网站" not in text(admin, "/register/sites/?kind=portal")
    assert "白山省人民政府网" not in text(admin, "/register/sites/?q=jyj.songjiang")
    page = text(admin, "/register/sites/?q=songjiang&sort=-name&kind=department")
    assert 'value="songjiang"' in page
    assert '<option value="department" selected>' in page
    assert 'aria-sort="descending"' in page
    assert "q=songjiang&amp;kind=department&amp;sort=name" in page, "the way back keeps the rest"
    up, down = text(admin, "/register/sites/?sort=host"), text(admin, "/register/sites/?sort=-host")
    order = ["jyj.songjiang.gov.cn", "www.bs.gov.cn", "www.songjiang.gov.cn"]
    assert [host for _, host in sorted((up.index(f">{host}</td>"), host) for host in order)] == order
    assert [host for _, host in sorted((down.index(f">{host}</td>"), host) for host in order)] == order[::-1]


@pytest.mark.parametrize("query", ["?page=999", "?page=-1", "?page=x", "?page=٣", "?sort=password", "?kind=nonsense",
                                   "?q=%00", "?q=%27%22%3E%3Cscript%3E", "?page=99999999999999999999"])  # fmt: skip
def test_a_strange_address_does_no_harm(admin: Client, query: str) -> None:
    assert "<script>" not in text(admin, f"/register/sites/{query}")


def test_a_long_list_is_paged(admin: Client, province: Province) -> None:
    for number in range(60):
        make_unit(f"松江市第{number:02}局", "city", "220100", province.city, "department")
    first = text(admin, "/register/units/?q=局&sort=name")
    assert "共 61 条" in first and "第 1 / 2 页" in first
    second = text(admin, "/register/units/?q=局&sort=name&page=2")
    assert "松江市第59局" in second and "松江市第00局" not in second


def test_an_empty_list_says_what_to_do(db: None, client: Client) -> None:
    from xunwang.access.models import Assignment, User

    user = User.objects.create_user("admin", "x")
    Assignment.objects.create(user=user, role=Role.PROVINCE_ADMIN, unit=None)
    client.force_login(user)
    assert "请从“导入”页导入" in text(client, "/register/sites/")
    assert "名录还是空的" in text(client, "/")
    assert "没有符合条件的记录" in text(client, "/register/sites/?q=x")


@pytest.mark.parametrize(
    ("name", "most"),
    [("home", 26), ("units", 12), ("sites", 12), ("accounts", 12), ("problems", 12), ("filings", 12)],
)
def test_the_number_of_queries_does_not_grow_with_the_register(
    admin: Client, province: Province, django_assert_max_num_queries: object, name: str, most: int
) -> None:
    for number in range(40):
        unit = make_unit(f"松江市第{number:02}局", "city", "220100", province.city, "department")
        make_site(
            unit,
            f"松江市第{number:02}局网站",
            f"j{number}.songjiang.gov.cn",
            f"22010001{number:02}",
            "department",
        )
        Account.objects.create(unit=unit, platform="weibo", name=f"松江{number}", subject=unit.name)
    with django_assert_max_num_queries(most):  # type: ignore[operator]
        assert admin.get(reverse(name)).status_code == 200


def test_an_export_holds_what_the_list_shows_and_is_written_down(admin: Client, province: Province) -> None:
    answer = admin.get("/register/sites/?kind=department&export=xlsx")
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert [row[0].value for row in sheet.iter_rows()] == ["网站名称", "松江市教育局网站"]
    entry = Entry.objects.first()
    assert entry is not None
    assert (entry.actor, entry.action, entry.subject) == ("province_admin", "export", "registry_website")
    assert admin.get("/register/sites/?export=csv").content.startswith("\ufeff网站名称".encode())


def test_who_may_not_export_gets_the_page(province: Province, sign_in: SignIn) -> None:
    client = sign_in(province.user(Role.UNIT_EDITOR))
    answer = client.get("/register/sites/?export=xlsx")
    assert answer.headers["Content-Type"].startswith("text/html")
    assert "导出XLSX" not in answer.content.decode()


def test_entry_tells_the_broken_rule_at_its_field(admin: Client, province: Province) -> None:
    data = {
        "unit": province.county.pk, "name": "临江县人民政府网", "home_url": "http://www.linjiang.com/", "kind": "portal",
        "site_code": "2202000001", "has_services": "on",
    }  # fmt: skip
    page = admin.post("/register/sites/new/", data)
    faults = page.content.decode().split('class="fault"')
    assert any("G-01" in fault for fault in faults) and any("G-07" in fault for fault in faults)
    assert not WebSite.objects.filter(unit=province.county).exists()
    data |= {
        "home_url": "http://www.linjiang.gov.cn/",
        "site_code": "2201220001",
        "aliases": "linjiang.政务；a.com",
    }
    done = admin.post("/register/sites/new/", data, follow=True)
    site = WebSite.objects.get(unit=province.county)
    assert (site.host, site.aliases, site.status) == (
        "www.linjiang.gov.cn",
        ["a.com", "linjiang.政务"],
        "running",
    )
    assert "G-04" in done.content.decode(), "the warning is shown"


def test_a_second_site_of_a_unit_is_refused_in_words_not_by_a_crash(
    admin: Client, province: Province
) -> None:
    data = {
        "unit": province.department.pk, "name": "松江市教育局二网", "home_url": "http://e2.songjiang.gov.cn/",
        "kind": "department",
    }  # fmt: skip
    assert "最多开设一个网站" in admin.post("/register/sites/new/", data).content.decode()


def test_a_supervisor_registers_only_in_the_own_city(province: Province, sign_in: SignIn) -> None:
    client = sign_in(province.user(Role.CITY_SUPERVISOR))
    data = {
        "name": "北河市教育局",
        "level": "city",
        "kind": "department",
        "region_code": "220200",
        "is_active": "on",
    }
    page = client.post("/register/units/new/", {**data, "superior": province.other_city.pk}).content.decode()
    assert 'class="fault"' in page
    assert 'class="fault"' in client.post("/register/units/new/", data).content.decode(), "no new root either"
    assert not Unit.objects.filter(name="北河市教育局").exists()
    moved = {
        "unit": province.other_city.pk,
        "name": "松江教育",
        "platform": "wechat",
        "subject": "松江市教育局",
    }
    client.post(f"/register/accounts/{province.account.pk}/edit/", moved)
    province.account.refresh_from_db()
    assert province.account.unit == province.department


def test_a_supervisor_cannot_change_who_stands_above(province: Province, sign_in: SignIn) -> None:
    client = sign_in(province.user(Role.CITY_SUPERVISOR))
    data = {"name": province.city.name, "level": "city", "kind": "government", "region_code": "220100",
            "short_name": "松江市", "is_active": "on", "superior": "", "supervising_unit": province.department.pk}  # fmt: skip
    client.post(f"/register/units/{province.city.pk}/edit/", data)
    province.city.refresh_from_db()
    assert (province.city.short_name, province.city.superior, province.city.supervising_unit) == (
        "松江市", province.root, None,
    )  # fmt: skip


def test_a_supervisor_grants_himself_no_exception(province: Province, sign_in: SignIn) -> None:
    client = sign_in(province.user(Role.CITY_SUPERVISOR))
    data = {"unit": province.department.pk, "platform": "wechat", "name": "松江教育", "subject": "某公司",
            "exemption": "自行决定"}  # fmt: skip
    page = client.post(f"/register/accounts/{province.account.pk}/edit/", data).content.decode()
    assert "N-04" in page
    province.account.refresh_from_db()
    assert (province.account.subject, province.account.exemption) == ("松江市教育局", "")


def test_an_editor_keeps_the_contacts(province: Province, sign_in: SignIn) -> None:
    client = sign_in(province.user(Role.UNIT_EDITOR))
    data = {"role": "head", "name": "李局长", "phone": "0431-1234567"}
    client.post(f"/register/units/{province.department.pk}/contacts/new/", data)
    assert Contact.objects.filter(unit=province.department, name="李局长").exists()
    again = client.post(f"/register/units/{province.department.pk}/contacts/new/", data)
    assert again.status_code == 200 and "note error" in again.content.decode()


def test_a_file_is_looked_at_before_it_is_imported(admin: Client, province: Province) -> None:
    rows = [
        ["名称", "级别", "类型", "区划代码", "上级单位"],
        ["北河市教育局", "市级", "部门", "220200", "北河市人民政府"],
        ["<script>alert(1)</script>", "市级", "部门", "22", "北河市人民政府"],
    ]
    upload = SimpleUploadedFile("单位.csv", csv_bytes(rows))
    answer = admin.post("/register/import/", {"kind": "units", "file": upload}, follow=True)
    page = answer.content.decode()
    assert "新增 1" in page and "有错，不导入 1" in page
    assert "<script>" not in page
    assert not Unit.objects.filter(name="北河市教育局").exists()
    draft = ImportDraft.objects.get()
    problems = admin.get(f"/register/import/{draft.pk}/?export=csv").content.decode("utf-8-sig")
    assert "3,区划代码,22,行政区划代码应为6位数字。" in problems
    admin.post(f"/register/import/{draft.pk}/confirm/")
    admin.post(f"/register/import/{draft.pk}/confirm/")
    assert Unit.objects.filter(name="北河市教育局").count() == 1
    assert "其余的行已经导入" in text(admin, f"/register/import/{draft.pk}/")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.exe", b"MZ", "请上传XLSX"),
        ("a.xlsx", b"not a workbook", "无法作为表格打开"),
        ("a.csv", "编号,备注\n1,2\n".encode(), "表头缺少"),
        ("a.csv", b"", "提交的是空文件"),
    ],
)
def test_a_file_that_cannot_be_imported_is_told(admin: Client, name: str, content: bytes, said: str) -> None:
    upload = SimpleUploadedFile(name, content)
    page = admin.post("/register/import/", {"kind": "units", "file": upload}).content.decode()
    assert said in page


def test_a_template_can_be_had_for_each_table(admin: Client) -> None:
    for kind in ("units", "sites", "accounts"):
        answer = admin.get(f"/register/import/template/{kind}/")
        assert openpyxl.load_workbook(io.BytesIO(answer.content)).active["A1"].value
    assert admin.get("/register/import/template/nonsense/").status_code == 404


def test_a_filing_goes_through_the_browser_from_draft_to_closed(province: Province, client: Client) -> None:
    client.force_login(province.user(Role.UNIT_EDITOR))
    client.post(f"/register/sites/{province.department_site.pk}/file/close/", {"reason": "机构改革"})
    filing = Filing.objects.get()
    page = text(client, f"/filings/{filing.pk}/")
    assert "提交" in page and "同意" not in page
    client.post(f"/filings/{filing.pk}/move/", {"move": "submit"})
    again = client.post(
        f"/register/sites/{province.department_site.pk}/file/close/", {"reason": "再来一次"}
    ).content.decode()
    assert "已有一件未办结的备案" in again

    client.force_login(province.user(Role.CITY_SUPERVISOR))
    assert "件备案等待您审批" in text(client, "/")
    assert "松江市教育局网站关停备案" in text(client, "/filings/?mine=1")
    client.post(f"/filings/{filing.pk}/move/", {"move": "return", "note": ""})
    assert "须写明意见" in text(client, f"/filings/{filing.pk}/")
    client.post(f"/filings/{filing.pk}/move/", {"move": "approve", "note": "同意"})

    client.force_login(province.user(Role.PROVINCE_ADMIN))
    client.post(f"/filings/{filing.pk}/move/", {"move": "approve"})
    filing.refresh_from_db()
    assert filing.state == "done"
    assert "已关停" in text(client, f"/register/sites/{province.department_site.pk}/")


def test_a_change_asks_only_for_what_differs(province: Province, client: Client) -> None:
    client.force_login(province.user(Role.UNIT_EDITOR))
    site = province.department_site
    address = f"/register/sites/{site.pk}/file/change/"
    form = client.get(address).context["form"]
    data = {name: form[name].value() or "" for name in form.fields} | {
        "home_url": "http://edu.songjiang.gov.cn/", "reason": "更名", "has_services": "on",
    }  # fmt: skip
    client.post(address, data)
    filing = Filing.objects.get()
    assert filing.proposal == {"home_url": "http://edu.songjiang.gov.cn/"}
    page = text(client, f"/filings/{filing.pk}/")
    assert "http://jyj.songjiang.gov.cn/" in page and "http://edu.songjiang.gov.cn/" in page
    assert (
        client.get(f"/filings/{filing.pk}/edit/").context["form"]["home_url"].value()
        == "http://edu.songjiang.gov.cn/"
    )


def test_an_opening_of_a_site_starts_at_the_unit(province: Province, client: Client) -> None:
    client.force_login(province.user(Role.CITY_SUPERVISOR))
    data = {
        "name": "临江县人民政府网", "home_url": "http://www.linjiang.gov.cn/", "kind": "portal",
        "has_services": "on", "reason": "新设",
    }  # fmt: skip
    client.post(f"/register/units/{province.county.pk}/open-site/", data)
    filing = Filing.objects.get()
    assert "没有发现问题" not in text(client, f"/filings/{filing.pk}/") and filing.proposal["aliases"] == []
    client.post(f"/filings/{filing.pk}/move/", {"move": "submit"})
    filing.refresh_from_db()
    assert (filing.state, filing.awaiting) == ("deciding", province.city)


def test_days_in_the_wrong_order_are_told(province: Province, client: Client) -> None:
    client.force_login(province.user(Role.UNIT_EDITOR))
    data = {"from_date": "2020-12-10", "until_date": "2020-12-01", "reason": "升级"}
    page = client.post(f"/register/sites/{province.department_site.pk}/file/suspend/", data).content.decode()
    assert "截止日期早于起始日期" in page


def test_problems_of_the_register_are_listed_with_their_remedy(admin: Client, province: Province) -> None:
    WebSite.objects.filter(pk=province.department_site.pk).update(site_code="2202000012")
    page = text(admin, "/register/problems/?rule=G-07")
    assert "2202000012"[:6] in page and "请核对标识码或单位的区划代码" in page
    assert "共 1 条" in text(admin, "/register/problems/?kind=site&q=松江市教育局")
    assert "没有符合条件的记录" in text(admin, "/register/problems/?kind=account&rule=G-07")
    assert "处名录内容与规则不符" in text(admin, "/")
