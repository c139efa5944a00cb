"""Navigation, types of columns, entrance pages, and the tree that several pages together tell."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.pages_structure.reading import joiner, read
from xunwang.pages.columns import column_tree, column_type, is_navigation_only, read_columns, read_trail
from xunwang.pages.lists import read_lists
from xunwang.pages.records import Page
from xunwang.pages.understand import understand
from xunwang.words import ColumnType as T

HOME = "http://www.example.gov.cn/"
NAMES = ("走进某县", "新闻中心", "政务公开", "政务服务", "政民互动", "数据发布")
FIRST = [(name, f"{HOME}c{n}/") for n, name in enumerate(NAMES)]


def links(form: str) -> str:
    return "".join(form.format(n=name, u=f"/c{i}/", i=i) for i, name in enumerate(NAMES))


MAIN = {
    "list in a named box": '<div class="nav"><ul><li><a href="/">网站首页</a></li>{}</ul></div>|<li><a href="{u}">{n}</a></li>',
    "nav element": '<nav><a href="/index.html">首页</a>{}</nav>|<a href="{u}">{n}</a>',
    "links parted by lines": '<div id="daohang"><a href="/">首页</a> {}</div>||<a href="{u}">{n}</a> ',
    "table of the year 2005": (
        '<table width="1000" background="bg.gif"><tr><td><a href="/">首 页</a></td>{}</tr></table>'
        '|<td width="1">|</td><td align="center"><a href="{u}"><font color="#fff">{n}</font></a></td>'
    ),
    "box without a telling name": '<div class="head-dh"><ul><li><a href="/" class="on">首页</a></li>{}</ul></div>|<li><a href="{u}"><i></i>{n}</a></li>',
    "pictures with names": '<div class="menu"><a href="/"><img src="0.gif" alt="首页"></a>{}</div>|<a href="{u}"><img src="{i}.gif" alt="{n}"></a>',
    "definition list": '<div class="topnav"><dl><dd><a href="/">首页</a></dd>{}</dl></div>|<dd><a href="{u}" title="{n}">{n}</a></dd>',
}
TOP = (
    '<div class="top-nav"><a href="/en/">English</a><a href="javascript:;">繁体</a><a href="/wza/">无障碍</a><a href="/rss/">RSS</a></div>'
    '<div class="tool"><a href="/login/">登录</a><a href="/reg/">注册</a></div>'
)
REST = (
    '<div class="news"><ul><li><a href="/a/1.html">县政府召开第十次常务会议研究部署工作</a><span>2020-11-28</span></li>'
    '<li><a href="/a/2.html">全县安全生产工作会议召开部署任务</a><span>2020-11-27</span></li></ul></div>'
    '<div class="footer"><a href="/wzdt/">网站地图</a><a href="/lxwm/">联系我们</a><a href="/gywm/">关于我们</a><a href="/wzsm/">网站声明</a></div>'
)


def page(nav: str, rest: str = REST) -> str:
    return f"<html><head><title>某县人民政府</title></head><body>{TOP}<div class='wrap'>{nav}</div>{rest}</body></html>"


@pytest.mark.parametrize("name", MAIN)
def test_main_navigation_gives_the_first_level(name: str) -> None:
    around, _, form = MAIN[name].partition("|")
    found = read_columns(read(page(around.format(links(form.lstrip("|")))), HOME), joiner())
    assert [(c.name, c.url) for c in found if c.level == 1] == FIRST


NESTED = {
    "list in a list": '<li><a href="{u}">{n}</a><ul><li><a href="{u}a/">通知公告</a></li><li><a href="{u}b/">政策文件</a></li></ul></li>',
    "box in a list": (
        '<li><h3><a href="{u}">{n}</a></h3><div class="sub"><p><a href="{u}a/">通知公告</a></p>'
        '<p><a href="{u}b/">政策文件</a></p></div></li>'
    ),
    "definition lists": '<dl><dt><a href="{u}">{n}</a></dt><dd><a href="{u}a/">通知公告</a></dd><dd><a href="{u}b/">政策文件</a></dd></dl>',
    "boxes": (
        '<div class="item"><a href="{u}" class="t">{n}</a><div class="sub"><a href="{u}a/">通知公告</a>'
        '<a href="{u}b/">政策文件</a></div></div>'
    ),
}


@pytest.mark.parametrize("name", NESTED)
def test_sub_menus_are_the_second_level(name: str) -> None:
    inner = links(NESTED[name])
    nav = (
        f'<div class="nav"><ul>{inner}</ul></div>'
        if inner.startswith("<li")
        else f'<div class="nav">{inner}</div>'
    )
    found = read_columns(read(page(nav), HOME), joiner())
    assert [(c.name, c.url) for c in found if c.level == 1] == FIRST
    second = [(c.name, c.url, c.parent) for c in found if c.level == 2]
    assert second == [
        (n, f"{HOME}c{i}/{x}/", f"{HOME}c{i}/")
        for i in range(6)
        for n, x in (("通知公告", "a"), ("政策文件", "b"))
    ]


@pytest.mark.parametrize(
    ("row", "entry"),
    [
        ("<ul>{}</ul>", '<li><a href="{u}">{n}</a></li>'),
        ('<div class="r{i}">{}<div style="clear:both"></div></div>', '<a href="{u}"><div>{n}</div></a>'),
    ],
)
def test_a_menu_of_two_lines_is_one_menu(row: str, entry: str) -> None:
    entries = [entry.format(n="首页", u="/"), *(entry.format(n=name, u=url) for name, url in FIRST)]
    lines = ("".join(entries[:4]), "".join(entries[4:]))
    nav = "".join(row.replace("{i}", str(number)).format(line) for number, line in enumerate(lines))
    found = read_columns(read(page(f'<div class="menu">{nav}</div>'), HOME), joiner())
    assert [(c.name, c.url) for c in found if c.level == 1] == FIRST


def test_the_page_around_the_navigation_is_no_menu() -> None:
    """Everything on a page together has more links than its menu, but no first level."""
    tools = '<div><span>欢迎</span><a href="/jp/">日本语</a><a href="/mail/">公务邮箱</a><a href="/wd/">智能问答</a></div>'
    menu = (
        '<div><b>导航</b><ul><li><a href="/">首页</a></li>'
        + links('<li><a href="{u}">{n}</a></li>')
        + "</ul></div>"
    )
    names = enumerate(("政策法规", "人事信息", "机构职能", "通知公告"))
    more = "<div><b>热点</b>" + "".join(f'<a href="/d{n}/">{name}</a>' for n, name in names) + "</div>"
    body = f'<div class="dh_main">{tools}{menu}{more}{more.replace("/d", "/e")}</div>'
    found = read_columns(read(page(body), HOME), joiner())
    assert [(c.name, c.url, c.level) for c in found] == [(name, url, 1) for name, url in FIRST]


def test_a_page_without_navigation_has_no_columns() -> None:
    assert read_columns(read(f"<html><body>{REST}</body></html>", HOME), joiner()) == ()


@pytest.mark.parametrize(
    ("sign", "names"),
    [
        (">", ["新闻中心", "热点"]),
        ("&nbsp;&gt;&nbsp;", ["新闻中心", "热点"]),
        (" / ", ["新闻中心", "热点"]),
        ("|", []),
        (" ", []),
    ],
)
def test_links_from_the_home_page_on_are_a_breadcrumb_by_the_signs_between(
    sign: str, names: list[str]
) -> None:
    anchors = (
        '<a href="/">首页</a>',
        '<a href="/c1/">新闻中心</a>',
        '<a href="/c1/a/"><span>热点</span></a>',
    )
    doc = read(page(f"<div><p>{sign.join(anchors)}</p></div>"), f"{HOME}c1/a/1.html")
    assert [link.text for link in read_trail(doc, joiner())] == names


TYPES = [
    ("要闻", T.NEWS), ("工作动态", T.NEWS), ("部门动态", T.NEWS), ("乡镇动态", T.NEWS), ("今日某县", None), ("图片新闻", T.NEWS),
    ("新闻中心", T.NEWS), ("政务要闻", T.NEWS), ("领导活动", T.NEWS), ("时政要闻", T.NEWS), ("政务动态", T.NEWS),
    ("通知公告", T.NOTICES), ("公示公告", T.NOTICES), ("公告栏", T.NOTICES), ("公示", T.NOTICES), ("通知", T.NOTICES),
    ("政策文件", T.POLICY), ("规范性文件", T.POLICY), ("政府文件", T.POLICY), ("县政府办文件", T.POLICY), ("行政规范性文件", T.POLICY),
    ("政策法规", T.POLICY), ("政策", T.POLICY),
    ("政策解读", T.INTERPRETATION), ("解读", T.INTERPRETATION), ("文件解读", T.INTERPRETATION), ("图解政策", T.INTERPRETATION),
    ("领导之窗", T.LEADERS), ("县政府领导", T.LEADERS), ("领导信息", T.LEADERS), ("市长之窗", T.LEADERS), ("负责人信息", T.LEADERS),
    ("局长信箱", T.ENQUIRIES), ("县长信箱", T.ENQUIRIES), ("领导信箱", T.ENQUIRIES), ("书记信箱", T.ENQUIRIES),
    ("领导讲话", None), ("领导活动集锦", T.NEWS),
    ("统计局", None), ("公开", T.DISCLOSURE_CATALOGUE), ("服务", T.SERVICES), ("互动", T.ENQUIRIES),
    ("人事任免", None), ("人事信息", None),
    ("机构职能", T.ORGANISATION), ("机构设置", T.ORGANISATION), ("部门设置", T.ORGANISATION), ("内设机构", T.ORGANISATION),
    ("政府机构", T.ORGANISATION), ("机构概况", T.ORGANISATION), ("机构简介", T.ORGANISATION),
    ("走进某县", T.OVERVIEW), ("县情概况", T.OVERVIEW), ("市情", T.OVERVIEW), ("魅力某县", T.OVERVIEW), ("城市概况", T.OVERVIEW),
    ("办事服务", T.SERVICES), ("政务服务", T.SERVICES), ("服务事项", T.SERVICES), ("办事指南", T.SERVICES), ("网上办事", T.SERVICES),
    ("办事统计", T.SERVICE_STATISTICS), ("办件统计", T.SERVICE_STATISTICS), ("办件量统计", T.SERVICE_STATISTICS),
    ("在线咨询", T.ENQUIRIES), ("我要留言", T.ENQUIRIES), ("建言献策", T.ENQUIRIES), ("咨询投诉", T.ENQUIRIES), ("互动交流", T.ENQUIRIES),
    ("政民互动", T.ENQUIRIES), ("网民诉求", T.ENQUIRIES), ("公众参与", T.ENQUIRIES), ("12345热线", T.ENQUIRIES),
    ("意见征集", T.CONSULTATIONS), ("网上调查", T.CONSULTATIONS), ("民意征集", T.CONSULTATIONS), ("征集调查", T.CONSULTATIONS),
    ("问卷调查", T.CONSULTATIONS), ("统计调查", T.DATA),
    ("在线访谈", T.INTERVIEWS), ("嘉宾访谈", T.INTERVIEWS),
    ("网上信访", T.PETITIONS), ("举报投诉", T.PETITIONS), ("纪检监察", T.PETITIONS), ("信访举报", T.PETITIONS), ("违纪举报", T.PETITIONS),
    ("数据发布", T.DATA), ("统计数据", T.DATA), ("统计信息", T.DATA), ("统计公报", T.DATA), ("数据开放", T.OPEN_DATA), ("开放数据", T.OPEN_DATA),
    ("政府信息公开指南", T.DISCLOSURE_GUIDE), ("政府信息公开年报", T.DISCLOSURE_REPORT), ("政府信息公开年度报告", T.DISCLOSURE_REPORT),
    ("依申请公开", T.DISCLOSURE_REQUEST), ("政府信息公开目录", T.DISCLOSURE_CATALOGUE), ("回应关切", T.RESPONSE), ("新闻发布会", T.RESPONSE),
    ("招标公告", None), ("采购公告", None), ("政府采购", None), ("人才招聘", None), ("网站地图", None),
    ("专题专栏", None), ("首页", None), ("", None),
]  # fmt: skip


@pytest.mark.parametrize(("name", "expected"), TYPES)
def test_type_by_name(name: str, expected: T | None) -> None:
    assert column_type(None, name, HOME) is expected


@pytest.mark.parametrize(
    ("stated", "name", "expected"),
    [
        ("工作动态", "今日某县", T.NEWS),
        ("政策文件", "法规", T.POLICY),
        ("政策解读", "图说", T.INTERPRETATION),
        ("负责人信息", "领导之窗", T.LEADERS),
        ("工作动态", "通知公告", T.NOTICES),
        ("办事服务", "办件统计", T.SERVICE_STATISTICS),
        ("咨询投诉", "信访举报", T.PETITIONS),
        ("新闻", "政务要闻", T.NEWS),
        ("首页", "政务公开", T.DISCLOSURE_CATALOGUE),
        ("乱填", "政策文件", T.POLICY),
        ("", "政策文件", T.POLICY),
    ],
)
def test_type_by_tag_and_name(stated: str, name: str, expected: T) -> None:
    assert column_type(stated, name, HOME) is expected


def test_an_entrance_page_is_navigation_only() -> None:
    doors = "".join(f'<li><a href="/d{n}/">某某业务平台{n}</a></li>' for n in range(8))
    doc = read(
        page(
            '<div class="nav"><ul>' + links('<li><a href="{u}">{n}</a></li>') + "</ul></div>",
            f"<ul>{doors}</ul>",
        ),
        HOME,
    )
    assert is_navigation_only(doc, read_lists(doc, joiner()))


def test_a_home_page_with_news_is_not_navigation_only() -> None:
    doc = read(page('<div class="nav"><ul>' + links('<li><a href="{u}">{n}</a></li>') + "</ul></div>"), HOME)
    assert not is_navigation_only(doc, read_lists(doc, joiner()))


def test_the_tree_takes_levels_from_navigation_and_breadcrumbs_and_types_from_tags() -> None:
    now = datetime(2020, 11, 30, tzinfo=UTC)
    nav = '<div class="nav"><ul>' + links(NESTED["list in a list"]) + "</ul></div>"

    def column(url: str, trail: str, head: str = "") -> Page:
        crumb = f'<div class="crumb">当前位置：<a href="/">首页</a>{trail}</div>'
        html = f"<html><head><title>栏目</title>{head}</head><body>{nav}{crumb}{REST}</body></html>"
        return understand(html.encode(), url=url, now=now, http_charset="utf-8")

    third = column(
        HOME + "c2/a/x/",
        ' &gt; <a href="/c2/">政务公开</a> &gt; <a href="/c2/a/">通知公告</a> &gt; <a href="/c2/a/x/">任免</a>',
        '<meta name="ColumnName" content="任免"><meta name="ColumnType" content="政策文件">',
    )
    home = understand(page(nav).encode(), url=HOME, now=now, http_charset="utf-8")
    tree = {c.url: c for c in column_tree(home, [third])}
    assert (tree[HOME + "c2/"].level, tree[HOME + "c2/"].parent) == (1, None)
    assert (tree[HOME + "c2/a/"].level, tree[HOME + "c2/a/"].parent, tree[HOME + "c2/a/"].type) == (
        2,
        HOME + "c2/",
        T.NOTICES,
    )
    assert (tree[HOME + "c2/a/x/"].level, tree[HOME + "c2/a/x/"].parent) == (3, HOME + "c2/a/")
    assert (tree[HOME + "c2/a/x/"].name, tree[HOME + "c2/a/x/"].type) == ("任免", T.POLICY)
    assert HOME not in tree


def test_below_an_entry_that_only_opens_its_menu_columns_are_of_the_second_level() -> None:
    entries = "".join(
        f'<li><a href="javascript:;">{name}</a><div><a href="/c{n}/a/">通知公告</a>'
        f'<a href="/c{n}/b/">政策文件</a></div></li>'
        for n, name in enumerate(NAMES)
    )
    doc = read(f'<ul class="nav"><li><a href="/">首页</a></li>{entries}</ul>', url=HOME)
    found = read_columns(doc, joiner())
    assert len(found) == 2 * len(NAMES) and {column.level for column in found} == {2}


@pytest.mark.parametrize(
    "written", ["首页>互动交流>意见征集", "首页 → 互动交流 → 意见征集 → 正文", "网站首页 / 意见征集"]
)
def test_a_breadcrumb_without_links_names_the_column(written: str) -> None:
    html = f'<div>当前位置：{written}</div><ul><li><a href="1.html">关于征求意见的公告</a></li></ul>'
    page = understand(html.encode(), url=f"{HOME}x/", now=datetime(2020, 11, 30, tzinfo=UTC))
    assert page.column == "意见征集"


def test_a_place_in_the_text_is_no_breadcrumb() -> None:
    html = "<div>地理位置：东经124度/北纬43度</div><p>全县下辖十二个乡镇。</p>"
    page = understand(html.encode(), url=f"{HOME}x/", now=datetime(2020, 11, 30, tzinfo=UTC))
    assert page.column is None
