"""Clean sites: the columns, guides, letters and people that a portal or department has."""

from __future__ import annotations

from xunwang.simulate.dice import Dice, seed_of
from xunwang.simulate.prose import TOPICS, person
from xunwang.simulate.spec import (
    ColumnSpec,
    GuideSpec,
    LeaderSpec,
    LetterSpec,
    Role,
    SiteSpec,
    SurveySpec,
)
from xunwang.words import ColumnType as T
from xunwang.words import Level, SiteKind

_SERVICES = (
    "道路挖掘许可", "公共场所卫生许可", "食品经营许可", "建设工程规划许可", "取水许可", "林木采伐许可",
    "民办学校设立", "残疾人证办理", "社会团体登记", "户外广告设置审批", "营业执照办理", "公积金提取",
)  # fmt: skip
_QUESTIONS = (
    "关于小区供水压力不足的问题", "咨询农村公路养护标准", "建议增加晚间公交班次", "关于路灯不亮的反映",
    "咨询老年优待证办理流程", "关于施工噪声的反映", "建议增设过街设施", "咨询技能培训补贴申领",
    "关于公园健身器材损坏的反映", "咨询房屋租赁备案材料", "建议延长图书馆开放时间", "关于垃圾清运不及时的反映",
)  # fmt: skip


def populate(spec: SiteSpec, pages: int, *, explains: bool = False) -> None:
    """Give a site all that a clean one has, about so many pages of it.

    ``explains``: departments have a column of policy interpretation, as portals always have.
    """
    dice = Dice(seed_of(spec.seed, "blueprint"))
    portal = spec.kind is SiteKind.PORTAL
    spec.columns = _portal_columns(spec) if portal else _department_columns(spec, explains)
    _guides(spec, dice, 8 if portal else 6)
    _letters(spec, dice, 9 if portal else 6)
    _surveys(spec, 3 if portal else 2)
    spec.leaders = _leaders(dice, spec, 5 if portal else 4)
    _freshen(spec, dice)
    _scale(spec, pages)


def _portal_columns(spec: SiteSpec) -> list[ColumnSpec]:
    place = spec.place.short
    lower = "县区动态" if spec.level is Level.CITY else "乡镇动态"
    col = ColumnSpec
    return [
        col("zj", f"走进{place}", T.OVERVIEW, Role.LANDING),
        col("gk", f"{place}概况", T.OVERVIEW, Role.STATIC, 2, "zj"),
        col("xw", "政务动态", T.NEWS, Role.LANDING),
        col("yw", "要闻动态", T.NEWS, Role.LIST, 2, "xw", "news", on_home=True),
        col("bm", "部门动态", T.NEWS, Role.LIST, 2, "xw", "news", on_home=True),
        col("xq", lower, T.NEWS, Role.LIST, 2, "xw", "news"),
        col("tz", "通知公告", T.NOTICES, Role.LIST, 1, None, "notice", on_home=True),
        col("zc", "政策文件", T.POLICY, Role.LIST, 1, None, "policy", on_home=True),
        col("zcjd", "政策解读", T.INTERPRETATION, Role.LIST, 1, None, "policy", on_home=True),
        col("gkz", "政务公开", None, Role.LANDING),
        col("ld", "领导信息", T.LEADERS, Role.LEADERS, 2, "gkz"),
        col("jg", "机构职能", T.ORGANISATION, Role.STATIC, 2, "gkz"),
        col("zn", "政府信息公开指南", T.DISCLOSURE_GUIDE, Role.STATIC, 2, "gkz"),
        col("nb", "政府信息公开年报", T.DISCLOSURE_REPORT, Role.LIST, 2, "gkz"),
        col("gh", "规划计划", None, Role.LIST, 2, "gkz"),
        col("rs", "人事信息", None, Role.LIST, 2, "gkz"),
        col("cz", "财政资金", None, Role.LIST, 2, "gkz"),
        col("yj", "应急管理", None, Role.LIST, 2, "gkz"),
        col("fw", "政务服务", T.SERVICES, Role.SERVICES),
        col("tj", "办事统计", T.SERVICE_STATISTICS, Role.STATISTICS, 2, "fw"),
        col("hd", "互动交流", None, Role.LANDING),
        col("xx", "领导信箱", T.ENQUIRIES, Role.LETTERS, 2, "hd"),
        col("dc", "征集调查", T.CONSULTATIONS, Role.SURVEYS, 2, "hd"),
        col("ft", "在线访谈", T.INTERVIEWS, Role.LIST, 2, "hd", "news"),
    ]


def _department_columns(spec: SiteSpec, explains: bool) -> list[ColumnSpec]:
    col = ColumnSpec
    columns = [
        col("jj", "机构概况", None, Role.LANDING),
        col("ld", "领导信息", T.LEADERS, Role.LEADERS, 2, "jj"),
        col("jg", "机构职能", T.ORGANISATION, Role.STATIC, 2, "jj"),
        col("xw", "工作动态", T.NEWS, Role.LIST, 1, None, "news", on_home=True),
        col("jc", "基层动态", T.NEWS, Role.LIST, 1, None, "news", on_home=True),
        col("tz", "通知公告", T.NOTICES, Role.LIST, 1, None, "notice", on_home=True),
        col("zc", "政策文件", T.POLICY, Role.LIST, 1, None, "policy", on_home=True),
        col("gkz", "信息公开", None, Role.LANDING),
        col("zn", "政府信息公开指南", T.DISCLOSURE_GUIDE, Role.STATIC, 2, "gkz"),
        col("nb", "政府信息公开年报", T.DISCLOSURE_REPORT, Role.LIST, 2, "gkz"),
        col("gh", "规划计划", None, Role.LIST, 2, "gkz"),
        col("cz", "财政资金", None, Role.LIST, 2, "gkz"),
    ]
    if explains:
        columns.append(col("zcjd", "政策解读", T.INTERPRETATION, Role.LIST, 1, None, "policy"))
    if spec.has_services:
        columns.append(col("fw", "办事服务", T.SERVICES, Role.SERVICES))
    return [
        *columns,
        col("hd", "互动交流", None, Role.LANDING),
        col("xx", "局长信箱", T.ENQUIRIES, Role.LETTERS, 2, "hd"),
        col("dc", "征集调查", T.CONSULTATIONS, Role.SURVEYS, 2, "hd"),
    ]


def _freshen(spec: SiteSpec, dice: Dice) -> None:
    for column in spec.columns:
        if column.type is T.NEWS:
            column.newest, column.step, column.items = 1 + dice.number(5), 2.0, 11
        elif column.type is T.NOTICES:
            column.newest, column.step, column.items = 3 + dice.number(10), 6.0, 8
        elif column.type in (T.POLICY, T.INTERPRETATION):
            column.newest, column.step, column.items = 20.0, 21.0, 5
        elif column.type is T.DISCLOSURE_REPORT:
            column.newest, column.step, column.items = 305.0, 365.0, 3
        else:
            column.newest, column.step, column.items = 8 + dice.number(30), 17.0, 4


def _scale(spec: SiteSpec, pages: int) -> None:
    """Lengthen the lists of a site until it has about so many pages."""
    lists = [column for column in spec.columns if column.role is Role.LIST]
    now = sum(column.items for column in lists) + len(spec.columns) + 20
    grow = [c for c in lists if c.type in (T.NEWS, T.NOTICES)]
    more = pages - now
    if more <= 0:
        return
    for column in grow:
        column.items += more // len(grow)
        if column.items > 300:
            column.step = 1500.0 / column.items


def _guides(spec: SiteSpec, dice: Dice, count: int) -> None:
    if not spec.has_services:
        return
    start = dice.number(len(_SERVICES))
    names = [_SERVICES[(start + n) % len(_SERVICES)] for n in range(count)]
    spec.guides = [GuideSpec(name) for name in names]


def _letters(spec: SiteSpec, dice: Dice, count: int) -> None:
    start = dice.number(len(_QUESTIONS))
    for n in range(count):
        asked = 1.6 + n * 11.3
        answered = None if n == 0 else asked - 2.1 - dice.number(3)
        title = _QUESTIONS[(start + n) % len(_QUESTIONS)]
        spec.letters.append(LetterSpec(title, asked, answered))


def _surveys(spec: SiteSpec, count: int) -> None:
    for n in range(count):
        topic = TOPICS[(spec.seed + 11 * n) % len(TOPICS)]
        begins = 40.0 + 60 * n
        spec.surveys.append(SurveySpec(f"关于{topic}的意见征集", begins, begins - 30, True))


def _leaders(dice: Dice, spec: SiteSpec, count: int) -> list[LeaderSpec]:
    posts = {"市": ("市长", "副市长"), "县": ("县长", "副县长")}
    head, deputy = posts.get(spec.place.full[-1], ("厅长", "副厅长"))
    if spec.kind is SiteKind.DEPARTMENT:
        head, deputy = "主要负责人", "分管负责人"
    names: list[str] = []
    while len(names) < count:
        name = person(dice)
        if name not in names:
            names.append(name)
    return [LeaderSpec(name, head if n == 0 else deputy) for n, name in enumerate(names)]
