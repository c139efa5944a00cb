"""What a collection keeps, as Parquet: posts, hits of the word lists, and one row an account and way.

A shard is a folder of three tables, made whole from a segment of the journal; see :mod:`xunwang.collect.segments`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from xunwang.collect.plain import dumps
from xunwang.posts.records import Comment, Picture, Post, PostLink

_TIME = pa.timestamp("us", tz="UTC")
_ROWS = {"posts": 4_000, "hits": 8_000, "endings": 64}
"""Rows a group: what is in memory at a time. An ending has up to some hundred KB, and is read one by one."""

SCHEMAS: dict[str, pa.Schema] = {
    "posts": pa.schema([
        ("account", pa.string()), ("way", pa.string()), ("key", pa.string()), ("url", pa.string()),
        ("title", pa.string()), ("text", pa.string()), ("at", _TIME), ("has_body", pa.bool_()),
        ("edited_at", _TIME), ("author", pa.string()), ("source", pa.string()), ("repost", pa.bool_()),
        ("media", pa.string()), ("reads", pa.int64()), ("likes", pa.int64()), ("forwards", pa.int64()),
        ("comment_count", pa.int64()), ("deleted", pa.bool_()), ("digest", pa.string()),
        ("collected", _TIME), ("detail", pa.binary()),
    ]),
    "hits": pa.schema([
        ("account", pa.string()), ("way", pa.string()), ("post", pa.string()), ("where", pa.string()),
        ("concern", pa.string()), ("grade", pa.string()), ("rule", pa.string()), ("match", pa.string()),
        ("suggestion", pa.string()), ("fragment", pa.string()),
    ]),
    "endings": pa.schema([
        ("account", pa.string()), ("way", pa.string()), ("at", _TIME), ("trouble", pa.string()),
        ("complete", pa.bool_()), ("unchanged", pa.bool_()), ("posts", pa.int32()), ("followers", pa.int64()),
        ("requests", pa.int32()), ("bytes", pa.int64()), ("seconds", pa.float32()),
        ("ending", pa.binary()), ("summary", pa.binary()), ("tally", pa.binary()),
    ]),
}  # fmt: skip
_MOST_PARTS = 500
"""Links, pictures and comments that are kept of one post …"""
_LONG, _SHORT = 4_000, 1_000
"""… and characters of their texts."""
_DICTIONARIES = {
    "posts": ["account", "way", "author", "source", "media", "digest"],
    "hits": ["account", "way", "where", "concern", "grade", "rule", "suggestion"],
    "endings": ["way", "trouble"],
}


class ShardWriter:
    """Writes the three tables of a shard, in groups of rows."""

    def __init__(self, folder: Path) -> None:
        self._stack = ExitStack()
        self._writers = {
            name: self._stack.enter_context(
                pq.ParquetWriter(
                    folder / f"{name}.parquet",
                    schema,
                    compression="zstd",
                    use_dictionary=_DICTIONARIES[name],
                    write_statistics=False,
                )
            )
            for name, schema in SCHEMAS.items()
        }
        self._waiting: dict[str, list[list[Any]]] = {name: [] for name in SCHEMAS}

    def add(self, table: str, rows: Iterable[list[Any]]) -> None:
        """Add rows, whose values are in the order of the schema."""
        waiting = self._waiting[table]
        waiting += rows
        if len(waiting) >= _ROWS[table]:
            self._flush(table)

    def close(self) -> None:
        """Write what waits, and end the files."""
        for table in SCHEMAS:
            self._flush(table)
        self._stack.close()

    def _flush(self, table: str) -> None:
        waiting, schema = self._waiting[table], SCHEMAS[table]
        if waiting:
            columns = [
                _array(values, field.type)
                for values, field in zip(zip(*waiting, strict=True), schema, strict=True)
            ]
            self._writers[table].write_table(
                pa.Table.from_arrays(columns, schema=schema), row_group_size=_ROWS[table]
            )
            waiting.clear()


def _array(values: Sequence[Any], kind: pa.DataType) -> pa.Array:
    """The values of a column; one that a collector gave in a wrong type is unknown."""
    try:
        return pa.array(values, type=kind)
    except (pa.ArrowException, TypeError, ValueError, OverflowError):
        return pa.array([_fitting(value, kind) for value in values], type=kind)


def _fitting(value: Any, kind: pa.DataType) -> Any:
    try:
        pa.scalar(value, type=kind)
    except (pa.ArrowException, TypeError, ValueError, OverflowError):
        return None
    return value


def post_row(post: Post, collected: datetime, digest: str) -> list[Any]:
    """Values of a post but for the account and the way, for JSON: times in microseconds."""
    return [
        post.key, post.url, post.title, post.text, micros(post.at), post.has_body, micros(post.edited_at),
        post.author, post.source, post.repost, " ".join(sorted(post.media)) if post.media else "",
        post.reads, post.likes, post.forwards, post.comment_count, post.deleted, digest,
        micros(collected), _detail(post),
    ]  # fmt: skip


def micros(moment: datetime | None) -> int | None:
    """Microseconds since 1970, UTC."""
    return None if moment is None else round(moment.timestamp() * 1_000_000)


def _detail(post: Post) -> str | None:
    comments = post.comments
    if not (post.links or post.pictures or comments is not None):
        return None
    values = {
        "links": [(link.url[:_LONG], link.text[:_SHORT]) for link in post.links[:_MOST_PARTS]],
        "pictures": [(picture.url[:_LONG], picture.alt[:_SHORT]) for picture in post.pictures[:_MOST_PARTS]],
        "comments": None if comments is None else [_comment(one) for one in comments[:_MOST_PARTS]],
    }
    return dumps(values).decode()


def _comment(one: Comment) -> tuple[str, datetime | None, str | None, datetime | None]:
    answer = None if one.answer is None else one.answer[:_LONG]
    return one.text[:_LONG], one.at, answer, one.answered_at


def read_posts(path: Path) -> Iterator[tuple[str, str, datetime, Post]]:
    """(account, way, time of collection, post) of a shard's table, in order of collection."""
    for batch in pq.ParquetFile(path).iter_batches(_ROWS["posts"] // 4):
        for account, way, *values in zip(*(column.to_pylist() for column in batch), strict=True):
            yield account, way, values[-2], _post(values)


def read_account(path: Path, account: str) -> Iterator[tuple[str, datetime, Post]]:
    """(way, time of collection, post) of one account in a shard's table, without reading the others' texts."""
    table = pq.read_table(path, filters=pc.field("account") == account)
    for _, way, *values in zip(*(column.to_pylist() for column in table.columns), strict=True):
        yield way, values[-2], _post(values)


_NO_DETAIL: dict[str, Any] = {"links": (), "pictures": (), "comments": None}


def _post(values: list[Any]) -> Post:
    detail: dict[str, Any] = orjson.loads(values[18]) if values[18] else _NO_DETAIL
    comments = detail["comments"]
    return Post(
        key=values[0], url=values[1], title=values[2], text=values[3], at=values[4], has_body=values[5],
        edited_at=values[6], author=values[7], source=values[8], repost=values[9],
        media=frozenset(values[10].split()), reads=values[11], likes=values[12], forwards=values[13],
        comment_count=values[14], deleted=values[15], digest=values[16],
        links=tuple(PostLink(*link) for link in detail["links"]),
        pictures=tuple(Picture(*picture) for picture in detail["pictures"]),
        comments=None if comments is None else tuple(
            Comment(text, _moment(at), answer, _moment(answered)) for text, at, answer, answered in comments
        ),
    )  # fmt: skip


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
