"""Lists as the content management systems of real sites set them: what is an entry, and of which day."""

from __future__ import annotations

from datetime import date

import pytest

from tests.pages_structure.reading import joiner, read
from xunwang.pages.lists import read_lists

ROWS = (
    ("关于印发全省优化营商环境若干措施的通知", "t20201128_1.html", date(2020, 11, 28)),
    ("省政府召开第七十二次常务会议研究部署工作", "t20201120_2.html", date(2020, 11, 20)),
    ("2019年度财政决算公开目录及有关说明", "t20190930_3.html", date(2019, 9, 30)),
    ("关于开展冬春火灾防控工作的公告", "t20190102_4.html", date(2019, 1, 2)),
)


def rows(form: str, *, until: int = 4) -> str:
    """The rows in one form: ``{t}`` title, ``{u}`` address, ``{y}-{m}-{d}`` the day."""
    return "".join(
        form.format(t=t, u=u, y=day.year, m=f"{day.month:02}", d=f"{day.day:02}")
        for t, u, day in ROWS[:until]
    )


NAV = (
    '<div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/zwgk/">政务公开</a></li><li><a href="/zmhd/">政民互动</a></li>'
    '<li><a href="/zwfw/">政务服务</a></li><li><a href="/sjfb/">数据发布</a></li></ul></div>'
    '<div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="/zwgk/">政务公开</a> &gt; <a href="/zwgk/tzgg/">通知公告</a></div>'
)
FOOT = (
    '<div class="link"><select onchange="window.open(this.value)"><option value="http://www.gov.cn/">中国政府网</option></select>'
    '<a href="http://www.gov.cn/">中国政府网站</a><a href="http://www.a.gov.cn/">某某省人民政府</a>'
    '<a href="http://www.b.gov.cn/">某某省发展和改革委员会</a></div>'
    '<div class="footer"><a href="/wzdt/">网站地图</a><a href="/lxwm/">联系我们</a><a href="/gywm/">关于我们本站</a>'
    "主办：某某省人民政府办公厅 网站标识码：2200000001 更新于2020-11-29</div>"
)

FORMS = {
    "list with the day in a span": '<li><a href="{u}">{t}</a><span>{y}-{m}-{d}</span></li>',
    "day before the title": '<li><span>{y}.{m}.{d}</span><a href="{u}" title="{t}">{t}</a></li>',
    "day in brackets inside the link": '<li><a href="{u}">{t} [{y}-{m}-{d}]</a></li>',
    "day in Chinese": '<li>·<a href="{u}" target="_blank">{t}</a><em>（{y}年{m}月{d}日）</em></li>',
    "day with time": '<li><a href="{u}">{t}</a><i class="time">{y}-{m}-{d} 09:05:33</i></li>',
    "labelled day": '<li><h3><a href="{u}">{t}</a></h3><p>为进一步优化营商环境，现将有关事项</p><span>发布时间：{y}-{m}-{d}</span></li>',
    "leaf with the day set apart": '<li><div class="d"><b>{d}</b><i>{y}-{m}</i></div><div class="t"><a href="{u}">{t}</a></div></li>',
    "picture, title and summary lead to one address": (
        '<div class="item"><a href="{u}"><img src="a.jpg"></a><div><a href="{u}">{t}</a><p>摘要文字若干</p>'
        '<span>{y}/{m}/{d}</span><a href="{u}">[详细]</a></div></div>'
    ),
    "category before the title": '<li>[<a href="/zwgk/tzgg/">通知公告栏目</a>]<a href="{u}">{t}</a><span>{y}-{m}-{d}</span></li>',
    "department beside the title": '<li><a href="{u}">{t}</a><a href="/bm/rsj/">省人力资源厅</a><span>{y}-{m}-{d}</span></li>',
    "table rows": '<tr><td>1</td><td><a href="{u}">{t}</a></td><td>政发〔2020〕3号</td><td>{y}-{m}-{d}</td></tr>',
    "definition list": '<dd><a href="{u}">{t}</a></dd><dt>{y}-{m}-{d}</dt>',
    "links and days in one box": '·<a href="{u}">{t}</a>&nbsp;({y}-{m}-{d})<br>',
    "links and spans in one box": '<a href="{u}">{t}</a><span class="date">{y}-{m}-{d}</span><br/>',
    "a table for every row": (
        '<tr><td><table width="100%"><tr><td width="3%"><img src="dot.gif"></td><td><a href="{u}" class="a1"><font color="#000">{t}'
        '</font></a></td><td width="80" align="right"><font color=gray>[{y}-{m}-{d}]</font></td></tr></table></td></tr>'
        '<tr><td height="1" background="line.gif"></td></tr>'
    ),
    "div rows": '<div class="row"><div class="l"><a href="{u}">{t}</a></div><div class="r">{y}-{m}-{d}</div></div>',
    "paragraph rows": '<p><span style="float:right">{y}-{m}-{d}</span><a href="{u}">{t}</a></p>',
    "the whole row is the link": '<a class="it" href="{u}"><p>{t}</p><span>{y}-{m}-{d}</span></a>',
    "opened by script": '<li><a href="javascript:;" onclick="window.open(\'{u}\')">{t}</a><span>{y}-{m}-{d}</span></li>',
    "day in a sibling list": '<li class="mc"><a href="{u}">{t}</a></li><li class="sj">{y}-{m}-{d}</li>',
}
HOLDERS = {
    "li": "<ul class='list'>{}</ul>",
    "tr": "<table><tr><th>序号</th><th>标题</th><th>文号</th><th>日期</th></tr>{}</table>",
    "dd": "<dl>{}</dl>",
}


def page(form: str, inner: str | None = None) -> str:
    """A page with navigation, one list and a footer."""
    tag = form.split(">")[0].lstrip("<").split(" ")[0]
    holder = "<table>{}</table>" if "<table" in form else HOLDERS.get(tag, "<div class='con'>{}</div>")
    body = holder.format(rows(form) if inner is None else inner)
    return f"<html><head><title>通知公告</title></head><body>{NAV}<div class='main'>{body}</div>{FOOT}</body></html>"


@pytest.mark.parametrize("name", FORMS)
def test_reads_every_entry_with_its_day(name: str) -> None:
    found = read_lists(read(page(FORMS[name])), joiner())
    base = "http://www.example.gov.cn/zwgk/tzgg/"
    assert [(i.title, i.url, i.day) for i in found.items] == [(t, base + u, day) for t, u, day in ROWS]


def test_a_list_without_days_has_no_days_from_addresses() -> None:
    found = read_lists(read(page('<li><a href="{u}">{t}</a></li>')), joiner())
    assert [i.title for i in found.items] == [t for t, _, _ in ROWS]
    assert {i.day for i in found.items} == {None}


def test_days_without_year_are_the_last_before_now() -> None:
    inner = (
        '<li><a href="1.html">关于做好岁末年初安全生产工作的通知</a><span>11-29</span></li>'
        '<li><a href="2.html">关于元旦春节期间值班安排的通知事项</a><span>12-25</span></li>'
    )
    found = read_lists(read(page("<li>", inner)), joiner())
    assert [i.day for i in found.items] == [date(2020, 11, 29), date(2019, 12, 25)]


@pytest.mark.parametrize(
    ("address", "shown", "day", "known"),
    [
        ("/202310/02264b867b4b.shtml", "10-11", date(2018, 10, 11), True),
        ("/art/2024/6/1/art_1861_49816.html", "06-01", date(2019, 6, 1), True),
        ("/201912/t20191229_5.html", "01-03", date(2020, 1, 3), True),
        ("/art_1861_49816.html", "06-01", date(2020, 6, 1), False),
        ("/201711/t20171120_9.html", "06-01", date(2020, 6, 1), False),
        ("/201711/t20171120_9.html", "2020-06-01", date(2020, 6, 1), True),
        ("/201711/t20171120_9.html", "3天前", date(2020, 11, 27), True),
    ],
)
def test_the_address_tells_the_year_that_a_list_leaves_out(
    address: str, shown: str, day: date, known: bool
) -> None:
    """A list of months and days that stands still for years looks like this year's."""
    address = address.replace("2023", "2018").replace("2024", "2019")
    inner = f'<li><a href="{address}">关于做好2021年安全生产工作的通知</a><span>{shown}</span></li>'
    (item,) = read_lists(read(page("<li>", inner)), joiner()).items
    assert (item.day, item.year_known) == (day, known)


def test_menus_and_link_collections_are_no_entries() -> None:
    found = read_lists(read(page("<li>", "")), joiner())
    assert found.items == ()


def test_two_entries_side_by_side_in_a_row_are_both_read() -> None:
    inner = "".join(
        f'<tr><td><a href="{n}.html">第{n}号关于开展专项督查的通报</a></td><td>2020-11-{n}</td>'
        f'<td><a href="{n}a.html">第{n}号关于干部任免的通知内容</a></td><td>2020-10-{n}</td></tr>'
        for n in range(10, 14)
    )
    found = read_lists(read(page("<tr>", inner)), joiner())
    days = {i.url.rsplit("/", 1)[1]: i.day for i in found.items}
    assert days == {f"{n}.html": date(2020, 11, n) for n in range(10, 14)} | {
        f"{n}a.html": date(2020, 10, n) for n in range(10, 14)
    }


JPAGE = """<div id="4954" class="list"></div><script type="text/xml"><datastore>
<nextgroup><![CDATA[<a href="/module/web/jpage/dataproxy.jsp?page=1&webid=8"></a>]]></nextgroup>
<recordset>{}</recordset></datastore></script>
<script>$(function(){{ $('#4954').jpage({{ themename:'default', openmode:0, proxyurl:'/module/web/jpage/dataproxy.jsp',
perpage:15,totalRecord:128,totalPage:9 }}) }})</script>"""


@pytest.mark.parametrize(
    "form",
    [
        '<record><![CDATA[\n<li><a href="{u}" target="_blank" title="{t}">{t}</a><span>{y}-{m}-{d}</span></li>]]></record>',
        "<record><![CDATA[<tr><td><a href='{u}' title='{t}'>{t}</a></td><td>[{y}-{m}-{d}]</td></tr>]]></record>",
        '<record><![CDATA[<div class="x"><a href="{u}">{t}</a><b>{y}-{m}-{d}</b></div>]]></record>',
    ],
)
def test_records_that_wait_for_a_script_are_entries(form: str) -> None:
    found = read_lists(read(page("<li>", JPAGE.format(rows(form)))), joiner())
    assert [(i.title, i.day) for i in found.items] == [(t, day) for t, _, day in ROWS]
    assert found.pages_total == 9


def test_entries_that_a_script_writes_are_entries() -> None:
    form = "document.write('<li><a href=\"{u}\">{t}</a><span>{y}-{m}-{d}</span></li>');\n"
    found = read_lists(read(page("<li>", f"<script>{rows(form)}</script>")), joiner())
    assert [(i.title, i.day) for i in found.items] == [(t, day) for t, _, day in ROWS]


def test_entries_in_a_script_array_are_entries() -> None:
    form = '{{"title":"{t}","url":"{u}","pubDate":"{y}-{m}-{d}"}},'
    found = read_lists(read(page("<li>", f"<script>var list=[{rows(form).rstrip(',')}];</script>")), joiner())
    assert [(i.title, i.day) for i in found.items] == [(t, day) for t, _, day in ROWS]


@pytest.mark.parametrize(
    ("pager", "following", "total"),
    [
        ('<div class="page"><a href="index_1.html">下一页</a> 共12页</div>', "index_1.html", 12),
        ("<script>createPageHTML(7, 0, 'index', 'html');</script>", "index_1.html", 7),
        ('<script>createPageHTML("page_div",7, 1,"index","html",98);</script>', "index_2.html", 7),
        ("<script>createPageHTML(7, 6, 'index', 'shtml');</script>", None, 7),
        (
            "<script>var countPage = 5; var currentPage = 0; createPageHTML(countPage, currentPage, 'index', 'htm')</script>",
            "index_1.htm",
            5,
        ),
        ('<a href="index_2.html">&gt;</a><a href="index_2.html">下页</a> 第1页/共3页', "index_2.html", 3),
        ('<a href="javascript:void(0)">下一页</a> 1/1页', None, 1),
        ('<a href="?page=2">后一页</a>', "index.html?page=2", None),
        (
            '<a class="next" href="/zwgk/tzgg/list_2.html">下一页 &gt;&gt;</a><span>共 <b>3</b> 页</span>',
            "list_2.html",
            3,
        ),
        ('<a href="index.html">尾页</a>', None, None),
    ],
)
def test_pagination(pager: str, following: str | None, total: int | None) -> None:
    found = read_lists(
        read(page("<li>", rows(FORMS["list with the day in a span"]) + "</ul>" + pager)), joiner()
    )
    base = "http://www.example.gov.cn/zwgk/tzgg/"
    assert (found.next_page, found.pages_total) == (base + following if following else None, total)
    assert len(found.items) == 4


def test_blocks_of_a_home_page_have_their_heading_and_more_link() -> None:
    li, tr = FORMS["list with the day in a span"], FORMS["table rows"]
    linked = '<h2><a href="/xwzx/">政务要闻</a></h2><a class="more" href="/xwzx/">更多&gt;&gt;</a>'
    plain = '<span>通知公告</span><a href="/tzgg/" title="更多">MORE</a>'
    table = '<td><b>政策文件</b></td><td><a href="/zcwj/"><img src="more.gif" alt="更多"></a></td>'
    body = (
        f'<div class="box"><div class="hd">{linked}</div><ul>{rows(li)}</ul></div>'
        f'<div class="box"><div class="hd">{plain}</div>'
        f'<div class="bd"><ul>{rows(li.replace("{u}", "b{u}"), until=3)}</ul></div></div>'
        f'<table><tr>{table}</tr><tr><td colspan="2"><table>{rows(tr.replace("{u}", "c{u}"))}</table></td></tr></table>'
    )
    found = read_lists(read(page("<li>", body), "http://www.example.gov.cn/"), joiner())
    base = "http://www.example.gov.cn"
    assert [(b.name, b.more_url, b.items, b.newest) for b in found.blocks] == [
        ("政务要闻", base + "/xwzx/", 4, ROWS[0][2]),
        ("通知公告", base + "/tzgg/", 3, ROWS[0][2]),
        ("政策文件", base + "/zcwj/", 4, ROWS[0][2]),
    ]


def test_tabs_name_the_lists_below_them() -> None:
    li = FORMS["list with the day in a span"]
    body = (
        '<div class="tab"><ul class="tab-hd"><li class="on"><a href="/yw/">今日要闻</a></li><li><a href="/bm/">部门动态</a></li></ul>'
        f'<div class="tab-bd"><ul>{rows(li)}</ul><ul style="display:none">{rows(li.replace("{u}", "b{u}"), until=3)}</ul></div></div>'
    )
    found = read_lists(read(page("<li>", body), "http://www.example.gov.cn/"), joiner())
    assert [(b.name, b.more_url, b.items) for b in found.blocks] == [
        ("今日要闻", "http://www.example.gov.cn/yw/", 4),
        ("部门动态", "http://www.example.gov.cn/bm/", 3),
    ]


def test_a_short_title_with_a_day_beside_it_is_an_entry() -> None:
    doc = read(
        f'{NAV}<ul class="list"><li><i>2020-11-20</i><a href="1.html">关于征集意见建议的公告</a></li>'
        '<li><i>2020-11-18</i><a href="2.html">停电通知</a></li></ul>'
    )
    assert [(item.title, item.day) for item in read_lists(doc, joiner()).items] == [
        ("关于征集意见建议的公告", date(2020, 11, 20)),
        ("停电通知", date(2020, 11, 18)),
    ]
