"""An office's spreadsheet is read as it is; a bad row is named and the good ones go on."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from xunwang.engine.site_list import SiteListError, read_site_list, sites_from_rows
from xunwang.words import Level, SiteKind

HEADER = ["网站名称", "首页网址", "网站类型", "行政级别", "网站标识码", "有无办事服务", "栏目更新周期"]


def test_chinese_headers_and_values_are_understood() -> None:
    row = ["甲市人民政府", "www.jia.gov.cn", "门户", "市级", "9901000001", "是", "要闻动态=7；政策文件=90天"]
    listed = sites_from_rows([HEADER, row])
    assert not listed.errors
    (site,) = listed.sites
    assert site.home_url == "http://www.jia.gov.cn/"
    assert (site.kind, site.level, site.has_services) == (SiteKind.PORTAL, Level.CITY, True)
    assert site.intervals == {"要闻动态": 7, "政策文件": 90}


@pytest.mark.parametrize(
    ("column", "value", "remedy"),
    [
        (0, "", "不能为空"),
        (1, "不是网址 空格", "不是有效的网址"),
        (2, "专题", "请填写“门户”或“部门”"),
        (3, "乡级", "请填写“省级”"),
        (4, "123", "10位数字"),
        (5, "也许", "请填写“是”或“否”"),
        (6, "要闻七天", "栏目名=天数"),
    ],
)
def test_a_bad_value_is_told_with_row_column_value_and_remedy(column: int, value: str, remedy: str) -> None:
    good = ["乙县人民政府", "http://www.yi.gov.cn/", "门户", "县级", "9901010001", "否", ""]
    bad = list(good)
    bad[1] = "http://www.bing.gov.cn/"
    bad[column] = value
    listed = sites_from_rows([HEADER, good, bad])
    assert [site.name for site in listed.sites] == ["乙县人民政府"]
    (error,) = listed.errors
    assert (error.row, error.column, error.value) == (3, HEADER[column], value)
    assert remedy in error.remedy


def test_a_site_listed_twice_is_taken_once() -> None:
    row = ["甲市人民政府", "http://www.jia.gov.cn/"]
    listed = sites_from_rows([["name", "home_url"], row, row])
    assert len(listed.sites) == 1
    assert "与第2行重复" in listed.errors[0].remedy


def test_a_missing_column_is_told_with_those_that_are_there() -> None:
    with pytest.raises(SiteListError, match=r"缺少“首页网址”.*网站名称、备注"):
        sites_from_rows([["网站名称", "备注"], ["甲", ""]])


def test_csv_as_spreadsheet_programs_save_it_in_china(tmp_path: Path) -> None:
    path = tmp_path / "名单.csv"
    path.write_bytes("网站名称,首页网址\r\n甲市人民政府,www.jia.gov.cn\r\n".encode("gb18030"))
    assert read_site_list(path).sites[0].name == "甲市人民政府"


def test_xlsx_with_numbers_as_numbers(tmp_path: Path) -> None:
    path = tmp_path / "名单.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["网站名称", "首页网址", "行政区划代码", "网站标识码"])
        sheet.write_row(1, 0, ["甲市人民政府", "www.jia.gov.cn", 990100, 9901000001])
    (site,) = read_site_list(path).sites
    assert (site.region_code, site.site_code) == ("990100", "9901000001")


def test_a_file_that_is_no_table_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "名单.xlsx"
    path.write_bytes(b"%PDF-1.7 nothing")
    with pytest.raises(SiteListError, match="另存为XLSX或CSV"):
        read_site_list(path)
    with pytest.raises(SiteListError, match="找不到文件"):
        read_site_list(tmp_path / "没有.csv")
