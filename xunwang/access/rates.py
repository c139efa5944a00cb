"""How often something may be done: counters that all processes share, in a table of their own.

One statement counts and tells, so two requests at once are two. The table is unlogged: losing it in a crash
forgives a few requests.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import connection


class Rate(NamedTuple):
    """So many times in so many seconds, from the first one on."""

    times: int
    seconds: int


class Taken(NamedTuple):
    """What became of one request for leave: whether it was given, how many are left, seconds until it is anew."""

    allowed: bool
    left: int
    wait: int


def take(key: str, rate: Rate, now: datetime) -> Taken:
    """Count once for ``key``. Outside of transactions: who waits for the row waits for the transaction."""
    over = now - timedelta(seconds=rate.seconds)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO access_rate AS known (key, began, count) VALUES (%(key)s, %(now)s, 1)"
            " ON CONFLICT (key) DO UPDATE SET"
            " count = CASE WHEN known.began <= %(over)s THEN 1 ELSE known.count + 1 END,"
            " began = CASE WHEN known.began <= %(over)s THEN %(now)s ELSE known.began END"
            " RETURNING count, began",
            {"key": key[:200], "now": now, "over": over},
        )
        count, began = cursor.fetchone()
    wait = max(1, round((began + timedelta(seconds=rate.seconds) - now).total_seconds()))
    return Taken(count <= rate.times, max(0, rate.times - count), wait)


def forget(before: datetime) -> int:
    """Drop counters that nobody has touched since; gives how many. For the daily jobs."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM access_rate WHERE began < %s", [before])
        return int(cursor.rowcount)
