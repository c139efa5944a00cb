"""``collect`` against a real server: good rows go on, Ctrl-C stops, the same command and ``resume`` go on."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

from tests.cli.test_commands import run
from tests.cli.test_inspecting import NETWORK, PROGRAM
from tests.fetch_store.local_server import Asked, LocalServer, Reply, serve

ACCOUNTS = 40
SLOW = 0.05


def feed(asked: Asked) -> Reply:
    """Account 0 sleeps, account 1 is gone; the others posted yesterday, and are a little slow."""
    number = int(asked.path.strip("/").removesuffix(".xml"))
    if number == 1:
        return Reply(404, b"")
    time.sleep(SLOW)
    days = [60, 200] if number == 0 else [1, 200]
    items = "".join(
        f"<item><guid>{number}-{day}</guid><title>第{day}天</title><link>http://a.example/{day}</link>"
        f"<pubDate>{format_datetime(datetime.now(UTC) - timedelta(days=day))}</pubDate>"
        f"<description>今天召开会议。</description></item>"
        for day in days
    )
    body = f"<?xml version='1.0'?><rss version='2.0'><channel><title>甲</title>{items}</channel></rss>"
    return Reply(200, body.encode(), (("Content-Type", "application/rss+xml"),))


@contextmanager
def listed(folder: Path, accounts: int) -> Iterator[tuple[LocalServer, Path]]:
    with serve(feed) as server:
        path = folder / "账号.csv"
        rows = "".join(
            f"微博,账号{n},甲县人民政府,订阅源,http://127.0.0.1:{server.port}/{n}.xml\n"
            for n in range(accounts)
        )
        path.write_text(
            f"平台,账号名称,主办单位,采集方式,地址\n{rows}微博,坏行,甲县人民政府,猜测,x\n", "utf-8"
        )
        yield server, path


def options(path: Path) -> tuple[str, ...]:
    return ("--collections", str(path.parent / "collections"), *NETWORK)


def test_good_rows_are_collected_and_judged_and_bad_ones_told(tmp_path: Path) -> None:
    with listed(tmp_path, 4) as (_, path):
        result = run("collect", path, *options(path), "--json")
    assert "第6行“采集方式”列：“猜测”" in result.stderr
    found = {one["name"]: one for one in json.loads(result.stdout)["accounts"]}
    assert len(found) == 4
    states = {name: one["verdicts"]["M-V-02.1"]["state"] for name, one in found.items()}
    assert states == {"账号0": "hit", "账号1": "unknown", "账号2": "clear", "账号3": "clear"}
    assert found["账号0"]["outcome"] == "unqualified" and found["账号0"]["veto_items"] == ["M-V-02.1"]
    assert found["账号1"]["troubles"]
    (folder,) = (tmp_path / "collections").iterdir()
    assert json.loads((folder / "results.json").read_bytes())["accounts"]
    again = run("evaluate", folder)
    assert "账号0" in again.stdout and "不合格" in again.stdout


def test_what_is_interrupted_goes_on_with_the_same_command(tmp_path: Path) -> None:
    with listed(tmp_path, ACCOUNTS) as (server, path):
        command = [PROGRAM, "collect", str(path), "--collections", str(tmp_path / "collections"),
                   "--allow-network", "127.0.0.0/8", "--rate", "20"]  # fmt: skip
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        while len(server.asked) < 8 and process.poll() is None:
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=60)
        assert process.returncode == 130, told.decode()
        before = [asked.path for asked in server.asked]
        (folder,) = (tmp_path / "collections").iterdir()
        result = run("resume", folder, "--json")
        asked = [one.path for one in server.asked]
    assert len(json.loads(result.stdout)["accounts"]) == ACCOUNTS
    assert len(asked) < len(before) + ACCOUNTS
    assert set(asked) == {f"/{n}.xml" for n in range(ACCOUNTS)}


def test_a_next_collection_starts_from_the_one_before(tmp_path: Path) -> None:
    with listed(tmp_path, 3) as (_, path):
        run("collect", path, *options(path), "--json")
        (made,) = (tmp_path / "collections").iterdir()
        first = made.rename(tmp_path / "before")  # the next one of this second would have its name
        result = run("collect", path, *options(path), "--previous", first, "--json")
    assert {one["coverage"]["pages"] for one in json.loads(result.stdout)["accounts"]} == {0, 1}


def test_a_credentials_file_that_others_can_read_is_refused(tmp_path: Path) -> None:
    secrets = tmp_path / "secrets.json"
    secrets.write_text('{"wechat:甲": {"app_secret": "0123456789"}}')
    secrets.chmod(0o644)
    with listed(tmp_path, 2) as (server, path):
        result = run("collect", path, *options(path), "--secrets", secrets, code=2)
        assert not server.asked
    assert "chmod 600" in result.stderr and "0123456789" not in result.stderr


def test_a_list_without_a_usable_row_says_so(tmp_path: Path) -> None:
    path = tmp_path / "账号.csv"
    path.write_text("平台,账号名称,主办单位,采集方式\n微博,,甲,订阅源\n", "utf-8")
    result = run("collect", path, *options(path), code=2)
    assert "没有可用的行" in result.stderr
