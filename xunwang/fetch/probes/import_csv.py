"""Takes over the logs of other probers, written as CSV with a head line.

A time and an address are needed, and a status or an error. A row that can't be read is reported with
what to do about it; the good rows are kept.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from io import StringIO
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from xunwang.fetch.probes.csv_values import CellError, read_duration, read_fault, read_status, read_time
from xunwang.fetch.probes.records import ProbeRecord

MAX_BYTES = 256 * 1024 * 1024
"""Larger files are refused: some two million probes fit in."""

_ALIASES: Mapping[str, tuple[str, ...]] = {
    "时间": ("时间", "探测时间", "监测时间", "检测时间", "time", "timestamp", "datetime", "date", "at", "checkedat"),
    "网址": ("网址", "首页网址", "首页地址", "地址", "域名", "网站", "url", "homepage", "address", "target", "site"),
    "状态码": ("状态码", "状态", "http状态码", "响应码", "返回码", "status", "statuscode", "httpstatus", "code"),
    "耗时": ("耗时", "用时", "响应时间", "打开时间", "seconds", "duration", "elapsed", "responsetime", "latency",
           "timetotal", "ms"),
    "监测点": ("监测点", "探测点", "节点", "线路", "vantage", "node", "location", "probe", "monitor", "region"),
    "错误": ("错误", "错误信息", "故障", "异常", "原因", "结果", "error", "fault", "errormessage", "reason", "result"),
}  # fmt: skip
_NEEDED = ("时间", "网址")


class RowError(NamedTuple):
    """A row, or a whole file, that could not be taken over."""

    row: int
    """Line of the file, the head line being 1; 0 when the file as a whole is meant."""
    column: str
    value: str
    problem: str
    remedy: str

    def __str__(self) -> str:
        where = f"第 {self.row} 行" if self.row else "文件"
        column = f"“{self.column}”列" if self.column else ""
        value = f"“{self.value[:60]}”" if self.value else ""
        return f"{where}{column}{value}：{self.problem}。{self.remedy}。"


class Import(NamedTuple):
    """What came out of a file."""

    records: tuple[ProbeRecord, ...]
    """In the order of the file."""
    errors: tuple[RowError, ...]


def import_csv(source: Path | bytes, sites: Mapping[str, str] | None = None, vantage: str = "导入") -> Import:
    """Probes of a CSV file, given by its path or content.

    It is in UTF-8 (with or without BOM) or GB18030, separated by comma, semicolon or tab. ``sites`` (home
    address by site key) is the list of sites: rows of other sites are errors. Without it the address is
    the key. Times without a zone are in Asia/Shanghai. Durations are seconds, but milliseconds in a
    column whose name says ``ms`` or 毫秒, and in cells that say so. ``vantage`` is used where the file
    names none. What is wrong with the content is in the result; raises OSError when the file can't be
    opened.
    """
    if (source.stat().st_size if isinstance(source, Path) else len(source)) > MAX_BYTES:
        return _refused("文件过大", f"请拆分为不超过 {MAX_BYTES // 1024 // 1024} MiB 的文件后分别导入")
    text = _decode(source.read_bytes() if isinstance(source, Path) else source)
    if text is None:
        return _refused("文字编码无法识别", "请另存为 UTF-8 编码的 CSV")
    head = text.partition("\n")[0]
    lines = csv.reader(StringIO(text, newline=""), delimiter=max(",;\t", key=head.count))
    rows = ((lines.line_num, row) for row in lines)
    records: list[ProbeRecord] = []
    errors: list[RowError] = []
    try:
        table = _Table(next(rows, (1, []))[1], sites, vantage)
        if table.missing:
            return _refused(
                f"缺少{'、'.join(table.missing)}列",
                "请在首行写明列名：时间、网址、状态码、耗时、监测点、错误",
            )
        for outcome in table.read(rows):
            (records if isinstance(outcome, ProbeRecord) else errors).append(outcome)  # type: ignore[arg-type]
    except csv.Error as error:
        errors.append(RowError(lines.line_num, "", "", f"不是有效的 CSV（{error}）", "请用表格软件重新导出"))
    return Import(tuple(records), tuple(errors))


class _Table:
    """Reads the rows under one head line."""

    def __init__(self, head: list[str], sites: Mapping[str, str] | None, vantage: str) -> None:
        self._head = head
        self._columns = _columns(head)
        self._vantage = vantage
        self._sites = None if sites is None else {_site_name(url): key for key, url in sites.items()}
        name = head[self._columns["耗时"]].lower() if "耗时" in self._columns else ""
        self._factor = 0.001 if "ms" in name or "毫秒" in name else 1.0
        self.missing = [name for name in _NEEDED if name not in self._columns]

    def read(self, rows: Iterator[tuple[int, list[str]]]) -> Iterator[ProbeRecord | RowError]:
        for number, row in rows:
            if not any(cell.strip() for cell in row):
                continue
            field = "时间"
            try:
                at = read_time(self._cell(row, field))
                field = "网址"
                url = self._cell(row, field)
                site = self._site(url)
                field = "耗时"
                seconds = read_duration(self._cell(row, field), self._factor)
                field = "状态码"
                status, fault = self._outcome(row)
            except CellError as error:
                place = self._columns.get(field)
                column = field if place is None else self._head[place].strip()
                yield RowError(number, column, self._cell(row, field), error.problem, error.remedy)
                continue
            vantage = self._cell(row, "监测点") or self._vantage
            yield ProbeRecord(at, site, url, vantage, seconds, status, fault)

    def _outcome(self, row: list[str]) -> tuple[int, str]:
        status, fault = read_status(self._cell(row, "状态码"))
        if not status:
            fault = read_fault(self._cell(row, "错误")) or fault
            if not fault:
                raise CellError("看不出网站是否打开", "请填写状态码；没有应答时填写错误信息")
        return status, fault

    def _site(self, url: str) -> str:
        name = _site_name(url)
        if not name:
            raise CellError("不是网址", "请填写网站首页的完整网址，如 https://www.example.gov.cn/")
        if self._sites is None:
            return url
        if name not in self._sites:
            raise CellError("不在本次检查的网站名单中", "请核对网址，或先把该网站加入名单")
        return self._sites[name]

    def _cell(self, row: list[str], field: str) -> str:
        place = self._columns.get(field)
        return row[place].strip() if place is not None and place < len(row) else ""


def _columns(head: list[str]) -> dict[str, int]:
    """Place of each field whose column is there, by any of its names."""
    names = [_plain(name) for name in head]
    columns = {}
    for field, aliases in _ALIASES.items():
        place = next((names.index(alias) for alias in aliases if alias in names), None)
        if place is not None:
            columns[field] = place
    return columns


def _plain(name: str) -> str:
    """A column's name without unit, spaces and signs: ``耗时（毫秒）`` → ``耗时``, ``Status Code`` → ``statuscode``."""
    name = name.strip().lower().partition("(")[0].partition("（")[0]
    for ending in ("_ms", "-ms", " ms", "_seconds", "_s", "毫秒", "秒"):
        name = name.removesuffix(ending) or name
    return name.replace(" ", "").replace("_", "").replace("-", "")


def _site_name(url: str) -> str:
    """Host, port and folder by which an address is recognised, whatever its scheme; empty when it is none."""
    try:
        parts = urlsplit(url if "//" in url else f"//{url}")
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return ""
    if "." not in host or parts.scheme not in ("", "http", "https") or any(char.isspace() for char in host):
        return ""
    folder = parts.path.rpartition("/")[0] if parts.path.count("/") > 1 else ""
    return f"{host}:{port or ''}{folder}" if port not in (80, 443) else f"{host}:{folder}"


def _decode(data: bytes) -> str | None:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _refused(problem: str, remedy: str) -> Import:
    return Import((), (RowError(0, "", "", problem, remedy),))
