"""Reads the list of sites that an office keeps in a spreadsheet (CSV or XLSX).

Headers are accepted in English or Chinese. A bad row never stops the good ones: it is reported with
row, column, value and remedy.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xunwang.engine.spreadsheet import RowError, SpreadsheetError, fields_of, read_rows
from xunwang.pages.urls import normalise
from xunwang.rules.facts import Site
from xunwang.words import Level, SiteKind

COLUMNS: dict[str, tuple[str, ...]] = {
    "name": ("name", "网站名称", "名称", "site", "site_name"),
    "home_url": ("home_url", "首页网址", "首页地址", "网址", "首页", "url", "home", "域名"),
    "kind": ("kind", "网站类型", "类型", "网站类别"),
    "level": ("level", "行政级别", "层级", "级别"),
    "unit": ("unit", "主办单位", "单位", "单位名称"),
    "region": ("region", "地区", "所属地区", "市州"),
    "region_code": ("region_code", "行政区划代码", "区划代码"),
    "site_code": ("site_code", "网站标识码", "标识码"),
    "has_services": ("has_services", "有无办事服务", "对外办事", "是否有办事服务"),
    "intervals": ("intervals", "栏目更新周期", "更新周期"),
    "hosts": ("hosts", "其他域名", "附属域名"),
}
"""Accepted headers by field; the first is the one that we write."""

REQUIRED = ("name", "home_url")
MAX_ROWS = 100_000

_KINDS = {"portal": SiteKind.PORTAL, "门户": SiteKind.PORTAL, "门户网站": SiteKind.PORTAL,
          "政府门户网站": SiteKind.PORTAL, "department": SiteKind.DEPARTMENT, "部门": SiteKind.DEPARTMENT,
          "部门网站": SiteKind.DEPARTMENT}  # fmt: skip
_LEVELS = {"state": Level.STATE, "国家级": Level.STATE, "国家": Level.STATE,
           "province": Level.PROVINCE, "省级": Level.PROVINCE, "省": Level.PROVINCE,
           "city": Level.CITY, "市级": Level.CITY, "市": Level.CITY, "州": Level.CITY,
           "county": Level.COUNTY, "县级": Level.COUNTY, "县": Level.COUNTY, "区": Level.COUNTY}  # fmt: skip
_YES = {"", "是", "有", "yes", "true", "1", "y"}
_NO = {"否", "无", "no", "false", "0", "n"}
_SITE_CODE = re.compile(r"(?:\d{10}|bm\d{8})")


@dataclass(frozen=True, slots=True)
class SiteList:
    """Good rows and bad ones."""

    sites: tuple[Site, ...]
    errors: tuple[RowError, ...]


class SiteListError(Exception):
    """The file as a whole can't be read; the message says in Chinese what to do."""


def read_site_list(path: Path) -> SiteList:
    """Read a CSV (UTF-8 or GB18030) or XLSX/XLS file. Raises :class:`SiteListError`."""
    if not path.is_file():
        raise SiteListError(f"找不到文件“{path}”。请检查路径。")
    try:
        rows = read_rows(path)
    except SpreadsheetError as error:
        raise SiteListError(str(error)) from error
    return sites_from_rows(rows)


def sites_from_rows(rows: Iterable[list[str]]) -> SiteList:
    """Read rows of text, the first being the header. Raises :class:`SiteListError`."""
    iterator = iter(rows)
    header = next(iterator, None)
    if header is None:
        raise SiteListError("文件是空的。第一行应为表头，至少包含“网站名称”和“首页网址”两列。")
    try:
        fields = fields_of(header, COLUMNS, REQUIRED)
    except SpreadsheetError as error:
        raise SiteListError(str(error)) from error
    sites: list[Site] = []
    errors: list[RowError] = []
    seen: dict[str, int] = {}
    for number, cells in enumerate(iterator, start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if number > MAX_ROWS:
            raise SiteListError(f"行数超过{MAX_ROWS}。请分成几个文件。")
        values = {field: cells[i].strip() if i < len(cells) else "" for field, i in fields.items()}
        problems: list[RowError] = []
        site = _site_of(number, values, header, fields, problems)
        if site is not None and site.home_url in seen:
            remedy = f"与第{seen[site.home_url]}行重复，请删去一行。"
            problems.append(RowError(number, header[fields["home_url"]], site.home_url, remedy))
        if problems or site is None:
            errors.extend(problems)
            continue
        seen[site.home_url] = number
        sites.append(site)
    return SiteList(tuple(sites), tuple(errors))


def _site_of(
    row: int,
    values: Mapping[str, str],
    header: list[str],
    fields: Mapping[str, int],
    problems: list[RowError],
) -> Site | None:
    def read(field: str, reader: Callable[[str], Any], default: Any = None) -> Any:
        value = values.get(field, "")
        if not value and default is not None:
            return default
        try:
            return reader(value)
        except ValueError as error:
            problems.append(
                RowError(row, header[fields[field]] if field in fields else field, value, str(error))
            )
            return default

    name = read("name", _text_required)
    home_url = read("home_url", _home_url)
    kind = read("kind", _kind, SiteKind.DEPARTMENT)
    level = read("level", _level, Level.COUNTY)
    site_code = read("site_code", _site_code, "") if values.get("site_code") else ""
    region_code = read("region_code", _region_code, "") if values.get("region_code") else ""
    has_services = read("has_services", _yes_no)
    intervals = read("intervals", _intervals) or {}
    hosts = tuple(host for host in re.split(r"[;；,，\s]+", values.get("hosts", "").lower()) if host)
    if problems:
        return None
    return Site(
        name=name, home_url=home_url, kind=kind, level=level, unit=values.get("unit", ""),
        region=values.get("region", ""), region_code=region_code, site_code=site_code,
        has_services=has_services is not False, intervals=intervals, hosts=hosts,
    )  # fmt: skip


def _text_required(value: str) -> str:
    if not value:
        raise ValueError("不能为空，请填写。")
    return value


def _home_url(value: str) -> str:
    if not value:
        raise ValueError("不能为空，请填写首页网址，如 http://www.example.gov.cn/。")
    url = normalise(value if "://" in value else f"http://{value}")
    if url is None:
        raise ValueError("不是有效的网址，请填写如 http://www.example.gov.cn/ 的地址。")
    return url


def _kind(value: str) -> SiteKind:
    if value.lower() not in _KINDS:
        raise ValueError("请填写“门户”或“部门”。")
    return _KINDS[value.lower()]


def _level(value: str) -> Level:
    if value.lower() not in _LEVELS:
        raise ValueError("请填写“省级”“市级”或“县级”。")
    return _LEVELS[value.lower()]


def _site_code(value: str) -> str:
    if not _SITE_CODE.fullmatch(value):
        raise ValueError("网站标识码应为10位数字，或bm加8位数字。")
    return value


def _region_code(value: str) -> str:
    if not re.fullmatch(r"\d{6}", value):
        raise ValueError("行政区划代码应为6位数字。")
    return value


def _yes_no(value: str) -> bool:
    if value.lower() in _YES:
        return True
    if value.lower() in _NO:
        return False
    raise ValueError("请填写“是”或“否”。")


def _intervals(value: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for part in re.split(r"[;；]", value):
        if not part.strip():
            continue
        name, mark, days = part.replace("：", "=").replace(":", "=").rpartition("=")
        days = days.strip().removesuffix("天")
        if not mark or not name.strip() or not days.isdecimal() or int(days) < 1:
            raise ValueError("请写成“栏目名=天数”，多个栏目用分号隔开，如“要闻动态=7;政策文件=90”。")
        found[name.strip()] = int(days)
    return found
