"""A backup is put back into an empty place and is the same; a damaged one changes nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from xunwang.database import BackupError, Cluster, Connection, DatabaseError, back_up, restore, table_digests

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)


@dataclass(frozen=True)
class Place:
    """A database, and the home folder that belongs to it."""

    database: Connection
    home: Path


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """One server; each test has databases of its own in it."""
    own = Cluster(tmp_path_factory.mktemp("server"), durable=False)
    with own.held():
        yield own


def placed(server: Cluster, home: Path) -> Place:
    name = f"place_{uuid4().hex}"
    with psycopg.connect(server.connection().conninfo(), autocommit=True) as session:
        session.execute(f'CREATE DATABASE "{name}"')
    home.mkdir()
    return Place(server.connection(name), home)


@pytest.fixture
def office(server: Cluster, tmp_path: Path) -> Place:
    own = placed(server, tmp_path / "office")
    with psycopg.connect(own.database.conninfo()) as session:
        session.execute("CREATE TABLE letter (id serial PRIMARY KEY, text text, at timestamptz, part float8)")
        session.execute(
            "INSERT INTO letter (text, at, part) SELECT '来信' || n, now(), n / 3.0 FROM generate_series(1, 500) n"
        )
    (own.home / "uploads" / "ab").mkdir(parents=True)
    (own.home / "uploads" / "ab" / "proof").write_bytes(os.urandom(3_000_000))
    (own.home / "runs" / "r1").mkdir(parents=True)
    (own.home / "runs" / "r1" / "page").write_bytes(b"evidence")
    (own.home / "secret.key").write_text("k" * 64)
    return own


@pytest.fixture
def elsewhere(server: Cluster, tmp_path: Path) -> Place:
    return placed(server, tmp_path / "elsewhere")


def made(office: Place, file: Path, *, with_runs: bool = False) -> Path:
    back_up(office.database, office.home, file, now=NOW, program="1", with_runs=with_runs)
    return file


def test_what_is_put_back_is_what_was_there(office: Place, elsewhere: Place, tmp_path: Path) -> None:
    file = made(office, tmp_path / "all.tar", with_runs=True)
    assert file.stat().st_mode & 0o777 == 0o600
    restore(elsewhere.database, elsewhere.home, file)
    assert table_digests(elsewhere.database) == table_digests(office.database)
    for name in ("uploads/ab/proof", "runs/r1/page", "secret.key"):
        assert (elsewhere.home / name).read_bytes() == (office.home / name).read_bytes()
    with psycopg.connect(elsewhere.database.conninfo()) as session:
        row = session.execute("INSERT INTO letter (text) VALUES ('新来信') RETURNING id").fetchone()
    assert row == (501,), "numbers go on where they were"


def test_evidence_is_left_out_unless_asked_for(office: Place, elsewhere: Place, tmp_path: Path) -> None:
    restore(elsewhere.database, elsewhere.home, made(office, tmp_path / "small.tar"))
    assert (elsewhere.home / "uploads/ab/proof").is_file()
    assert not (elsewhere.home / "runs").exists()


def test_rows_that_come_while_the_backup_is_made_do_not_spoil_it(
    office: Place, elsewhere: Place, tmp_path: Path
) -> None:
    code = (
        "import psycopg, sys\n"
        "with psycopg.connect(sys.argv[1], autocommit=True) as s:\n"
        "    print('writing', flush=True)\n"
        "    while True: s.execute(\"INSERT INTO letter (text) VALUES ('忙')\")\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, office.database.conninfo()], stdout=subprocess.PIPE
    ) as writer:
        assert writer.stdout is not None and writer.stdout.readline()
        file = made(office, tmp_path / "busy.tar")
        writer.kill()
    restore(elsewhere.database, elsewhere.home, file)  # compares every table with what the snapshot saw


@pytest.mark.parametrize("where", [0.2, 0.5, 0.9])
def test_a_damaged_backup_is_refused_and_changes_nothing(
    office: Place, elsewhere: Place, tmp_path: Path, where: float
) -> None:
    file = made(office, tmp_path / "all.tar")
    with file.open("r+b") as bytes_:
        bytes_.seek(int(file.stat().st_size * where))
        old = bytes_.read(1)
        bytes_.seek(-1, os.SEEK_CUR)
        bytes_.write(bytes([old[0] ^ 0xFF]))
    with pytest.raises(DatabaseError, match=r"未恢复|未成功"):
        restore(elsewhere.database, elsewhere.home, file)
    assert table_digests(elsewhere.database) == {}
    assert not (elsewhere.home / "uploads").exists()


def test_a_backup_cut_short_is_refused(office: Place, elsewhere: Place, tmp_path: Path) -> None:
    file = made(office, tmp_path / "all.tar")
    os.truncate(file, file.stat().st_size // 2)
    with pytest.raises(BackupError, match="未恢复"):
        restore(elsewhere.database, elsewhere.home, file)


def test_paths_that_lead_out_are_refused(elsewhere: Place, tmp_path: Path) -> None:
    file = tmp_path / "bad.tar"
    with tarfile.open(file, "w") as archive:
        archive.add(__file__, arcname="files/../../outside")
    with pytest.raises(BackupError, match="不安全的路径"):
        restore(elsewhere.database, elsewhere.home, file)
    assert not (tmp_path / "outside").exists()


def test_a_place_that_is_not_empty_is_refused(office: Place, elsewhere: Place, tmp_path: Path) -> None:
    file = made(office, tmp_path / "all.tar")
    (elsewhere.home / "uploads").mkdir()
    (elsewhere.home / "uploads" / "mine").write_text("stays")
    with pytest.raises(BackupError, match="已有文件"):
        restore(elsewhere.database, elsewhere.home, file)
    assert (elsewhere.home / "uploads" / "mine").read_text() == "stays"


def test_the_commands_move_an_office_to_another_place(tmp_path: Path) -> None:
    def run(home: str, *words: str) -> dict[str, object]:
        done = subprocess.run(
            [sys.executable, "-c", "from xunwang.cli.main import main; main()", *words, "--json"],
            env={**os.environ, "XUNWANG_HOME": str(tmp_path / home)},
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        told: dict[str, object] = json.loads(done.stdout)
        return told

    first = run("one", "backup", str(tmp_path / "office.tar"))
    second = run("two", "restore", str(tmp_path / "office.tar"))
    assert first == second
