"""Extractors of the structure half: never raise, and bounded work on hostile pages."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.pages_structure.reading import NOW, URL
from xunwang.pages.columns import is_navigation_only, read_columns, read_trail
from xunwang.pages.consultations import read_consultations
from xunwang.pages.document import Document, parse
from xunwang.pages.footer import read_footer
from xunwang.pages.forms import read_forms
from xunwang.pages.guides import read_guide
from xunwang.pages.hidden import read_hidden_links
from xunwang.pages.leaders import read_leaders
from xunwang.pages.letters import read_letters
from xunwang.pages.lines import drop_unseen
from xunwang.pages.lists import read_lists
from xunwang.pages.scripted import is_scripted
from xunwang.pages.search_form import read_search_form
from xunwang.pages.statistics import letter_statistics, service_statistics_day
from xunwang.pages.tamper import stale_years, suspicious_scripts
from xunwang.pages.urls import Joiner

WITH_SCRIPTS: dict[str, Callable[[Document, Joiner], object]] = {
    "scripted": lambda doc, _: is_scripted(doc),
    "suspicious": lambda doc, _: suspicious_scripts(doc, frozenset({"www.example.gov.cn"})),
    "hidden": read_hidden_links,
    "forms": read_forms,
    "search": read_search_form,
}
WITHOUT: dict[str, Callable[[Document, Joiner], object]] = {
    "trail": read_trail,
    "lists": read_lists,
    "columns": read_columns,
    "footer": read_footer,
    "guide": read_guide,
    "letters": read_letters,
    "consultations": read_consultations,
    "leaders": read_leaders,
    "letter statistics": lambda doc, _: letter_statistics(doc),
    "service statistics": lambda doc, _: service_statistics_day(doc),
    "stale": lambda doc, _: stale_years(doc),
    "entrance": lambda doc, joiner: is_navigation_only(doc, read_lists(doc, joiner)),
}
WORDS = [
    "当前位置：", "首页", "网站标识码：2200000001", "主办单位：", "吉ICP备05000001号", "设定依据", "申请材料：", "办理流程", "来信时间", "答复内容：",
    "2020-11-30", "11-29", "2020年13月45日", "截至2012年底", "县长 王强", "征集时间：2020-10-01 至 2020-10-31", "收到来信 5 件，办结 4 件", "办件统计",
    "下一页", "共9999999页", "已回复", "关于印发某某办法的通知", "&nbsp;", "&#x110000;", "\u0000", "\ud7ff", "更多>>", "<", ">", '"', "'", "{{x}}",
    "document.write('<a href=\"http://a.b/\">甲乙丙丁戊</a>')", "createPageHTML(9,0,'index','html')", "<![CDATA[", "]]>", "<!--", "-->", "$.ajax(",
]  # fmt: skip
TAGS = ["a", "li", "ul", "table", "tr", "td", "th", "dl", "dt", "dd", "div", "p", "span", "h3", "form", "input", "script", "style", "marquee", "record",
        "datastore", "textarea", "select", "iframe", "font", "body", "svg", "template"]  # fmt: skip
ATTRIBUTES = [
    "", ' href="1.html"', " href='javascript:void(0)' onclick=\"x('/a.html')\"", ' class="nav foot"', ' style="display:none;color:#fff;left:-999px"',
    " id=list", ' href="http://other.com/"', " title='x", ' name="q" placeholder="搜索"', ' type=password', ' colspan="9999"', " src=//bad.top/x.js",
]  # fmt: skip
TOKEN = st.one_of(
    st.sampled_from(WORDS),
    st.builds(lambda tag, more: f"<{tag}{more}>", st.sampled_from(TAGS), st.sampled_from(ATTRIBUTES)),
    st.builds(lambda tag: f"</{tag}>", st.sampled_from(TAGS)),
    st.text(max_size=12),
)


def run_all(html: str, now: datetime = NOW) -> None:
    doc = parse(html.encode("utf-8", "surrogatepass"), url=URL, http_charset="utf-8", now=now)
    joiner = Joiner()
    joiner.memo(URL, frozenset({"www.example.gov.cn"}))
    for extractor in WITH_SCRIPTS.values():
        extractor(doc, joiner)
    drop_unseen(doc.tree)
    for extractor in WITHOUT.values():
        extractor(doc, joiner)


@settings(max_examples=250, deadline=None)
@given(st.lists(TOKEN, max_size=60))
def test_soups_of_tags_and_words_never_raise(tokens: list[str]) -> None:
    run_all("".join(tokens))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400))
def test_any_text_never_raises(text: str) -> None:
    run_all(text, datetime(2100, 1, 1, tzinfo=UTC))


HOSTILE = {
    "hundred thousand entries": "<ul>"
    + '<li><a href="a.html">某某县关于某某的通知</a>2020-11-30</li>' * 100_000
    + "</ul>",
    "hundred thousand empty links": '<a href="">x</a>' * 100_000,
    "deep nesting": "<div>" * 20_000 + '<a href="x.html">某某县关于某某的通知</a>' + "</div>" * 20_000,
    "deep tables": "<table><tr><td>办理地点" * 3_000,
    "one long line": "办理地点：" + "某" * 1_000_000,
    "one long attribute": '<a href="' + "a" * 2_000_000 + '">某某县关于某某的通知</a>',
    "labels only": "<p>设定依据</p><p>申请材料</p><p>办理流程</p>" * 20_000,
    "unclosed comment": "<p>网站标识码" + "<!--" * 100_000,
    "comments": "<!-- 主办单位：某 -->" * 50_000,
    "quotes": "document.write('" * 30_000,
    "braces": '{"url":"a","date":"2020-11-30"' * 30_000,
    "records": "<record><![CDATA[" * 30_000,
    "positions": "位置：<a>" * 50_000,
    "icp": "ICP备<" * 100_000,
    "white space": "主" + " " * 500_000 + "办",
    "digits": "共" + "1" * 500_000 + "页",
    "pages": "页" * 300_000,
    "years": "截至2012年底" * 50_000,
    "referrers": "<script>" + "document.referrer " * 50_000 + "</script>",
    "styles": "<style>"
    + ".a{left:-999px}" * 100_000
    + "</style>"
    + '<a class=a href="http://x.com/">某某</a>' * 2_000,
    "templates": "{{" * 300_000,
    "holders": "<script>$.ajax( .html(</script>" + '<div id="a"> ' * 30_000,
    "inputs": "<form>" + "<input name=q>" * 100_000,
    "leaders": "<p>县长 王强</p>" * 30_000,
    "tabs": "<ul>" + "<li>设定依据</li>" * 30_000 + "</ul>",
    "gaps": "公网安备" + "<b>" * 100_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_take_bounded_time(name: str) -> None:
    started = time.process_time()
    run_all(HOSTILE[name])
    seconds = time.process_time() - started
    print(f"{name}: {seconds:.2f} s")
    assert seconds < 20
