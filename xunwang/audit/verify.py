"""Proof that nobody has touched the log: every digest is computed again, outside the database.

A log that is whole proves nothing of rows that were changed past it; see :mod:`xunwang.audit.rows`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import connection, transaction

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_BATCH = 2000
_QUERY = """
    SELECT link.position, link.digest, entry.id, entry.at, entry.actor_id, entry.actor, entry.via, entry.address,
           entry.action, entry.subject, entry.subject_id, entry.before::text, entry.after::text, entry.note
    FROM audit_link AS link LEFT JOIN audit_entry AS entry ON entry.id = link.entry_id
    WHERE link.position > %s ORDER BY link.position LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class Head:
    """The last link: note it elsewhere, and a log cut off later can be told."""

    position: int
    digest: str

    def __str__(self) -> str:
        return f"{self.position}:{self.digest}"

    @classmethod
    def parse(cls, text: str) -> Head:
        """Read what ``str`` wrote. Raises ValueError."""
        position, _, digest = text.strip().partition(":")
        if not position.isdecimal() or len(digest) != 64:
            raise ValueError("请写成“序号:摘要”，即以前核验时显示的那一行。")
        return cls(int(position), digest.lower())


@dataclass(frozen=True, slots=True)
class Verification:
    """What a check found. ``problems`` are Chinese sentences; empty when the log is whole."""

    head: Head
    problems: tuple[str, ...]


def verify(noted: Head | None = None, most: int = 20) -> Verification:
    """Check the whole chain, and that ``noted`` (a head of earlier) is still in it.

    Stops after ``most`` problems. Time linear in the number of entries, memory constant.
    """
    problems: list[str] = []
    head = Head(0, "")
    with transaction.atomic():
        for position, digest, fields in _links():
            problems += _check(head, position, digest, fields)
            if noted is not None and position == noted.position and digest != noted.digest:
                problems.append(f"第{position}条的摘要与此前记下的不同：日志被整体改写过。")
            head = Head(position, digest)
            if len(problems) >= most:
                break
        problems += _unlinked()
    if noted is not None and len(problems) < most and head.position < noted.position:
        problems.append(f"日志只到第{head.position}条，此前已有第{noted.position}条：末尾被删去。")
    return Verification(head, tuple(problems[:most]))


def _check(before: Head, position: int, digest: str, fields: tuple[object, ...]) -> Iterator[str]:
    if position != before.position + 1:
        yield f"第{before.position}条之后是第{position}条：中间被删去。"
        return
    if fields[0] is None:
        yield f"第{position}条的内容已被删去。"
        return
    if digest_of(before.digest, position, fields) != digest:
        yield f"第{position}条（记录{fields[0]}）与摘要不符：内容或摘要被改动。"


def digest_of(previous: str, position: int, fields: tuple[object, ...]) -> str:
    """The digest that a link must have; ``fields`` in the order of the entry's columns."""
    text = b"".join(_netstring(value) for value in (previous, position, *fields))
    return hashlib.sha256(text).hexdigest()


def _netstring(value: object) -> bytes:
    if isinstance(value, datetime):
        value = (value - _EPOCH) // timedelta(microseconds=1)
    data = b"" if value is None else str(value).encode()
    return b"%d:%b," % (len(data), data)


def _links() -> Iterator[tuple[int, str, tuple[object, ...]]]:
    last = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(_QUERY, [last, _BATCH])
            rows = cursor.fetchall()
        for position, digest, *fields in rows:
            yield position, digest, tuple(fields)
        if len(rows) < _BATCH:
            return
        last = rows[-1][0]


def _unlinked() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), min(entry.id) FROM audit_entry AS entry "
            "LEFT JOIN audit_link AS link ON link.entry_id = entry.id WHERE link.position IS NULL"
        )
        count, first = cursor.fetchone() or (0, None)
    return [f"有{count}条记录不在链中（最早为记录{first}）：是绕过系统写入的。"] if count else []
