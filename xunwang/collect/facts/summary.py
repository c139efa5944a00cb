"""What is kept of one account and way besides its posts: bounded lists, newest first, as plain values.

Counts come from the tally, which has a row for every post; the lists here are what people look at. So facts are made
without reading posts again, and cost the same for an account of ten posts and one of ten thousand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from xunwang.collect.facts.checks import Checked
from xunwang.collect.interface import Span
from xunwang.collect.tables import micros
from xunwang.posts.records import Post
from xunwang.words import Grade

MOST = {"errors": 60, "hints": 40, "links": 30, "unlisted": 30, "listed": 10, "off_duty": 30, "comments": 60,
        "engagement": 120}  # fmt: skip
"""Entries kept, by list."""
_TITLE, _COMMENT = 120, 300
_BEFORE_ALL = -(2**62)

Entry = list[Any]
"""Microseconds of publication (None: unknown), the list's own values, and last the post, see :func:`short`."""


Seen = tuple[datetime, str]
"""When a post was collected, and the digest of the bytes that it was read from."""


class Summary:
    """The lists of one account and way, while its posts come in."""

    def __init__(self, span: Span) -> None:
        self._since, self._until = span.since, span.until
        self.lists: dict[str, list[Entry]] = {}
        self.newest: Entry | None = None
        self.shows_comments = False

    def wants(self, post: Post) -> bool:
        """The post is one of the span, or has no time: it is to be checked."""
        return not post.deleted and (post.at is None or self._since <= post.at < self._until)

    def see(self, post: Post, collected: datetime, digest: str) -> None:
        """Take note of a post, of the span or before it. One that says it is of the future is none."""
        if post.deleted or post.at is None or post.at >= self._until:
            return
        if self.newest is None or (micros(post.at) or 0) > self.newest[0]:
            self.newest = short(post, (collected, digest))

    def take(self, post: Post, checked: Checked, seen: Seen) -> None:
        """Keep what was found in a post of the span."""
        if checked.hits or checked.links or checked.off_duty or post.repost:
            self._take_found(post, checked, short(post, seen))
        value = post.reads if post.reads is not None else post.likes
        if value is not None and post.at is not None:
            self._add("engagement", [micros(post.at), value, [None, post.key, "", "", 0, ""]])
        if post.comments is not None:
            self.shows_comments = True
            for one in post.comments:
                answer = None if one.answer is None else one.answer[:_COMMENT]
                self._add("comments", [micros(one.at), one.text[:_COMMENT], answer, micros(one.answered_at),
                                       short(post, seen)])  # fmt: skip

    def _take_found(self, post: Post, checked: Checked, entry: Entry) -> None:
        at = entry[0]
        for where, hit in checked.hits:
            name = "errors" if hit.grade == Grade.ERROR else "hints"
            self._add(name, [at, where, hit.concern, hit.grade, hit.rule, hit.fragment, hit.match, hit.suggestion,
                             entry])  # fmt: skip
        for link in checked.links:
            self._add("links", [at, *link, entry])
        if post.repost:
            self._add("listed" if checked.listed else "unlisted", [at, post.source[:_TITLE], entry])
        if checked.off_duty is not None:
            kind, score, features = checked.off_duty
            self._add("off_duty", [at, kind, score, [list(feature) for feature in features], entry])

    def _add(self, name: str, entry: Entry) -> None:
        entries = self.lists.setdefault(name, [])
        entries.append(entry)
        if len(entries) >= 2 * MOST[name]:
            self.lists[name] = newest_first(entries)[: MOST[name]]

    def values(self) -> dict[str, Any]:
        """As plain values."""
        return {
            "newest": self.newest,
            "comments": self.shows_comments,
            "lists": {name: newest_first(entries)[: MOST[name]] for name, entries in self.lists.items()},
        }


def short(post: Post, seen: Seen) -> Entry:
    """A post as entries refer to it: when, key, title, address, when collected, stored bytes."""
    title = (post.title or post.text)[:_TITLE]
    return [micros(post.at), post.key, title, post.url, micros(seen[0]), seen[1]]


def newest_first(entries: list[Entry]) -> list[Entry]:
    """Entries without a time come last."""
    return sorted(entries, key=lambda entry: _BEFORE_ALL if entry[0] is None else entry[0], reverse=True)


def carried(
    earlier: Mapping[str, Any], now: Mapping[str, Any], replaced: Callable[[str], bool], span: Span
) -> dict[str, Any]:
    """The summary of this collection with what only the earlier one knows of the same span.

    ``replaced`` says of a post's key that this collection has read it itself, or was told that it is gone.
    """
    since = micros(span.since) or 0
    lists: dict[str, list[Entry]] = {name: list(entries) for name, entries in now["lists"].items()}
    for name, entries in earlier["lists"].items():
        kept = [
            entry
            for entry in entries
            if (since if entry[0] is None else entry[0]) >= since and not replaced(entry[-1][1])
        ]
        lists[name] = newest_first([*lists.get(name, ()), *kept])[: MOST[name]]
    before = earlier["newest"]
    newest = [now["newest"], None if before is None or replaced(before[1]) else before]
    return {
        "newest": max((one for one in newest if one is not None), key=lambda one: one[0], default=None),
        "comments": now["comments"] or earlier["comments"],
        "lists": lists,
    }


def digests_in(summary: Mapping[str, Any]) -> set[str]:
    """Stored bytes that the summary's entries point to."""
    posts = [entry[-1] for entries in summary["lists"].values() for entry in entries]
    if summary["newest"] is not None:
        posts.append(summary["newest"])
    return {post[5] for post in posts if post[5]}
