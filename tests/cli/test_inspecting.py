"""``inspect`` against a real server: good rows go on, Ctrl-C stops, the same command resumes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.cli.test_commands import run
from tests.fetch_store.local_server import Asked, LocalServer, Reply, serve
from xunwang.engine.archive import Archive

PROGRAM = str(Path(sys.executable).with_name("xunwang"))
PAGES = 60
SLOW = 0.03
"""Seconds a page takes where somebody is to come in between."""
NETWORK = ("--allow-network", "127.0.0.0/8", "--rate", "1000")


def answer(asked: Asked, slow: float) -> Reply:
    """A home page that leads to many pages."""
    number = asked.path.strip("/").removesuffix(".html")
    if asked.path == "/":
        links = "".join(f"<p><a href='/{one}.html'>第{one}页</a></p>" for one in range(PAGES))
        return Reply(body=f"<title>甲县人民政府</title>{links}".encode())
    if not number.isdecimal():
        return Reply(404, b"")
    time.sleep(slow)
    return Reply(body=f"<title>第{number}页</title><p>内容{number}</p>".encode())


@contextmanager
def listed(folder: Path, slow: float = SLOW) -> Iterator[tuple[LocalServer, Path]]:
    with serve(partial(answer, slow=slow)) as server:
        path = folder / "名单.csv"
        path.write_text(
            f"网站名称,首页网址,网站类型\n甲县人民政府,http://127.0.0.1:{server.port}/,门户\n坏行,,门户\n",
            "utf-8",
        )
        yield server, path


def command(path: Path, *more: str) -> list[str]:
    return [PROGRAM, "inspect", str(path), "--runs", str(path.parent / "runs"),
            *NETWORK, *more]  # fmt: skip


def test_good_rows_go_on_and_the_report_is_written(tmp_path: Path) -> None:
    with listed(tmp_path, slow=0) as (server, path):
        result = run("inspect", path, "--runs", tmp_path / "runs", *NETWORK, "--contact", "13900000000",
                     "--ignore-robots", "主管单位[检查]", "--json")  # fmt: skip
        assert {asked.path for asked in server.asked} >= {"/", "/0.html", f"/{PAGES - 1}.html"}
        assert "第3行“首页网址”列" in result.stderr.replace("\n", "")
        assert "1 行未采用，其余 1 行继续检查" in result.stderr
        found = json.loads(result.stdout)
        assert [site["name"] for site in found["sites"]] == ["甲县人民政府"]
        assert found["sites"][0]["coverage"]["pages"] == PAGES + 1
        (folder,) = (tmp_path / "runs").iterdir()
        archive = Archive(folder)
        assert archive.sealed
        assert archive.manifest["list"] == "名单.csv"
        assert "13900000000" in archive.settings.fetch.user_agent
        assert found["manifest"]["robots_override_reason"] == "主管单位[检查]"
        assert (folder / "report.html").is_file()
        before = len(server.asked)
        again = run("resume", folder)
        assert len(server.asked) == before
        assert "检查结果" in again.output
        assert "主管单位[检查]" in (folder / "report.html").read_text("utf-8")


def test_probes_are_taken_over_and_damaged_runs_beside_are_passed_by(tmp_path: Path) -> None:
    (tmp_path / "runs" / "broken").mkdir(parents=True)
    (tmp_path / "runs" / "broken" / "manifest.json").write_text("{")
    with listed(tmp_path, slow=0) as (server, path):
        log = tmp_path / "别处.csv"
        home = f"http://127.0.0.1:{server.port}/"
        log.write_text(f"时间,网址,状态码\n2020-11-29 08:00,{home},200\n2020-11-29 08:00,x,200\n", "utf-8")
        result = run("inspect", path, "--runs", tmp_path / "runs", *NETWORK, "--probes", log, "--pages", "3")
    assert "第 3 行" in result.stderr
    folder = next(folder for folder in (tmp_path / "runs").iterdir() if folder.name != "broken")
    assert (folder / "probes" / "from-别处").is_dir()
    assert "已写出" in result.stdout


def started(server: LocalServer, path: Path, *more: str) -> subprocess.Popen[str]:
    """The command under way, some pages fetched."""
    before = len(server.asked)
    process = subprocess.Popen(
        command(path, *more), stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    limit = time.monotonic() + 120
    while len(server.asked) < before + 12 and process.poll() is None and time.monotonic() < limit:
        time.sleep(0.01)
    assert process.poll() is None, process.stderr and process.stderr.read()
    return process


@pytest.mark.parametrize("processes", ["1", "2"])
def test_ctrl_c_stops_cleanly_and_the_same_command_resumes(tmp_path: Path, processes: str) -> None:
    with listed(tmp_path) as (server, path):
        process = started(server, path, "--processes", processes)
        os.kill(process.pid, signal.SIGINT)
        _, said = process.communicate(timeout=120)
        assert process.returncode == 130
        assert "已停止，未丢失任何已抓取的页面" in said
        assert "Traceback" not in said
        (folder,) = (tmp_path / "runs").iterdir()
        assert not Archive(folder).sealed
        stopped = len(server.asked)
        time.sleep(0.2)
        assert len(server.asked) == stopped
        assert stopped < PAGES
        done = run("inspect", path, "--runs", tmp_path / "runs", *NETWORK, "--json")
        assert "继续未完成的检查" in done.stderr
        assert list((tmp_path / "runs").iterdir()) == [folder]
        paths = [asked.path for asked in server.asked if asked.path.endswith(".html")]
    found: dict[str, Any] = json.loads(done.stdout)
    assert found["sites"][0]["coverage"]["pages"] == PAGES + 1
    assert len(set(paths)) == PAGES
    assert len(paths) <= PAGES + 8


def test_a_run_under_way_is_not_begun_twice(tmp_path: Path) -> None:
    with listed(tmp_path) as (server, path):
        process = started(server, path)
        result = run("inspect", path, "--runs", tmp_path / "runs", *NETWORK, code=2)
        assert "另一个进程" in result.stderr
        os.kill(process.pid, signal.SIGTERM)
        process.communicate(timeout=120)
        assert process.returncode == 130


def test_probing_stops_at_ctrl_c(tmp_path: Path) -> None:
    with listed(tmp_path) as (server, path):
        arguments = ["probe", str(path), "--to", str(tmp_path / "probes"), "--every", "1m", "--for", "1h"]
        process = subprocess.Popen([PROGRAM, *arguments, *NETWORK], stderr=subprocess.PIPE, text=True)
        limit = time.monotonic() + 120
        while not server.asked and process.poll() is None and time.monotonic() < limit:
            time.sleep(0.01)
        time.sleep(0.3)
        os.kill(process.pid, signal.SIGINT)
        _, said = process.communicate(timeout=120)
    assert process.returncode == 130, said
    assert "同样的命令继续" in said
    assert list((tmp_path / "probes").glob("*.probes"))
