"""A run from its first request to its seal, over sites made for the purpose."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.engine.served import MISSING, Pages, clock, new_run, pages_served, site
from tests.fetch_store.local_server import Asked, LocalServer, Reply
from xunwang.cli.system_clock import SystemClock
from xunwang.engine import observe as observing
from xunwang.engine.archive import Archive, ArchiveError
from xunwang.engine.crawl import NOT_UNDERSTOOD
from xunwang.engine.facts import site_facts
from xunwang.engine.judge import judge, judge_site
from xunwang.engine.links import site_links
from xunwang.engine.progress import Progress
from xunwang.engine.run import inspect_run, wait_until
from xunwang.engine.settings import CrawlSettings
from xunwang.engine.tables import read_pages
from xunwang.fetch.links import LinkState
from xunwang.pages.records import Page
from xunwang.pages.understand import understand
from xunwang.rules.edition import load_edition
from xunwang.rules.facts import Site
from xunwang.words import State

HOME = "http://www.x.gov.cn/"


def linked(title: str, *targets: str) -> str:
    return f"<title>{title}</title>" + "".join(f"<p><a href='{url}'>链接{url}</a></p>" for url in targets)


class Stopper(Progress):
    """Wishes to stop after so many pages or steps."""

    def __init__(self, after: int) -> None:
        self.left = after

    def page(self, site: Site, pages: int, failed: int) -> None:
        self.left -= 1

    def step(self, count: int = 1) -> None:
        self.left -= count

    def wished(self) -> bool:
        return self.left <= 0


def asked_for(server: LocalServer) -> list[str]:
    return [asked.host + asked.path for asked in server.asked]


def test_a_run_stopped_again_and_again_asks_for_each_page_once(tmp_path: Path) -> None:
    pages: Pages = {"www.x.gov.cn/": linked("首页", *(f"/{number}.html" for number in range(30)))} | {
        f"www.x.gov.cn/{number}.html": linked(f"页{number}") for number in range(30)
    }
    with pages_served(pages) as server:
        archive = new_run(tmp_path / "run", [site(HOME)], server.settings, connections_per_host=1)
        stops = 0
        while not archive.sealed:
            progress = Stopper(7)
            ending = inspect_run(
                Archive(archive.folder), clock(), progress=progress, should_stop=progress.wished, wait=True
            )
            archive = Archive(archive.folder)
            stops += ending.stopped
            assert ending.stopped or archive.sealed
        asked = asked_for(server)
    assert stops >= 4
    for number in range(30):
        assert 1 <= asked.count(f"www.x.gov.cn/{number}.html") <= 1 + stops
    assert len(asked) <= 32 + stops * 8
    rows = list(read_pages(archive.site_folder(archive.sites[0])))
    assert len(rows) == len({row.url for row in rows}) == 31


def test_links_are_broken_only_after_a_day_of_tries(tmp_path: Path) -> None:
    pages: Pages = {
        "www.x.gov.cn/": linked(
            "首页", "/gone.html", "http://www.y.gov.cn/", "http://www.z.com/soft", "/ok.html"
        ),
        "www.x.gov.cn/ok.html": linked("好"),
        "www.z.com/soft": "<title>404 页面不存在</title><h1>404 Not Found</h1>您访问的页面不存在",
    }
    with pages_served(pages) as server:
        archive = new_run(tmp_path / "run", [site(HOME)], server.settings)
        now = clock()
        ending = inspect_run(archive, now, progress=Progress())
        assert not ending.stopped
        assert ending.links_open == 3
        assert ending.links_due is not None
        assert not archive.sealed
        assert archive.manifest["ended"]
        assert inspect_run(archive, now, progress=Progress()).links_open == 3
        rounds = 0
        while ending.links_due is not None:
            now.sleep_until(ending.links_due)
            ending = inspect_run(archive, now, progress=Progress())
            rounds += 1
        tried = [asked for asked in server.asked if asked.path == "/gone.html" and asked.method == "GET"]
    assert rounds == 2
    assert len(tried) == 3
    assert archive.sealed
    states = {link.target: link.state for link in site_links(archive, archive.sites[0]).checks.results()}
    assert states == {
        "http://www.x.gov.cn/gone.html": LinkState.BROKEN,
        "http://www.y.gov.cn/": LinkState.BROKEN,
        "http://www.z.com/soft": LinkState.BROKEN,
    }
    assert {broken.target for broken in site_facts(archive, archive.sites[0]).broken_links} == set(states)


def test_no_more_links_are_tried_than_allowed(tmp_path: Path) -> None:
    outside = [f"http://www.y{number}.com/" for number in range(9)]
    with pages_served({"www.x.gov.cn/": linked("首页", *outside)}) as server:
        archive = new_run(tmp_path / "run", [site(HOME)], server.settings, CrawlSettings(max_link_checks=4))
        inspect_run(archive, clock(), progress=Progress(), wait=True)
        assert len({asked.host for asked in server.asked}) == 5
    assert site_links(archive, archive.sites[0]).untried == 5


def test_robots_is_obeyed_and_overridden_only_on_record(tmp_path: Path) -> None:
    pages: Pages = {
        "www.x.gov.cn/": linked("首页", "/closed/1.html", "/open.html"),
        "www.x.gov.cn/robots.txt": Reply(200, b"User-agent: *\nDisallow: /closed/\nCrawl-delay: 1", ()),
        "www.x.gov.cn/closed/1.html": linked("内"),
        "www.x.gov.cn/open.html": linked("外"),
    }
    for reason in ("", "主管单位检查"):
        crawl = CrawlSettings(obey_robots=not reason, robots_override_reason=reason, max_link_checks=0)
        with pages_served(pages) as server:
            archive = new_run(tmp_path / f"run{len(reason)}", [site(HOME)], server.settings, crawl)
            inspect_run(archive, clock(), progress=Progress(), wait=True)
            assert ("www.x.gov.cn/closed/1.html" in asked_for(server)) is bool(reason)
        assert judge(archive, load_edition(None)).manifest["robots_override_reason"] == reason


def test_a_home_page_that_moved_to_another_name_of_the_site_is_followed(tmp_path: Path) -> None:
    pages: Pages = {
        "www.x.gov.cn/": Reply(302, b"", (("Location", "http://new.x.gov.cn/"),)),
        "new.x.gov.cn/": linked("首页", "/a.html"),
        "new.x.gov.cn/a.html": linked("页"),
    }
    with pages_served(pages) as server:
        archive = new_run(tmp_path / "run", [site(HOME)], server.settings)
        progress = Stopper(1)
        inspect_run(archive, clock(), progress=progress, should_stop=progress.wished)
        inspect_run(archive, clock(), progress=Progress(), wait=True)
        assert "new.x.gov.cn/a.html" in asked_for(server)
    assert site_facts(archive, archive.sites[0]).final_host == "new.x.gov.cn"


def test_a_home_page_that_fails_leaves_nothing_claimed(tmp_path: Path) -> None:
    with pages_served({"www.x.gov.cn/": Reply(503, b"<title>busy</title>")}) as server:
        archive = new_run(tmp_path / "run", [site(HOME)], server.settings)
        assert site_facts(archive, archive.sites[0]).coverage.reason == "尚未完成抓取"
        inspect_run(archive, clock(), progress=Progress(), wait=True)
    result = judge_site(archive, archive.sites[0], load_edition(None))
    assert result.coverage.reason == "首页未能打开（503）"
    assert {verdict.state for verdict in result.verdicts.values()} <= {State.UNKNOWN, State.NEEDS_REVIEW}


@pytest.mark.parametrize("name", ["max_pages", "max_seconds"])
def test_a_budget_ends_the_crawl_and_is_told(tmp_path: Path, name: str) -> None:
    def chained(asked: Asked) -> Reply:
        number = int(asked.path.strip("/.html") or 0)
        return Reply(200, linked(f"第{number}页", f"/{number + 1}.html").encode())

    pages: Pages = {"www.x.gov.cn/": chained} | {
        f"www.x.gov.cn/{number}.html": chained for number in range(40)
    }
    changed: dict[str, Any] = {name: 5}
    bound = CrawlSettings(max_link_checks=0, max_depth=50, **changed)
    with pages_served(pages) as server:
        archive = new_run(tmp_path / "run", [site(HOME)], server.settings, bound)
        inspect_run(archive, clock(0.0005), progress=Progress(), wait=True)
    coverage = site_facts(archive, archive.sites[0]).coverage
    assert not coverage.complete
    assert coverage.reason
    assert coverage.pages < 40


def test_answers_that_are_no_pages_are_not_understood(tmp_path: Path) -> None:
    pages: Pages = {
        "www.x.gov.cn/": linked("首页", "/a.pdf", "/b", "/c"),
        "www.x.gov.cn/a.pdf": Reply(200, b"%PDF-1.4", (("Content-Type", "application/pdf"),)),
        "www.x.gov.cn/b": Reply(200, b"MZ\x00\x00\x00" * 90, (("Content-Type", "text/html"),)),
        "www.x.gov.cn/c": Reply(200, "<title>宽</title>".encode("utf-16"), (("Content-Type", "text/html"),)),
    }
    with pages_served(pages) as server:
        archive = new_run(tmp_path / "run", [site(HOME)], server.settings)
        inspect_run(archive, clock(), progress=Progress(), wait=True)
    kinds = {
        row.url.rpartition("/")[2]: row.kind for row in read_pages(archive.site_folder(archive.sites[0]))
    }
    assert kinds.get("b") == ""
    assert kinds["c"] != ""
    assert kinds.get("a.pdf", "") == ""


def test_a_page_that_defeats_us_does_not_end_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stumbling(body: bytes, **more: Any) -> Page:
        if b"stumble" in body:
            raise RecursionError("too deep")
        return understand(body, **more)

    monkeypatch.setattr(observing, "understand", stumbling)
    pages: Pages = {
        "www.x.gov.cn/": linked("首页", "/a.html", "/b.html"),
        "www.x.gov.cn/a.html": "<p>stumble",
        "www.x.gov.cn/b.html": linked("好"),
    }
    with pages_served(pages) as server:
        archive = new_run(tmp_path / "run", [site(HOME)], server.settings)
        inspect_run(archive, clock(), progress=Progress(), wait=True)
    rows = {row.url: row for row in read_pages(archive.site_folder(archive.sites[0]))}
    assert NOT_UNDERSTOOD in rows[HOME + "a.html"].detail.decode()
    assert rows[HOME + "a.html"].digest
    assert rows[HOME + "b.html"].kind
    assert archive.sealed
    coverage = site_facts(archive, archive.sites[0]).coverage
    assert (coverage.pages, coverage.not_understood, coverage.complete) == (2, 1, True)


def test_what_a_column_holds_that_defeats_us_is_unknown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumbling(body: bytes, **more: Any) -> Page:
        if b"stumble" in body:
            raise RecursionError("too deep")
        return understand(body, **more)

    monkeypatch.setattr(observing, "understand", stumbling)
    columns = {"zwyw": "政务要闻", "tzgg": "通知公告", "zcwj": "政策文件"}
    links = "".join(f"<li><a href='/{column}/'>{name}</a></li>" for column, name in columns.items())
    home = f"<title>甲县人民政府</title><div class='nav'><ul><li><a href='/'>首页</a></li>{links}</ul></div>"
    served: Pages = {"www.x.gov.cn/": home} | {
        f"www.x.gov.cn/{column}/": f"<title>{name}</title><p>stumble" for column, name in columns.items()
    }
    with pages_served(served) as server:
        archive = new_run(tmp_path / "run", [site(HOME)], server.settings)
        inspect_run(archive, clock(), progress=Progress(), wait=True)
    facts = site_facts(archive, archive.sites[0])
    assert {column.name: column.reachable for column in facts.columns} == dict.fromkeys(
        columns.values(), False
    )
    assert facts.coverage.not_understood == len(columns)
    verdicts = judge(archive, load_edition(None)).sites[0].verdicts
    assert verdicts["W-V-04.1"].state is not State.HIT


def test_a_home_page_that_defeats_us_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stumbling(body: bytes, **more: Any) -> Page:
        raise RecursionError("too deep")

    monkeypatch.setattr(observing, "understand", stumbling)
    with pages_served({"www.x.gov.cn/": linked("首页")}) as server:
        archive = new_run(tmp_path / "run", [site(HOME)], server.settings)
        inspect_run(archive, clock(), progress=Progress(), wait=True)
    coverage = site_facts(archive, archive.sites[0]).coverage
    assert (coverage.complete, coverage.home) == (False, None)
    assert "未能读懂" in coverage.reason


def test_a_run_that_another_process_works_on_is_left_alone(tmp_path: Path) -> None:
    with pages_served({"www.x.gov.cn/": MISSING}) as server:
        archive = new_run(tmp_path / "run", [site(HOME)], server.settings)
        with archive.only_writer(), pytest.raises(ArchiveError, match="另一个进程"):
            inspect_run(Archive(archive.folder), clock(), progress=Progress())
        assert not server.asked


def test_waiting_ends_with_the_wish_to_stop() -> None:
    real = SystemClock()
    asked: list[int] = []

    def wished() -> bool:
        asked.append(1)
        return len(asked) > 1

    begun = real.now()
    wait_until(begun + timedelta(hours=24), real, wished)
    assert real.now() - begun < timedelta(seconds=5)
    jumping = clock()
    due = jumping.now() + timedelta(days=2)
    wait_until(due, jumping, lambda: False)
    assert jumping.now() >= due
