"""Reads the list of accounts that an office keeps in a spreadsheet (CSV or XLSX): one row an account and way.

Headers are accepted in English or Chinese. A bad row never stops the good ones: it is reported with row, column, value
and remedy. Credentials have no column: they come from a file of their own or from the environment, see ``secrets``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from xunwang.collect.interface import Source
from xunwang.collect.plan import Wanted
from xunwang.engine.spreadsheet import RowError, SpreadsheetError, fields_of, read_rows
from xunwang.posts.records import Way
from xunwang.rules.media.facts import Account, AccountKind, account_key
from xunwang.words import Level

COLUMNS: dict[str, tuple[str, ...]] = {
    "platform": ("platform", "平台", "平台名称"),
    "name": ("name", "账号名称", "名称"),
    "unit": ("unit", "主办单位", "单位", "单位名称"),
    "way": ("way", "采集方式", "方式"),
    "address": ("address", "地址", "采集地址", "订阅地址", "文件"),
    "identifier": ("identifier", "账号ID", "账号标识", "微信号"),
    "subject": ("subject", "认证主体"),
    "kind": ("kind", "账号类别", "类别"),
    "level": ("level", "行政级别", "层级", "级别"),
    "region": ("region", "地区", "所属地区", "市州"),
    "filed_on": ("filed_on", "备案日期", "备案时间"),
    "opened_on": ("opened_on", "开通日期", "开设日期"),
    "duties": ("duties", "单位职责", "职责"),
    "options": ("options", "选项"),
}
"""Accepted headers by field; the first is the one that we write."""
REQUIRED = ("platform", "name", "unit", "way")
MAX_ROWS = 200_000

PLATFORMS = {
    "wechat": "微信公众号", "weibo": "微博", "douyin": "抖音", "kuaishou": "快手", "toutiao": "今日头条",
    "wechat_video": "微信视频号", "mini_program": "小程序", "app": "移动客户端",
}  # fmt: skip
"""Platforms by code; another one stands for itself."""
_PLATFORM_NAMES = {
    **{label: code for code, label in PLATFORMS.items()},
    "微信": "wechat", "公众号": "wechat", "新浪微博": "weibo", "头条号": "toutiao", "头条": "toutiao",
    "视频号": "wechat_video", "微信小程序": "mini_program", "app": "app", "客户端": "app", "政务app": "app",
}  # fmt: skip
_NO_ADDRESS = frozenset({Way.WECHAT_API})
"""Ways that find their interface by themselves."""


@dataclass(frozen=True, slots=True)
class AccountList:
    """Good accounts and bad rows."""

    accounts: tuple[Wanted, ...]
    errors: tuple[RowError, ...]


class AccountListError(Exception):
    """The file as a whole can't be read; the message says in Chinese what to do."""


def read_account_list(path: Path) -> AccountList:
    """Read a CSV (UTF-8 or GB18030) or XLSX/XLS file. Raises :class:`AccountListError`."""
    if not path.is_file():
        raise AccountListError(f"找不到文件“{path}”。请检查路径。")
    try:
        return accounts_from_rows(read_rows(path))
    except SpreadsheetError as error:
        raise AccountListError(str(error)) from error


def accounts_from_rows(rows: Iterable[list[str]]) -> AccountList:
    """Read rows of text, the first being the header. Raises :class:`AccountListError`."""
    iterator = iter(rows)
    header = next(iterator, None)
    if header is None:
        raise AccountListError("文件是空的。第一行应为表头，至少包含平台、账号名称、主办单位和采集方式四列。")
    try:
        fields = fields_of(header, COLUMNS, REQUIRED)
    except SpreadsheetError as error:
        raise AccountListError(str(error)) from error
    found: dict[str, Wanted] = {}
    errors: list[RowError] = []
    for number, cells in enumerate(iterator, start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if number > MAX_ROWS:
            raise AccountListError(f"行数超过{MAX_ROWS}。请分成几个文件。")
        row = _Row(number, header, fields, cells)
        wanted = row.read()
        if wanted is not None:
            _add(row, wanted, found)
        errors += row.problems
    return AccountList(tuple(found.values()), tuple(errors))


def _add(row: _Row, wanted: Wanted, found: dict[str, Wanted]) -> None:
    """Rows of one account are its ways, in order."""
    known = found.get(wanted.account.key)
    if known is None:
        found[wanted.account.key] = wanted
    elif known.account.unit != wanted.account.unit:
        row.problem("unit", f"同一账号在前面的行中为“{known.account.unit}”，请核对。")
    elif wanted.sources[0].way in {source.way for source in known.sources}:
        row.problem("way", "该账号的这种采集方式已在前面的行中，请删去一行。")
    else:
        found[wanted.account.key] = replace(known, sources=(*known.sources, *wanted.sources))


class _Row:
    """One row, read column by column; what is wrong is collected."""

    def __init__(self, number: int, header: list[str], fields: Mapping[str, int], cells: list[str]) -> None:
        self.problems: list[RowError] = []
        self._number, self._header, self._fields = number, header, fields
        self._values = {field: cells[at].strip() if at < len(cells) else "" for field, at in fields.items()}

    def read(self) -> Wanted | None:
        """The account with the one way of this row; None when something is wrong."""
        platform = self._read("platform", _platform, "")
        name, unit = self._read("name", _required, ""), self._read("unit", _required, "")
        way = self._read("way", _way, None)
        account = Account(
            key=account_key(platform, name),
            name=name,
            platform=platform,
            platform_label=PLATFORMS.get(platform, platform),
            unit=unit,
            level=self._read("level", _level, None),
            region=self._values.get("region", ""),
            identifier=self._values.get("identifier", ""),
            subject=self._values.get("subject", ""),
            kind=self._read("kind", _kind, None),
            filed_on=self._read("filed_on", _day, None),
            opened_on=self._read("opened_on", _day, None),
            duties=self._values.get("duties", ""),
        )
        options = self._read("options", _options, {})
        address = self._values.get("address", "")
        if way is not None and not address and way not in _NO_ADDRESS:
            self.problem("address", f"不能为空，请填写“{way.label}”的地址。")
        if self.problems or way is None:
            return None
        return Wanted(account, (Source(account.key, way, address, options),))

    def problem(self, field: str, remedy: str) -> None:
        """Something is wrong with a cell."""
        column = self._header[self._fields[field]] if field in self._fields else COLUMNS[field][1]
        self.problems.append(RowError(self._number, column, self._values.get(field, ""), remedy))

    def _read(self, field: str, reader: Callable[[str], Any], default: Any) -> Any:
        value = self._values.get(field, "")
        if not value and field not in REQUIRED:
            return default
        try:
            return reader(value)
        except ValueError as error:
            self.problem(field, str(error))
            return default


def _required(value: str) -> str:
    if not value:
        raise ValueError("不能为空，请填写。")
    return value


def _platform(value: str) -> str:
    return _PLATFORM_NAMES.get(_required(value).lower(), _PLATFORM_NAMES.get(value, value.lower()))


def _way(value: str) -> Way:
    for way in Way:
        if value in (way.value, way.label) and way is not Way.BY_HAND:
            return way
    names = "、".join(way.label for way in Way if way is not Way.BY_HAND)
    raise ValueError(f"请填写{names}之一。")


def _level(value: str) -> Level | None:
    for level in Level:
        if value in (level.value, level.label, level.label.removesuffix("级")):
            return level
    if value.startswith("乡"):
        return None
    raise ValueError("请填写“省级”“市级”“县级”或“乡镇”。")


def _kind(value: str) -> AccountKind:
    for kind in AccountKind:
        if value in (kind.value, kind.label, kind.label.removesuffix("类")):
            return kind
    raise ValueError("请填写“信息发布类”或“办事服务类”。")


def _day(value: str) -> date:
    try:
        return date.fromisoformat(value.replace("/", "-").replace(".", "-")[:10])
    except ValueError as error:
        raise ValueError("请写成2020-11-30这样的日期。") from error


def _options(value: str) -> dict[str, str]:
    found = {}
    for part in filter(None, (part.strip() for part in value.replace("；", ";").split(";"))):
        name, mark, text = part.partition("=")
        if not mark or not name.strip():
            raise ValueError("请写成“名称=值”，多项用分号隔开。")
        found[name.strip()] = text.strip()
    return found
