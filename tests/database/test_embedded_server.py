"""The embedded server starts, is shared, is found again, and gets over being killed. A real one each time."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from xunwang.database import (
    Cluster,
    DatabaseError,
    DiskFullError,
    StartError,
    VersionMismatchError,
    dump,
    load,
    upgrade,
)
from xunwang.database.remains import running_postmaster


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder whose server has been started and stopped. Tests copy it."""
    own = Cluster(tmp_path_factory.mktemp("made"), durable=False)
    own.start()
    own.stop()
    return own.home


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Cluster]:
    """One that was never started."""
    own = Cluster(tmp_path / "home", durable=False)
    yield own
    if own.data.is_dir():
        own.stop()


@pytest.fixture
def cluster(made: Path, fresh: Cluster) -> Cluster:
    """One that has been started before."""
    shutil.copytree(made, fresh.home)
    return fresh


def ask(cluster: Cluster, query: str) -> list[tuple[object, ...]]:
    with psycopg.connect(cluster.connection().conninfo(), autocommit=True) as session:
        cursor = session.execute(query)
        return cursor.fetchall() if cursor.description else []


def pid_of(cluster: Cluster) -> int:
    found = running_postmaster(cluster.data)
    assert found is not None
    return found.pid


def kill_everything(cluster: Cluster) -> None:
    server = psutil.Process(pid_of(cluster))
    family = [server, *server.children(recursive=True)]
    for process in family:
        process.send_signal(signal.SIGKILL)
    psutil.wait_procs(family, timeout=60)


def test_it_is_made_and_started_on_a_socket_only_and_stopped_by_its_last_holder(fresh: Cluster) -> None:
    with fresh.held() as connection:
        assert connection.embedded
        assert ask(fresh, "SELECT current_setting('listen_addresses'), current_setting('timezone')") == [
            ("", "UTC")
        ]
        assert fresh.sockets.stat().st_mode & 0o777 == 0o700
        with fresh.held():
            pass
        assert fresh.running(), "another holder is still there"
    assert not fresh.running()


def test_a_holder_that_is_killed_does_not_keep_the_server_for_ever(cluster: Cluster) -> None:
    code = (
        "import sys, time; from pathlib import Path; from xunwang.database import Cluster\n"
        "with Cluster(Path(sys.argv[1]), durable=False).held():\n"
        "    print('held', flush=True); time.sleep(60)"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", code, str(cluster.home)], stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None and holder.stdout.readline() == "held\n"
    holder.kill()
    holder.wait(10)
    holder.stdout.close()
    assert cluster.running(), "a killed holder stops nothing"
    before = pid_of(cluster)
    with cluster.held():
        assert pid_of(cluster) == before, "the running server is found, not started twice"
    assert not cluster.running()


def test_committed_rows_survive_kill_of_every_process(cluster: Cluster) -> None:
    cluster.start()
    ask(cluster, "CREATE TABLE kept (word text)")
    ask(cluster, "INSERT INTO kept VALUES ('名录')")
    kill_everything(cluster)
    cluster.start()
    assert ask(cluster, "SELECT word FROM kept") == [("名录",)]


def test_a_stale_lock_whose_number_is_another_process_now_is_cleared(cluster: Cluster) -> None:
    cluster.start()
    kill_everything(cluster)
    pid_file = cluster.data / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    # An innocent process of the same user: PostgreSQL itself would refuse to start.
    with subprocess.Popen(["sleep", "60"]) as innocent:
        lines[0] = str(innocent.pid)
        pid_file.write_text("\n".join(lines) + "\n")
        (cluster.sockets / ".s.PGSQL.5432.lock").write_text("\n".join(lines) + "\n")
        cluster.start()
        assert cluster.running()
        assert innocent.poll() is None, "nobody else's process is touched"
        innocent.kill()


def test_a_making_that_was_cut_short_is_thrown_away(fresh: Cluster) -> None:
    half = fresh.home / "database.unfinished"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    fresh.start()
    assert ask(fresh, "SELECT 1") == [(1,)]
    assert not half.exists()


def test_a_home_with_a_very_long_path_works(tmp_path: Path) -> None:
    own = Cluster(tmp_path / ("长" * 40) / "home", durable=False)
    with own.held():
        assert ask(own, "SELECT 1") == [(1,)]
        assert not own.sockets.is_relative_to(own.home)
    shutil.rmtree(own.sockets)


def test_a_broken_data_folder_is_told_with_the_servers_own_words(cluster: Cluster) -> None:
    cluster.start()
    cluster.stop()
    (cluster.data / "global" / "pg_control").unlink()
    with pytest.raises(StartError, match=r"(?s)数据库没有启动.*pg_control"):
        cluster.start()


def test_data_of_another_major_version_are_refused_with_the_remedy(cluster: Cluster) -> None:
    cluster.start()
    cluster.stop()
    (cluster.data / "PG_VERSION").write_text("17\n")
    with pytest.raises(VersionMismatchError, match=r"PostgreSQL 17.*database dump"):
        cluster.start()
    (cluster.data / "PG_VERSION").write_text(f"{cluster.major}\n")


@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("mount"), reason="a small disk needs root")
def test_a_full_disk_is_told_and_room_makes_it_start_again(tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=200m", "tmpfs", small]).returncode:
        pytest.skip("this machine does not allow a small disk to be mounted")
    own = Cluster(small / "home", durable=False)
    try:
        own.start()
        ask(own, "CREATE TABLE kept (n int)")
        kill_everything(own)
        filler = small / "filler"
        with filler.open("wb", buffering=0) as file, pytest.raises(OSError, match="No space"):
            while True:
                file.write(b"x" * 65536)
        with pytest.raises(DiskFullError, match=r"磁盘已满.*清理磁盘"):
            own.start()
        filler.unlink()
        own.start()
        assert ask(own, "SELECT count(*) FROM kept") == [(0,)]
        own.stop()
    finally:
        if own.running():
            own.stop()
        subprocess.run(["umount", small], check=True)


def test_a_dump_loads_into_an_empty_server_and_into_no_other(cluster: Cluster, tmp_path: Path) -> None:
    saved = tmp_path / "saved.dump"
    cluster.start()
    ask(cluster, "CREATE TABLE kept AS SELECT n, md5(n::text) AS word FROM generate_series(1, 1000) n")
    digest = "SELECT md5(string_agg(word, ',' ORDER BY n)) FROM kept"
    dump(cluster.connection(), saved)
    with pytest.raises(DatabaseError, match="不是空的"):
        load(cluster.connection(), saved)
    other = Cluster(tmp_path / "other", durable=False)
    with other.held() as connection:
        load(connection, saved)
        assert ask(other, digest) == ask(cluster, digest)
    with pytest.raises(DatabaseError, match="找不到备份文件"):
        load(cluster.connection(), tmp_path / "none.dump")


def test_an_older_cluster_is_upgraded_and_the_old_data_are_kept(tmp_path: Path) -> None:
    home = tmp_path / "home"
    old = Cluster(home, major=16, durable=False)
    with old.held():
        ask(old, "CREATE TABLE kept AS SELECT '通报' AS word")
    now = Cluster(home, durable=False)
    with pytest.raises(VersionMismatchError, match=r"PostgreSQL 16.*database upgrade"):
        now.start()
    kept = upgrade(home)
    assert kept is not None and (kept / "PG_VERSION").read_text() == "16\n"
    with now.held():
        assert ask(now, "SELECT word FROM kept") == [("通报",)]
    assert upgrade(home) is None


def test_two_processes_that_start_at_once_get_one_server(fresh: Cluster) -> None:
    code = (
        "import sys; from pathlib import Path; from xunwang.database import Cluster\n"
        "Cluster(Path(sys.argv[1]), durable=False).start()"
    )
    started = time.monotonic()
    both = [subprocess.Popen([sys.executable, "-c", code, str(fresh.home)]) for _ in range(2)]
    assert [process.wait(60) for process in both] == [0, 0], time.monotonic() - started
    assert ask(fresh, "SELECT 1") == [(1,)]
