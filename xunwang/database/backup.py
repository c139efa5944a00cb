"""Everything an office would miss, in one file, and back into an empty place.

The file is a tar: ``database.dump`` first, then ``files/...`` as they lie below the home folder, and
``manifest.json`` last, with SHA-256 of every file and a digest of every table. What was put back is measured
again and must be equal; a backup that was never put back is a hope.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import BinaryIO

import psycopg
from psycopg import sql

from xunwang.database.connection import Connection
from xunwang.database.errors import DatabaseError
from xunwang.database.transfer import dump, load

_FORMAT = 1
_DUMP, _FILES, _MANIFEST = "database.dump", "files/", "manifest.json"
_REMADE = ("database", "static", "sockets", "restore.unfinished")
"""Names below the home folder begin so when they are the server's own or are made anew at a start."""
_BLOCK = 1 << 20

Progress = Callable[[str], None]


class BackupError(DatabaseError):
    """The backup can't be made, read or put back."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds. ``files``: path below the home folder → SHA-256; ``tables``: name → rows:digest."""

    made_at: str
    program: str
    with_runs: bool
    dump: str
    files: Mapping[str, str]
    tables: Mapping[str, str]


def back_up(
    connection: Connection, home: Path, file: Path, *, now: datetime, program: str, with_runs: bool = False
) -> Manifest:
    """Write ``file``; never leaves half a one. ``now`` has a time zone; ``with_runs`` takes the evidence along.

    Uploads are written before the rows that name them, so the database goes first and no row lacks its file.
    Raises DatabaseError.
    """
    unfinished = file.with_name(f"{file.name}.unfinished")
    try:
        with (
            tempfile.TemporaryDirectory(prefix="xunwang-backup-") as scratch,
            _owner_only(unfinished) as target,
            tarfile.open(fileobj=target, mode="w|", format=tarfile.PAX_FORMAT) as archive,
        ):
            database = Path(scratch) / _DUMP
            tables = _dump_and_measure(connection, database)
            dump_digest = _add(archive, database, _DUMP)
            skipped = {file.resolve(), unfinished.resolve()}
            files = {
                name: _add(archive, path, _FILES + name)
                for name, path in _files_below(home, with_runs)
                if path not in skipped
            }
            manifest = Manifest(now.isoformat(), program, with_runs, dump_digest, files, tables)
            _add_manifest(archive, manifest)
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)
    return manifest


def restore(connection: Connection, home: Path, file: Path) -> Manifest:
    """Put a backup into an empty database and home folder, and prove that it is the same.

    Nothing is put into place before every file's digest was compared. Raises BackupError.
    """
    if not file.is_file():
        raise BackupError(f"找不到备份文件“{file}”。请检查路径。")
    taken = [name for name, _ in _files_below(home, with_runs=True) if name != "secret.key"]
    if taken:
        raise BackupError(f"“{home}”中已有文件（如“{taken[0]}”），未恢复。请换一个新的XUNWANG_HOME。")
    staging = home / "restore.unfinished"
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir(mode=0o700)
    try:
        manifest = _unpack(file, staging)
        load(connection, staging / _DUMP)
        _compare(manifest.tables, table_digests(connection), "数据表")
        _move_into_place(staging / _FILES.rstrip("/"), home)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return manifest


def table_digests(connection: Connection) -> dict[str, str]:
    """Name of each table → ``rows:digest``; the digest does not depend on the order of the rows."""
    with psycopg.connect(connection.conninfo()) as session:
        return _measure(session)


def _dump_and_measure(connection: Connection, file: Path) -> dict[str, str]:
    with psycopg.connect(connection.conninfo()) as session:
        session.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        found = session.execute("SELECT pg_export_snapshot()").fetchone()
        assert found is not None
        dump(connection, file, snapshot=str(found[0]))
        return _measure(session)


def _measure(session: psycopg.Connection) -> dict[str, str]:
    session.execute(
        "SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO'; SET LOCAL extra_float_digits = 1"
    )
    tables = session.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
    ).fetchall()
    return {str(name): _table_digest(session, str(name)) for (name,) in tables}


def _table_digest(session: psycopg.Connection, table: str) -> str:
    row = session.execute(
        sql.SQL(
            "SELECT count(*), coalesce(sum(('x' || left(md5(t::text), 15))::bit(60)::bigint), 0) FROM {} t"
        ).format(sql.Identifier("public", table))
    ).fetchone()
    assert row is not None
    return f"{row[0]}:{row[1]}"


def _files_below(home: Path, with_runs: bool) -> Iterator[tuple[str, Path]]:
    for top in sorted(home.iterdir()) if home.is_dir() else ():
        if top.name.startswith(_REMADE) or (top.name == "runs" and not with_runs):
            continue
        for path in [top] if not top.is_dir() else sorted(top.rglob("*")):
            if path.is_file() and not path.is_symlink():
                yield path.relative_to(home).as_posix(), path


@contextmanager
def _owner_only(path: Path) -> Iterator[BinaryIO]:
    # A backup holds personal data and the key that opens sealed fields.
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as target:
        yield target


def _add(archive: tarfile.TarFile, path: Path, name: str) -> str:
    with path.open("rb") as source:
        info = archive.gettarinfo(arcname=name, fileobj=source)
        info.uid = info.gid = 0
        info.uname = info.gname = ""
        hashed = _Hashed(source)
        archive.addfile(info, hashed)
    return hashed.digest.hexdigest()


class _Hashed:
    """A file whose bytes are hashed while they are read."""

    def __init__(self, source: BinaryIO) -> None:
        self.source = source
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        block = self.source.read(size)
        self.digest.update(block)
        return block


def _add_manifest(archive: tarfile.TarFile, manifest: Manifest) -> None:
    text = json.dumps({"format": _FORMAT, **asdict(manifest)}, ensure_ascii=False, indent=1).encode()
    info = tarfile.TarInfo(_MANIFEST)
    info.size, info.mode = len(text), 0o600
    archive.addfile(info, io.BytesIO(text))


def _unpack(file: Path, staging: Path) -> Manifest:
    found: dict[str, str] = {}
    manifest: Manifest | None = None
    try:
        with tarfile.open(file, "r|") as archive:
            for member in archive:
                if member.name == _MANIFEST:
                    source = archive.extractfile(member)
                    manifest = _read_manifest(source.read() if source else b"")
                elif member.isfile():
                    found[member.name] = _extract(archive, member, staging)
    except (tarfile.TarError, OSError, EOFError) as error:
        raise BackupError(f"备份文件“{file.name}”读不出来，未恢复：{error}") from error
    if manifest is None:
        raise BackupError(f"“{file.name}”不是完整的备份（没有清单），未恢复。请换用另一份备份。")
    wanted = {_DUMP: manifest.dump, **{_FILES + name: digest for name, digest in manifest.files.items()}}
    _compare(wanted, found, "文件")
    return manifest


def _read_manifest(text: bytes) -> Manifest:
    try:
        told = json.loads(text)
        if told.pop("format") != _FORMAT:
            raise BackupError("备份由更新的程序写成，现有程序读不了。请先升级程序。")
        return Manifest(**told)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise BackupError("备份的清单已损坏，未恢复。请换用另一份备份。") from error


def _extract(archive: tarfile.TarFile, member: tarfile.TarInfo, staging: Path) -> str:
    name = PurePosixPath(member.name)
    if name.is_absolute() or ".." in name.parts:
        raise BackupError(f"备份中有不安全的路径“{member.name}”，未恢复。")
    target = staging / name
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    source = archive.extractfile(member)
    assert source is not None
    digest = hashlib.sha256()
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as sink:
        while block := source.read(_BLOCK):
            digest.update(block)
            sink.write(block)
    return digest.hexdigest()


def _compare(wanted: Mapping[str, str], found: Mapping[str, str], what: str) -> None:
    wrong = sorted(name for name in wanted.keys() | found.keys() if wanted.get(name) != found.get(name))
    if wrong:
        raise BackupError(
            f"{what}与备份清单不一致（{len(wrong)}项，如“{wrong[0]}”），备份已损坏，未恢复。请换用另一份备份。"
        )


def _move_into_place(staging: Path, home: Path) -> None:
    for path in sorted(staging.rglob("*")) if staging.is_dir() else ():
        if path.is_file():
            target = home / path.relative_to(staging)
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            path.replace(target)
