"""Store pages as the big stores lay them out; gone apps; pages that say nothing."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xunwang.posts.errors import Flaw, UnreadableError
from xunwang.posts.records import StorePage
from xunwang.posts.store_pages import read_store_page

NOW = datetime(2021, 3, 1, 4, 0, tzinfo=UTC)
URL = "https://store.example.com/detail?apkName=cn.gov.example.service"


def read(body: str, url: str = URL) -> StorePage:
    page = f"<!DOCTYPE html><html><head><meta charset=utf-8>{body}</body></html>"
    return read_store_page(page.encode(), url=url, now=NOW)


OLD_YYB = """<title>示例政务通-应用宝官网</title></head><body>
<div class="det-name-int">示例政务通</div><h1>示例政务通</h1>
<div class="det-ins-num">123.4万下载</div><div class="det-size">56.3M</div>
<a data-apkurl="https://dl.example.com/cn.gov.example.service.apk?fsname=x" class="det-down-btn">下载</a>
<a href="https://dl.example.com/myapp.apk" class="own">下载应用宝</a>
<div class="det-othinfo-tit">版本号：</div><div class="det-othinfo-data">V2.3.0</div>
<div class="det-othinfo-tit">更新时间：</div><div class="det-othinfo-data">2021年1月8日</div>
<div class="det-othinfo-tit">开发商：</div><div class="det-othinfo-data">示例市大数据中心</div>
<div class="det-othinfo-tit">权限信息：</div><div class="det-othinfo-data">查看权限需求</div>"""

XIAOMI = """<title>示例政务通-小米应用商店</title></head><body><div class="intro-titles"><p>示例市大数据中心</p><h3>示例政务通</h3></div>
<a href="/download/698213?id=698213" class="download">直接下载</a>
<ul class=" cf"><li class="weight-font">软件大小:</li><li>56.30 MB</li><li class="weight-font">版本号：</li><li>2.3.0</li>
<li class="weight-font">更新时间：</li><li>2021-01-08</li><li class="weight-font">包名：</li><li>cn.gov.example.service</li>
<li class="weight-font">开发者：</li><li>示例市大数据中心</li></ul>"""

APPLE = """<title>App Store 上的“示例政务通”</title><script type="application/ld+json">
{"@context":"http://schema.org","@type":"SoftwareApplication","name":"示例政务通","operatingSystem":"需要 iOS 9.0",
"author":{"@type":"Organization","name":"Example Bureau"},"datePublished":"2019-05-06"}</script></head><body>
<h1>示例政务通 <span>4+</span></h1><p class="whats-new__latest__version">版本 2.3.0</p>
<dl><dt>供应商</dt><dd>Example Bureau</dd><dt>大小</dt><dd>88.1 MB</dd><dt>兼容性</dt><dd>iPhone</dd></dl>"""


def test_labels_before_values_are_read() -> None:
    page = read(OLD_YYB)
    assert page.listed
    assert (page.name, page.version) == ("示例政务通", "2.3.0")
    assert page.updated == date(2021, 1, 8)
    assert page.developer == "示例市大数据中心"
    assert page.downloads == 1_234_000
    assert page.download_url == "https://dl.example.com/cn.gov.example.service.apk?fsname=x"


def test_a_list_of_labels_and_a_relative_download_are_read() -> None:
    page = read(XIAOMI, "https://app.example.com/details?id=cn.gov.example.service")
    assert (page.version, page.updated) == ("2.3.0", date(2021, 1, 8))
    assert page.size == int(56.3 * 1024 * 1024)
    assert page.developer == "示例市大数据中心"
    assert page.download_url == "https://app.example.com/download/698213?id=698213"
    assert page.name == "示例政务通"


def test_structured_data_and_labels_fill_each_other_in() -> None:
    page = read(APPLE)
    assert (page.name, page.version, page.developer) == ("示例政务通", "2.3.0", "Example Bureau")
    assert page.size == int(88.1 * 1024 * 1024)
    assert page.updated is None, "the day of the first version says nothing of the last"
    assert page.download_url == ""


def test_data_for_scripts_is_that_of_the_app_in_the_address() -> None:
    def app(package: str, name: str, version: str) -> dict[str, object]:
        return {"pkg_name": package, "name": name, "version_name": version, "developer": "示例市大数据中心",
                "apk_size": "59034828", "update_time": 1610064000, "download_num": "1234000",
                "download_url": f"https://dl.example.com/{package}.apk"}  # fmt: skip

    data = {"props": {"pageProps": {"cards": [
        {"data": {"itemData": [app("com.other", "别的应用", "9.9")]}},
        {"data": {"itemData": [app("cn.gov.example.service", "示例政务通", "2.3.0")]}},
    ]}}}  # fmt: skip
    script = f'<script id="__NEXT_DATA__" type="application/json">{json.dumps(data)}</script>'
    page = read(f"<title>示例政务通</title></head><body><div id=__next></div>{script}")
    assert (page.name, page.version, page.size) == ("示例政务通", "2.3.0", 59_034_828)
    assert page.updated == date(2021, 1, 8)
    assert page.downloads == 1_234_000
    assert page.download_url == "https://dl.example.com/cn.gov.example.service.apk"


def test_data_of_several_other_apps_says_nothing() -> None:
    apps = [{"pkg_name": f"com.a{n}", "name": f"应用{n}", "version_name": "1.0", "developer": "某公司",
             "apk_size": "59034828"} for n in range(3)]  # fmt: skip
    with pytest.raises(UnreadableError):
        read(f'</head><body><script type="application/json">{json.dumps(apps)}</script>')


def test_a_stores_interface_is_read_like_its_page() -> None:
    found = {"resultCount": 1, "results": [{"trackName": "示例政务通", "version": "2.3.0", "sellerName": "示例市大数据中心",
             "fileSizeBytes": "92378112", "currentVersionReleaseDate": "2021-01-08T08:00:00Z", "bundleId": "cn.gov.x"}]}  # fmt: skip
    page = read_store_page(json.dumps(found).encode(), url="https://store.example.com/lookup?id=1", now=NOW)
    assert (page.name, page.version, page.size) == ("示例政务通", "2.3.0", 92_378_112)
    assert page.updated == date(2021, 1, 8)
    none = read_store_page(
        b'{"resultCount":0,"results":[]}', url="https://store.example.com/lookup?id=1", now=NOW
    )
    assert not none.listed
    for other in (b'{"error":"busy"}', b"[]", b'{"resultCount":0', b'{"resultCount":false}'):
        with pytest.raises(UnreadableError):
            read_store_page(other, url=URL, now=NOW)


@pytest.mark.parametrize(
    "words",
    [
        "该应用已下架",
        "抱歉，该应用已下架！",
        "很抱歉，您访问的应用不存在",
        "没有找到该应用。",
        "App已下架",
        "抱歉，您查找的应用不存在",
    ],
)
def test_a_page_that_says_that_the_app_is_gone_is_believed(words: str) -> None:
    page = read(f"<title>应用商店</title></head><body><div><p>{words}</p></div><a href='/'>返回首页</a>")
    assert not page.listed
    assert page.url == URL


def test_a_page_of_an_app_in_which_somebody_writes_that_it_is_gone_is_listed() -> None:
    assert read(OLD_YYB + "<h3>评论</h3><p>该应用已下架</p>").listed


@pytest.mark.parametrize(
    "body",
    [
        "<title>华为应用市场</title></head><body><div id=app></div><script src=/app.js></script>",
        "<title>404 Not Found</title></head><body><h1>404 Not Found</h1>",
        "<title>示例市人民政府</title></head><body><h1>关于应用已下架的通知</h1><p>某应用已下架，请用新版。</p>",
        "<title>登录</title></head><body><form><input name=password></form>",
        "<title>列表</title></head><body><a href='/a.apk'>下载</a><p>推荐应用</p>",
        "",
    ],
    ids=["script shell", "plain error", "news", "sign in", "bare link", "empty"],
)
def test_any_other_page_is_an_error_and_never_not_listed(body: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        read(body)
    assert caught.value.flaw is Flaw.BROKEN


def test_a_link_that_leads_nowhere_is_no_download() -> None:
    page = read(OLD_YYB.replace("data-apkurl", "data-nothing").replace("myapp.apk", "myapp"))
    assert page.download_url == ""


def test_broken_structured_data_is_left_aside() -> None:
    page = read('<script type="application/ld+json">{"@type":"SoftwareApplication",}</script>' + OLD_YYB)
    assert page.version == "2.3.0"


def test_deep_data_is_read_without_falling() -> None:
    deep = "[" * 5000 + "]" * 5000
    page = read(f'<script type="application/json">{deep}</script>{OLD_YYB}')
    assert page.version == "2.3.0"


@settings(max_examples=300, deadline=2000)
@given(st.lists(st.sampled_from([
    OLD_YYB, XIAOMI, APPLE, "该应用已下架", "版本：", "大小：", "1e999", "99999999999999999MB", "<script type='application/json'>",
    '{"version": 1e400, "size": -1, "downloads": "9999999999亿", "updateTime": 99999999999999}', "</script>", "<a href='http://[/a.apk'>下载</a>",
    "<a href='javascript:x()'>下载</a>", "更新时间：0000-99-99", "\x00", "&#0;", "<h1>", "评论|版本：3|大小：2",
]), max_size=8))  # fmt: skip
def test_any_page_is_read_or_refused(parts: list[str]) -> None:
    try:
        page = read("".join(parts))
    except UnreadableError:
        return
    assert page.size is None or page.size > 0
    assert page.downloads is None or page.downloads >= 0


@settings(max_examples=200, deadline=2000)
@given(st.binary(max_size=600))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with pytest.raises(UnreadableError):
        read_store_page(data, url=URL, now=NOW)
