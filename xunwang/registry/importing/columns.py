"""The columns of the three tables: headers as offices write them, and how a cell is read and written."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from xunwang.pages.urls import normalise
from xunwang.registry.platforms import all_platforms, open_platforms, platform_label
from xunwang.registry.vocabulary import Status, UnitKind, UnitLevel, WechatType
from xunwang.rules.media.facts import AccountKind
from xunwang.words import SiteKind, Word

LONGEST = 300
LONGEST_NAME = 120
LONGEST_NOTE = 500
_DAY = re.compile(r"(\d{4})\s*[-/.年]?\s*(\d{1,2})\s*[-/.月]?\s*(\d{1,2})日?(?:[ T]00:00:00)?")


@dataclass(frozen=True, slots=True)
class Column:
    """One column. The first header is the one that an export writes."""

    field: str
    headers: tuple[str, ...]
    read: Callable[[str], Any]
    write: Callable[[Any], str] = str
    required: bool = False
    default: Any = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One kind of table."""

    name: str
    label: str
    columns: tuple[Column, ...]

    def by_header(self) -> Mapping[str, Column]:
        """Columns by every accepted header, without regard to case and blanks."""
        return {tidy(header): column for column in self.columns for header in column.headers}


def tidy(header: str) -> str:
    """A header as it is compared: no blanks, stars or notes in brackets."""
    return re.sub(r"[\s*＊\ufeff]|[（(][^（()）]{0,40}[）)]", "", header).lower()


def _text(value: str) -> str:
    if len(value) > LONGEST:
        raise ValueError(f"超过{LONGEST}个字，请缩短。")
    return value


def _digits(count: int, what: str) -> Callable[[str], str]:
    def read(value: str) -> str:
        # A spreadsheet that took the code for a number may show it as 220000.0.
        value = value.removesuffix(".0")
        if value and not re.fullmatch(rf"[0-9]{{{count}}}", value):
            raise ValueError(f"{what}应为{count}位数字。")
        return value

    return read


def _site_code(value: str) -> str:
    value = value.removesuffix(".0").lower()
    if value and not re.fullmatch(r"[0-9]{10}|bm[0-9]{8}", value):
        raise ValueError("网站标识码应为10位数字，或bm加8位数字。")
    return value


def _url(value: str) -> str:
    url = normalise(value if "://" in value else f"http://{value}")
    if url is None or not url.startswith(("http://", "https://")) or len(url) > LONGEST:
        raise ValueError("不是有效的网址，请填写如 http://www.example.gov.cn/ 的地址。")
    return url


def _hosts(value: str) -> list[str]:
    return sorted({part.lower() for part in re.split(r"[;；,，、\s]+", value) if part})


def _names(value: str) -> list[str]:
    names = [part.strip() for part in re.split(r"[;；、\n]+", value) if part.strip()]
    if any(len(name) > LONGEST_NAME for name in names):
        raise ValueError(f"每个名称最多{LONGEST_NAME}个字，多个用分号隔开。")
    return names


def _note(value: str) -> str:
    if len(value) > LONGEST_NOTE:
        raise ValueError(f"超过{LONGEST_NOTE}个字，请缩短。")
    return value


def _day(value: str) -> date:
    found = _DAY.fullmatch(value)
    if found is not None:
        with suppress(ValueError):
            return date(*map(int, found.groups()))
    raise ValueError("不是有效的日期，请填写如 2020-11-30。")


def _platform(value: str) -> str:
    known = dict(_PLATFORM_NAMES)
    for one in all_platforms().values():
        known |= {one.code: one.code, one.label: one.code}
    if value not in known:
        raise ValueError(f"请填写{'、'.join(label for _, label in open_platforms())}之一；其他平台请先添加。")
    return known[value]


def _yes_no(value: str) -> bool:
    if value.lower() in {"是", "有", "yes", "y", "true", "1"}:
        return True
    if value.lower() in {"否", "无", "no", "n", "false", "0"}:
        return False
    raise ValueError("请填写“是”或“否”。")


def _yes(value: object) -> str:
    return "是" if value else "否"


def _word(words: type[Word], **aliases: str) -> tuple[Callable[[str], str], Callable[[Any], str]]:
    known = {word.label: word.value for word in words} | {word.value: word.value for word in words} | aliases
    labels = {word.value: word.label for word in words}
    shown = "、".join(labels.values())

    def read(value: str) -> str:
        if value not in known:
            raise ValueError(f"请填写{shown}之一。")
        return known[value]

    return read, lambda value: labels[str(value)] if value else ""


_LEVEL = _word(
    UnitLevel, 省="province", 市="city", 州="city", 市州级="city", 地级="city", 县="county", 区="county",
    区县级="county", 县区级="county", 乡="township", 镇="township", 街道="township", 乡镇="township",
)  # fmt: skip
_KIND = _word(
    UnitKind, 政府="government", 政府部门="department", 委办局="department", 直属事业单位="institution"
)
_SITE_KIND = _word(
    SiteKind,
    门户="portal",
    门户网站="portal",
    政府门户="portal",
    部门="department",
    政府部门网站="department",
)
_STATUS = _word(Status, 正常="running", 运行="running", 在线="running", 暂停="suspended", 下线="suspended",
                关停="closed", 注销="closed", 已注销="closed", 关闭="closed", 筹建="planned")  # fmt: skip
_PLATFORM_NAMES = {
    "微信": "wechat", "公众号": "wechat", "微信公众平台": "wechat", "新浪微博": "weibo", "政务微博": "weibo",
    "抖音号": "douyin", "抖音短视频": "douyin", "快手号": "kuaishou", "头条号": "toutiao", "头条": "toutiao",
    "视频号": "wechat_video", "客户端": "app", "APP": "app", "移动应用": "app", "微信小程序": "mini_program",
    "其它": "other",
}  # fmt: skip
_WECHAT_TYPE = _word(WechatType, 微信订阅号="subscription", 微信服务号="service")
_ACCOUNT_KIND = _word(
    AccountKind, 信息发布="publishing", 发布类="publishing", 办事服务="service", 服务类="service"
)

UNITS = Table("units", "单位", (
    Column("name", ("单位名称", "名称", "机构名称", "单位", "主办单位"), _text, required=True),
    Column("short_name", ("简称", "单位简称"), _text),
    Column("level", ("行政级别", "级别", "层级"), *_LEVEL, required=True),
    Column("kind", ("单位类型", "类型", "机构类型"), *_KIND, required=True),
    Column("region_code", ("行政区划代码", "区划代码", "地区代码"), _digits(6, "行政区划代码"), required=True),
    Column("superior", ("上级单位", "上级", "所属政府"), _text),
    Column("supervising_unit", ("监管单位", "主管单位", "网站主管单位"), _text),
    Column("former_names", ("曾用名", "原名称", "单位曾用名"), _names, "；".join, default=()),
    Column("administrative", ("承担行政职能", "是否承担行政职能"), _yes_no, _yes, default=None),
))  # fmt: skip
SITES = Table("sites", "网站", (
    Column("name", ("网站名称", "名称", "站点名称"), _text, required=True),
    Column("home_url", ("首页网址", "首页地址", "网站域名", "网址", "域名", "首页"), _url, required=True),
    Column("unit", ("主办单位", "单位名称", "单位", "网站主办单位"), _text, required=True),
    Column("kind", ("网站类型", "类型", "网站类别"), *_SITE_KIND, required=True),
    Column("site_code", ("网站标识码", "标识码", "政府网站标识码"), _site_code),
    Column("aliases", ("其他域名", "附属域名", "备用域名"), _hosts, "；".join, default=()),
    Column("icp_number", ("ICP备案号", "ICP备案编号", "ICP"), _text),
    Column("security_number", ("公安机关备案号", "公安备案号", "公网安备号"), _text),
    Column("has_services", ("有对外办事服务", "有无办事服务", "对外办事"), _yes_no, _yes, default=True),
    Column("status", ("运行状态", "状态", "网站状态"), *_STATUS, default="running"),
    Column("exemption", ("例外依据",), _text),
))  # fmt: skip
ACCOUNTS = Table("accounts", "政务新媒体", (
    Column("name", ("账号名称", "名称", "新媒体名称", "帐号名称"), _text, required=True),
    Column("platform", ("平台", "平台类型", "账号类型", "新媒体类型"), _platform, platform_label, required=True),
    Column("unit", ("主办单位", "单位名称", "单位"), _text, required=True),
    Column("identifier", ("账号标识", "账号ID", "微信号", "账号"), _text),
    Column("subject", ("认证主体", "账号主体", "主体"), _text),
    Column("wechat_type", ("公众号类型", "微信类型"), *_WECHAT_TYPE),
    Column("kind", ("账号类别", "类别", "新媒体类别"), *_ACCOUNT_KIND),
    Column("introduction", ("账号简介", "简介", "功能介绍"), _note),
    Column("page_url", ("账号主页", "主页", "账号链接", "链接", "网址"), _url),
    Column("former_names", ("曾用名称", "曾用名", "原名称"), _names, "；".join, default=()),
    Column("supervising_unit", ("监管单位", "主管单位"), _text),
    Column("opened_on", ("开通日期", "开通时间", "开设日期"), _day, date.isoformat, default=None),
    Column("filed_on", ("备案日期", "备案时间"), _day, date.isoformat, default=None),
    Column("status", ("运行状态", "状态", "账号状态"), *_STATUS, default="running"),
    Column("state_reason", ("状态原因", "原因", "关停原因"), _text),
    Column("closed_on", ("注销日期", "关停日期", "注销时间"), _day, date.isoformat, default=None),
    Column("exemption", ("例外依据",), _text),
))  # fmt: skip
TABLES: Mapping[str, Table] = {table.name: table for table in (UNITS, SITES, ACCOUNTS)}
