"""A way of collection that is easy to write down: an account is a list of JSON pages on a real server."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson

from tests.fetch_store.local_server import Asked, LocalServer, Reply, serve
from xunwang.collect.archive import CollectionArchive
from xunwang.collect.interface import (
    CollectError,
    Collector,
    Ending,
    Got,
    Memory,
    Source,
    Span,
    Steps,
    Trouble,
)
from xunwang.collect.plan import Wanted
from xunwang.collect.runner import Ended, Means, collect
from xunwang.collect.settings import Budget, CollectionSettings
from xunwang.fetch.records import FetchSettings, Request
from xunwang.posts.records import Comment, Picture, Post, PostLink, Profile, Shows, Way
from xunwang.rules.media.facts import Account
from xunwang.simulate.clock import ProvinceClock
from xunwang.words import CHINA, Level

NOW = datetime(2020, 11, 30, 10, 0, tzinfo=CHINA)
SPAN = Span(NOW - timedelta(days=90), NOW, NOW)
SHOWN = frozenset({Shows.POSTS, Shows.HISTORY, Shows.BODY, Shows.DELETIONS, Shows.PROFILE, Shows.FOLLOWERS})


def clock(scale: float = 0.02) -> ProvinceClock:
    """A clock that stands at the time of the collection, and jumps."""
    return ProvinceClock(NOW, scale=scale)


class Pages:
    """Reads pages of JSON: ``{"posts": […], "next": address, "profile": {…}, "since": time}``."""

    way = Way.FEED
    shows = SHOWN

    def collect(self, source: Source, span: Span, memory: Memory) -> Steps:
        """Page by page, to the last."""
        url, since = source.address, None
        while url:
            answer = yield Request(url, headers={"If-None-Match": memory.get("etag", "")})
            assert answer is not None
            if answer.status == 304:
                return Ending(frozenset(), complete=False, memory=memory, unchanged=True)
            if not answer.ok:
                raise trouble_of(answer.status, answer.header("retry-after"))
            try:
                page = orjson.loads(answer.body)
            except ValueError as error:
                raise CollectError(Trouble.BROKEN, "返回的内容不是JSON，请核对地址") from error
            if "profile" in page:
                yield Got(Profile(**page["profile"]), answer)
            for values in page["posts"]:
                yield Got(post_of(values), answer)
            url, since = page.get("next", ""), page.get("since", since)
            etag = answer.header("etag") or ""
        reach = datetime.fromisoformat(since) if since else None
        whole = reach is None or reach <= span.since
        return Ending(SHOWN, whole, "" if whole else "只列出最近的内容", reach or span.since, {"etag": etag})


def trouble_of(status: int, retry_after: str | None) -> CollectError:
    """What an answer that is none means."""
    after = float(retry_after) if retry_after else None
    if status == 404:
        return CollectError(Trouble.NOT_FOUND, "地址不存在，请核对")
    if status == 403:
        return CollectError(Trouble.QUOTA, "接口调用次数已用完", retry_after=after)
    return CollectError(Trouble.UNREACHABLE, "无法连接，请稍后再试", retry_after=after)


def post_of(values: Mapping[str, Any]) -> Post:
    """A post as the pages have it."""
    known = dict(values)
    for name in ("at", "edited_at"):
        if known.get(name):
            known[name] = datetime.fromisoformat(known[name])
    known["links"] = tuple(PostLink(*link) for link in known.get("links", ()))
    known["pictures"] = tuple(Picture(*picture) for picture in known.get("pictures", ()))
    if known.get("comments") is not None:
        known["comments"] = tuple(Comment(*comment) for comment in known["comments"])
    return Post(**{"url": f"http://a.example/{known['key']}", "text": "", "at": None, **known})


def made(
    key: str, days_ago: float, title: str = "", text: str = "今天召开会议。", **others: Any
) -> dict[str, Any]:
    """A post of so many days before the collection, as JSON values."""
    at = (NOW - timedelta(days=days_ago)).astimezone(UTC).isoformat()
    return {"key": key, "title": title or f"标题{key}", "text": text, "at": at, **others}


def account(name: str, **others: Any) -> Account:
    """A row of the register."""
    row = Account(f"weibo:{name}", name, "weibo", "微博", "示范县人民政府", level=Level.COUNTY)
    return replace(row, **others)


def wanted(name: str, address: str = "", **others: Any) -> Wanted:
    """An account to be collected from an address of the served pages."""
    row = account(name, **others)
    return Wanted(row, (Source(row.key, Way.FEED, address or f"http://{name}.example/1"),))


def page(*posts: Mapping[str, Any], **others: Any) -> Reply:
    """A page that is served."""
    return Reply(200, orjson.dumps({"posts": list(posts), **others}), (("Content-Type", "application/json"),))


Served = Mapping[str, Reply | Callable[[Asked], Reply | None]]


@contextmanager
def served(pages: Served) -> Iterator[LocalServer]:
    """Serve pages by address without scheme; what is not among them is answered with 404."""

    def answer(asked: Asked) -> Reply | None:
        found = pages.get(asked.host + asked.path, Reply(404, b"nothing"))
        return found if isinstance(found, Reply) else found(asked)

    with serve(answer) as server:
        yield server


def collection(
    folder: Path,
    accounts: Sequence[Wanted],
    fetch: FetchSettings,
    budget: Budget | None = None,
    **others: Any,
) -> CollectionArchive:
    """A collection over served accounts, nothing collected yet."""
    settings = CollectionSettings(SPAN, fetch, budget or Budget(), **others)
    return CollectionArchive.create(folder, accounts, settings, NOW, {})


def collected(archive: CollectionArchive, collector: Collector | None = None, **others: Any) -> Ended:
    """Run the collection to its end."""
    means = Means({Way.FEED: collector or Pages()}, others.pop("clock", None) or clock(), **others)
    return collect(archive, means)


def keys(archive: CollectionArchive) -> dict[str, list[str]]:
    """Keys of the collected posts by account, in order of collection."""
    found: dict[str, list[str]] = {}
    for name, _, _, post in archive.posts():
        found.setdefault(name, []).append(post.key)
    return found
