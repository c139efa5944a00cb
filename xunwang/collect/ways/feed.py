"""Feeds: RSS, Atom and JSON Feed, as bridges and platforms give them.

A feed shows its newest entries only. Whether anything was missed between two collections is told by whether the listing
reaches back to the last one; older pages are asked for where the feed offers them (Atom ``next``, JSON ``next_url``).
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, field
from datetime import datetime

from xunwang.collect.interface import (
    CollectError,
    Ending,
    Got,
    Memory,
    Source,
    Span,
    Steps,
    Trouble,
)
from xunwang.collect.ways.answers import charset_of, demand, unreadable
from xunwang.collect.ways.listing import (
    Past,
    dated,
    joins,
    reach,
    recall,
    remember,
    with_changes,
    within,
)
from xunwang.fetch.records import Fetched, Request
from xunwang.pages.urls import normalise
from xunwang.posts.errors import UnreadableError
from xunwang.posts.feeds import Feed, read_feed
from xunwang.posts.records import Post, Shows, Way
from xunwang.words import CHINA

MAX_PAGES = 20
_WHAT = "订阅源"
_ACCEPT = "application/atom+xml, application/rss+xml, application/feed+json, application/json, application/xml;q=0.9, */*;q=0.5"
_PERMANENT = (301, 308)
_MAX_MARK = 500
_Asking = Generator[Request | Got, Fetched | None, Feed]


@dataclass(slots=True)
class _Pages:
    """The pages of a feed read so far."""

    posts: list[Post] = field(default_factory=list)
    answers: dict[str, Fetched] = field(default_factory=dict)
    """Answer that each post was read from, by key."""
    whole: bool = False

    def add(self, feed: Feed, answer: Fetched) -> None:
        for post in dated(feed.posts, answer.at):
            if post.key not in self.answers:
                self.answers[post.key] = answer
                self.posts.append(post)
        self.whole = feed.whole and not feed.cut


class FeedCollector:
    """Collects the feed at the source's address."""

    way = Way.FEED
    shows = frozenset({Shows.POSTS, Shows.HISTORY, Shows.BODY, Shows.DELETIONS})

    def collect(self, source: Source, span: Span, memory: Memory) -> Steps:
        """Ask for the feed and its older pages, and give its posts."""
        address = normalise(source.address.strip())
        if address is None:
            raise CollectError(
                Trouble.NOT_FOUND, "订阅地址无效，应以http://或https://开头。请在账号的采集方式中改正。"
            )
        past = (
            recall(memory.get("listing", ""), span.now)
            if memory.get("address") == address
            else recall("", span.now)
        )
        answer = yield _request(address, memory if past.posts else {})
        if answer is not None and answer.status == 304 and past.posts:
            return _unchanged(past, span, memory)
        first = demand(answer, _WHAT)
        feed = _read(first)
        pages = _Pages()
        pages.add(feed, first)
        yield from _older(feed, pages, past, span)
        since = reach(pages.posts)
        if not pages.posts and past.posts:
            raise CollectError(
                Trouble.BROKEN, "订阅源：本次没有任何条目，而上次有。请核实订阅源是否正常、账号是否已清空。"
            )
        posts = with_changes(pages.posts, past, since, first.at)
        for post in within(posts, span):
            yield Got(post, pages.answers.get(post.key, first))
        return _ending(pages, past, span, _marks(address, first))


def _request(address: str, memory: Memory) -> Request:
    headers = {"Accept": _ACCEPT}
    if memory.get("etag"):
        headers["If-None-Match"] = memory["etag"]
    if memory.get("modified"):
        headers["If-Modified-Since"] = memory["modified"]
    return Request(address, headers=headers, purpose="feed")


def _read(answer: Fetched) -> Feed:
    try:
        return read_feed(answer.body, url=answer.url, charset=charset_of(answer), now=answer.at)
    except UnreadableError as error:
        if _moved_to(answer):
            raise CollectError(
                Trouble.MOVED, f"订阅源：地址已迁移到{answer.url[:200]}，那里不是订阅源。请更换订阅地址。"
            ) from error
        raise unreadable(error, _WHAT) from error


def _older(feed: Feed, pages: _Pages, past: Past, span: Span) -> Generator[Request, Fetched | None, None]:
    """Older pages, until the listing reaches back far enough; a page that fails ends it."""
    seen: set[str] = set()
    while feed.next_url and feed.next_url not in seen and len(seen) < MAX_PAGES - 1:
        since = reach(pages.posts)
        if since is None or since < span.since or _joins_far(past, since, span):
            return
        seen.add(feed.next_url)
        answer = yield _request(feed.next_url, {})
        if answer is None or not answer.ok:
            return
        try:
            feed = read_feed(answer.body, url=answer.url, charset=charset_of(answer), now=answer.at)
        except UnreadableError:
            return
        if not feed.posts:
            return
        pages.add(feed, answer)


def _joins_far(past: Past, since: datetime, span: Span) -> bool:
    """Whether what is known from before makes older pages needless."""
    return joins(past, since) and past.since is not None and past.since < span.since


def _moved_to(answer: Fetched) -> str:
    """Where the feed has moved for good; empty if it has not."""
    moved = bool(answer.hops) and all(hop.status in _PERMANENT for hop in answer.hops)
    return answer.url if moved else ""


def _marks(address: str, answer: Fetched) -> dict[str, str]:
    """What to tell the server the next time, so that it need not send the same again."""
    marks = {"address": address}
    for name, header in (("etag", "etag"), ("modified", "last-modified")):
        value = (answer.header(header) or "").strip()
        if value and len(value) <= _MAX_MARK and value.isprintable() and value.isascii():
            marks[name] = value
    if _moved_to(answer):
        marks["moved_to"] = answer.url
    return marks


def _unchanged(past: Past, span: Span, memory: Memory) -> Ending:
    complete = past.since is not None and past.since < span.since
    return Ending(
        shown=frozenset({Shows.POSTS, Shows.DELETIONS} | ({Shows.HISTORY} if complete else set())),
        complete=complete,
        reason="" if complete else _too_short(past.since),
        since=past.since,
        memory=dict(memory),
        unchanged=True,
    )


def _ending(pages: _Pages, past: Past, span: Span, marks: dict[str, str]) -> Ending:
    since = reach(pages.posts)
    if pages.whole:
        since = min([span.since, *[post.at for post in pages.posts if post.at]])
    elif past.since is not None and joins(past, since):
        since = past.since if since is None else min(past.since, since)
    complete = since is not None and (since < span.since or pages.whole)
    shown = {Shows.POSTS}
    if complete:
        shown.add(Shows.HISTORY)
    if pages.posts and all(post.has_body for post in pages.posts):
        shown.add(Shows.BODY)
    if past.posts:
        shown.add(Shows.DELETIONS)
    marks["listing"] = remember(pages.posts, since)
    return Ending(frozenset(shown), complete, "" if complete else _reason(pages, since, past), since, marks)


def _reason(pages: _Pages, since: datetime | None, past: Past) -> str:
    if not pages.posts:
        return "订阅源中没有任何条目，不能判断是从未发布还是订阅源失效。请改用其他方式核实。"
    if since is None:
        return "订阅源的条目没有发布时间，不能判断是否齐全。"
    if past.posts:
        return f"订阅源最早的条目发布于{_day(since)}，与上次采集之间有缺口。请缩短采集间隔。"
    return _too_short(since)


def _too_short(since: datetime | None) -> str:
    return f"订阅源只列到{_day(since)}，更早的发布内容看不到。" if since else "订阅源没有列出更早的发布内容。"


def _day(at: datetime) -> str:
    return f"{at.astimezone(CHINA):%Y年%m月%d日%H时%M分}"


COLLECTOR = FeedCollector()
