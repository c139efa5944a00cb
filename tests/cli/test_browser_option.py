"""``inspect --browser``: on record, in every process, and refused in plain words where there is no browser."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.test_commands import run
from tests.engine.served import new_run, site
from tests.fetch_store.local_server import Asked, LocalServer, Reply, serve
from xunwang.engine.archive import Archive
from xunwang.engine.settings import CrawlSettings
from xunwang.pages.render import browser_problem

NETWORK = ("--allow-network", "127.0.0.0/8", "--rate", "1000")
ROWS = [{"u": f"/{n}.html", "t": f"关于第{n}号事项的公开通知", "d": f"2020-11-{n:02}"} for n in range(10, 20)]
LIST = (
    "<title>政务要闻-甲县人民政府</title><h2>政务要闻</h2><ul id='list'></ul><script>fetch('/rows.json')"
    ".then(function (r) { return r.json() }).then(function (d) { document.getElementById('list').innerHTML ="
    " d.map(function (i) { return '<li><a href=' + i.u + '>' + i.t + '</a><span>' + i.d + '</span></li>' }).join('')"
    " })</script>"
)
HOME = (
    "<title>甲县人民政府</title><div class='nav'><ul><li><a href='/'>首页</a></li><li><a href='/zwyw/'>政务要闻</a></li>"
    "</ul></div>"
)


def answer(asked: Asked) -> Reply:
    if asked.path == "/rows.json":
        return Reply(200, json.dumps(ROWS).encode(), (("Content-Type", "application/json"),))
    found = {"/": HOME, "/zwyw/": LIST}.get(asked.path)
    return Reply(200, found.encode()) if found else Reply(404, b"")


def listed(folder: Path, server: LocalServer) -> Path:
    path = folder / "名单.csv"
    hosts = ("127.0.0.1", "localhost")
    rows = "".join(f"{host},http://{host}:{server.port}/,部门\n" for host in hosts)
    path.write_text(f"网站名称,首页网址,网站类型\n{rows}", "utf-8")
    return path


@pytest.mark.browser
@pytest.mark.skipif(bool(browser_problem()), reason="chromium or playwright is not installed")
def test_every_process_has_its_browser(tmp_path: Path) -> None:
    with serve(answer) as server:
        path = listed(tmp_path, server)
        done = run("inspect", path, "--runs", tmp_path / "runs", *NETWORK, "--browser", "--processes", "2",
                   "--json")  # fmt: skip
    found = json.loads(done.stdout)
    assert found["manifest"]["browser_pages"] == 40
    assert [one["coverage"]["rendered"] for one in found["sites"]] == [1, 1]
    assert found["coverage"]["rendered"] == 2
    (folder,) = (tmp_path / "runs").iterdir()
    assert Archive(folder).settings.crawl.browser_pages == 40
    assert "每个网站至多 40 页），共 2 页" in (folder / "report.html").read_text("utf-8")


def test_a_missing_browser_is_said_before_anything_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with serve(answer) as server:
        path = listed(tmp_path, server)
        result = run("inspect", path, "--runs", tmp_path / "runs", *NETWORK, "--browser", code=2)
        assert server.asked == []
    assert "未找到chromium浏览器" in result.stderr
    assert not (tmp_path / "runs").exists()


def test_a_run_begun_with_the_browser_is_not_ended_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with serve(answer) as server:
        home = f"http://127.0.0.1:{server.port}/"
        archive = new_run(tmp_path / "run", [site(home)], server.settings, CrawlSettings(browser_pages=40))
        result = run("resume", archive.folder, code=2)
        assert server.asked == []
    assert "启用了浏览器渲染" in result.stderr
    assert "未找到chromium浏览器" in result.stderr


def test_what_was_begun_without_stays_without(tmp_path: Path) -> None:
    if browser_problem():
        pytest.skip(browser_problem())
    with serve(answer) as server:
        path = listed(tmp_path, server)
        run("inspect", path, "--runs", tmp_path / "runs", *NETWORK)
        (folder,) = (tmp_path / "runs").iterdir()
        Archive(folder).note(ended=None, sealed=None)
        result = run("inspect", path, "--runs", tmp_path / "runs", *NETWORK, "--browser")
    assert "该检查开始时未启用浏览器渲染" in result.stderr
    assert Archive(folder).settings.crawl.browser_pages == 0
