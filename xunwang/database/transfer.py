"""Data out of a server and into another: dump, load, and the change to a new major version."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

from xunwang.database.cluster import Cluster
from xunwang.database.connection import Connection, require_version
from xunwang.database.errors import DatabaseError
from xunwang.database.programmes import MAJOR, call, known_majors

_LOADS_INTO = 17
"""A dump of the current programs sets parameters that older servers do not know."""


def dump(connection: Connection, file: Path, *, major: int = MAJOR, snapshot: str = "") -> None:
    """Write the whole database into ``file`` (pg_dump's custom format); never leaves half a file.

    ``snapshot`` is one that an open transaction has exported; the dump then shows what that one sees.
    Raises DiskFullError and ProgrammeError.
    """
    unfinished = file.with_name(f"{file.name}.unfinished")
    try:
        wanted = ["-Fc", "-f", str(unfinished), "-d", connection.conninfo(secret=False)]
        wanted += [f"--snapshot={snapshot}"] if snapshot else []
        call("pg_dump", wanted, major=major, password=connection.password)
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)


def load(connection: Connection, file: Path, *, major: int = MAJOR) -> None:
    """Read a dump into an empty database, in one transaction.

    Raises :class:`DatabaseError` when the database has tables already.
    """
    if not file.is_file():
        raise DatabaseError(f"找不到备份文件“{file}”。请检查路径。")
    if require_version(connection) < _LOADS_INTO:
        raise DatabaseError(
            f"导入要求PostgreSQL {_LOADS_INTO}或更高版本。较早的服务器请用其自带的pg_dump和pg_restore。"
        )
    where = ["-d", connection.conninfo(secret=False)]
    count = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
    if call("psql", [*where, "-XAtc", count], major=major, password=connection.password).strip() != "0":
        raise DatabaseError("目标数据库不是空的，未导入。请先换一个空库（或新的XUNWANG_HOME）。")
    wanted = ["--single-transaction", "--no-owner", "--exit-on-error", *where, str(file)]
    call("pg_restore", wanted, major=major, password=connection.password)


def upgrade(home: Path) -> Path | None:
    """Bring the data folder to the current major version by dump and load.

    Gives the folder in which the old data stay untouched, or None when nothing was to do. When anything
    fails the old data are where they were. Raises :class:`DatabaseError`.
    """
    data = Cluster(home).data
    version = data / "PG_VERSION"
    if not version.is_file():
        raise DatabaseError(f"“{data}”中没有数据库。")
    old = int(version.read_text(encoding="ascii").strip())
    if old == MAJOR:
        return None
    if old not in known_majors():
        raise DatabaseError(f"现有程序读不了PostgreSQL {old}的数据。请用原来的程序版本先执行 database dump。")
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    kept = home / f"database-{old}-{stamp}"
    saved = home / f"database-{old}-{stamp}.dump"
    before = Cluster(home, major=old)
    with before.held() as connection:
        # The new programs read an old server, and write what they can load.
        dump(connection, saved)
    data.rename(kept)
    try:
        with Cluster(home).held() as connection:
            load(connection, saved)
    except Exception:
        shutil.rmtree(data, ignore_errors=True)
        kept.rename(data)
        raise
    return kept
