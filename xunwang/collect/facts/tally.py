"""One small row a post: enough to count an account's posts by day, and to tell new, edited and deleted ones.

The rows of an account and way are one string of bytes, so that a collection can carry on from the one before, and
an account be judged, without reading posts again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from hashlib import blake2b
from struct import Struct
from typing import NamedTuple
from zlib import crc32

from xunwang.posts.records import Post
from xunwang.words import CHINA

_ROW = Struct("<QQqIBBH")
_UNDATED = -(2**62)
_MOST = 255
_MINUTE = 60
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

BODY, REPOST, UNLISTED, OFF_DUTY, EDITED, DELETED = (1 << bit for bit in range(6))
"""Marks of a row. DELETED: the platform says so, or the collector that remembers what was listed before."""


class Row(NamedTuple):
    """What is remembered of a post."""

    key: int
    """Of the post's key, the account being given."""
    content: int
    """Of its title and text: another one, and it was edited."""
    at: int
    """Seconds since 1970, UTC; see :attr:`dated`."""
    title: int
    hits: int
    links: int
    marks: int

    @property
    def dated(self) -> bool:
        """The time of publication is known."""
        return self.at != _UNDATED

    @property
    def live(self) -> bool:
        """It can still be seen."""
        return not self.marks & DELETED

    @property
    def same(self) -> tuple[int, int]:
        """Equal for one post collected by two ways: minute and title."""
        return (self.at // _MINUTE, self.title) if self.dated else (self.key, self.title)


def row_of(post: Post, number: int, found: tuple[int, int], marks: int) -> Row:
    """The row of a post as it was collected and checked; ``found``: hits and links."""
    hits, links = found
    at = _UNDATED if post.at is None else int(post.at.timestamp())
    title = post.title or post.text[:40]
    marks |= (
        (BODY if post.has_body else 0) | (DELETED if post.deleted else 0) | (REPOST if post.repost else 0)
    )
    marks |= EDITED if post.edited_at is not None else 0
    content = _number(f"{post.title}\n{post.text}")
    return Row(number, content, at, crc32(title.encode()), min(hits, _MOST), min(links, _MOST), marks)


def number_of(key: str) -> int:
    """A post's key as a number of 64 bits."""
    return _number(key)


def _number(text: str) -> int:
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def packed(rows: Iterable[Row]) -> bytes:
    """The rows as bytes."""
    pack = _ROW.pack
    return b"".join([pack(*row) for row in rows])


def unpacked(data: bytes) -> Iterator[Row]:
    """The rows of :func:`packed`. Raises struct.error for bytes that are none."""
    return (Row(*values) for values in _ROW.iter_unpack(data))


def day_of(at: int) -> date:
    """The day in Asia/Shanghai of such a time."""
    return (_EPOCH + timedelta(seconds=at)).astimezone(CHINA).date()


def merged(earlier: Iterable[Row], now: Mapping[int, Row]) -> list[Row]:
    """Rows of this collection with those that only the earlier one has seen; ``now`` is by key.

    What is not listed any more has not gone for that: listings are short. Collectors say what was taken down.
    """
    rows = dict(now)
    for row in earlier:
        seen = now.get(row.key)
        if seen is None:
            rows[row.key] = row
        elif (seen.content != row.content and seen.marks & BODY == row.marks & BODY) or row.marks & EDITED:
            rows[row.key] = seen._replace(marks=seen.marks | EDITED)
    return list(rows.values())
