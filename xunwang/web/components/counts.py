"""Many counts in one query: the home page asks how much waits in every part of the console."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet


def counts(*rows: QuerySet[Any]) -> list[int]:
    """How many rows each has, in their order; one query for all, none where nothing can have any."""
    found = [0] * len(rows)
    asked: list[tuple[int, str, Sequence[Any]]] = []
    for place, one in enumerate(rows):
        try:
            sql, params = one.order_by().values("pk").query.sql_with_params()
        except EmptyResultSet:
            continue
        asked.append((place, sql, params))
    if asked:
        # Each part was written by the framework, with its values as parameters.
        parts = ", ".join(f"(SELECT count(*) FROM ({sql}) AS part)" for _, sql, _ in asked)  # noqa: S608
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {parts}", [value for _, _, params in asked for value in params])
            row = cursor.fetchone() or ()
        for (place, _, _), count in zip(asked, row, strict=True):
            found[place] = count
    return found
