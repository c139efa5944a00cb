"""Posts of one account out of a collection's archive, without reading those of all others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq

from xunwang.collect.archive import CollectionArchive
from xunwang.collect.segments import ended_in, shards_of
from xunwang.collect.tables import read_account
from xunwang.posts.records import Post, Way

MOST = 2_000
"""Posts of one account that a page holds; the newest."""
_LISTED = ("key", "url", "title", "at", "has_body", "edited_at", "reads", "likes", "comment_count", "deleted",
           "collected", "way")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """A post as a list shows it; times are aware."""

    key: str
    url: str
    title: str
    at: datetime | None
    has_body: bool
    edited_at: datetime | None
    reads: int | None
    likes: int | None
    comment_count: int | None
    deleted: bool
    collected: datetime
    way: str


@dataclass(frozen=True, slots=True)
class Whole:
    """A post with everything."""

    post: Post
    way: Way
    collected: datetime


def lines_of(archive: CollectionArchive, account: str) -> list[Line]:
    """The account's posts, newest first, those without a time last; at most :data:`MOST`."""
    lines: list[Line] = []
    for shard in _shards(archive.folder, account):
        table = pq.read_table(
            shard / "posts.parquet", columns=list(_LISTED), filters=pc.field("account") == account
        )
        lines += [Line(**row) for row in table.to_pylist()]
    lines.sort(key=lambda line: (line.at is not None, line.at or line.collected), reverse=True)
    return lines[:MOST]


def post_of(archive: CollectionArchive, account: str, way: str, key: str) -> Whole | None:
    """One post; None where the archive has none of that key."""
    for shard in _shards(archive.folder, account):
        for by, collected, post in read_account(shard / "posts.parquet", account):
            if by == way and post.key == key:
                return Whole(post, Way(by), collected)
    return None


def _shards(folder: Path, account: str) -> Iterator[Path]:
    for shard in shards_of(folder):
        if any(ended == account for ended, _ in ended_in(shard)):
            yield shard
