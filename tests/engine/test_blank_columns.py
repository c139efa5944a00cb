"""Which column pages count as blank."""

from __future__ import annotations

from pathlib import Path

from tests.engine.served import clock, new_run, pages_served, site
from xunwang.engine.facts import site_facts
from xunwang.engine.progress import Progress
from xunwang.engine.run import inspect_run
from xunwang.rules.facts import SiteFacts

HOST = "www.x.gov.cn"
NAMES = ("机关动态", "人事信息", "规划计划", "应急管理")
MENU = "".join(f'<li><a href="/c{number}/">{name}</a></li>' for number, name in enumerate(NAMES))
ENTRIES = "".join(
    f'<li><a href="/c0/t202011{day}_{day}.html">我局召开第{day}次工作推进会议</a><span>2020-11-{day}</span></li>'
    for day in range(10, 18)
)


def _page(name: str, main: str) -> str:
    return (
        f'<title>{name}</title><meta name="ColumnName" content="{name}">'
        f'<div class="nav"><ul>{MENU}</ul></div><div class="pos">当前位置：<a href="/">首页</a> &gt; {name}</div>'
        f'<div class="side"><h3>栏目导航</h3><ul>{MENU * 12}</ul></div><div class="main">{main}</div>'
    )


def _facts(folder: Path, mains: dict[str, str]) -> SiteFacts:
    home = f'<title>某局</title><div class="nav"><ul>{MENU}</ul></div><ul class="list">{ENTRIES}</ul>'
    pages = {f"{HOST}/": home, f"{HOST}/c0/": _page(NAMES[0], f"<ul>{ENTRIES}</ul>")}
    pages |= {f"{HOST}/c{number}/": _page(NAMES[number], mains[NAMES[number]]) for number in range(1, 4)}
    with pages_served(pages) as server:
        archive = new_run(folder / "run", [site(f"http://{HOST}/")], server.settings)
        inspect_run(archive, clock(), progress=Progress(), wait=True)
    return site_facts(archive, archive.sites[0])


def test_a_picture_that_several_columns_show_does_not_fill_them_but_one_of_its_own_does(
    tmp_path: Path,
) -> None:
    line = '<img src="/images/line.gif">'
    mains = {"人事信息": line, "规划计划": line, "应急管理": '<img src="/files/chart2020.png" alt="">'}
    facts = _facts(tmp_path, mains)
    assert {column.name for column in facts.columns if column.blank} == {"人事信息", "规划计划"}


def test_a_column_with_links_of_its_own_is_not_blank(tmp_path: Path) -> None:
    mains = {"人事信息": "", "规划计划": '<a href="/files/plan2020.pdf">全文</a>', "应急管理": ""}
    facts = _facts(tmp_path, mains)
    assert {column.name for column in facts.columns if column.blank} == {"人事信息", "应急管理"}


def test_what_a_viewer_or_a_late_picture_shows_is_content_and_words_of_regret_are_none(
    tmp_path: Path,
) -> None:
    mains = {
        "人事信息": '<img data-src="/files/chart2020.png" src="/images/loading.gif">',
        "规划计划": "<p>对不起，该栏目暂无相关信息，请浏览其他栏目，谢谢！</p>",
        "应急管理": '<div id="pdf"></div><script>PDFObject.embed("/files/plan2020.pdf", "#pdf")</script>',
    }
    facts = _facts(tmp_path, mains)
    assert {column.name for column in facts.columns if column.blank} == {"规划计划"}
