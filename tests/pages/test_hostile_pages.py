"""Pages built to hurt: understood, or given up, in bounded time and memory."""

import time
from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xunwang.pages.as_json import page_json
from xunwang.pages.guard import MAX_HTML, tame
from xunwang.pages.understand import Depth, understand
from xunwang.words import CHINA

NOW = datetime(2021, 6, 1, 12, 0, tzinfo=CHINA)
URL = "http://www.x.gov.cn/a/b.html"

PAGES = {
    "100,000 nested blocks": "<div>" * 100_000 + "x",
    "nested and closed": "<div>" * 50_000 + "x" + "</div>" * 50_000,
    "open formatting, small": "<p>" + "".join(f"<b a={n}>" for n in range(700)) + "</p>" + "<p>x" * 700,
    "open formatting": "<p>" + "".join(f"<strong a={n}>" for n in range(1500)) + "</p>" + "<p>x" * 1500,
    "100,000 attributes": "<div " + " ".join(f"a{n}=1" for n in range(100_000)) + ">",
    "attributes by quotes": "<div " + "".join(f'a{n}="1"' for n in range(100_000)) + ">",
    "attributes by slashes": "<div " + "/".join(f"a{n}" for n in range(100_000)) + ">",
    "8 MB of one paragraph": "<p>" + "政府网站工作，" * 400_000,
    "8 MB of dates": "<p>2020-11-30，" * 600_000,
    "digits": "1" * 8_000_000,
    "almost dates": "2020-1" * 1_300_000,
    "angle brackets": "<" * 4_000_000,
    "quotes": '<a href="' * 400_000,
    "comments": "<!--" * 500_000,
    "scripts": "<script>" * 100_000,
    "links": "".join(f'<a href="/a{n}.html">来源：2020-11-30 时间：</a>' for n in range(60_000)),
    "labels": "<p>时间：日期：发布时间：" * 100_000,
    "spaced labels": "<p>" + "时 间 " * 300_000,
    "metas": "<meta charset=" * 50_000,
    "title": "<title>" + "a-_|" * 500_000,
    "headings": "<h1>" * 3000 + "x" * 1_000_000,
    "text under depth": "<div>" * 500 + "<p>" + "文字，" * 1_000_000 + "</p>" + "</div>" * 500,
    "onclick": '<a href="javascript:" onclick="' + "location" * 100_000 + '">x</a>',
    "cells": "<table>" + "<td>x" * 200_000,
    "nested tables": "<table><tr><td>" * 50_000,
    "entities": "&amp;&#x4e00;" * 300_000,
    "zero bytes": "<p>\x00" * 200_000,
}


@pytest.mark.parametrize("name", PAGES)
def test_the_page_is_bounded_in_time(name: str) -> None:
    body = PAGES[name].encode()
    start = time.process_time()
    page = understand(body, url=URL, now=NOW)
    # Generous: the machine may be busy; without the guard these take from 2 seconds to half an hour.
    assert time.process_time() - start < 3
    assert len(page.text) <= 500_000
    assert len(page.links) <= 10_000


def test_ordinary_pages_pass_the_guard_unchanged() -> None:
    html = "<div><p style='a'>x <font color=red>y</font></p></div>" * 200
    assert tame(html) == html
    picture = '<img src="data:image/png;base64,' + "A" * 100_000 + '">'
    assert tame(picture) == picture
    long_text = '<meta name="description" content="' + "某某 " * 400 + '"><p>' + "字" * 70_000
    assert tame(long_text) == long_text


def test_pages_beyond_the_bound_are_cut() -> None:
    assert len(tame("字" * (MAX_HTML + 10))) == MAX_HTML


_TAG_SAMPLES = """<p>|</p>|<div class=content>|</div>|<table><tr><td>|</table>|<ul><li>|</ul>|<h1>|</h1>
    |<a href='/x/t20201130_1.html'>|</a>|<a href='javascript:void(0)' onclick="window.open('/y')">|<script>
    |</script>|<style>|<!--|-->|<title>|</title>|<meta name=PubDate content='2020-11-30'>|<img src=a.jpg alt=图>
    |<meta name=ArticleTitle content='关于某事的通知'>|<meta http-equiv=refresh content='0;url=/z'>|<base href='//y/'>
    |<iframe src=a>|<select><option value='http://a.gov.cn'>|<form action=/s>|<input name=q>|<dl><dt>|<dd>
    |<span style='display:none'>|&nbsp;|&#0;|<svg>|<template>|<frameset>|<body>"""
_TAGS = st.sampled_from(_TAG_SAMPLES.split("|"))
_TEXT_SAMPLES = (
    "发布时间： 2020-11-30 来源：某办 关于某事的通知 当前位置： 设定依据 申请材料 办理流程 联系电话 来信内容 答复内容 回复时间 "
    "网站标识码2200000000 吉ICP备12345678号 主办单位：某局 共10页 下一页 征集调查 市长"
)
_TEXTS = st.sampled_from(_TEXT_SAMPLES.split())
_SOUP = st.lists(st.one_of(_TAGS, _TEXTS, st.text(max_size=12)), max_size=60).map("".join)


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(
    _SOUP,
    st.sampled_from(Depth),
    st.sampled_from([URL, "http://x.gov.cn/", "", "file:///a.html", "http://[", "x" * 9000]),
)
def test_no_soup_of_tags_breaks_understanding(soup: str, depth: Depth, url: str) -> None:
    page = understand(soup.encode("utf-8", "surrogatepass"), url=url, now=NOW, depth=depth)
    assert page_json(page)["kind"] == page.kind.value
    assert page.published is None or page.published.tzinfo is not None


@settings(deadline=None, max_examples=150)
@given(st.binary(max_size=1500), st.sampled_from([None, "utf-8", "gbk", "utf-16"]))
def test_no_bytes_break_understanding(body: bytes, charset: str | None) -> None:
    assert understand(body, url=URL, now=NOW, http_charset=charset).url == URL
