"""Leaders, consultations, script-filled pages in forms of several vendors."""

from __future__ import annotations

from datetime import date

import pytest

from tests.pages_structure.reading import joiner, read
from xunwang.pages.consultations import read_consultations
from xunwang.pages.leaders import read_leaders
from xunwang.pages.scripted import is_scripted

URL = "http://www.example.gov.cn/ldzc/index.html"
RESUME = "汉族，1970年5月生，研究生学历，1992年8月参加工作，中共党员。"
DUTY = "领导县政府全面工作。负责财政、审计方面工作，分管县财政局。"


def page(html: str, title: str = "领导之窗") -> str:
    return f"<html><head><title>{title}</title></head><body><div class='main'>{html}</div></body></html>"


CARDS = {
    "office and name in a heading": "<div><h3>{o} {n}</h3><p>个人简历：{r}</p><p>工作分工：{d}</p></div>",
    "name, then office": "<dl><dt><a href='{u}'>{n}</a></dt><dd>{o}</dd><dd>{r}</dd><dd>{d}</dd></dl>",
    "table": "<table><tr><td>姓名</td><td>{n}</td></tr><tr><td>职务</td><td>{o}</td></tr><tr><td>简历</td><td>{r}</td></tr>"
    "<tr><td>分工</td><td>{d}</td></tr></table>",
    "labels": "<p>姓名：{n}</p><p>职务：{o}</p><p>简历：{r}</p><p>分工：{d}</p>",
    "blank in a name of two": "<div><h4>{o}：{n[0]}　{n[1]}</h4><p>{r}</p><p>{d}</p></div>",
}
PEOPLE = (
    ("县委副书记、县长", "王强", "1.html", RESUME, DUTY),
    ("副县长", "李敏", "2.html", RESUME, ""),
    ("副县长", "赵军", "3.html", "", DUTY),
)


@pytest.mark.parametrize("name", CARDS)
def test_cards_of_leaders(name: str) -> None:
    html = "".join(CARDS[name].format(o=o, n=n, u=u, r=r, d=d) for o, n, u, r, d in PEOPLE)
    found = read_leaders(read(page(html), URL), joiner())
    assert [leader.name for leader in found] == ["王强", "李敏", "赵军"]
    labelled = name in ("table", "labels", "office and name in a heading")
    if not labelled:
        assert [(x.has_resume, x.has_duties) for x in found] == [(True, True), (True, False), (False, True)]
    assert (found[0].has_resume, found[0].has_duties) == (True, True)


def test_names_in_a_row_below_their_office() -> None:
    html = (
        "<div class='zw'>县长</div><ul><li><a href='1.html'>王强</a></li></ul><div class='zw'>副县长</div>"
        "<ul><li><a href='2.html'>李敏</a></li><li><a href='3.html'>赵军</a></li><li><a href='4.html'>欧阳华</a></li></ul>"
    )
    found = read_leaders(read(page(html), URL), joiner())
    assert [leader.name for leader in found] == ["王强", "李敏", "赵军", "欧阳华"]
    assert found[2].url == "http://www.example.gov.cn/ldzc/3.html"


@pytest.mark.parametrize(
    "name", ["傅若清", "翁景安", "虞思远", "郁书禾", "诸葛文", "那承志", "厉嘉", "满延宁"]
)
def test_rarer_surnames_begin_a_leader_of_their_own(name: str) -> None:
    html = f"<div><h3>副县长　邢延远</h3><p>工作分工：{DUTY}</p></div><div><h3>副县长　{name}</h3><p>个人简历：{RESUME}</p></div>"
    found = read_leaders(read(page(html), URL), joiner())
    assert [(x.name, x.has_resume, x.has_duties) for x in found] == [
        ("邢延远", False, True), (name, True, False),
    ]  # fmt: skip


def test_offices_and_links_are_no_names() -> None:
    html = (
        "<ul><li><a href='http://www.audit.gov.cn/'>审计署</a></li><li>国家反垄断局</li><li>生态环境部</li></ul>"
        "<p>主办单位</p><p>某县政府办公室主任</p><p>县长信箱</p><p>领导讲话</p><p>县委书记调研重点项目</p>"
    )
    assert read_leaders(read(page(html), URL), joiner()) == ()


def consultation_page(html: str, title: str = "意见征集") -> str:
    crumb = '<div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="/hdjl/">互动交流</a> &gt; <a href="/hdjl/yjzj/">意见征集</a></div>'
    return (
        f"<html><head><title>{title}</title></head><body>{crumb}<div class='main'>{html}</div></body></html>"
    )


SURVEYS = {
    "span with 至": "<li><a href='{u}'>{t}</a><span>征集时间：{a} 至 {b}</span><em>{s}</em></li>",
    "two cells": "<tr><td><a href='{u}'>{t}</a></td><td>{a}</td><td>{b}</td><td>{s}</td></tr>",
    "tilde": "<li><span class='s'>{s}</span><a href='{u}'>{t}</a><i>{a}~{b}</i></li>",
    "labels": "<li><a href='{u}'>{t}</a><p>开始时间：{a}</p><p>结束时间：{b}</p></li>",
}


@pytest.mark.parametrize("name", SURVEYS)
def test_lists_of_consultations(name: str) -> None:
    rows = (("关于某县养犬管理办法公开征求意见的公告", "1.html", "2020-10-01", "2020-10-31", "已结束"),
            ("关于十四五规划纲要征集意见建议的公告", "2.html", "2020-11-10", "2020-12-10", "征集中"))  # fmt: skip
    inner = "".join(SURVEYS[name].format(t=t, u=u, a=a, b=b, s=s) for t, u, a, b, s in rows)
    html = f"<table>{inner}</table>" if inner.startswith("<tr") else f"<ul>{inner}</ul>"
    found = read_consultations(read(consultation_page(html), URL), joiner())
    assert [(x.title, x.begins, x.ends) for x in found] == [
        (t, date.fromisoformat(a), date.fromisoformat(b)) for t, _, a, b, _ in rows
    ]


@pytest.mark.parametrize(
    "text",
    [
        "<p>征集时间：2020-10-01 至 2020-10-31</p>",
        "<p>开始时间：2020年10月1日</p><p>结束时间：2020年10月31日</p>",
        "<table><tr><td>起止时间</td><td>2020-10-01—2020-10-31</td></tr></table>",
        "<p>征求意见时间为2020年10月1日至2020年10月31日。</p>",
    ],
)
def test_a_consultation_and_its_result(text: str) -> None:
    html = f"<h1>关于某县养犬管理办法公开征求意见的公告</h1>{text}<p>请将意见反馈至县公安局。</p><p><a href='/hdjl/jg/9.html'>征集结果反馈</a></p>"
    (found,) = read_consultations(
        read(consultation_page(html, "关于某县养犬管理办法公开征求意见的公告"), URL), joiner()
    )
    assert (found.begins, found.ends) == (date(2020, 10, 1), date(2020, 10, 31))
    assert found.result_url == "http://www.example.gov.cn/hdjl/jg/9.html"
    assert found.url == URL


SCRIPTED = {
    "a shell": '<div id="app"></div><script src="/static/js/app.1.js"></script>',
    "a shell with a hint": '<noscript>请启用脚本</noscript><div id=root></div><script src="/m.js"></script>',
    "templates": '<ul><li v-for="x in list"><a :href="x.url">{{x.title}}</a></li></ul><script>new Vue({})</script>',
    "angular": '<ul><li ng-repeat="x in list">{{ x.docTitle | trim }}</li></ul><script src="a.js"></script>',
    "a list filled by a call": '<ul id="list"></ul><script>$.ajax({url:"/api",success:function(d){$("#list").html(d)}})</script>',
    "a list fetched": '<tbody class="rows"></tbody><div class="l" data-url="/api/list"></div>'
    '<script>fetch("/api").then(r=>{document.getElementById("l").innerHTML=r})</script>',
    "filled by a function of another file": '<div id="list"></div><script src="/js/list.js"></script>'
    '<script>$.getJSON("/api/list?col=12",function(d){render(d)})</script>',
    "loaded": '<div id="con"> </div><script>$("#con").load("/list.html");$("#x").html("")</script>',
}


@pytest.mark.parametrize("name", SCRIPTED)
def test_pages_that_scripts_fill(name: str) -> None:
    assert is_scripted(read(f"<html><body>{SCRIPTED[name]}</body></html>", scripts=True))


@pytest.mark.parametrize(
    "html",
    [
        '<ul class="list"></ul><p>暂无内容</p>',
        '<ul class="list"></ul><script src="/js/jquery.js"></script><script>$(".nav li").hover(function(){})</script>',
        '<ul><li><a href="1.html">某某通知</a></li></ul><script>var _hmt=[];</script>',
        "<p>没有脚本的空白页面</p>",
        '<ul class="list"></ul><script>$.get("/count?id=3")</script>',
    ],
)
def test_blank_pages_are_not_script_filled(html: str) -> None:
    assert not is_scripted(read(f"<html><body>{html}</body></html>", scripts=True))
