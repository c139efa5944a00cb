"""Posts of an account that is under way: in memory while they are few, else in a file of their own.

They reach the journal together when the account has come to its end, so that a killed collection never holds half an
account.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from xunwang.collect.plain import dumps, readable, sound
from xunwang.collect.tables import post_row
from xunwang.engine.journal import Journal, read_journal
from xunwang.posts.records import Post
from xunwang.text.records import Hit

CHUNK = 200
"""Posts of one record of the journal …"""
CHUNK_BYTES = 1024 * 1024
"""… unless they are long."""
_LONGEST = {"key": 600, "url": 4_000, "title": 600, "text": 400_000, "author": 200, "source": 200}
_TEXTS = tuple(field.name for field in fields(Post) if field.type == "str")
_PARTS = ("links", "pictures", "comments")


class Encoded(NamedTuple):
    """A post as it is kept, and what was found in it: rows as JSON."""

    row: bytes
    hits: list[bytes]


def encode(post: Post, hits: Sequence[tuple[str, Hit]], at: datetime, digest: str) -> Encoded:
    """The rows of a post that was collected at ``at``, read from the bytes of ``digest``."""
    found = [
        dumps([post.key, where, hit.concern, hit.grade, hit.rule, hit.match, hit.suggestion, hit.fragment])
        for where, hit in hits
    ]
    return Encoded(dumps(post_row(post, at, digest)), found)


class PostsKept:
    """The rows of one account and way as JSON; ``spool`` is the file for those that are too many."""

    def __init__(self, spool: Path) -> None:
        self._path = spool
        self._spool: Journal | None = None
        self._posts: list[bytes] = []
        self._hits: list[bytes] = []
        self._bytes = 0

    def add(self, encoded: Encoded) -> None:
        """Keep a post. Raises OSError when the disk is full."""
        self._posts.append(encoded.row)
        self._hits += encoded.hits
        self._bytes += len(encoded.row)
        if len(self._posts) >= CHUNK or self._bytes >= CHUNK_BYTES:
            self._spill()

    def records(self) -> Iterator[dict[str, Any]]:
        """Records for the journal, oldest first."""
        if self._spool is not None:
            yield from read_journal(self._path)
        if self._posts:
            yield self._record()

    def forget(self) -> None:
        """Begin anew, and leave no file behind."""
        self._posts, self._hits, self._bytes = [], [], 0
        if self._spool is not None:
            self._spool.close()
            self._spool = None
            self._path.unlink(missing_ok=True)

    def _spill(self) -> None:
        if self._spool is None:
            self._path.unlink(missing_ok=True)
            self._spool = Journal(self._path)
        self._spool.append(self._record())
        self._posts, self._hits, self._bytes = [], [], 0

    def _record(self) -> dict[str, Any]:
        return {"t": "posts", "posts": _joined(self._posts), "hits": _joined(self._hits)}


def _joined(rows: list[bytes]) -> orjson.Fragment:
    return orjson.Fragment(b"[" + b",".join(rows) + b"]")


def cut(post: Post) -> Post:
    """The post within bounds and readable: no text of it longer than what any platform lets people write."""
    changes: dict[str, Any] = {}
    for name, most in _LONGEST.items():
        given = getattr(post, name)
        kept = readable(given)[:most]
        if kept != given:
            changes[name] = kept
    if len(post.key) > _LONGEST["key"]:
        # Long keys differ at their ends.
        end = sha256(post.key.encode("utf-8", "surrogatepass")).hexdigest()
        changes["key"] = f"{readable(post.key)[: _LONGEST['key'] - len(end)]}{end}"
    for name in _PARTS:
        if (parts := getattr(post, name)) and any(_unreadable(part) for part in parts):
            changes[name] = tuple(_clean_part(part) for part in parts)
    return replace(post, **changes) if changes else post


def clean(post: Post) -> Post:
    """The post without characters that no encoding can write (halves of surrogate pairs)."""
    changes: dict[str, Any] = {name: sound(getattr(post, name)) for name in _TEXTS}
    for name in _PARTS:
        if parts := getattr(post, name):
            changes[name] = tuple(_clean_part(part) for part in parts)
    return replace(post, **changes)


def _unreadable(part: Any) -> bool:
    return any(isinstance(value, str) and readable(value) is not value for value in _values(part).values())


def _values(part: Any) -> dict[str, Any]:
    return {field.name: getattr(part, field.name) for field in fields(part)}


def _clean_part(part: Any) -> Any:
    values = _values(part)
    return replace(part, **{name: sound(value) for name, value in values.items() if isinstance(value, str)})
