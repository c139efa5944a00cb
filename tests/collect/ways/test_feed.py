"""Collecting a feed: what was missed, what has gone, what has changed, and what is no feed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from email.utils import format_datetime

import pytest

from tests.collect.ways.driving import NOW, SPAN, Outcome, answer_with, drive, over_http
from tests.collect.ways.serving import Asked, Reply, serving
from xunwang.collect.interface import Ending, Source, Trouble
from xunwang.collect.ways.feed import COLLECTOR, MAX_PAGES
from xunwang.fetch.records import Fault, Fetched, Request
from xunwang.posts.records import Shows, Way

SOURCE = Source("weibo:吉林发布", Way.FEED, "http://feeds.example.cn/rss")


def ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def item(number: int, days: float | None, text: str = "正文。") -> str:
    when = "" if days is None else f"<pubDate>{format_datetime(ago(days))}</pubDate>"
    return f"<item><guid>{number}</guid><title>第{number}条</title>{when}<description>{text}</description></item>"


def feed(*items: str, head: str = "") -> bytes:
    space = 'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:fh="http://purl.org/syndication/history/1.0"'
    return f"<rss {space}><channel><title>吉林发布</title>{head}{''.join(items)}</channel></rss>".encode()


def collect(body: bytes, after: Ending | None = None) -> Outcome:
    memory = after.memory if after else None
    return drive(COLLECTOR, SOURCE, lambda request: answer_with(request, body), memory=memory)


def test_the_feed_is_asked_over_http_and_the_second_time_only_for_what_has_changed() -> None:
    def answer(asked: Asked) -> Reply:
        if asked.headers.get("if-none-match") == '"e1"':
            return Reply(status=304)
        return Reply(
            feed(item(2, 1), item(1, 20)),
            headers={"ETag": '"e1"', "Last-Modified": "Mon, 01 Mar 2021 00:00:00 GMT"},
        )

    with serving(answer) as server:
        source = replace(SOURCE, address=server.url + "/rss")
        first = over_http(COLLECTOR, source)
        second = over_http(COLLECTOR, source, memory=first.end.memory)
    assert [post.key for post in first.posts] == ["2", "1"]
    assert first.end.complete
    assert first.end.shown == {Shows.POSTS, Shows.HISTORY, Shows.BODY}
    assert server.asked[1].headers["if-modified-since"] == "Mon, 01 Mar 2021 00:00:00 GMT"
    assert second.end.unchanged
    assert second.end.complete
    assert not second.posts
    assert second.end.memory == first.end.memory


def test_posts_of_the_span_the_newest_before_it_and_those_without_time_are_given() -> None:
    outcome = collect(feed(item(5, None), item(4, 2), item(3, 13), item(2, 15), item(1, 30)))
    assert [post.key for post in outcome.posts] == ["5", "4", "3", "2"]
    assert all(got.answer is not None for got in outcome.got)


def test_a_feed_that_does_not_reach_back_is_incomplete_and_says_how_far_it_goes() -> None:
    end = collect(feed(item(2, 1), item(1, 3))).end
    assert not end.complete
    assert Shows.HISTORY not in end.shown
    assert end.since == ago(3)
    assert "2021年02月26日" in end.reason


def test_listings_that_join_make_a_chain_without_a_gap() -> None:
    first = collect(feed(item(2, 10), item(1, 20)))
    second = collect(feed(item(4, 3), item(3, 5), item(2, 10)), first.end)
    third = collect(feed(item(5, 1), item(4, 3)), second.end)
    assert second.end.complete
    assert third.end.complete
    assert third.end.since == ago(20)
    assert not any(post.deleted for post in third.posts)


def test_a_listing_that_does_not_join_is_a_gap() -> None:
    first = collect(feed(item(2, 10), item(1, 20)))
    second = collect(feed(item(9, 1), item(8, 2)), first.end)
    assert not second.end.complete
    assert second.end.since == ago(2)
    assert "缺口" in second.end.reason


def test_a_post_that_has_gone_from_the_covered_part_was_deleted() -> None:
    first = collect(feed(item(3, 2), item(2, 4), item(1, 20)))
    second = collect(feed(item(3, 2), item(1, 20)), first.end)
    assert [(post.key, post.at) for post in second.posts if post.deleted] == [("2", ago(4))]
    assert Shows.DELETIONS in second.end.shown
    third = collect(feed(item(3, 2), item(1, 20)), second.end)
    assert not any(post.deleted for post in third.posts)


def test_what_has_only_dropped_off_the_end_was_not_deleted() -> None:
    first = collect(feed(item(3, 2), item(2, 4), item(1, 6)))
    second = collect(feed(item(4, 1), item(3, 2)), first.end)
    assert not any(post.deleted for post in second.posts)


def test_a_pinned_old_post_does_not_make_others_look_deleted_or_the_feed_complete() -> None:
    first = collect(feed(item(1, 100), item(5, 2), item(4, 4), item(3, 6)))
    assert not first.end.complete
    second = collect(feed(item(1, 100), item(6, 1), item(5, 2)), first.end)
    assert not any(post.deleted for post in second.posts)
    assert not second.end.complete


def test_a_source_that_numbers_its_posts_anew_has_deleted_nothing() -> None:
    first = collect(feed(item(4, 2), item(3, 4), item(2, 6), item(1, 20)))
    second = collect(feed(item(14, 2), item(13, 4), item(12, 6), item(11, 20)), first.end)
    assert not any(post.deleted for post in second.posts)


def test_a_feed_with_the_oldest_first_is_understood() -> None:
    assert collect(feed(item(1, 30), item(2, 8), item(3, 1))).end.complete


def test_an_edited_post_is_marked_with_when_it_was_seen() -> None:
    first = collect(feed(item(2, 2, "原文。"), item(1, 20)))
    second = collect(feed(item(2, 2, "改过。"), item(1, 20)), first.end)
    assert {post.key: post.edited_at for post in second.posts} == {"2": NOW, "1": None}


def test_a_time_yet_to_come_is_not_believed() -> None:
    outcome = collect(feed(item(3, -0.3), item(2, 0.5), item(1, 20)))
    assert {post.key: post.at for post in outcome.posts} == {"3": None, "2": ago(0.5), "1": ago(20)}


def test_what_was_published_while_the_collection_went_on_is_left_for_the_next() -> None:
    body = feed(item(2, -0.1), item(1, 20))
    later = drive(COLLECTOR, SOURCE, lambda request: answer_with(request, body, at=ago(-0.2)))
    assert [post.key for post in later.posts] == ["1"]
    assert later.end.complete


def test_a_feed_without_times_cannot_tell_whether_it_is_complete() -> None:
    outcome = collect(feed(item(2, None), item(1, None)))
    assert len(outcome.posts) == 2
    assert not outcome.end.complete
    assert "没有发布时间" in outcome.end.reason


def test_an_empty_feed_is_not_taken_for_an_account_that_never_posted() -> None:
    end = collect(feed()).end
    assert not end.complete
    assert "不能判断" in end.reason


def test_a_feed_that_is_empty_all_at_once_is_an_error_and_no_mass_deletion() -> None:
    first = collect(feed(item(2, 2), item(1, 20)))
    assert collect(feed(), first.end).failure.trouble is Trouble.BROKEN


def test_older_pages_are_followed_until_the_span_is_covered() -> None:
    def answer(asked: Asked) -> Reply:
        page = int(asked.path.partition("page=")[2] or 1)
        following = f'<atom:link rel="next" href="/rss?page={page + 1}"/>'
        return Reply(feed(item(100 - page * 2, page * 4), item(99 - page * 2, page * 4 + 2), head=following))

    with serving(answer) as server:
        outcome = over_http(COLLECTOR, replace(SOURCE, address=server.url + "/rss"))
    assert [asked.path for asked in server.asked] == ["/rss", "/rss?page=2", "/rss?page=3", "/rss?page=4"]
    assert outcome.end.complete
    assert len(outcome.posts) == 7
    assert len({got.answer.url for got in outcome.got if got.answer}) == 4


def test_pages_without_end_are_bounded() -> None:
    def answer(request: Request) -> Fetched:
        page = int(request.url.partition("page=")[2] or 1)
        head = f'<atom:link rel="next" href="/rss?page={page + 1}"/>'
        return answer_with(request, feed(item(1000 - page, page / 1000), head=head))

    outcome = drive(COLLECTOR, SOURCE, answer)
    assert len(outcome.asked) == MAX_PAGES
    assert not outcome.end.complete


def test_a_page_that_leads_to_itself_is_asked_once() -> None:
    body = feed(item(1, 1), head='<atom:link rel="next" href="/rss?again"/>')
    assert len(collect(body).asked) == 2


def test_an_older_page_that_fails_leaves_what_was_read() -> None:
    def answer(request: Request) -> Fetched:
        if "page" in request.url:
            return answer_with(request, b"", status=500)
        return answer_with(request, feed(item(1, 1), head='<atom:link rel="next" href="/rss?page=2"/>'))

    outcome = drive(COLLECTOR, SOURCE, answer)
    assert len(outcome.posts) == 1
    assert not outcome.end.complete


def test_a_feed_that_says_it_holds_all_is_complete() -> None:
    assert collect(feed(item(1, 1), head="<fh:complete/>")).end.complete


def test_a_feed_that_has_moved_for_good_is_collected_and_its_new_address_remembered() -> None:
    def answer(asked: Asked) -> Reply:
        if asked.path == "/rss":
            return Reply(status=301, headers={"Location": "/new"})
        return Reply(feed(item(1, 20)))

    with serving(answer) as server:
        outcome = over_http(COLLECTOR, replace(SOURCE, address=server.url + "/rss"))
    assert len(outcome.posts) == 1
    assert outcome.end.memory["moved_to"] == server.url + "/new"


def test_a_feed_that_has_moved_to_a_page_is_an_error() -> None:
    def answer(asked: Asked) -> Reply:
        if asked.path == "/rss":
            return Reply(status=301, headers={"Location": "/home"})
        return Reply(b"<!DOCTYPE html><html><body>welcome</body></html>")

    with serving(answer) as server:
        failure = over_http(COLLECTOR, replace(SOURCE, address=server.url + "/rss")).failure
    assert failure.trouble is Trouble.MOVED
    assert "/home" in failure.message


@pytest.mark.parametrize(
    ("reply", "trouble", "retry_after"),
    [
        (Reply(b"<html><input type=password>"), Trouble.REFUSED, None),
        (Reply(b"garbage"), Trouble.BROKEN, None),
        (Reply(status=401), Trouble.CREDENTIALS, None),
        (Reply(status=403), Trouble.REFUSED, None),
        (Reply(status=404), Trouble.NOT_FOUND, None),
        (Reply(status=410), Trouble.NOT_FOUND, None),
        (Reply(status=429, headers={"Retry-After": "77"}), Trouble.QUOTA, 77.0),
        (Reply(status=500), Trouble.UNREACHABLE, 900.0),
        (Reply(status=418), Trouble.BROKEN, None),
        (Reply(status=304), Trouble.BROKEN, None),
    ],
)
def test_each_trouble_is_told_in_chinese(reply: Reply, trouble: Trouble, retry_after: float | None) -> None:
    with serving(lambda asked: reply) as server:
        failure = over_http(COLLECTOR, replace(SOURCE, address=server.url + "/rss")).failure
    assert (failure.trouble, failure.retry_after) == (trouble, retry_after)
    assert failure.message.startswith("订阅源：")
    assert failure.message.endswith("。")


@pytest.mark.parametrize("fault", [fault for fault in Fault if fault])
def test_every_fault_of_the_network_is_told(fault: Fault) -> None:
    outcome = drive(
        COLLECTOR, SOURCE, lambda request: replace(answer_with(request, b"", status=0), fault=fault)
    )
    assert outcome.failure.message.endswith("。")


def test_nobody_at_the_address_is_worth_another_try() -> None:
    with serving(lambda asked: Reply()) as server:
        address = server.url
    failure = over_http(COLLECTOR, replace(SOURCE, address=address)).failure
    assert failure.trouble is Trouble.UNREACHABLE
    assert failure.retry_after


@pytest.mark.parametrize("address", ["", "ftp://a.cn/", "javascript:alert(1)", "x" * 10_000, "//", "http://"])
def test_an_address_that_is_none_is_told_without_asking(address: str) -> None:
    outcome = drive(COLLECTOR, replace(SOURCE, address=address), lambda request: answer_with(request, b""))
    assert outcome.failure.trouble is Trouble.NOT_FOUND
    assert not outcome.asked


def test_what_is_remembered_is_bounded_and_of_one_address() -> None:
    first = collect(feed(*(item(n, n / 1000, "字" * 50) for n in range(1500))))
    assert sum(map(len, first.end.memory.values())) < 30_000
    other = replace(SOURCE, address="http://other.example.cn/rss")
    outcome = drive(
        COLLECTOR, other, lambda request: answer_with(request, feed(item(1, 20))), memory=first.end.memory
    )
    assert not any(post.deleted for post in outcome.posts)
    assert "If-None-Match" not in outcome.asked[0].headers


@pytest.mark.parametrize(
    "listing", ["", "x", "[]", "{}", '{"since":"x","posts":[1]}', '{"since":1,"posts":[["a","b","c"]]}']
)
def test_a_memory_that_cannot_be_read_is_no_memory(listing: str) -> None:
    memory = {"address": SOURCE.address, "listing": listing}
    body = feed(item(1, 20))
    assert drive(COLLECTOR, SOURCE, lambda request: answer_with(request, body), SPAN, memory).end.complete
