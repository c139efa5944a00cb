"""Where the database is: told by the environment, given to Django and to psycopg."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from xunwang.database.errors import DatabaseError, ServerTooOldError

OLDEST_MAJOR = 15


@dataclass(frozen=True, slots=True)
class Connection:
    """One database. ``options`` are libpq's further parameters, such as ``sslmode``."""

    name: str
    user: str = ""
    password: str = field(default="", repr=False)
    host: str = ""
    port: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    embedded: bool = False

    def conninfo(self, *, secret: bool = True) -> str:
        """As psycopg and libpq's programs take it; ``secret=False`` leaves the password out."""
        password = self.password if secret else ""
        named = {"dbname": self.name, "user": self.user, "password": password, "host": self.host}
        given = {key: value for key, value in {**named, "port": self.port}.items() if value}
        return make_conninfo("", **given, **self.options)


def data_home(environ: Mapping[str, str] = os.environ) -> Path:
    """Folder of everything that Xunwang keeps: ``XUNWANG_HOME``, else ``~/.xunwang``."""
    return Path(environ.get("XUNWANG_HOME") or "~/.xunwang").expanduser().resolve()


def runs_folder(environ: Mapping[str, str] = os.environ) -> Path:
    """Folder of the runs' archives, where the evidence lies: ``XUNWANG_RUNS``, else ``runs`` in the home folder."""
    named = environ.get("XUNWANG_RUNS", "")
    return Path(named).expanduser().resolve() if named else data_home(environ) / "runs"


def connection_from_environment(environ: Mapping[str, str] = os.environ) -> Connection | None:
    """The office's own server from ``DATABASE_URL``, or None where the embedded one is meant.

    Raises :class:`DatabaseError` when the address can't be read.
    """
    url = environ.get("DATABASE_URL", "")
    if not url:
        return None
    try:
        if not url.startswith(("postgresql://", "postgres://")):
            raise ValueError
        parts = {name: str(value) for name, value in conninfo_to_dict(url).items() if value is not None}
    except (psycopg.Error, ValueError) as error:
        raise DatabaseError(
            "DATABASE_URL不是有效的PostgreSQL地址。请写成 postgresql://用户:口令@主机:5432/库名。"
        ) from error
    named = {key: parts.pop(key, "") for key in ("dbname", "user", "password", "host", "port")}
    if not named["dbname"]:
        raise DatabaseError("DATABASE_URL没有写明库名。请写成 postgresql://用户:口令@主机:5432/库名。")
    return Connection(
        name=named["dbname"], user=named["user"], password=named["password"], host=named["host"],
        port=named["port"], options=parts,
    )  # fmt: skip


def require_version(connection: Connection) -> int:
    """Major version of the server. Raises :class:`ServerTooOldError`, or DatabaseError if out of reach."""
    try:
        with psycopg.connect(connection.conninfo(), connect_timeout=10) as session:
            major = session.info.server_version // 10000
    except psycopg.OperationalError as error:
        raise DatabaseError(f"连不上数据库：{str(error).strip()}") from error
    if major < OLDEST_MAJOR:
        raise ServerTooOldError(f"数据库是PostgreSQL {major}，至少需要{OLDEST_MAJOR}。请升级数据库。")
    return major
