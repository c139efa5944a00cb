"""``serve`` brings a worker along, starts it again when it is killed, and leaves none behind."""

from __future__ import annotations

import subprocess

import psutil

from tests.console.running.homes import fresh_machine, office
from tests.console.running.processes import answer_of, command, looks_done, served, soon, workers_of

__all__ = ["fresh_machine", "office"]


def test_the_worker_comes_and_goes_with_the_server(office: dict[str, str]) -> None:
    with served(office) as (server, _, url):
        soon(lambda: workers_of(server))
        (first,) = workers_of(server)
        soon(looks_done)
        first.kill()
        soon(lambda: [one for one in workers_of(server) if one.pid != first.pid])
        assert answer_of(f"{url}/health/") == "ok"
        (second,) = workers_of(server)
        server.kill()
    assert psutil.wait_procs([second], timeout=60)[1] == [], "the worker stays when its server is killed"


def test_a_worker_refuses_settings_it_cannot_use(fresh_machine: dict[str, str]) -> None:
    wrong = {**fresh_machine, "XUNWANG_ALLOWED_NETWORKS": "10.0.0.0/8, inside"}
    done = subprocess.run(command("worker"), env=wrong, capture_output=True, text=True)
    assert done.returncode == 2 and "inside" in done.stderr
