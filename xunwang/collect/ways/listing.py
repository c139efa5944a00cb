"""A listing that shows its newest posts only: does it join on to what was seen before, and what has gone from it.

What is remembered of a listing is small: key, digest and time of its newest posts, and since when the chain of listings
is without a gap.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import pairwise
from typing import NamedTuple

import orjson

from xunwang.collect.interface import Span
from xunwang.posts.records import Post
from xunwang.posts.times import from_epoch

MOST_REMEMBERED = 200
_MOST_CHARS = 24_000
_TOLERANCE = timedelta(minutes=5)
"""By which clocks may differ before a time is one of the future."""
_KEYS_CHANGED = 3
"""When so many known posts, and all of them, have gone at once, the source numbers its posts anew."""


class Known(NamedTuple):
    """A post of the last listing."""

    digest: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Past:
    """What the last listing was."""

    posts: dict[str, Known]
    since: datetime | None
    """The chain of listings is without a gap from here on."""


NO_PAST = Past({}, None)


def recall(text: str, now: datetime) -> Past:
    """Read what :func:`remember` wrote; anything else is no past."""
    try:
        told = orjson.loads(text) if text and len(text) <= _MOST_CHARS * 4 else None
        if not isinstance(told, dict):
            return NO_PAST
        posts = {str(key): Known(str(digest), from_epoch(at, now)) for key, digest, at in told["posts"]}
        return Past(posts, from_epoch(told["since"], now))
    except (orjson.JSONDecodeError, ValueError, TypeError, KeyError):
        return NO_PAST


def remember(posts: Iterable[Post], since: datetime | None) -> str:
    """The newest posts of a listing, and since when the chain is without a gap."""
    oldest = datetime.min.replace(tzinfo=UTC)
    newest = sorted(
        (post for post in posts if not post.deleted), key=lambda post: post.at or oldest, reverse=True
    )
    rows: list[tuple[str, str, int | None]] = []
    size = 0
    for post in newest[:MOST_REMEMBERED]:
        size += len(post.key) + 40
        if size > _MOST_CHARS:
            break
        rows.append((post.key, digest_of(post), int(post.at.timestamp()) if post.at else None))
    return orjson.dumps({"since": int(since.timestamp()) if since else None, "posts": rows}).decode()


def digest_of(post: Post) -> str:
    """Tells whether what a post says has changed."""
    told = f"{post.title}\n{post.text}".encode("utf-8", "replace")
    return sha256(told).hexdigest()[:16]


def dated(posts: Iterable[Post], seen: datetime) -> list[Post]:
    """The posts, each key once, those with a time after they were seen as undated."""
    found: dict[str, Post] = {}
    latest = seen + _TOLERANCE
    for post in posts:
        # Local time stated as GMT, or a mistyped year: when it was really published is not known.
        late = post.at is not None and post.at > latest
        found.setdefault(post.key, replace(post, at=None) if late else post)
    return list(found.values())


def reach(posts: Sequence[Post]) -> datetime | None:
    """Time back to which a listing shows everything: pinned and misplaced posts aside, its oldest.

    A post that stands before a newer one is not in its place, so its age says nothing about what is missing.
    """
    times = [post.at for post in posts if post.at is not None]
    if not times:
        return None
    rising = sum(one < other for one, other in pairwise(times))
    if rising * 2 > len(times) - 1:
        times.reverse()
    # The last time is that of the oldest post in its place.
    return times[-1]


def within(posts: Iterable[Post], span: Span) -> list[Post]:
    """Posts of the span, those without a time, and the newest one before it."""
    given = [post for post in posts if post.at is None or span.since <= post.at < span.until]
    before = [post for post in posts if post.at is not None and post.at < span.since]
    if before:
        given.append(max(before, key=lambda post: post.at or span.since))
    return given


def with_changes(posts: Sequence[Post], past: Past, since: datetime | None, now: datetime) -> list[Post]:
    """The posts, edited ones marked, and those that have gone from the part of the past that this listing covers.

    ``since`` is how far the listing reaches (:func:`reach`); None: no post is said to have gone.
    """
    made = []
    for post in posts:
        known = past.posts.get(post.key)
        changed = known is not None and known.digest != digest_of(post) and post.edited_at is None
        made.append(replace(post, edited_at=now) if changed else post)
    if since is None:
        return made
    listed = {post.key for post in posts}
    covered = {key: known for key, known in past.posts.items() if known.at is not None and known.at > since}
    gone = [(key, known) for key, known in covered.items() if key not in listed]
    if len(gone) == len(covered) and len(gone) >= _KEYS_CHANGED:
        return made
    return made + [_gone(key, known) for key, known in gone]


def _gone(key: str, known: Known) -> Post:
    url = key if key.startswith(("http://", "https://")) else ""
    return Post(key=key, url=url, title="", text="", at=known.at, has_body=False, deleted=True)


def joins(past: Past, since: datetime | None) -> bool:
    """Whether a listing that reaches back to ``since`` overlaps with the past: nothing lies between the two."""
    times = [known.at for known in past.posts.values() if known.at is not None]
    return since is not None and bool(times) and since <= max(times)
