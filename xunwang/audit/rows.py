"""Proof that what stands in the tables is what the log says: somebody may write past the triggers, not past this.

Of each row the values that were logged last are held against those of now. Columns that are not logged, and those that
a row of a bulk intake was made with, are not known here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection

_WATCHED = """
    SELECT c.relname, t.tgargs, t.tgenabled = 'O', (t.tgtype & 4) <> 0
    FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid
    WHERE t.tgname = 'audited' AND pg_table_is_visible(c.oid) ORDER BY c.relname
"""
_FORGOTTEN = """
    SELECT DISTINCT subject FROM audit_entry
    WHERE action IN ('insert', 'update', 'delete') AND to_regclass(quote_ident(subject)) IS NOT NULL ORDER BY subject
"""
_LAST = """
    WITH logged AS (
        SELECT DISTINCT ON (entry.subject_id, part.key) entry.subject_id, part.key, part.value
        FROM audit_entry AS entry CROSS JOIN LATERAL jsonb_each(entry.after) AS part
        WHERE entry.subject = %(table)s AND entry.action IN ('insert', 'update')
        ORDER BY entry.subject_id, part.key, entry.id DESC
    )
    SELECT logged.subject_id, logged.key, logged.value::text, (known.now -> logged.key)::text
    FROM logged JOIN (SELECT own.{key}::text AS id, to_jsonb(own) AS now FROM {table} AS own) AS known
        ON known.id = logged.subject_id
    WHERE known.now ? logged.key AND NOT logged.key = ANY (%(unlogged)s)
        AND known.now -> logged.key IS DISTINCT FROM logged.value
    ORDER BY 1, 2
"""
_GONE = """
    SELECT entry.subject_id FROM (
        SELECT DISTINCT ON (subject_id) subject_id, action FROM audit_entry
        WHERE subject = %(table)s AND action IN ('insert', 'update', 'delete') ORDER BY subject_id, id DESC
    ) AS entry
    WHERE entry.action <> 'delete'
        AND NOT EXISTS (SELECT FROM {table} AS own WHERE own.{key}::text = entry.subject_id)
    ORDER BY 1
"""
_UNKNOWN = """
    SELECT own.{key}::text FROM {table} AS own WHERE NOT EXISTS (
        SELECT FROM audit_entry
        WHERE subject = %(table)s AND subject_id = own.{key}::text AND action = 'insert'
    ) ORDER BY own.{key}
"""


class _Watched(NamedTuple):
    """A table that the log follows."""

    name: str
    key: str
    unlogged: list[str]
    """Columns whose values the log does not have."""
    is_on: bool
    from_insert: bool
    """Rows are logged from the beginning."""


def unlogged_changes() -> Iterator[str]:
    """What was changed, removed or added without an entry, in Chinese. Time linear in the number of entries."""
    tables = list(_watched())
    for name in sorted({row[0] for row in _asked(_FORGOTTEN)} - {table.name for table in tables}):
        yield f"表{name}的审计触发器已不在：其后的改动没有记录。"
    for table in tables:
        if not table.is_on:
            yield f"表{table.name}的审计触发器被停用：其后的改动没有记录。"
        yield from _differences(table)


def _watched() -> Iterator[_Watched]:
    for name, arguments, is_on, from_insert in _asked(_WATCHED):
        key, hidden, ignored = bytes(arguments).decode().split("\0")[:3]
        yield _Watched(name, key, [*hidden.split(","), *ignored.split(",")], is_on, from_insert)


def _differences(table: _Watched) -> Iterator[str]:
    for row, column, logged, now in _asked(_LAST, table):
        if not _same_instant(logged, now):
            yield f"表{table.name}第{row}行的{column}与日志最后的记录不同：绕过日志改动过。"
    for (row,) in _asked(_GONE, table):
        yield f"表{table.name}第{row}行已不在，日志中没有删除的记录。"
    for (row,) in _asked(_UNKNOWN, table) if table.from_insert else ():
        yield f"表{table.name}第{row}行在日志中没有新增的记录。"


def _same_instant(one: str, other: str) -> bool:
    """A time is logged in the zone of the session that wrote it."""
    try:
        return datetime.fromisoformat(json.loads(one)) == datetime.fromisoformat(json.loads(other))
    except (TypeError, ValueError):
        return False


def _asked(question: str, table: _Watched | None = None) -> Iterator[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        if table is None:
            cursor.execute(question)
        else:
            quote = connection.ops.quote_name
            cursor.execute(
                question.format(table=quote(table.name), key=quote(table.key)),
                {"table": table.name, "unlogged": table.unlogged},
            )
        while rows := cursor.fetchmany(1000):
            yield from rows
