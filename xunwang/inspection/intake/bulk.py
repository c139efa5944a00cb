"""Many rows at once, by PostgreSQL's COPY: about twice as quick as INSERT for rows of this kind."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection, models
from psycopg import sql


def copy_rows(rows: Iterable[models.Model]) -> None:
    """Write new rows of one model; they do not get to know their keys."""
    rows = list(rows)
    if not rows:
        return
    options = rows[0]._meta
    fields = [field for field in options.concrete_fields if not field.primary_key]
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(options.db_table),
        sql.SQL(", ").join([sql.Identifier(str(field.column)) for field in fields]),
    )
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(
                [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
            )
