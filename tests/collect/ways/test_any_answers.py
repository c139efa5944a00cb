"""Whatever the answers are, a collector ends with an ending or with CollectError in Chinese, and asks for little."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.collect.ways.driving import NOW, SPAN, Outcome, answer_with, drive
from tests.posts import samples
from tests.posts.mangled import mangled
from tests.posts.test_any_bytes import check
from xunwang.collect.interface import Source
from xunwang.collect.ways import collectors
from xunwang.fetch.records import Fault, Fetched, Hop, Request
from xunwang.posts.records import Way

MANY = settings(max_examples=250, deadline=None)
WAYS = (Way.FEED, Way.WECHAT_API, Way.FILE, Way.SAVED_PAGES)
SECRETS = {"app_id": "wx01", "app_secret": "the-secret-of-it"}
API = (
    b'{"access_token":"token-of-it","expires_in":7200}',
    b'{"total_count":2,"item_count":1,"item":[{"article_id":"a","update_time":1614500000,"content":{"news_item":[{"title":"t",'
    b'"content":"<p>x</p>","url":"http://mp.weixin.qq.com/s?mid=5&idx=1","need_open_comment":1}],"create_time":1614500000}}]}',
    b'{"errcode":42001}', b'{"errcode":-1}', b'{"errcode":45009,"errmsg":"the-secret-of-it"}', b'{"total":7}',
    b'{"is_menu_open":1,"selfmenu_info":{"button":[{}]}}', b'{"errcode":0,"nickname":"n","principal_name":"p"}',
    b'{"comment":[{"content":"c","create_time":1,"reply":{"content":"r"}}],"total":500}',
)  # fmt: skip
NAMES = ("a.xlsx", "a.csv", "a.json", "a.jsonl", "a.zip", "a.html", "a.mhtml", "a.xls", "a.ods", "a.bin")
HEADERS = st.lists(
    st.tuples(
        st.sampled_from(["Content-Type", "ETag", "Last-Modified", "Retry-After"]),
        st.one_of(
            st.text(max_size=30),
            st.sampled_from(["text/xml; charset=gbk", '"e"', "120", "Mon, 01 Mar 2021 05:00:00 GMT"]),
        ),
    ),
    max_size=3,
)
BODIES = st.one_of(
    mangled(*samples.FEEDS),
    mangled(*samples.PAGES),
    mangled(*samples.TABLES),
    mangled(samples.ARCHIVE),
    mangled(*API),
)

MEMORIES = st.dictionaries(st.sampled_from(["etag", "modified", "listing", "address"]), st.text(max_size=30))


@st.composite
def answers(draw: st.DrawFn) -> dict[str, Any]:
    return {
        "status": draw(st.sampled_from([200, 200, 200, 200, 200, 301, 304, 401, 404, 429, 500, 0])),
        "fault": draw(st.sampled_from([Fault.NONE] * 12 + [Fault.TIMEOUT, Fault.BOMB, Fault.TLS])),
        "headers": tuple(draw(HEADERS)),
        "body": draw(
            st.one_of(BODIES, st.sampled_from(API + samples.FEEDS + samples.PAGES + samples.TABLES))
        ),
        "moved": draw(st.booleans()),
    }


def run(way: Way, name: str, told: list[dict[str, Any]], memory: dict[str, str]) -> Outcome:
    """A collector with answers taken in turn."""
    queue = list(told)

    def answer(request: Request) -> Fetched:
        given = queue.pop(0) if len(queue) > 1 else queue[0]
        made = answer_with(request, given["body"], status=given["status"], headers=given["headers"])
        hops = (Hop(request.url, 301, "/new"),) if given["moved"] else ()
        return replace(made, fault=given["fault"], hops=hops, detail="the-secret-of-it")

    address = name if way in (Way.FILE, Way.SAVED_PAGES) else "http://feeds.example.cn/rss"
    source = Source("weibo:某", way, address, {"saved_at": memory.get("etag", "")}, SECRETS)
    return drive(collectors()[way], source, answer, SPAN, memory)


@pytest.mark.parametrize("way", WAYS)
@MANY
@given(st.lists(answers(), min_size=1, max_size=5), st.sampled_from(NAMES), MEMORIES)
def test_only_collect_error_comes_out(
    way: Way, told: list[dict[str, Any]], name: str, memory: dict[str, str]
) -> None:
    outcome = run(way, name, told, memory)
    assert len(outcome.asked) < 700
    for post in outcome.posts:
        check(post)
        assert post.at is None or post.at < SPAN.until
    kept = repr((outcome.got, outcome.ending))
    if way is Way.WECHAT_API:
        assert "token-of-it" not in kept
    if outcome.error is not None:
        assert re.search(r"[\u4e00-\u9fff]", outcome.error.message)
        assert "the-secret-of-it" not in outcome.error.message
        assert "token-of-it" not in outcome.error.message
        assert outcome.error.retry_after is None or 0 <= outcome.error.retry_after <= 604_800
    else:
        assert outcome.end.shown <= collectors()[way].shows
        assert outcome.end.complete or outcome.end.reason
        assert sum(len(value) for value in outcome.end.memory.values()) < 40_000
        assert outcome.end.since is None or outcome.end.since <= NOW + timedelta(days=1)


@MANY
@given(st.binary(max_size=60), st.text(max_size=40))
def test_any_path_of_an_upload_stays_in_its_folder_or_is_refused(raw: bytes, text: str) -> None:
    for address in (raw.decode("latin-1"), text, f"../{text}", f"{text}/../../x"):
        source = Source("weibo:某", Way.FILE, address)
        outcome = drive(collectors()[Way.FILE], source, lambda request: answer_with(request, b"", status=404))
        assert outcome.error is not None
        assert all(".." not in request.url.split("/") for request in outcome.asked)
