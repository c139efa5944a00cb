"""Invisible links, strangers' scripts, words long out of date, forms."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.pages_structure.reading import joiner, read
from xunwang.pages.forms import read_forms
from xunwang.pages.hidden import read_hidden_links
from xunwang.pages.records import HiddenLink
from xunwang.pages.search_form import has_scripted_search, read_search_form
from xunwang.pages.tamper import stale_years, suspicious_scripts

BAD = "http://www.qipai-example.com/"
A = f'<a href="{BAD}">棋牌游戏</a>'
HOSTS = frozenset({"www.example.gov.cn"})


def hidden(html: str, head: str = "") -> tuple[HiddenLink, ...]:
    page = f"<html><head>{head}</head><body><p>正文</p>{html}<div class=footer>主办单位：某县</div></body></html>"
    return read_hidden_links(read(page, scripts=True), joiner())


HIDDEN = {
    "display none": f'<div style="display:none">{A}</div>',
    "display none on the link": f'<a style="display : none;" href="{BAD}">棋牌游戏</a>',
    "visibility": f'<span style="visibility:hidden">{A}</span>',
    "off the screen to the left": f'<div style="position:absolute;left:-9999px;top:0">{A}</div>',
    "off the screen above": f'<div style="position:fixed; top: -2000px">{A}</div>',
    "text indent": f'<a style="text-indent:-9999px" href="{BAD}">棋牌游戏</a>',
    "no height": f'<div style="height:0;overflow:hidden">{A}</div>',
    "one pixel": f'<div style="width:1px;height:1px;overflow:hidden">{A}</div>',
    "no font size": f'<font style="font-size:0px">{A}</font>',
    "no opacity": f'<div style="opacity:0">{A}</div>',
    "marquee": f'<marquee height="0" width="1" scrollamount="5000">{A}</marquee>',
    "marquee by style": f'<marquee style="height:1px;width:1px">{A}</marquee>',
    "white on white": f'<div style="background:#fff"><a style="color:#ffffff" href="{BAD}">棋牌游戏</a></div>',
    "white on white in one style": f'<p style="color:#fff;background-color:white">{A}</p>',
    "hidden attribute": f"<div hidden>{A}</div>",
    "written by one script": f"<script>document.write('<div style=\"display:none\">{A}</div>')</script>".replace(
        f'"{BAD}"', BAD
    ),
    "opened and closed by scripts": (
        "<script>document.write('<div style=\"position:absolute;left:-5000px\">')</script>"
        f"{A}<script>document.write('</div>')</script>"
    ),
    "hidden by a script below": f'<div id="dzb1">{A}</div><script>document.getElementById("dzb1").style.display="none"</script>',
    "clipped": f'<div style="position:absolute;clip:rect(0,0,0,0)">{A}</div>',
}


def test_the_error_report_entrance_waits_for_its_picture_and_nothing_hides_behind_its_address() -> None:
    entrance = '<a style="display:none" href="http://121.43.68.40/exposure/jiucuo.html?site_code=2200000001&url=x">{}</a>'
    assert hidden(entrance.format("<img>")) == ()
    assert [link.text for link in hidden(entrance.format("棋牌游戏"))] == ["棋牌游戏"]


@pytest.mark.parametrize("name", HIDDEN)
def test_hidden_links_are_found(name: str) -> None:
    found = hidden(HIDDEN[name])
    assert [link.url for link in found] == [BAD]
    assert found[0].how
    assert "qipai" in found[0].fragment


def test_links_hidden_by_the_pages_own_style_sheet_are_found() -> None:
    found = hidden(f'<div class="xqp">{A}</div>', "<style>.xqp{position:absolute;left:-3000px}</style>")
    assert [link.url for link in found] == [BAD]


SHOWN = {
    "an open link": A,
    "a drop-down of the menu": '<ul class="sub" style="display:none"><li><a href="/zwgk/">政务公开</a></li></ul>',
    "a menu to other governments": '<div style="display:none"><a href="http://www.gov.cn/">中国政府网</a><a href="http://rst.jl.gov.cn/">人社厅</a></div>',
    "a share box": '<div class="share" style="display:none"><a href="http://service.weibo.com/share/share.php?url=1">微博</a></div>',
    "a field for screen readers": '<label style="position:absolute;left:-9999px">搜索</label>',
    "white text on a blue bar": f'<div style="background:#005599"><a style="color:#fff" href="{BAD}">友情链接</a></div>',
    "a box with a height of 100": f'<div style="height:100px;width:10px">{A}</div>',
    "line height": f'<div style="line-height:0.5;min-height:0">{A}</div>',
    "opacity of one half": f'<div style="opacity:0.5">{A}</div>',
}


@pytest.mark.parametrize("name", SHOWN)
def test_what_is_shown_or_harmless_is_no_hidden_link(name: str) -> None:
    assert hidden(SHOWN[name]) == ()


def suspicious(html: str) -> tuple[str, ...]:
    return suspicious_scripts(read(f"<html><body>{html}</body></html>", scripts=True), HOSTS)


@pytest.mark.parametrize(
    "html",
    [
        '<script src="https://js.bad-example.top/a.js"></script>',
        '<script type="text/javascript" src=//tongji.bad-example.cc/x.js></script>',
        '<iframe src="http://www.bad-example.com/" width=0 height=0></iframe>',
        '<script>if(document.referrer.indexOf("baidu")>0){location.href="http://www.bad-example.com/"}</script>',
        '<script>var s=document.referrer;if(/baidu|sogou|so\\.com/i.test(s)){window.location.replace("//bad-example.cc")}</script>',
        "<SCRIPT SRC='http://bad-example.com/x.js'></SCRIPT>",
    ],
)
def test_strangers_scripts_are_suspicious(html: str) -> None:
    assert len(suspicious(html)) == 1


@pytest.mark.parametrize(
    "html",
    [
        '<script src="/js/jquery.js"></script><script src="js/a.js"></script>',
        '<script src="https://hm.baidu.com/hm.js?1"></script>',
        '<script src="http://dcs.conac.cn/js/1.js"></script><script src="https://zfwzgl.www.gov.cn/exposure/jiucuo.js"></script>',
        '<script src="//ta.trs.cn/c/js/ta.js?mpid=1"></script><script src="https://v1.cnzz.com/z.js"></script>',
        '<script src="https://cdn.jsdelivr.net/npm/vue"></script><iframe src="https://widget.weibo.com/x"></iframe>',
        '<script src="http://static.example.gov.cn/a.js"></script><script src="http://other.jl.gov.cn/a.js"></script>',
        "<script>var r=document.referrer;_hmt.push(['r',r]);</script>",
    ],
)
def test_known_services_are_not(html: str) -> None:
    assert suspicious(html) == ()


@pytest.mark.parametrize(
    ("text", "stale"),
    [
        ("截至2012年底，全县总人口32万人，辖12个乡镇。", True),
        ("2013年末，全县实现地区生产总值120亿元。", True),
        ("截止2011年12月31日，全县共有耕地50万亩。", True),
        ("目前（2014年）全县共有中小学56所。", True),
        ("截至2019年末，常住人口32万人。", False),
        ("2012年被评为省级园林城市。", False),
        ("1949年10月解放，1952年设立县人民政府。", False),
        ("截至目前，全县总人口32万人。", False),
    ],
)
def test_stale_years(text: str, stale: bool) -> None:
    doc = read(f"<html><body><p>{text}</p></body></html>", now=datetime(2020, 11, 30, tzinfo=UTC))
    assert bool(stale_years(doc)) is stale


def test_forms_are_told_apart() -> None:
    html = (
        '<form action="/so"><input name="q" placeholder="请输入关键字"><input type=submit></form>'
        '<form action="/login"><input name=u><input name=p type=password></form>'
        '<form action="/mail/save" method=post><input name=name><input name=phone><input name=title>'
        "<textarea name=content></textarea>留言内容</form>"
    )
    doc = read(f"<html><body>{html}</body></html>", scripts=True)
    assert [(form.action.rsplit("cn", 1)[1], form.about) for form in read_forms(doc, joiner())] == [
        ("/login", "login"),
        ("/mail/save", "letter"),
    ]
    search = read_search_form(doc, joiner())
    assert search is not None
    assert (search.action, search.method, search.field) == ("http://www.example.gov.cn/so", "get", "q")


FORM = '<form action="/so"{}><input name="q" placeholder="请输入关键字"><input type="submit"></form>'


@pytest.mark.parametrize(
    ("html", "asked", "by_script"),
    [
        (FORM.format(' onsubmit="return check(this)"'), True, False),
        (FORM.format(" onsubmit=\"if(this.q.value=='')return false;\""), True, False),
        (FORM.format(' onsubmit="find();return false;"'), False, True),
        ('<form method="post" target="_blank"><input name="words" placeholder="请输入关键词">'
         '<input type="button" value="搜索" onclick="find()"></form>', False, True),
        ('<div><input type="keywords" placeholder="请输入关键字"><input type="submit" value="搜一下" onclick="find()"></div>', False, True),
        ('<form><input type="email" name="q" placeholder="请输入搜索结果的邮箱"><input type="submit"></form>', False, False),
    ],
)  # fmt: skip
def test_a_search_that_a_script_sends_is_there_but_not_asked(html: str, asked: bool, by_script: bool) -> None:
    """Asked at the page's own address, such a form would answer with the page: the search would seem to find nothing."""
    doc = read(f"<html><body>{html}</body></html>", scripts=True)
    found = read_search_form(doc, joiner())
    assert (found is not None, found is None and has_scripted_search(doc)) == (asked, by_script)


@pytest.mark.parametrize(
    ("form", "field", "fixed"),
    [
        ('<form action="/was5/web/search" method="post"><input type="text" name="searchword" title="本栏检索">'
         '<input type=hidden name=channelid value="258715"></form>', "searchword", (("channelid", "258715"),)),
        ('<form name="search" action="/jrobot/search.do"><input name="q" value="请输入搜索内容"><input type=hidden name=webid value=1>'
         "</form>", "q", (("webid", "1"),)),
        ('<form action="/plus/search.php"><select name=typeid><option value="0" selected>全站</option></select><input name="keyword">'
         '<input type="submit" value="搜索"></form>', "keyword", (("typeid", "0"),)),
    ],
)  # fmt: skip
def test_search_forms(form: str, field: str, fixed: tuple[tuple[str, str], ...]) -> None:
    found = read_search_form(read(f"<html><body>{form}</body></html>", scripts=True), joiner())
    assert found is not None
    assert (found.field, found.fixed) == (field, fixed)
