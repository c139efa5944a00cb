"""Who is at work, and what they looked at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Protocol

from django.db import connection, models


class Actor(Protocol):
    """A user as the log needs it."""

    pk: int

    def get_username(self) -> str:
        """The name to write down."""


_NAMES = ("actor_id", "actor", "via", "address")


@contextmanager
def acting(actor: Actor | None, via: str, address: str = "") -> Iterator[None]:
    """Write the changes of this block down under ``actor`` (None: the system itself).

    ``via`` says by which way: ``web``, ``api``, ``cli`` or ``job``.
    """
    before = _read()
    name = actor.get_username() if actor is not None else ""
    _set((str(actor.pk) if actor is not None else "", name, via, address))
    try:
        yield
    finally:
        if not connection.needs_rollback:
            _set(before)


def record(action: str, subject: models.Model | str, note: str = "") -> None:
    """Write an access down: the export of a list, the opening of restricted evidence.

    Takes the actor from :func:`acting`.
    """
    table = subject if isinstance(subject, str) else subject._meta.db_table
    key = "" if isinstance(subject, str) else str(subject.pk)
    with connection.cursor() as cursor:
        cursor.execute("SELECT audit_enter(%s, %s, %s, NULL, NULL, %s)", [action, table, key, note])


def _read() -> tuple[str, ...]:
    wanted = ", ".join(f"coalesce(current_setting('xunwang.{name}', true), '')" for name in _NAMES)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {wanted}")
        row = cursor.fetchone()
    return tuple(row or ("",) * len(_NAMES))


def _set(values: tuple[str, ...]) -> None:
    settings: Mapping[str, str] = dict(zip(_NAMES, values, strict=True))
    wanted = ", ".join("set_config(%s, %s, false)" for _ in settings)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {wanted}", [part for name in settings for part in (f"xunwang.{name}", settings[name])]
        )
