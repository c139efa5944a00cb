"""An office's whole way: start in the browser's words, wait, find the campaign in review. Real time, real processes."""

from __future__ import annotations

import http.cookiejar
import re
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from tests.console.province import PASSWORD
from tests.console.running.processes import ROOT
from tests.console.test_serving import answer_of, command, free_port, own_home
from tests.fetch_store.local_server import Asked, Reply, serve
from xunwang.database import Cluster

__all__ = ["free_port", "own_home"]
HTML = (("Content-Type", "text/html; charset=utf-8"),)


def answer(asked: Asked) -> Reply:
    """A small site whose links all open."""
    if asked.path == "/robots.txt":
        return Reply(404, b"", ())
    links = "".join(f'<li><a href="/news/{n}.html">第{n}条政务动态</a> 2026-11-2{n}</li>' for n in range(5))
    return Reply(200, f"<html><title>某网站{asked.path}</title><ul>{links}</ul></html>".encode(), HTML)


class Browser:
    """Keeps cookies and sends forms with their token."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))

    def get(self, path: str) -> str:
        with self.opener.open(self.base + path, timeout=60) as found:
            return str(found.read().decode())

    def post(self, path: str, page: str, **fields: str) -> tuple[str, str]:
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        assert token
        data = urllib.parse.urlencode({"csrfmiddlewaretoken": token[1], **fields}).encode()
        with self.opener.open(self.base + path, data, timeout=60) as found:
            return str(found.url), str(found.read().decode())


def one(home: str, query: str) -> tuple[object, ...]:
    with psycopg.connect(Cluster(Path(home)).connection().conninfo()) as session:
        row = session.execute(query).fetchone()  # type: ignore[call-overload]
    return tuple(row or ())


def soon(told: Callable[[], object], seconds: float = 150) -> None:
    deadline = time.monotonic() + seconds
    while not told():
        assert time.monotonic() < deadline
        time.sleep(0.3)


@pytest.mark.timeout(480)
def test_from_the_start_button_to_review(own_home: dict[str, str], free_port: int) -> None:
    home = {**own_home, "XUNWANG_ALLOWED_NETWORKS": "127.0.0.0/8"}
    with serve(answer) as site:
        hosts = [f"127.0.0.{number}:{site.port}" for number in (1, 2, 3)]
        wanted = command("serve", "--loopback", "--port", str(free_port), "--workers", "1")
        with subprocess.Popen(
            wanted, env=home, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as server:
            try:
                assert answer_of(f"http://127.0.0.1:{free_port}/health/") == "ok"
                made = subprocess.run(
                    [sys.executable, "-m", "tests.console.running.office_at_work", *hosts],
                    cwd=ROOT, env=home, capture_output=True, text=True, check=True,
                )  # fmt: skip
                browser = Browser(f"http://127.0.0.1:{free_port}")
                browser.post("/sign-in/", browser.get("/sign-in/"), login="planner", password=PASSWORD)
                where = f"/campaigns/{made.stdout.strip()}/run/"
                url, page = browser.post(
                    where, browser.get(where), what="start", probe_minutes="0", max_pages="20", max_megabytes="10",
                    max_minutes="5", auto_review="on",
                )  # fmt: skip
                assert "检查已开始" in page and "/runs/" in url
                soon(lambda: one(home["XUNWANG_HOME"], "SELECT status FROM inspection_run") != ("active",))
                state = one(home["XUNWANG_HOME"], "SELECT status, problem FROM inspection_run")
                assert state == ("done", "")
                page = browser.get(urllib.parse.urlsplit(url).path)
                assert "3/3个网站已接收" in page and "已完成" in page
                assert one(home["XUNWANG_HOME"], "SELECT stage FROM inspection_campaign") == ("review",)
            finally:
                server.terminate()
                server.wait(180)
