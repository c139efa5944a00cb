"""Import: headers as offices write them, errors by row, dry run, twice the same; export and back."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from tests.console.province import Province, make_province
from xunwang.audit.models import Entry
from xunwang.cli.main import main
from xunwang.engine.spreadsheet import SpreadsheetError, read_rows
from xunwang.registry.exporting import csv_bytes, everything, harmless, rows_of, xlsx_bytes
from xunwang.registry.importing import ACCOUNTS, SITES, TABLES, UNITS, Verdict, apply, plan
from xunwang.registry.models import Account, Unit, WebSite
from xunwang.registry.snapshot import Register

UNIT_ROWS = [
    ["全省政府网站主管主办单位名录（2020年）"],
    ["序号", "*机构名称", "级别（省/市/县）", "机构类型", "区划代码", "上级单位", "监管单位"],
    ["1", "东山县教育局", "县级", "部门", "220222", "东山县人民政府", ""],
    ["2", "东山县人民政府", "县", "人民政府", "220222", "北河市人民政府", "北河市人民政府"],
    ["3", "北河市教育局", "市级", "部门", "220200.0", "北河市人民政府", ""],
]
SITE_ROWS = [
    ["网站标识码", "网站名称", "首页网址", "主办单位", "网站类型", "有无办事服务"],
    ["2202000001", "北河市人民政府网", "www.beihe.gov.cn", "北河市人民政府", "门户", "是"],
    ["2202000002", "某局网站", "http://mj.beihe.gov.cn", "没有的局", "部门", "否"],
    ["2201000099", "临江县人民政府网", "http://www.linjiang.gov.cn", "临江县人民政府", "门户网站", "也许"],
]


def counts(planned: object) -> tuple[int, ...]:
    return tuple(planned.count(verdict) for verdict in Verdict)  # type: ignore[attr-defined]


def test_units_are_stored_superiors_first_wherever_they_stand(province: Province) -> None:
    done = apply(UNITS, UNIT_ROWS)
    assert (done.created, done.plan.errors) == (3, ())
    bureau = Unit.objects.get(name="东山县教育局")
    assert bureau.superior is not None and bureau.superior.name == "东山县人民政府"
    assert bureau.path.startswith(province.other_city.path)
    assert bureau.superior.supervising_unit == province.other_city
    assert Unit.objects.get(name="北河市教育局").region_code == "220200"
    assert done.plan.ignored == ("序号",)


@pytest.mark.parametrize(("table", "rows"), [(UNITS, UNIT_ROWS), (SITES, SITE_ROWS)])
def test_the_same_file_again_changes_nothing(
    province: Province, table: object, rows: list[list[str]]
) -> None:
    apply(table, rows)  # type: ignore[arg-type]
    before = Entry.objects.count()
    again = apply(table, rows)  # type: ignore[arg-type]
    assert (again.created, again.updated) == (0, 0)
    assert Entry.objects.count() == before


def test_a_look_changes_nothing(province: Province) -> None:
    before = Entry.objects.count(), Unit.objects.count()
    assert counts(plan(UNITS, UNIT_ROWS, Register.load())) == (3, 0, 0, 0)
    assert (Entry.objects.count(), Unit.objects.count()) == before


def test_bad_rows_are_told_with_place_value_and_remedy_and_good_ones_stored(province: Province) -> None:
    done = apply(SITES, SITE_ROWS)
    assert counts(done.plan) == (1, 0, 0, 2)
    told = {(error.row, error.column, error.value) for error in done.plan.errors}
    assert told == {(3, "主办单位", "没有的局"), (4, "有无办事服务", "也许")}
    assert all(error.remedy for error in done.plan.errors)
    site = WebSite.objects.get(site_code="2202000001")
    assert (site.home_url, site.host, site.kind) == ("http://www.beihe.gov.cn/", "www.beihe.gov.cn", "portal")


def test_a_column_that_the_file_has_not_keeps_its_values(province: Province) -> None:
    province.department_site.icp_number = "吉ICP备12345678号"
    province.department_site.has_services = False
    province.department_site.save()
    rows = [
        ["网站标识码", "网站名称", "网址", "主办单位", "类型"],
        ["2201000012", "松江市教育局门户", "http://jyj.songjiang.gov.cn/", "松江市教育局", "部门网站"],
    ]
    done = apply(SITES, rows)
    (entry,) = done.plan.rows
    assert entry.changes == {"name": ("松江市教育局网站", "松江市教育局门户")}
    province.department_site.refresh_from_db()
    assert (province.department_site.icp_number, province.department_site.has_services) == (
        "吉ICP备12345678号",
        False,
    )


def test_existing_sites_with_a_wrong_domain_are_registered_with_a_warning(province: Province) -> None:
    rows = [
        SITE_ROWS[0],
        ["2202000001", "北河市人民政府网", "http://beihe.jl.com", "北河市人民政府", "门户", "是"],
    ]
    (entry,) = apply(SITES, rows).plan.rows
    assert entry.verdict is Verdict.CREATE
    assert any("G-01" in warning for warning in entry.warnings)


def test_a_file_does_not_move_a_running_site_to_another_domain(province: Province) -> None:
    rows = [
        SITE_ROWS[0],
        ["2201000012", "松江市教育局网站", "http://edu.songjiang.gov.cn", "松江市教育局", "部门", "是"],
    ]
    (error,) = apply(SITES, rows).plan.errors
    assert "G-08" in error.remedy and error.column == "首页网址"


def test_a_code_of_another_region_is_refused(province: Province) -> None:
    rows = [
        SITE_ROWS[0],
        ["2101000001", "北河市人民政府网", "www.beihe.gov.cn", "北河市人民政府", "门户", "是"],
    ]
    (error,) = apply(SITES, rows).plan.errors
    assert "G-07" in error.remedy and error.column == "网站标识码"


def test_a_row_that_comes_twice_is_refused_the_second_time(province: Province) -> None:
    done = apply(SITES, [SITE_ROWS[0], SITE_ROWS[1], SITE_ROWS[1]])
    assert counts(done.plan) == (1, 0, 0, 1)
    assert "与第2行重复" in done.plan.errors[0].remedy


def test_units_in_a_circle_are_refused(province: Province) -> None:
    rows = [
        ["名称", "级别", "类型", "区划代码", "上级单位"],
        ["甲县人民政府", "县级", "政府", "220222", "乙县人民政府"],
        ["乙县人民政府", "县级", "政府", "220223", "甲县人民政府"],
    ]
    done = apply(UNITS, rows)
    assert done.created == 0 and len(done.plan.errors) == 2


def test_accounts_are_known_by_platform_and_name(province: Province) -> None:
    rows = [
        ["账号名称", "平台类型", "主办单位", "认证主体", "状态"],
        ["松江教育", "微信", "松江市教育局", "松江市教育局", "正常"],
        ["松江教育", "新浪微博", "松江市教育局", "松江市教育局", "正常"],
        ["松江教育二", "公众号", "松江市教育局", "松江市教育局", "正常"],
        ["松江发布", "抖音号", "松江市人民政府", "某传媒公司", "正常"],
    ]
    done = apply(ACCOUNTS, rows)
    assert counts(done.plan) == (2, 0, 1, 1)
    assert "N-03" in done.plan.errors[0].remedy
    assert any("N-04" in warning for row in done.plan.rows for warning in row.warnings)
    assert Account.objects.count() == 3


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], "现有列：（无）"),
        ([["名称", "备注"]], "表头缺少“行政级别”、“单位类型”、“行政区划代码”列；现有列：名称、备注"),
    ],
)
def test_a_file_without_its_header_is_told(rows: list[list[str]], said: str) -> None:
    with pytest.raises(SpreadsheetError, match=said):
        plan(UNITS, rows, Register())


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
@pytest.mark.parametrize("kind", list(TABLES))
def test_an_export_reads_back_without_a_change(
    province: Province, tmp_path: Path, kind: str, suffix: str
) -> None:
    province.department_site.aliases = ["edu.songjiang.gov.cn", "松江教育.政务"]
    province.department_site.icp_number = "=1+1"
    province.department_site.save()
    table = TABLES[kind]
    rows = list(rows_of(table, everything(table)))
    file = tmp_path / f"名录{suffix}"
    file.write_bytes(csv_bytes(rows) if suffix == ".csv" else xlsx_bytes(table.label, rows))
    again = plan(table, read_rows(file), Register.load())
    assert again.errors == ()
    assert counts(again) == (0, 0, len(rows) - 1, 0)


@pytest.mark.parametrize("cell", ["=cmd|' /C calc'!A0", "+1", "-1+1", "@SUM(A1)", "\t=1"])
def test_no_cell_runs_as_a_formula(tmp_path: Path, cell: str) -> None:
    assert harmless(cell).startswith("'")
    file = tmp_path / "a.xlsx"
    file.write_bytes(xlsx_bytes("表", [["名称"], [cell]]))
    assert openpyxl.load_workbook(file).active["A2"].data_type == "s"


def test_a_whole_province_is_imported_in_seconds(db: None) -> None:
    make_province()
    header = ["账号名称", "平台", "主办单位", "认证主体"]
    units = [["名称", "级别", "类型", "区划代码", "上级单位"]]
    accounts = [header]
    for number in range(300):
        name = f"松江市第{number}局"
        units.append([name, "市级", "部门", "220100", "松江市人民政府"])
        for platform in ("微信", "微博", "抖音"):
            accounts.append([f"{platform}{number}", platform, name, name])
    assert apply(UNITS, units).created == 300
    assert apply(ACCOUNTS, accounts).created == 900
    assert Account.objects.filter(name__startswith="微博").count() == 300


def test_the_command_refuses_a_missing_file(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["register", "import", "sites", str(tmp_path / "none.csv")])
    assert done.exit_code == 2
