"""Annual tables: the system's values, the unit's, what must agree, signature, publication, documents read back."""

from __future__ import annotations

import io
import tempfile
from datetime import date, datetime
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document

from tests.console.province import Province, make_site, make_unit
from xunwang.access.models import User
from xunwang.access.roles import Role
from xunwang.engine.spreadsheet import read_rows
from xunwang.inspection.hearing.uploads import Upload
from xunwang.notices.annual import TableDocument, document_of, table_docx, table_html, table_xlsx
from xunwang.registry.models import Contact
from xunwang.supervision.annual.checks import problems_of
from xunwang.supervision.annual.filling import Publication, prepare, problems, publish, reopen, save, sign
from xunwang.supervision.annual.forms import FieldKind, form_of
from xunwang.supervision.annual.known import known_values
from xunwang.supervision.errors import ObstaclesError, StaleError, SupervisionError
from xunwang.supervision.facts.build import facts_of
from xunwang.supervision.facts.material import load_material
from xunwang.supervision.ledger.record import Message, record_report
from xunwang.supervision.logs.entries import Entry, declare, enter
from xunwang.supervision.models import AnnualTable, TableVersion
from xunwang.supervision.vocabulary import Log, TableKind, TableState
from xunwang.words import CHINA

NOW = datetime(2021, 1, 20, 9, 0, tzinfo=CHINA)
FORM = form_of(TableKind.SITE)
HOSTILE = '=HYPERLINK("http://x","点")<script>alert(1)</script>\x07'


def editor(province: Province) -> User:
    return province.user(Role.UNIT_EDITOR)


@pytest.fixture
def table(province: Province) -> AnnualTable:
    """That of the department's site; the unit has a responsible person."""
    Contact.objects.create(unit=province.department, role="head", name="李局长")
    province.department_site.icp_number, province.department_site.security_number = (
        "吉ICP备1号",
        "吉公网安备1号",
    )
    province.department_site.save()
    prepare(2020, editor(province), NOW)
    return AnnualTable.objects.select_related("unit", "site").get(
        kind=TableKind.SITE, unit=province.department
    )


def filled(**changes: str) -> dict[str, str]:
    """Every field that the unit fills in."""
    values = {FieldKind.TEXT: "有", FieldKind.COUNT: "6", FieldKind.DECIMAL: "2.5", FieldKind.YES_NO: "是"}
    entered = {field.id: values[field.kind] for field in FORM.fields() if not field.locked}
    return {**entered, "handled": "12", "safety_person": "否", **changes}


def saved(table: AnnualTable, province: Province, **changes: str) -> AnnualTable:
    return save(table, filled(**changes), editor(province), NOW)


def signed(table: AnnualTable, province: Province) -> AnnualTable:
    return sign(saved(table, province), "李局长", "", editor(province), NOW)


@pytest.mark.parametrize("kind", TableKind)
def test_the_forms_have_the_public_sections_and_mark_what_is_recalled(kind: TableKind) -> None:
    form = form_of(kind)
    titles = [section.title for section in form.sections if section.confidence == "text"]
    wanted = {
        TableKind.SITE: ["基本信息", "信息发布", "专栏专题", "解读回应", "办事服务", "互动交流", "安全防护", "移动新媒体", "创新发展"],
        TableKind.SUPERVISION: [
            "网站抽查", "安全检查", "网站开设整合", "“我为政府网站找错”网民留言办理", "假冒政府网站处置", "人员培训",
        ],
    }  # fmt: skip
    assert titles == wanted[kind]
    assert any(field.unconfirmed for field in form.fields())


def test_what_the_system_is_asked_for_is_something_it_can_know(province: Province) -> None:
    Contact.objects.create(unit=province.department, role="head", name="李局长")
    Contact.objects.create(unit=province.department, role="reviewer", name="张审核")
    for number, platform in enumerate(("weibo", "douyin")):
        province.department.accounts.create(platform=platform, name=f"松江教育{number}")
    for log in (Log.CHECKS, Log.MESSAGES, Log.TRAINING):
        declare(province.city, 2020, log, province.user(Role.PROVINCE_ADMIN), NOW)
    for kind, unit, site in (
        (TableKind.SITE, province.department, province.department_site),
        (TableKind.SUPERVISION, province.city, None),
    ):
        if site is None:
            Contact.objects.create(unit=unit, role="head", name="市长")
            Contact.objects.create(unit=unit, role="reviewer", name="秘书长")
        known = known_values(AnnualTable(kind=kind, unit=unit, site=site, year=2020))
        names = {field.known for field in form_of(kind).fields() if field.known}
        assert names <= known.keys()


def test_everybody_prepares_the_tables_of_their_own_units_once(province: Province) -> None:
    assert prepare(2020, editor(province), NOW) == 1
    assert (
        prepare(2020, province.user(Role.CITY_SUPERVISOR), NOW) == 2
    )  # the city's portal and the city itself
    assert (
        prepare(2020, province.user(Role.PROVINCE_ADMIN), NOW) == 2
    )  # the province's portal and the province
    assert prepare(2020, province.user(Role.PROVINCE_ADMIN), NOW) == 0
    with pytest.raises(SupervisionError, match="还没有开始"):
        prepare(2022, editor(province), NOW)


def test_the_supervisors_table_is_counted_from_the_ledger_and_the_logs(province: Province) -> None:
    city = province.user(Role.CITY_SUPERVISOR)
    for number, settled in enumerate(("2020-05-20", "2020-08-01", None)):
        told = Message(f"ZC-{number}", province.department, "错链", datetime(2020, 5, 10, tzinfo=CHINA))
        done = datetime.fromisoformat(settled).replace(tzinfo=CHINA) if settled else None
        record_report(
            Message(**{name: getattr(told, name) for name in told.__slots__} | {"settled_at": done}),
            city,
            NOW,
        )
    proof = [Upload("a.pdf", b"%PDF-1.7")]
    enter(Entry(province.city, 2020, Log.TRAINING, date(2020, 6, 1), "培训", count=60), proof, city, NOW)
    check = Entry(province.city, 2020, Log.CHECKS, date(2020, 3, 1), "抽查", sites=(province.city_portal,))
    enter(check, proof, city, NOW)
    table = AnnualTable(kind=TableKind.SUPERVISION, unit=province.city, year=2020)
    assert "messages" not in known_values(table) and "checked_1" not in known_values(table)
    for log in (Log.MESSAGES, Log.TRAINING, Log.CHECKS):
        declare(province.city, 2020, log, city, NOW)
    known = known_values(table)
    wanted = {
        "messages": 3, "messages_in_time": 1, "messages_late": 1, "messages_open": 1, "trainings": 1, "trained": 60,
        "checked_1": 1, "checked_2": 0, "running_sites": 2, "merged": 0,
    }  # fmt: skip
    assert {name: known[name] for name in wanted} == wanted


def test_the_registers_values_are_not_for_the_unit_to_write(table: AnnualTable, province: Province) -> None:
    done = saved(table, province, site_code="0000000000", home_url="http://evil.example/")
    assert done.values["site_code"] == "2201000012"
    assert done.values["home_url"] == province.department_site.home_url
    assert done.missing == 0 and done.version == 1


def test_a_register_that_changed_since_has_to_be_taken_over(table: AnnualTable, province: Province) -> None:
    done = saved(table, province)
    province.department_site.site_code = "2201000013"
    province.department_site.save()
    done = AnnualTable.objects.select_related("unit", "site").get(pk=done.pk)
    with pytest.raises(ObstaclesError, match="与名录不一致"):
        sign(done, "李局长", "", editor(province), NOW)


@pytest.mark.parametrize(
    ("field", "text", "told"),
    [
        ("visits", "很多", "应为数字"),
        ("visits", "-1", "不小于0"),
        ("visits", "1.5", "整数"),
        ("visits", "NaN", "不小于0"),
        ("visits", "9" * 20, "不小于0"),
        ("search_service", "也许", "“是”或“否”"),
        ("writer", "长" * 301, "超过300个字"),
    ],
)
def test_what_can_not_be_read_is_refused_with_its_field(
    table: AnnualTable, province: Province, field: str, text: str, told: str
) -> None:
    with pytest.raises(ObstaclesError, match=told) as error:
        saved(table, province, **{field: text})
    assert FORM.field(field).label in error.value.obstacles[0]
    assert not TableVersion.objects.exists()


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"handled": "11"}, "之和12不符"),
        ({"letters_settled": "7"}, "大于“收到留言数量”的6"),
        ({"service_online": "7"}, "大于"),
        ({"safety_corrected": "7"}, "大于"),
        ({"writer": ""}, "“填报人”没有填写"),
    ],
)
def test_figures_that_contradict_each_other_keep_it_from_being_signed(
    table: AnnualTable, province: Province, changes: dict[str, str], told: str
) -> None:
    done = saved(table, province, **changes)
    with pytest.raises(ObstaclesError, match=told):
        sign(done, "李局长", "都有原因", editor(province), NOW)


def test_limits_hold_at_their_edge(table: AnnualTable, province: Province) -> None:
    assert problems(saved(table, province, letters_settled="6", letters="6", letters_public="6")) == []


@pytest.mark.parametrize(
    ("before", "now", "asked"),
    [
        (100, 150, False),
        (100, 151, True),
        (100, 50, False),
        (100, 49, True),
        (2, 4, False),
        (0, 10, True),
        (0, 9, False),
    ],
)
def test_a_jump_beyond_half_is_asked_about(before: int, now: int, asked: bool) -> None:
    found = problems_of(FORM, {"published": now}, {}, {"published": before})
    assert any("变化超过50%" in one.message and not one.blocking for one in found) is asked


def test_a_jump_and_a_difference_from_the_system_are_explained_when_signed(
    table: AnnualTable, province: Province
) -> None:
    AnnualTable.objects.create(
        kind=TableKind.SITE, unit=table.unit, site=table.site, year=2019, version=1, values={"published": 600}
    )
    done = saved(table, province, media="否")  # the register has an account of the unit
    told = [one.message for one in problems(done)]
    assert any("上年为600" in text for text in told) and any("系统数据为是" in text for text in told)
    with pytest.raises(ObstaclesError, match="写明原因"):
        sign(done, "李局长", " ", editor(province), NOW)
    sign(done, "李局长", "改版后合并栏目", editor(province), NOW)
    assert "改版后合并栏目" in TableVersion.objects.latest("number").note


def test_only_a_responsible_person_of_the_register_signs(table: AnnualTable, province: Province) -> None:
    done = saved(table, province)
    with pytest.raises(SupervisionError, match="负责人"):
        sign(done, "王联络", "", editor(province), NOW)


def test_a_signed_table_does_not_change_until_it_is_taken_back(
    table: AnnualTable, province: Province
) -> None:
    done = signed(table, province)
    with pytest.raises(SupervisionError, match="已签发"):
        save(done, filled(), editor(province), NOW)
    with pytest.raises(SupervisionError, match="理由"):
        reopen(done, "", editor(province), NOW)
    again = reopen(done, "数字有误", editor(province), NOW)
    assert (again.state, again.signed_name, again.version) == (TableState.DRAFT, "", 3)
    acts = list(TableVersion.objects.order_by("number").values_list("act", flat=True))
    assert acts == ["save", "sign", "reopen"]
    with pytest.raises(DatabaseError), transaction.atomic():
        TableVersion.objects.update(values={})


def test_publication_is_a_day_between_signature_and_today(table: AnnualTable, province: Province) -> None:
    done = signed(table, province)
    for day in (date(2021, 1, 19), date(2021, 1, 21)):
        with pytest.raises(SupervisionError, match="公开日期"):
            publish(done, Publication(day, "http://x.gov.cn/"), editor(province), NOW)
    done = publish(done, Publication(date(2021, 1, 20), "http://x.gov.cn/"), editor(province), NOW)
    assert done.state == TableState.PUBLISHED
    facts = facts_of(province.city, load_material(2020))
    assert [one.published for one in facts.tables if one.row.ref] == [date(2021, 1, 20)]


def test_of_two_who_save_at_once_the_second_is_told(table: AnnualTable, province: Province) -> None:
    saved(table, province)
    with pytest.raises(StaleError):
        saved(table, province)


def test_nobody_fills_in_for_another_unit(table: AnnualTable, province: Province) -> None:
    prepare(2020, province.user(Role.PROVINCE_ADMIN), NOW)
    portal = AnnualTable.objects.select_related("unit", "site").get(site=province.portal)
    for role in (Role.UNIT_EDITOR, Role.CITY_SUPERVISOR, Role.AUDITOR, Role.PLANNER):
        with pytest.raises(PermissionDenied):
            save(portal, filled(), province.user(role), NOW)


def content(table: AnnualTable, province: Province) -> TableDocument:
    return document_of(saved(table, province, innovation_other=HOSTILE, writer="&<b>王</b>"))


def lines(document: TableDocument) -> list[tuple[str, str]]:
    """Every label with its value."""
    return [(line.label, line.value) for part in document.parts for line in part.lines]


def test_the_docx_is_read_back_with_every_value(table: AnnualTable, province: Province) -> None:
    document = content(table, province)
    file = Document(io.BytesIO(table_docx(document)))
    (grid,) = file.tables
    read = [(row.cells[1].text.removesuffix("〔未核定〕"), row.cells[2].text) for row in grid.rows]
    assert read == lines(document)
    assert next(row.cells[0].text for row in grid.rows) == "基本信息"
    texts = [paragraph.text for paragraph in file.paragraphs]
    assert texts[:3] == ["政府网站工作年度报表", "（2020年度）", "（草稿，未签发）"]
    assert file.paragraphs[0].runs[0].font.name == "方正小标宋简体"


def test_the_xlsx_is_read_back_and_nothing_in_it_runs(table: AnnualTable, province: Province) -> None:
    document = content(table, province)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.xlsx"
        path.write_bytes(table_xlsx(document))
        rows = read_rows(path)
    body = rows[1 : 1 + len(lines(document))]
    assert [(row[1], row[2]) for row in body] == lines(document)
    assert b"<f>" not in table_xlsx(document)


def test_the_html_shows_hostile_text_as_text(table: AnnualTable, province: Province) -> None:
    document = content(table, province)
    page = table_html(document)
    assert "<script" not in page and "&lt;script&gt;alert(1)" in page and "\x07" not in page
    for label, _ in lines(document):
        assert label in page
    assert page.count("<tr>") == len(lines(document))


def test_a_signed_document_names_the_signer_and_is_no_draft(table: AnnualTable, province: Province) -> None:
    document = document_of(signed(table, province))
    assert document.signature == "单位负责人：李局长　　填报日期：2021年01月20日"
    assert not document.is_draft and "草稿" not in table_html(document)


def test_a_unit_fills_in_its_table_in_the_console(
    table: AnnualTable, province: Province, client: Client
) -> None:
    client.force_login(editor(province))
    address = reverse("annual_table", args=[table.pk])
    page = client.get(address)
    assert "系统数据：李局长" in page.text and "未核定" in page.text
    save_at = reverse("annual_table_save", args=[table.pk])
    bad = client.post(save_at, {**filled(visits="很多"), "version": "0"})
    assert "应为数字" in bad.text and 'value="很多"' in bad.text
    client.post(save_at, {**filled(), "version": "0"})
    assert "各项齐全" in client.get(address).text
    client.post(reverse("annual_table_sign", args=[table.pk]), {"name": "李局长", "version": "1"})
    table.refresh_from_db()
    assert table.state == TableState.SIGNED
    late = client.post(save_at, {**filled(), "version": "1"}, follow=True)
    assert "其他人刚刚修改" in late.text
    for kind in ("docx", "xlsx", "html"):
        file = client.get(reverse("annual_table_file", args=[table.pk, kind]))
        assert file.headers["Content-Disposition"].startswith("attachment;")
    assert client.get(reverse("annual_table_file", args=[table.pk, "exe"])).status_code == 404


def test_lists_and_tables_cost_the_same_queries_however_many_there_are(
    table: AnnualTable, province: Province, client: Client
) -> None:
    admin = province.user(Role.PROVINCE_ADMIN)
    prepare(2020, admin, NOW)
    client.force_login(admin)
    own = AnnualTable.objects.get(kind=TableKind.SUPERVISION, unit=province.city)

    def counts() -> list[int]:
        found = []
        for address in (
            reverse("annual_tables"),
            *(reverse("annual_table", args=[one.pk]) for one in (table, own)),
        ):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            found.append(len(queries))
        return found

    before = counts()
    for number in range(20):
        unit = make_unit(f"第{number}局", "city", "220100", province.city, "department")
        make_site(
            unit, f"第{number}局网站", f"b{number}.songjiang.gov.cn", f"22010001{number:02}", "department"
        )
    assert prepare(2020, admin, NOW) == 20
    after = counts()
    assert after == before and max(after) < 30, (before, after)
