"""A finding is looked at again on its very page by its very rule: cured only by what was seen again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.engine.served import Pages, clock, new_run, pages_served
from tests.fetch_store.local_server import Reply
from xunwang.engine.archive import Archive
from xunwang.engine.judge import judge_site
from xunwang.engine.progress import Progress
from xunwang.engine.recheck import Question, recheck
from xunwang.engine.run import inspect_run
from xunwang.engine.settings import CrawlSettings, RunSettings
from xunwang.fetch.evidence import EvidenceStore
from xunwang.fetch.records import FetchSettings
from xunwang.rules.edition import load_edition
from xunwang.rules.facts import Site
from xunwang.rules.recheck import Rechecked, Scope, methods
from xunwang.rules.verdict import Finding
from xunwang.simulate.clock import ProvinceClock
from xunwang.words import Cure, ItemKind, Level, SiteKind

HOST = "www.x.gov.cn"
HOME = f"http://{HOST}/"
EDITION = load_edition()
SITE = Site("某县人民政府", HOME, SiteKind.PORTAL, Level.COUNTY, unit="某县人民政府", site_code="2201220001")
COLUMNS = ("政务要闻", "通知公告", "政策文件")
MENU = "".join(f'<li><a href="/c{number}/">{name}</a></li>' for number, name in enumerate(COLUMNS))
FOOTER = (
    "<footer><a href=https://bszs.conac.cn/sitename><img src=/dzjg.png alt=党政机关></a>主办单位：某县人民政府　联系电话：0431-88888888　网站标识码：{code}　"
    '<a href="/map.html">网站地图</a> 吉ICP备05000001号 吉公网安备22010202000001号</footer>'
)


def entries(day: str, column: int = 0) -> str:
    return "".join(
        f'<li><a href="/c{column}/t{number}.html">某县召开第{number}次工作推进会议</a><span>{day}</span></li>'
        for number in range(8)
    )


SIDE = f'<div class="side"><h3>栏目导航</h3><ul>{MENU * 12}</ul></div>'


def html(title: str, main: str, *, column: str = "", code: str = "2201220001", tags: bool = True) -> str:
    article = {"ArticleTitle": title, "PubDate": "2020-11-20 08:00", "ContentSource": "某县人民政府"}
    metas = "".join(
        f'<meta name="{name}" content="{value}">'
        for name, value in {
            "SiteName": "某县人民政府", "SiteDomain": HOST, "SiteIDCode": "2201220001", "ColumnName": column or "首页",
            "ColumnType": column or "首页", "ColumnDescription": "栏目", "ColumnKeywords": "关键词", "Keywords": "关键词",
            "Description": "摘要", "Author": "某县", "Image": "a.png", "Url": HOME,
            **(article if "<h1>" in main else {}),
        }.items()
    )  # fmt: skip
    return (
        f"<html><head><meta charset=utf-8><title>{title}</title>{metas if tags else ''}</head><body>"
        f'<div class="nav"><ul>{MENU}</ul></div><div class="main">{main}</div>{FOOTER.format(code=code)}</body></html>'
    )


def site_pages(**changes: Any) -> dict[str, Any]:
    """A site in order. ``changes``: by address below the host, ``_`` for ``/``."""
    day = "2020-11-28"
    pages: dict[str, Any] = {
        f"{HOST}/": html("某县人民政府", f"<ul>{entries(day)}</ul>"),
        f"{HOST}/map.html": html("网站地图", "<p>网站地图</p>"),
    }
    for number, name in enumerate(COLUMNS):
        pages[f"{HOST}/c{number}/"] = html(name, f"<ul>{entries(day, number)}</ul>", column=name)
        for entry in range(8):
            title = f"某县召开第{entry}次工作推进会议"
            body = f"<h1>{title}</h1><p>发布时间：{day}</p><div class=content><p>{'会议研究部署重点工作。' * 20}</p></div>"
            pages[f"{HOST}/c{number}/t{entry}.html"] = html(title, body, column=name)
    return pages | {f"{HOST}{path}": page for path, page in changes.items()}


def with_pages(changes: dict[str, Any]) -> dict[str, Any]:
    return site_pages() | {f"{HOST}{path}": page for path, page in changes.items()}


def article(text: str, **kwargs: Any) -> str:
    body = f"<h1>某县召开第1次工作推进会议</h1><p>发布时间：2020-11-28</p><div class=content><p>{text}</p><p>{'会议研究部署。' * 30}</p></div>"
    return html("某县召开第1次工作推进会议", body, column=COLUMNS[0], **kwargs)


def found_in(
    folder: Path, pages: Pages, item: str, pick: Callable[[Finding], bool] = lambda _: True
) -> Finding:
    """The finding that an inspection of the site makes."""
    with pages_served(pages) as server:
        archive = new_run(folder / "run", [SITE], server.settings, CrawlSettings(max_pages=200))
        inspect_run(archive, clock(), progress=Progress(), wait=True)
    verdict = judge_site(Archive(folder / "run"), SITE, EDITION).verdicts[item]
    found = [finding for finding in verdict.findings if pick(finding)]
    assert found, (item, verdict)
    return found[0]


def look(
    folder: Path,
    pages: Pages | None,
    item: str,
    finding: Finding,
    at: ProvinceClock | None = None,
    **changes: Any,
) -> Rechecked:
    """Look again at the site as it is served now; None: nobody answers."""
    at = at or clock()
    if pages is None:
        gone = FetchSettings(allowed_networks=("127.0.0.0/8",), gateway=("127.0.0.1", 9, 9), retries=0)
        return _look(folder, gone, item, finding, at)
    with pages_served(pages) as server:
        return _look(folder, replace(server.settings, **changes), item, finding, at)


def _look(folder: Path, fetch: FetchSettings, item: str, finding: Finding, at: ProvinceClock) -> Rechecked:
    question = Question(SITE, EDITION.items[item], finding)
    return recheck(folder / "again", question, RunSettings(at.now(), fetch, CrawlSettings()), at)


WRONG = "中国和台湾的企业家参加了会议。"
BAD: dict[str, tuple[str, dict[str, Any], dict[str, Any]]] = {
    "wrong words on an article": (
        "W-V-01.1", {"/c0/t1.html": article(WRONG)}, {"/c0/t1.html": article("大陆和台湾的企业家参加了会议。")},
    ),
    "a hidden link": (
        "W-V-01.3",
        {"/c0/t1.html": article('<a style="display:none" href="http://bad.example.com/">彩票</a>')},
        {"/c0/t1.html": article("")},
    ),
    "a home page that is not updated": (
        "W-V-03.1", {"/": html("某县人民政府", f"<ul>{entries('2020-09-01')}</ul>")}, {},
    ),
    "a stale column": (
        "W-D-05.2",
        {"/c2/": html("政策文件", f"<ul>{entries('2019-09-01', 2)}</ul>", column="政策文件")},
        {"/c2/": html("政策文件", f"<ul>{entries('2020-11-28', 2)}</ul>", column="政策文件")},
    ),
    "a blank column": (
        "W-D-09.1",
        {"/c1/": html("通知公告", SIDE, column="通知公告")},
        {},
    ),
    "a wrong site code in the footer": (
        "W-D-19", {"/": html("某县人民政府", f"<ul>{entries('2020-11-28')}</ul>", code="2201220009")}, {},
    ),
    "a missing kind of column": (
        "W-D-04.1",
        {f"/{name}": page for name, page in {
            "": html("某县人民政府", f"<ul>{entries('2020-11-28')}</ul>").replace("政务要闻", "规划计划"),
            "c0/": html("规划计划", f"<ul>{entries('2020-11-28')}</ul>", column="规划计划").replace("政务要闻", "规划计划"),
        }.items()},
        {},
    ),
}  # fmt: skip


def bad_pages(name: str) -> dict[str, Any]:
    pages = with_pages(BAD[name][1])
    if name == "a missing kind of column":
        return {url: page.replace("政务要闻", "规划计划") for url, page in pages.items()}
    return pages


Case = Callable[[str], tuple[str, Finding, dict[str, Any], dict[str, Any]]]


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """Indicator, finding, the pages it was found on and those put right; each bad site is inspected once."""

    @cache
    def found(name: str) -> Finding:
        return found_in(tmp_path_factory.mktemp("found"), bad_pages(name), BAD[name][0])

    return lambda name: (BAD[name][0], found(name), bad_pages(name), with_pages(BAD[name][2]))


@pytest.mark.parametrize("name", BAD)
def test_what_was_put_right_is_cured_and_what_was_not_is_still_there(
    tmp_path: Path, case: Case, name: str
) -> None:
    item, finding, before, after = case(name)
    still = look(tmp_path / "a", before, item, finding)
    assert (still.cure, still.told) != (Cure.CURED, ""), name
    assert still.cure is Cure.STILL_THERE, still.told
    assert still.evidence and still.evidence[0].digest
    cured = look(tmp_path / "b", after, item, finding)
    assert cured.cure is Cure.CURED, cured.told
    assert cured.evidence and all(one.digest for one in cured.evidence)


@pytest.mark.parametrize("name", BAD)
def test_a_site_that_is_down_is_never_cured(tmp_path: Path, case: Case, name: str) -> None:
    item, finding, _, after = case(name)
    assert look(tmp_path / "a", None, item, finding).cure is Cure.UNKNOWN
    broken = {f"{HOST}/": Reply(503, b"busy")}
    assert look(tmp_path / "b", after | broken, item, finding).cure is Cure.UNKNOWN


@pytest.mark.parametrize(
    "name", [n for n in BAD if "home" not in n and "footer" not in n and "missing" not in n]
)
@pytest.mark.parametrize(
    "answer",
    [
        Reply(500, b"error"), Reply(403, b"no"), None,
        Reply(200, b"\x00\x01\x02" * 999, (("Content-Type", "application/octet-stream"),)),
        Reply(302, b"", (("Location", "http://169.254.169.254/"),)),
        Reply(302, b"", (("Location", "http://other.example.com/"),)),
    ],
    ids=["500", "403", "cut off", "no page", "to an inner address", "to another site"],
)  # fmt: skip
def test_a_page_that_can_not_be_read_is_never_cured(
    tmp_path: Path, case: Case, name: str, answer: Reply | None
) -> None:
    item, finding, _, after = case(name)
    path = finding.evidence[0].url.removeprefix("http://")
    after[path] = (lambda asked: answer) if answer is None else answer
    done = look(tmp_path, after, item, finding)
    assert done.cure is not Cure.CURED, done.told


def test_content_that_was_taken_down_is_cured_and_a_column_that_was_is_not(
    tmp_path: Path, case: Case
) -> None:
    item, finding, _, after = case("wrong words on an article")
    del after[f"{HOST}/c0/t1.html"]
    assert look(tmp_path / "a", after, item, finding).cure is Cure.CURED
    item, finding, _, after = case("a stale column")
    del after[f"{HOST}/c2/"]
    done = look(tmp_path / "b", after, item, finding)
    assert done.cure is Cure.UNKNOWN and "已不存在" in done.told


def test_a_column_that_is_no_longer_in_the_navigation_is_not_cured(tmp_path: Path, case: Case) -> None:
    item, finding, _, after = case("a stale column")
    after = {url: page.replace('<li><a href="/c2/">政策文件</a></li>', "") for url, page in after.items()}
    assert look(tmp_path, after, item, finding).cure is Cure.UNKNOWN


def test_other_wrong_words_on_the_page_are_told_and_the_page_is_not_called_cured(
    tmp_path: Path, case: Case
) -> None:
    item, finding, _, _ = case("wrong words on an article")
    done = look(tmp_path, with_pages({"/c0/t1.html": article("西藏和中国的往来。")}), item, finding)
    assert done.cure is Cure.UNKNOWN and "原问题未再出现" in done.told


def test_a_page_that_scripts_fill_in_is_unknown(tmp_path: Path, case: Case) -> None:
    item, finding, _, _ = case("wrong words on an article")
    empty = html("某县", '<div id="app"></div><script src="/app.js"></script>').replace(MENU, "")
    assert look(tmp_path / "a", with_pages({"/c0/t1.html": empty}), item, finding).cure is Cure.UNKNOWN
    bare = "<title>某县</title><div id=app></div><script src=/app.js></script>"
    assert look(tmp_path / "b", with_pages({"/c0/t1.html": bare}), item, finding).cure is Cure.UNKNOWN


def test_an_error_page_sent_as_if_all_were_well_is_not_cured(tmp_path: Path, case: Case) -> None:
    item, finding, _, _ = case("wrong words on an article")
    soft = "<title>404</title><h1>404 Not Found</h1>您访问的页面不存在"
    assert look(tmp_path, with_pages({"/c0/t1.html": soft}), item, finding).cure is Cure.UNKNOWN


def test_a_page_that_now_leads_to_the_home_page_is_not_cured(tmp_path: Path, case: Case) -> None:
    item, finding, _, _ = case("wrong words on an article")
    moved = with_pages({"/c0/t1.html": Reply(302, b"", (("Location", "/"),))})
    done = look(tmp_path, moved, item, finding)
    assert done.cure is Cure.UNKNOWN and "已转到" in done.told


def test_robots_is_obeyed(tmp_path: Path, case: Case) -> None:
    item, finding, _, after = case("wrong words on an article")
    after[f"{HOST}/robots.txt"] = Reply(
        200, b"User-agent: *\nDisallow: /c0/", (("Content-Type", "text/plain"),)
    )
    done = look(tmp_path, after, item, finding)
    assert done.cure is Cure.UNKNOWN and "robots" in done.told


def test_only_what_is_asked_for_is_fetched(tmp_path: Path, case: Case) -> None:
    item, finding, _, after = case("wrong words on an article")
    with pages_served(after) as server:
        _look(tmp_path, server.settings, item, finding, clock())
        asked = {one.path for one in server.asked}
    assert asked <= {"/", "/robots.txt", "/c0/t1.html"}


def test_a_page_without_end_is_cut_and_never_cured(tmp_path: Path, case: Case) -> None:
    item, finding, _, after = case("wrong words on an article")
    after[f"{HOST}/c0/t1.html"] = Reply(200, b"<p>" + b"a" * 3_000_000, (("Content-Type", "text/html"),))
    done = look(tmp_path, after, item, finding, max_bytes=1_000_000)
    assert done.cure is Cure.UNKNOWN, done.told


def linked(*targets: str) -> str:
    links = "".join(f'<p><a href="{url}">办事大厅</a></p>' for url in targets)
    return html("某县人民政府", f"<ul>{entries('2020-11-28')}</ul>{links}")


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Finding:
    return found_in(tmp_path_factory.mktemp("broken"), with_pages({"/": linked("/gone.html")}), "W-D-20.1")


def test_a_link_that_opens_again_is_cured_at_once(tmp_path: Path, broken: Finding) -> None:
    after = with_pages({"/": linked("/gone.html"), "/gone.html": article("好了")})
    assert look(tmp_path, after, "W-D-20.1", broken).cure is Cure.CURED


def test_a_link_that_was_taken_off_the_home_page_is_cured(tmp_path: Path, broken: Finding) -> None:
    assert look(tmp_path, with_pages({}), "W-D-20.1", broken).cure is Cure.CURED


def test_a_home_page_that_was_emptied_cures_no_link(tmp_path: Path, broken: Finding) -> None:
    for number, page in enumerate(
        (
            "<title>某县人民政府</title>",
            "<title>某县人民政府</title><div id=app></div><script src=/a.js></script>",
        )
    ):
        done = look(tmp_path / str(number), with_pages({"/": page}), "W-D-20.1", broken)
        assert done.cure is Cure.UNKNOWN, done.told


def test_a_link_is_still_broken_only_after_the_rules_repeated_tries(tmp_path: Path, broken: Finding) -> None:
    at, calls = clock(), 0
    with pages_served(with_pages({"/": linked("/gone.html")})) as server:
        done = _look(tmp_path, server.settings, "W-D-20.1", broken, at)
        while done.again_at is not None:
            assert done.cure is Cure.UNKNOWN
            at.sleep_until(done.again_at)
            done, calls = _look(tmp_path, server.settings, "W-D-20.1", broken, at), calls + 1
        tried = [one for one in server.asked if one.path == "/gone.html" and one.method == "GET"]
        homes = [one for one in server.asked if one.path == "/"]
    assert (done.cure, calls, len(tried), len(homes)) == (Cure.STILL_THERE, 2, 3, 1)
    assert at.now() - clock().now() >= timedelta(hours=23)


def test_a_link_that_only_one_of_several_pages_dropped_is_not_called_cured(tmp_path: Path) -> None:
    pages = with_pages(
        {
            "/c0/t1.html": article('<a href="/no.html">附</a>'),
            "/c0/t2.html": article('<a href="/no.html">附</a>'),
        }
    )
    finding = found_in(tmp_path, pages, "W-D-20.2", lambda one: "no.html" in one.summary)
    after = dict(pages) | {finding.evidence[0].url.removeprefix("http://"): article("")}
    done = look(tmp_path, after, "W-D-20.2", finding)
    assert done.cure is Cure.UNKNOWN and "其他页面" in done.told


def test_a_recheck_that_was_stopped_goes_on(tmp_path: Path, case: Case) -> None:
    item, finding, _, after = case("a blank column")
    question = Question(SITE, EDITION.items[item], finding)
    with pages_served(after) as server:
        settings = RunSettings(clock().now(), server.settings, CrawlSettings())
        stopped = recheck(tmp_path / "again", question, settings, clock(), lambda: len(server.asked) > 2)
        assert stopped.cure is Cure.UNKNOWN and stopped.again_at is not None
        assert recheck(tmp_path / "again", question, settings, clock()).cure is Cure.CURED
        asked = [one.path for one in server.asked]
    assert max(asked.count(path) for path in asked if path.startswith("/c1")) <= 2


def test_what_was_seen_again_opens_as_evidence(tmp_path: Path, case: Case) -> None:
    item, finding, before, _ = case("wrong words on an article")
    done = look(tmp_path, before, item, finding)
    archive = Archive(tmp_path / "again")
    with EvidenceStore(archive.site_folder(SITE)) as store:
        stored = store.open(done.evidence[0].digest)
    assert "中国和台湾" in stored.body.decode()
    assert archive.manifest["item"] == item


def test_what_a_machine_can_not_tell_is_a_persons_and_nothing_is_fetched(tmp_path: Path) -> None:
    finding = Finding("首页7天内不可访问6%。", ())
    done = look(tmp_path, None, "W-V-02", finding)
    assert (done.cure, done.fetched) == (Cure.UNKNOWN, False) and "7天" in done.told
    restricted = Finding("涉密", (), restricted=True)
    assert look(tmp_path, None, "W-D-24", restricted).fetched is False
    assert not (tmp_path / "again").exists()


def test_every_indicator_of_the_table_says_how_it_is_looked_at_again() -> None:
    wanted = {item.id for item in EDITION.site_items.values() if item.kind is not ItemKind.BONUS}
    assert methods().keys() == wanted
    assert all(method.person for method in methods().values() if method.scope is Scope.NONE)
