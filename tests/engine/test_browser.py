"""Lists that scripts write: unknown as served, judged when a real browser has rendered them."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import time
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import orjson
import pytest

from tests.engine.killable import starter
from tests.engine.served import Pages, clock, new_run, pages_served, site
from tests.fetch_store.local_server import Asked, LocalServer, Reply
from xunwang.engine.archive import Archive
from xunwang.engine.facts import site_facts
from xunwang.engine.journal import read_journal
from xunwang.engine.judge import judge, promote_evidence
from xunwang.engine.progress import Progress
from xunwang.engine.run import inspect_run
from xunwang.engine.settings import CrawlSettings
from xunwang.fetch.evidence import RENDERED, EvidenceStore, read_warc
from xunwang.pages.render import browser_problem
from xunwang.rules.edition import load_edition
from xunwang.rules.facts import Column, SiteFacts
from xunwang.words import State

HOME = "http://www.x.gov.cn/"
COLUMNS = {
    "zwyw": "政务要闻", "gzdt": "工作动态", "bmdt": "部门动态", "jcdt": "基层动态", "tzgg": "通知公告", "zcwj": "政策文件",
}  # fmt: skip
ALL = tuple(COLUMNS)
FEW = ("zwyw", "gzdt", "tzgg")
SETTINGS = CrawlSettings(browser_pages=40, browser_page_seconds=8, max_link_checks=0)

needs_browser = pytest.mark.skipif(bool(browser_problem()), reason="chromium or playwright is not installed")
pytestmark = pytest.mark.browser

SHARED_SCRIPT = (
    "function fill(id, url) { fetch(url).then(function (r) { return r.json() }).then(function (d) {"
    "document.getElementById(id).innerHTML = d.map(function (i) {"
    'return "<li><a href=" + i.u + ">" + i.t + "</a><span>" + i.d + "</span></li>" }).join("") }) }'
)


def entries(column: str, year: int) -> list[dict[str, str]]:
    return [
        {"u": f"/{column}/{number}.html", "t": f"关于开展{COLUMNS[column]}第{number}号工作的通知",
         "d": f"{year}-11-{number + 19:02}"}
        for number in range(10)
    ]  # fmt: skip


def column_page(column: str, columns: Sequence[str] = ALL) -> str:
    return (
        f"<title>{COLUMNS[column]}-甲县人民政府</title>{navigation(columns)}<h2>{COLUMNS[column]}</h2>"
        f'<script src="/common.js"></script><ul id="list" class="news"></ul>'
        f"<script>fill('list', '/api/{column}.json'); if (0) $.ajax(list.innerHTML)</script>{FOOTER}"
    )


def navigation(columns: Sequence[str]) -> str:
    links = "".join(f'<li><a href="/{column}/">{COLUMNS[column]}</a></li>' for column in columns)
    return f'<div class="nav"><ul><li><a href="/">首页</a></li>{links}</ul></div>'


FOOTER = '<div class="footer">主办单位：甲县人民政府 网站标识码：3400000001</div>'


def pages(year: int = 2020, columns: Sequence[str] = ALL) -> dict[str, Any]:
    """A site all of whose column lists are written by a script; the home page shows one list as it is."""
    shown = "".join(
        f"<li><a href='{one['u']}'>{one['t']}</a><span>{one['d']}</span></li>"
        for one in entries("zwyw", 2020)
    )
    found: dict[str, Any] = {
        "www.x.gov.cn/": f"<title>甲县人民政府</title>{navigation(columns)}<h2>要闻</h2><ul>{shown}</ul>{FOOTER}",
        "www.x.gov.cn/common.js": Reply(200, SHARED_SCRIPT.encode(), (("Content-Type", "text/javascript"),)),
    }
    for column in columns:
        rows = entries(column, year)
        found[f"www.x.gov.cn/{column}/"] = column_page(column, columns)
        found[f"www.x.gov.cn/api/{column}.json"] = Reply(
            200, json.dumps(rows).encode(), (("Content-Type", "application/json"),)
        )
        for one in rows:
            found[f"www.x.gov.cn{one['u']}"] = (
                f"<title>{one['t']}</title><h1>{one['t']}</h1><p>发布时间：{one['d']} 10:00</p><p>{'正文内容。' * 60}</p>"
            )
    return found


def inspected(folder: Path, served: Pages, settings: CrawlSettings = SETTINGS) -> tuple[Archive, LocalServer]:
    with pages_served(served) as server:
        archive = new_run(folder, [site(HOME)], server.settings, settings)
        inspect_run(archive, clock(), progress=Progress(), wait=True)
    assert archive.sealed
    return archive, server


@pytest.fixture(scope="module")
def run_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], tuple[Archive, LocalServer]]:
    """The run over the site whose lists are of that year. Tests must not write into it."""
    return cache(lambda year: inspected(tmp_path_factory.mktemp("of-year") / "run", pages(year)))


def facts_of(archive: Archive) -> SiteFacts:
    return site_facts(archive, archive.sites[0])


def by_name(facts: SiteFacts) -> dict[str, Column]:
    return {column.name: column for column in facts.columns if column.name in COLUMNS.values()}


def rendered_of(archive: Archive) -> list[dict[str, Any]]:
    whole = orjson.loads((archive.site_folder(archive.sites[0]) / "site.json").read_bytes())
    return list(whole["rendered"])


def state_of(archive: Archive, item: str) -> State:
    return judge(archive, load_edition(None)).sites[0].verdicts[item].state


# -- what it is for -------------------------------------------------------------------------------


def test_without_the_option_the_lists_are_unknown(tmp_path: Path) -> None:
    archive, server = inspected(tmp_path / "run", pages(2017), CrawlSettings(max_link_checks=0))
    facts = facts_of(archive)
    assert {column.scripted for column in by_name(facts).values()} == {True}
    assert {column.items for column in by_name(facts).values()} == {0}
    assert (facts.coverage.rendered, facts.coverage.unrendered) == (0, 0)
    assert not [asked for asked in server.asked if "/api/" in asked.path]
    assert state_of(archive, "W-V-04.1") is State.UNKNOWN


@needs_browser
@pytest.mark.parametrize(("year", "state"), [(2020, State.CLEAR), (2017, State.HIT)])
def test_with_the_option_they_are_judged(
    run_of: Callable[[int], tuple[Archive, LocalServer]], year: int, state: State
) -> None:
    archive, server = run_of(year)
    facts = facts_of(archive)
    columns = by_name(facts)
    assert len(columns) == len(COLUMNS)
    for column in columns.values():
        assert (column.scripted, column.blank, column.items) == (False, False, 10)
        assert column.newest is not None
        assert column.newest.day is not None
        assert column.newest.day.year == year
    assert (facts.coverage.rendered, facts.coverage.unrendered) == (len(COLUMNS), 0)
    assert state_of(archive, "W-V-04.1") is state
    assert archive.manifest["settings"]["crawl"]["browser_pages"] == 40
    asked = [one.path for one in server.asked]
    assert asked.count("/common.js") == 1, "what the pages share is asked for once"
    assert "/gzdt/9.html" in asked, "what the browser brings to light is crawled"


@needs_browser
def test_what_was_rendered_is_evidence(
    tmp_path: Path, run_of: Callable[[int], tuple[Archive, LocalServer]]
) -> None:
    archive = Archive(shutil.copytree(run_of(2017)[0].folder, tmp_path / "run"))
    result = judge(archive, load_edition(None))
    (finding, *_) = result.sites[0].verdicts["W-V-04.1"].findings
    (evidence, *_) = (one for one in finding.evidence if one.digest)
    folder = archive.site_folder(archive.sites[0])
    with EvidenceStore(folder) as store:
        stored = store.open(evidence.digest)
        assert store.verify().ok
    assert stored.method == RENDERED
    assert "由Chromium" in stored.detail
    assert "号工作的通知</a>" in stored.body.decode("utf-8-sig")
    assert promote_evidence(archive, result) >= 1
    with EvidenceStore(folder) as store:
        assert store.open(evidence.digest).body == stored.body
        assert store.verify().ok
    kinds = {record.kind: record for record in read_warc(folder / "pages.warc.gz")}
    assert kinds["conversion"].digest_checked
    assert "号工作的通知</a>" in kinds["conversion"].payload.decode()


# -- what stays unknown ---------------------------------------------------------------------------


def with_data(answer: Reply | Any, columns: Sequence[str] = ALL) -> dict[str, Any]:
    """The site, each list of which gets this answer."""
    return pages(columns=columns) | {f"www.x.gov.cn/api/{column}.json": answer for column in columns}


NOTHING = Reply(200, b"[]", (("Content-Type", "application/json"),))


@needs_browser
def test_a_list_that_stays_empty_is_blank_only_if_its_data_came(tmp_path: Path) -> None:
    archive, _ = inspected(tmp_path / "run", with_data(NOTHING))
    assert {column.blank for column in by_name(facts_of(archive)).values()} == {True}
    assert state_of(archive, "W-V-04.3") is State.HIT


@needs_browser
def test_data_that_is_refused_leaves_the_list_unknown(tmp_path: Path) -> None:
    served = pages(columns=FEW)
    for column, status in zip(FEW, (403, 404, 503), strict=True):
        served[f"www.x.gov.cn/api/{column}.json"] = Reply(status, b"[]", ())
    archive, _ = inspected(tmp_path / "run", served)
    lacking = {record["url"]: record["lacking"] for record in rendered_of(archive)}
    assert lacking == {f"{HOME}{column}/": [f"{HOME}api/{column}.json"] for column in FEW}
    facts = facts_of(archive)
    assert len(by_name(facts)) == len(FEW)
    assert {(column.blank, column.scripted) for column in by_name(facts).values()} == {(False, True)}
    assert (facts.coverage.rendered, facts.coverage.unrendered) == (0, len(FEW))
    assert "/api/" in facts.coverage.render_problem


@needs_browser
def test_robots_holds_for_what_scripts_ask(tmp_path: Path) -> None:
    served = pages(columns=FEW) | {
        "www.x.gov.cn/robots.txt": Reply(200, b"User-agent: *\nDisallow: /api/", ()),
    }
    archive, server = inspected(tmp_path / "run", served)
    assert not [asked for asked in server.asked if asked.path.startswith("/api/")]
    assert {column.scripted for column in by_name(facts_of(archive)).values()} == {True}


@needs_browser
def test_the_guard_holds_for_what_scripts_ask(tmp_path: Path) -> None:
    inside = "http://169.254.169.254/latest/meta-data/"
    reached = []

    def told(asked: Asked) -> Reply:
        reached.append(asked.path)
        return NOTHING

    spying = column_page("zwyw", FEW).replace(
        "</div>",
        f"</div><script>fetch('{inside}').then(function () {{ fetch('/told?open') }},"
        "function () { fetch('/told?closed') })</script>",
        1,
    )
    served = pages(columns=FEW) | {"www.x.gov.cn/zwyw/": spying, "www.x.gov.cn/told": told}
    archive, server = inspected(tmp_path / "run", served)
    assert reached == ["/told?closed"]
    assert not [asked for asked in server.asked if "169.254" in asked.host]
    assert not by_name(facts_of(archive))["政务要闻"].scripted, "what is not the site's own is not waited for"


@needs_browser
def test_a_page_that_leads_elsewhere_or_hangs_ends_nothing(tmp_path: Path) -> None:
    served = pages(columns=FEW) | {
        "www.x.gov.cn/gzdt/": column_page("gzdt", FEW).replace("if (0)", "while (1) {} if (0)"),
        "www.x.gov.cn/tzgg/": column_page("tzgg", FEW).replace("if (0)", "location.href='http://www.y.com/'; if (0)"),
        "www.y.com/": "<title>别处</title>",
    }  # fmt: skip
    settings = CrawlSettings(browser_pages=40, browser_page_seconds=3, max_link_checks=0)
    archive, _ = inspected(tmp_path / "run", served, settings)
    columns = by_name(facts_of(archive))
    assert {name for name, column in columns.items() if column.scripted} == {"工作动态", "通知公告"}
    problems = {record["url"]: record.get("problem") for record in rendered_of(archive)}
    assert problems[HOME + "gzdt/"] == "渲染超时"
    assert "其他网站" in str(problems[HOME + "tzgg/"])


# -- bounds ---------------------------------------------------------------------------------------


@needs_browser
def test_no_more_pages_are_rendered_than_allowed(tmp_path: Path) -> None:
    archive, _ = inspected(
        tmp_path / "run", pages(columns=FEW), CrawlSettings(browser_pages=2, max_link_checks=0)
    )
    assert len(rendered_of(archive)) == 2
    assert sum(not column.scripted for column in by_name(facts_of(archive)).values()) == 2


@needs_browser
def test_no_more_time_is_spent_than_allowed(tmp_path: Path) -> None:
    settings = CrawlSettings(browser_pages=40, browser_seconds=0.01, max_link_checks=0)
    archive, _ = inspected(tmp_path / "run", pages(columns=FEW), settings)
    assert len(rendered_of(archive)) == 1


def test_a_machine_without_a_browser_ends_the_run_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    archive, _ = inspected(tmp_path / "run", pages())
    facts = facts_of(archive)
    assert (facts.coverage.rendered, facts.coverage.unrendered) == (0, len(COLUMNS))
    assert "未找到chromium" in facts.coverage.render_problem
    assert {column.scripted for column in by_name(facts).values()} == {True}


# -- a home page that is all script ---------------------------------------------------------------


@needs_browser
def test_a_home_page_that_a_script_writes_opens_the_site(tmp_path: Path) -> None:
    made = json.dumps(navigation(FEW) + "<h2>要闻</h2><ul>" + "".join(
        f"<li><a href='{one['u']}'>{one['t']}</a><span>{one['d']}</span></li>" for one in entries("zwyw", 2020)
    ) + "</ul>" + FOOTER)  # fmt: skip
    shell = (
        "<title>甲县人民政府</title><meta charset=gb2312><body><div id='app'></div>"
        f"<script>document.getElementById('app').innerHTML = {made}</script>"
    )
    served = pages(columns=FEW) | {
        "www.x.gov.cn/": Reply(200, shell.encode("gb18030"), (("Content-Type", "text/html"),))
    }
    plain, _ = inspected(tmp_path / "plain", served, CrawlSettings(max_link_checks=0))
    assert facts_of(plain).home is not None
    assert facts_of(plain).home.scripted
    assert facts_of(plain).coverage.pages == 1
    archive, _ = inspected(tmp_path / "run", served)
    facts = facts_of(archive)
    assert facts.home is not None
    assert not facts.home.scripted
    assert facts.home.newest is not None
    assert facts.coverage.pages > 30
    assert len(by_name(facts)) == len(FEW)
    assert not any(column.scripted for column in by_name(facts).values())
    assert facts.footers[0].parts


# -- stopping and going on ------------------------------------------------------------------------


@needs_browser
def test_a_run_killed_while_rendering_goes_on_with_the_next_page(tmp_path: Path) -> None:
    folder = tmp_path / "run"

    def slow(asked: Asked) -> Reply:
        time.sleep(0.3)
        column = re.findall(r"/api/(\w+)\.json", asked.path)[0]
        return Reply(200, json.dumps(entries(column, 2020)).encode(), (("Content-Type", "application/json"),))

    with pages_served(with_data(slow, FEW)) as server, starter() as run:
        archive = new_run(folder, [site(HOME)], server.settings, SETTINGS)
        journal = archive.site_folder(archive.sites[0]) / "journal.log"
        child = run.start(folder)
        limit = time.monotonic() + 60
        while time.monotonic() < limit and not rendered_in(journal):
            time.sleep(0.02)
        os.kill(child, signal.SIGKILL)
        assert run.result() == -signal.SIGKILL
        before = rendered_in(journal)
        assert 1 <= len(before) < len(FEW)
        asked = len(server.asked)
        run.start(folder)
        assert run.result() == 0
        after = [one.path for one in server.asked[asked:]]
    for url in before:
        assert url.removeprefix(HOME.rstrip("/")) not in after, (
            "a page that the journal has was rendered again"
        )
    archive = Archive(folder)
    assert archive.sealed
    urls = [record["url"] for record in rendered_of(archive)]
    assert len(urls) == len(set(urls)) == len(FEW)
    assert set(before) < set(urls)
    assert not any(column.scripted for column in by_name(facts_of(archive)).values())


def rendered_in(journal: Path) -> list[str]:
    return [record["url"] for record in read_journal(journal) if record["t"] == "rendered"]


@needs_browser
def test_a_wish_to_stop_is_heard_while_rendering(tmp_path: Path) -> None:
    served = pages(columns=FEW) | {
        f"www.x.gov.cn/{column}/": column_page(column, FEW).replace("if (0)", "while (1) {} if (0)")
        for column in FEW
    }
    settings = CrawlSettings(browser_pages=40, browser_page_seconds=60, max_link_checks=0)
    with pages_served(served) as server:
        archive = new_run(tmp_path / "run", [site(HOME)], server.settings, settings)
        began = [0.0]

        def wished() -> bool:
            if "/common.js" in [asked.path for asked in server.asked] and not began[0]:
                began[0] = time.monotonic()
            return bool(began[0]) and time.monotonic() > began[0] + 0.5

        ending = inspect_run(archive, clock(), progress=Progress(), should_stop=wished)
    assert ending.stopped
    assert time.monotonic() - began[0] < 20
    assert rendered_in(archive.site_folder(archive.sites[0]) / "journal.log") == []
