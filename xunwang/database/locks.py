"""Locks of the database's own that stand for no row: what is done one after the other, whoever does it."""

from __future__ import annotations

from enum import IntEnum, unique

from django.db import connection


@unique
class Lock(IntEnum):
    """Every key of ours; a key of two subjects would let them wait for each other. The audit log's is in its SQL."""

    MIGRATION = 20190019
    """Held by a session, see :mod:`xunwang.web.first_start`."""
    REGISTER = 20190020
    INTAKE = 20190021
    """Of one campaign."""
    EDITION_OF_A_YEAR = 20190022
    ORDERS = 20190023


def lock_until_commit(lock: Lock, thing: int = 0) -> None:
    """Wait until nobody else holds the lock, for ``thing`` alone where one is given. Inside a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [lock, thing])
