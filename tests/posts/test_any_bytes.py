"""Whatever the bytes are: posts that can be stored, or one clear error in Chinese."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.posts import samples
from tests.posts.mangled import mangled
from xunwang.pages.document import parse
from xunwang.posts.errors import UnreadableError
from xunwang.posts.feeds import read_feed
from xunwang.posts.fragments import MAX_LINKS, MAX_PICTURES, MAX_TEXT, read_fragment
from xunwang.posts.homes import PLATFORMS, read_home
from xunwang.posts.records import Post
from xunwang.posts.saved_file import open_saved
from xunwang.posts.saved_page import read_saved
from xunwang.posts.sheets import read_sheet, rows_of_json
from xunwang.posts.times import read_when
from xunwang.posts.wechat_answers import has_menu, read_basics, read_comments, read_published
from xunwang.posts.wechat_article import read_wechat_article
from xunwang.posts.zipped import members

NOW = datetime(2021, 3, 1, 4, 0, tzinfo=UTC)
MANY = settings(max_examples=300, deadline=None)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | st.sampled_from(["1613960430", "http://a.cn/?mid=5&idx=2"]),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(
        st.sampled_from(
            ["item", "content", "news_item", "title", "url", "create_time", "update_time", "comment", "reply", "is_menu_open", "selfmenu_info",
             "button", "nickname", "principal_name", "wx_verify_info", "data", "list", "标题", "发布时间", "total_count", "items"]
        ),
        inner,
        max_size=5,
    ),
    max_leaves=20,
)  # fmt: skip

CELLS = st.text(max_size=20) | st.sampled_from(
    ["标题", "正文", "发布时间", "阅读数", "链接", "id", "44249.5", "1.2万", "http://a.cn/", "已删除", "转载"]
)


def check(post: Post) -> None:
    """What everybody who stores or shows a post relies on."""
    assert post.key
    assert len(post.key) <= 200
    assert len(post.title) <= 500
    assert len(post.text) <= MAX_TEXT * 2 + 1
    assert len(post.links) <= MAX_LINKS * 2
    assert len(post.pictures) <= MAX_PICTURES
    for text in (post.key, post.url, post.title, post.text, post.author, post.source):
        text.encode("utf-8")
    for url in (post.url, *(link.url for link in post.links), *(picture.url for picture in post.pictures)):
        assert not url or url.startswith(("http://", "https://"))
    for at in (post.at, post.edited_at):
        assert at is None or (at.utcoffset() is not None and 1990 <= at.year <= NOW.year + 2)
    assert post.media <= {"picture", "video", "audio"}
    assert bool(post.source) <= post.repost


def in_chinese(error: UnreadableError) -> None:
    assert re.search(r"[\u4e00-\u9fff].*。$", error.message)


@MANY
@given(mangled(*samples.FEEDS), st.sampled_from([None, "utf-8", "gbk", "utf-16", "nonsense", "big5"]))
def test_feeds(body: bytes, charset: str | None) -> None:
    try:
        feed = read_feed(body, url="http://a.cn/rss", charset=charset, now=NOW)
    except UnreadableError as error:
        in_chinese(error)
    else:
        for post in feed.posts:
            check(post)


@MANY
@given(mangled(*samples.PAGES))
def test_saved_pages(body: bytes) -> None:
    try:
        page = read_saved(open_saved(body, NOW), NOW)
    except UnreadableError as error:
        in_chinese(error)
    else:
        for post in page.posts:
            check(post)


@MANY
@given(mangled(samples.WECHAT, samples.NOTICE))
def test_wechat_articles(body: bytes) -> None:
    try:
        page = read_wechat_article(body, url="https://mp.weixin.qq.com/s?mid=1&idx=1", charset=None, now=NOW)
    except UnreadableError as error:
        in_chinese(error)
    else:
        assert page.post or page.notice
        if page.post:
            check(page.post)


@MANY
@given(mangled(*samples.PAGES), st.sampled_from(PLATFORMS))
def test_home_pages_of_every_platform(body: bytes, platform: Any) -> None:
    home = read_home(
        parse(body, url=f"https://www.{platform.hosts[0]}/u/1", http_charset=None, now=NOW), platform
    )
    for post in home.posts if home else ():
        check(post)


@MANY
@given(mangled(samples.ARCHIVE))
def test_archives(body: bytes) -> None:
    try:
        found = list(members(body, (".html", ".csv")))
    except UnreadableError as error:
        in_chinese(error)
    else:
        assert all(member.name.endswith((".html", ".csv")) for member in found)


@MANY
@given(st.lists(st.lists(CELLS, max_size=6), max_size=8))
def test_tables(rows: list[list[str]]) -> None:
    try:
        sheet = read_sheet(rows, NOW)
    except UnreadableError as error:
        in_chinese(error)
    else:
        assert len(sheet.flaws) == sheet.flaw_count
        for flaw in sheet.flaws:
            assert flaw.remedy
        keys = [post.key for post in sheet.posts]
        assert len(keys) == len(set(keys))


@MANY
@given(JSON)
def test_answers_of_the_wechat_interface(value: Any) -> None:
    listed = read_published(value, "号", NOW)
    for article in listed.articles:
        check(article.post)
    comments, total = read_comments(value, NOW)
    assert total >= 0
    assert all(comment.answered_at is None or comment.answer for comment in comments)
    read_basics(value)
    has_menu(value)
    try:
        rows_of_json(value)
    except UnreadableError as error:
        in_chinese(error)


@MANY
@given(st.text(max_size=80))
def test_times(text: str) -> None:
    at = read_when(text, NOW)
    assert at is None or 1990 <= at.year <= 2023


@MANY
@given(
    st.one_of(
        st.text(max_size=300), mangled(samples.WECHAT).map(lambda body: body.decode("utf-8", "replace"))
    )
)
def test_fragments(html: str) -> None:
    shown = read_fragment(html, "http://a.cn/")
    shown.text.encode("utf-8")
    assert len(shown.text) <= MAX_TEXT
    assert all(link.url.startswith("http") for link in shown.links)


@pytest.mark.parametrize("depth", [100, 5000, 100_000])
def test_deep_nesting(depth: int) -> None:
    for body in (
        b"<rss>" + b"<a>" * depth + b"</rss>",
        b'{"items":' + b"[" * depth + b"]" * depth + b"}",
        b'{"items":[' + b'{"items":' * depth,
        b"<div>" * depth,
        b"<script>var a = " + b'{"screen_name":' * depth + b"</script>",
        json.dumps({"items": [{"content_html": "<div>" * depth}]}).encode(),
    ):
        for read in (
            lambda body: read_feed(body, url="http://a.cn/", charset=None, now=NOW),
            lambda body: read_saved(open_saved(body, NOW), NOW),
        ):
            try:
                read(body)
            except UnreadableError as error:
                in_chinese(error)
