"""What a visitor sees of pages put together of frames, and of lists that show no year."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.engine.served import clock, new_run, pages_served, site
from xunwang.engine.facts import site_facts
from xunwang.engine.progress import Progress
from xunwang.engine.run import inspect_run
from xunwang.engine.settings import CrawlSettings
from xunwang.rules.facts import SiteFacts
from xunwang.words import FooterElement as El

HOST = "www.x.gov.cn"
DAYS = range(20, 28)


def entries(year: str) -> str:
    rows = (
        f'<li><a href="/a{day}.html">我局召开第{day}次工作推进会议</a><span>{year}11-{day}</span></li>'
        for day in DAYS
    )
    return f"<ul class='list'>{''.join(rows)}</ul>"


MENU = '<div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/dt/">工作动态</a></li><li><a href="/wj/">政策文件</a></li></ul></div>'
FOOT = '<div class="footer">主办单位：某局 联系电话：0431-88901234 网站标识码：2200000001</div>'
SEARCH = '<form action="/so"><input name="q" placeholder="请输入关键字"></form>'
HOME = f'<title>某局</title>{MENU}<iframe src="/top.html"></iframe><iframe src="/news.html"></iframe><iframe src="/foot.html"></iframe>'
PARTS = {
    "/top.html": SEARCH,
    "/news.html": entries("2020-"),
    "/foot.html": f'{FOOT}<iframe src="/icp.html"></iframe>',
    "/icp.html": '<a href="https://beian.miit.gov.cn/">吉ICP备05001234号</a>',
}
COLUMN = (
    '<title>工作动态</title><meta name="ColumnName" content="工作动态"><iframe src="/news.html"></iframe>'
)


def facts_of(folder: Path, pages: dict[str, str], max_pages: int = 50) -> SiteFacts:
    with pages_served({HOST + path: html for path, html in pages.items()}) as server:
        archive = new_run(
            folder / "run", [site(f"http://{HOST}/")], server.settings, CrawlSettings(max_pages=max_pages)
        )
        inspect_run(archive, clock(), progress=Progress(), wait=True)
    return site_facts(archive, archive.sites[0])


def test_what_the_frames_of_a_page_show_is_the_page_s(tmp_path: Path) -> None:
    facts = facts_of(tmp_path, {"/": HOME, "/dt/": COLUMN, **PARTS})
    assert facts.home is not None
    assert facts.home.newest is not None
    assert (facts.home.newest.day, facts.home.navigation_only, facts.home.scripted) == (
        date(2020, 11, 27),
        False,
        False,
    )
    (footer,) = [footer for footer in facts.footers if footer.is_home]
    assert {El.SPONSOR, El.CONTACT, El.SITE_CODE, El.ICP} <= set(footer.parts)
    assert facts.search is not None
    assert facts.search.has_form
    (column,) = [column for column in facts.columns if column.name == "工作动态"]
    assert column.newest is not None
    assert (column.newest.day, column.scripted) == (date(2020, 11, 27), False)


@pytest.mark.parametrize(("pages", "unknown"), [(2, True), (50, False)])
def test_a_frame_that_nobody_has_read_is_unknown_and_one_that_does_not_open_is_empty(
    tmp_path: Path, pages: int, unknown: bool
) -> None:
    home = f'<title>某局</title>{MENU}<iframe src="/gone.html"></iframe>'
    facts = facts_of(tmp_path, {"/": home, "/dt/": COLUMN}, max_pages=pages)
    assert facts.home is not None
    assert facts.home.scripted is unknown


@pytest.mark.parametrize(("year", "newest"), [(2020, date(2020, 11, 27)), (2017, date(2017, 11, 27))])
def test_the_article_tells_the_year_that_its_list_leaves_out(tmp_path: Path, year: int, newest: date) -> None:
    """A home page that has stood still for three years shows the days of this month, as one kept up does."""
    articles = {
        f"/a{day}.html": f"<title>我局召开第{day}次工作推进会议</title><h1>我局召开第{day}次工作推进会议</h1>"
        f'<div>发布时间：{year}-11-{day} 来源：某局</div><div class="con">{"会议要求抓好各项工作落实。" * 20}</div>'
        for day in DAYS
    }
    facts = facts_of(tmp_path, {"/": f"<title>某局</title>{MENU}" + entries(""), **articles})
    assert facts.home is not None
    assert facts.home.newest is not None
    assert facts.home.newest.day == newest
    assert facts.date_conflicts == ()


@pytest.mark.parametrize(("pages", "unopened"), [(1, True), (50, False)])
def test_a_list_without_days_whose_articles_were_not_fetched_is_unopened(
    tmp_path: Path, pages: int, unopened: bool
) -> None:
    rows = "".join(f'<li><a href="/n{n}.html">我县召开第{n}次工作推进会议</a></li>' for n in range(5))
    home = f"<title>某县</title>{MENU}<ul class='list'>{rows}</ul>"
    facts = facts_of(tmp_path, {"/": home}, max_pages=pages)
    assert facts.home is not None
    assert (facts.home.newest, facts.home.unopened) == (None, unopened)
