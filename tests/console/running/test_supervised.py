"""``serve`` brings a worker along, starts it again when it is killed, and leaves none behind."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import psycopg

from tests.console.test_serving import answer_of, command, free_port, own_home
from xunwang.database import Cluster

__all__ = ["free_port", "own_home"]


def workers_of(server: int) -> list[psutil.Process]:
    found = []
    for one in psutil.Process(server).children():
        with contextlib.suppress(psutil.NoSuchProcess):  # just killed
            if one.cmdline()[-1:] == ["worker"]:
                found.append(one)
    return found


def soon(told: Callable[[], object], seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while not told():
        assert time.monotonic() < deadline
        time.sleep(0.2)


def looks_done(home: str) -> int:
    with psycopg.connect(Cluster(Path(home)).connection().conninfo()) as session:
        row = session.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'runs.look' AND status = 'succeeded'"
        ).fetchone()
    assert row is not None
    return int(row[0])


def test_the_worker_comes_and_goes_with_the_server(own_home: dict[str, str], free_port: int) -> None:
    wanted = command("serve", "--loopback", "--port", str(free_port), "--workers", "1")
    home = own_home["XUNWANG_HOME"]
    with subprocess.Popen(
        wanted, env=own_home, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        try:
            assert answer_of(f"http://127.0.0.1:{free_port}/health/") == "ok"
            soon(lambda: workers_of(server.pid))
            (first,) = workers_of(server.pid)
            soon(lambda: looks_done(home) > 0)
            first.kill()
            soon(lambda: [one for one in workers_of(server.pid) if one.pid != first.pid])
            assert answer_of(f"http://127.0.0.1:{free_port}/health/") == "ok"
            (second,) = workers_of(server.pid)
        finally:
            server.kill()
    assert psutil.wait_procs([second], timeout=60)[1] == [], "the worker stays when its server is killed"
    with subprocess.Popen(
        wanted, env=own_home, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        assert answer_of(f"http://127.0.0.1:{free_port}/health/") == "ok"
        soon(lambda: workers_of(server.pid))
        (third,) = workers_of(server.pid)
        server.send_signal(signal.SIGTERM)
        server.wait(180)
    assert psutil.wait_procs([third], timeout=10)[1] == [], "the server leaves before its worker"


def test_a_server_without_a_worker_and_a_worker_apart(own_home: dict[str, str], free_port: int) -> None:
    wanted = command("serve", "--loopback", "--no-worker", "--port", str(free_port), "--workers", "1")
    with subprocess.Popen(wanted, env=own_home, stdout=subprocess.DEVNULL) as server:
        assert answer_of(f"http://127.0.0.1:{free_port}/health/") == "ok"
        assert workers_of(server.pid) == []
        with subprocess.Popen(command("worker"), env=own_home, stdout=subprocess.DEVNULL) as apart:
            soon(lambda: looks_done(own_home["XUNWANG_HOME"]) > 0)
            apart.send_signal(signal.SIGTERM)
            assert apart.wait(60) == 0
        server.send_signal(signal.SIGTERM)
        server.wait(180)


def test_a_worker_refuses_settings_it_cannot_use(own_home: dict[str, str]) -> None:
    wrong = {**own_home, "XUNWANG_ALLOWED_NETWORKS": "10.0.0.0/8, inside"}
    done = subprocess.run(command("worker"), env=wrong, capture_output=True, text=True)
    assert done.returncode == 2 and "inside" in done.stderr
