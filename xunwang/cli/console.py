"""What the commands of the console share: the running database, and Django set up on it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from xunwang.database import Cluster, Connection, connection_from_environment, data_home, require_version
from xunwang.web.secret import secret_key


def cluster() -> Cluster:
    """The embedded server of this home folder."""
    return Cluster(data_home())


@contextmanager
def database_held() -> Iterator[Connection]:
    """The office's own server, or the embedded one for as long as the block lasts. Raises DatabaseError."""
    own = connection_from_environment()
    with nullcontext(own) if own is not None else cluster().held() as connection:
        require_version(connection)
        yield connection


@contextmanager
def console_ready(*, tables: bool = True) -> Iterator[Connection]:
    """Database and Django, with the tables up to date. Django's own modules are imported inside only."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xunwang.web.settings")
    with database_held() as connection:
        _make_secret_key()
        import django

        django.setup()
        from django.db import connections

        from xunwang.web.first_start import prepare_tables

        if tables:
            prepare_tables()
        try:
            yield connection
        finally:
            connections.close_all()


def _make_secret_key() -> None:
    if not os.environ.get("XUNWANG_SECRET_KEY"):
        secret_key(data_home() / "secret.key")
