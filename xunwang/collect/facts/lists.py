"""The lists of an account's facts, out of the summaries of its ways: newest first, each post's entry once.

``until`` is where the span ends that is judged: what was published then or later is in no list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from xunwang.collect.endings import Kept
from xunwang.collect.facts.summary import Entry
from xunwang.posts.records import Shows
from xunwang.rules.facts import Seen, TextHit
from xunwang.rules.media.facts import CommentSeen, LinkHit, OffDuty, Point, PostHit, PostSeen, RepostSeen
from xunwang.words import Concern, Grade

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MOST_POINTS = 240
T = TypeVar("T")


def post_seen(kept: Kept, post: Entry) -> PostSeen:
    """A post of a summary's entry."""
    at, key, title, url, collected, digest = post
    return PostSeen(key, title, moment(at), Seen(url, moment(collected) or kept.at, digest), kept.way)


def moment(micros: int | None) -> datetime | None:
    """Aware, UTC."""
    return None if micros is None else _EPOCH + timedelta(microseconds=micros)


def text_hits(kept: Sequence[Kept], until: datetime) -> tuple[PostHit, ...]:
    """Hits of the word lists: errors and hints."""
    return tuple(
        _once(
            kept,
            until,
            ("errors", "hints"),
            _text_hit,
            lambda one: (one.where, one.hit.rule, one.hit.fragment),
        )
    )


def _text_hit(entry: Entry, post: PostSeen) -> PostHit:
    _, where, concern, grade, rule, fragment, match, suggestion, _ = entry
    hit = TextHit(Concern(concern), Grade(grade), rule, fragment, match, suggestion, post.title, post.seen)
    return PostHit(hit, post, where)


def link_hits(kept: Sequence[Kept], until: datetime) -> tuple[LinkHit, ...]:
    """Links and words of advertising, and links in the language of hijackers."""
    return tuple(
        _once(
            kept, until, ("links",),
            lambda entry, post: LinkHit(entry[1], entry[2], entry[3], entry[4], post),
            lambda one: (one.target, one.why),
        )
    )  # fmt: skip


def reposts(kept: Sequence[Kept], until: datetime) -> tuple[RepostSeen, ...]:
    """Those from sources that are not listed first."""
    return tuple(
        repost
        for name in ("unlisted", "listed")
        for repost in _once(
            kept, until, (name,), lambda entry, post: RepostSeen(entry[1], name == "listed", post), lambda one: one.source  # noqa: B023
        )
    )  # fmt: skip


def off_duty(kept: Sequence[Kept], until: datetime) -> tuple[OffDuty, ...]:
    """Posts that seem to have nothing to do with the unit."""
    return tuple(
        _once(
            kept, until, ("off_duty",),
            lambda entry, post: OffDuty(entry[1], entry[2], tuple((name, weight) for name, weight in entry[3]), post),
            lambda one: one.kind,
        )
    )  # fmt: skip


def comments(kept: Sequence[Kept], until: datetime) -> tuple[CommentSeen, ...] | None:
    """Comments and messages with their answers; None where no way shows them."""
    if not any(one.summary["comments"] or Shows.COMMENTS in one.read.shown for one in kept):
        return None
    return tuple(
        _once(
            kept, until, ("comments",),
            lambda entry, post: CommentSeen(entry[1], moment(entry[0]), entry[2], moment(entry[3]), post),
            lambda one: (one.text, one.at),
        )
    )  # fmt: skip


def engagement(kept: Sequence[Kept], until: datetime) -> tuple[Point, ...]:
    """Reads (else likes) a post, oldest first, of the way that knows most of them."""
    series = [one.summary["lists"].get("engagement", ()) for one in kept]
    best: Sequence[Entry] = max(series, key=len, default=())
    points = [Point(at, entry[1]) for entry in best if (at := moment(entry[0])) is not None and at < until]
    return tuple(sorted(points)[-_MOST_POINTS:])


def _once(
    kept: Sequence[Kept],
    until: datetime,
    names: Sequence[str],
    make: Callable[[Entry, PostSeen], T],
    same: Callable[[T], Any],
) -> Iterator[T]:
    """The entries of the lists of these names, of posts before ``until``; of two ways that tell the same, the first."""
    found = [(one, entry) for one in kept for name in names for entry in one.summary["lists"].get(name, ())]
    found.sort(key=lambda pair: pair[1][0] if pair[1][0] is not None else -1, reverse=True)
    seen = set()
    for one, entry in found:
        post = post_seen(one, entry[-1])
        if post.at is not None and post.at >= until:
            continue
        made = make(entry, post)
        minute = None if post.at is None else post.at.replace(second=0, microsecond=0)
        mark = (post.title, minute, same(made))
        if mark not in seen:
            seen.add(mark)
            yield made
