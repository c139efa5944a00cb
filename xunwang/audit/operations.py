"""Steps for the migrations of other apps."""

from __future__ import annotations

from django.db.migrations import RunSQL

from xunwang.audit import sql


def audit(
    table: str, *, key: str = "id", hidden: tuple[str, ...] = (), ignored: tuple[str, ...] = ()
) -> RunSQL:
    """Record every change of ``table``.

    A change of a ``hidden`` column is recorded without its value; of an ``ignored`` one not at all.
    """
    return RunSQL(*sql.audited(table, key, hidden, ignored))


def append_only(table: str) -> RunSQL:
    """Refuse every UPDATE, DELETE and TRUNCATE of ``table``."""
    return RunSQL(*sql.append_only(table))
