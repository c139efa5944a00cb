"""The bridge: a feed for any account, with conditional requests, gaps and faults."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from hashlib import sha256
from itertools import islice
from urllib.parse import parse_qs

from xunwang.simulate.answer import Answer, Query, html
from xunwang.simulate.dice import seed_of
from xunwang.simulate.platforms.conduct import Conduct, Fault
from xunwang.simulate.platforms.feeds import Feed, atom, json_feed, rss
from xunwang.simulate.platforms.names import BRIDGE
from xunwang.simulate.platforms.stage import Stage, delayed
from xunwang.simulate.platforms.writing import Written

_MAKERS = {
    "rss": (rss, "application/xml; charset=utf-8"),
    "atom": (atom, "application/xml; charset=utf-8"),
    "json": (json_feed, "application/feed+json; charset=utf-8"),
}
FORMATS = tuple(_MAKERS)
SHORTEST, LONGEST = 20, 50
"""Entries of a feed."""
_NEW_PLACE = "v2"
_PINNED_BACK = 12
_GAP = 6


def feed_address(conduct: Conduct) -> str:
    """Where the account's feed is, in its format; the old address where it has moved."""
    account = conduct.account
    form = FORMATS[seed_of(conduct.seed, "format") % len(FORMATS)]
    return f"https://{BRIDGE}/{account.platform}/{account.identifier}" + (
        "" if form == "rss" else f"?format={form}"
    )


class Bridge:
    """Answers on the bridge's host."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def answer(self, query: Query, now: datetime) -> Answer:
        """A feed, or why there is none."""
        parts = query.path.strip("/").split("/")
        conduct = self._stage.find(parts[0], parts[-1]) if len(parts) in (2, 3) else None
        if conduct is None:
            return _error(404, "找不到该账号")
        refused = self._refused(conduct, query, now, moved=parts[1] == _NEW_PLACE)
        if refused is not None:
            return refused
        told = parse_qs(query.query)
        make, kind = _MAKERS.get(told.get("format", ["rss"])[0], _MAKERS["rss"])
        limit = int(told.get("limit", ["0"])[0]) if told.get("limit", ["0"])[0].isdigit() else 0
        feed = Feed(_address(query), conduct, self._entries(conduct, now, limit), conduct.closed_at(now))
        return delayed(conduct, _conditional(make(feed).encode(), kind, feed.changed_at, query, conduct))

    def _refused(self, conduct: Conduct, query: Query, now: datetime, moved: bool) -> Answer | None:
        fault = conduct.fault
        if fault is Fault.NOT_FOUND:
            return _error(404, "找不到该账号")
        if fault is Fault.DOWN:
            return _error(502, "Bad Gateway")
        if fault is Fault.BUSY and self._stage.is_new(f"feed {conduct.key}", now):
            busy = _error(503, "上游平台繁忙，请稍后再试")
            return busy._replace(headers=(*busy.headers, ("Retry-After", "25")))
        if fault is Fault.MOVED and not moved:
            tail = f"?{query.query}" if query.query else ""
            account = conduct.account
            target = f"https://{BRIDGE}/{account.platform}/{_NEW_PLACE}/{account.identifier}{tail}"
            return Answer(301, (("Location", target),), b"")
        return Answer(200, (("Content-Type", "application/xml"),), b"") if fault is Fault.EMPTY else None

    def _entries(self, conduct: Conduct, now: datetime, limit: int) -> list[Written]:
        planted = {plant.number for plant in conduct.plants}
        shown = (
            post
            for post in self._stage.published(conduct, now)
            if not post.deleted and not (post.number not in planted and _left_out(conduct, post.number))
        )
        size = SHORTEST + seed_of(conduct.seed, "limit") % (LONGEST - SHORTEST + 1)
        entries = list(islice(shown, min(limit, size) if limit else size))
        if conduct.pinned and len(entries) > _PINNED_BACK:
            entries.insert(0, entries.pop(_PINNED_BACK))
        return entries


def _left_out(conduct: Conduct, number: int) -> bool:
    return conduct.fault is Fault.GAPS and seed_of(conduct.seed, "gap", number) % _GAP == 0


def _address(query: Query) -> str:
    return f"https://{BRIDGE}{query.path}" + (f"?{query.query}" if query.query else "")


def _conditional(body: bytes, kind: str, changed: datetime, query: Query, conduct: Conduct) -> Answer:
    """The whole feed, or 304 for those who have it (RFC 9110: the tag counts before the date)."""
    tag = f'"{sha256(body).hexdigest()[:20]}"'
    headers = (
        ("ETag", tag),
        ("Last-Modified", format_datetime(changed.astimezone(UTC), usegmt=True)),
        ("Cache-Control", "public, max-age=300"),
    )
    known, since = query.header("if-none-match"), query.header("if-modified-since")
    if (known and tag in known) or (not known and since and _not_after(changed, since)):
        return Answer(304, headers, b"")
    if conduct.fault is Fault.BROKEN:
        body = body[: len(body) * 2 // 3]
    return Answer(200, (("Content-Type", kind), *headers), body)


def _not_after(changed: datetime, since: str) -> bool:
    try:
        return changed.replace(microsecond=0) <= parsedate_to_datetime(since)
    except (TypeError, ValueError):
        return False


def _error(status: int, text: str) -> Answer:
    return html(f"<html><head><title>{status}</title></head><body><h1>{text}</h1></body></html>", status)
