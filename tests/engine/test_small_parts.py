"""Link numbers, settings, priorities, open files."""

from __future__ import annotations

import json
import resource
from dataclasses import replace
from datetime import datetime

import pytest

from xunwang.engine.link_table import LinkTable
from xunwang.engine.open_files import MOST, allow_many_files
from xunwang.engine.priorities import priority_of
from xunwang.engine.settings import CrawlSettings, RunSettings, from_json, to_json
from xunwang.fetch.frontier import Priority
from xunwang.fetch.records import FetchSettings
from xunwang.pages.records import Link, ListBlock, ListItem, NavColumn, Page
from xunwang.pages.understand import understand
from xunwang.words import CHINA, LinkClass, PageKind

AT = datetime(2020, 11, 30, 10, 0, tzinfo=CHINA)
SITE = "http://www.x.gov.cn"


def link(path: str, text: str = "") -> Link:
    return Link(SITE + path, text, LinkClass.INTERNAL)


# -- link table -----------------------------------------------------------------------------------


def test_addresses_are_numbered_as_they_are_first_seen() -> None:
    table = LinkTable()
    numbers, new = table.number([link("/a", "甲"), link("/b"), link("/a", "又一次"), link("/c")])
    assert (numbers, [one.url for one in new]) == ([0, 1, 2], [SITE + "/a", SITE + "/b", SITE + "/c"])
    numbers, new = table.number([link("/c"), Link("mailto:a@x.gov.cn", "邮箱", LinkClass.MAIL), link("/a")])
    assert (numbers, [one.url for one in new]) == ([2, 3, 0], ["mailto:a@x.gov.cn"])
    assert len(table) == 4
    assert [table.id_of(SITE + path) for path in ("/a", "/b", "/c", "/never")] == [0, 1, 2, None]
    assert (table.add(SITE + "/b"), table.add(SITE + "/new"), len(table)) == (1, 4, 5)


# -- settings -------------------------------------------------------------------------------------


def test_settings_come_back_from_the_manifest() -> None:
    settings = RunSettings(
        check_point=AT,
        fetch=FetchSettings(
            allowed_networks=("127.0.0.0/8", "10.0.0.0/8"),
            gateway=("127.0.0.1", 80, 443),
            resolve={"www.x.gov.cn": ("127.0.0.1", "::1")},
            rate_per_host=7.5,
        ),
        crawl=CrawlSettings(max_pages=17, obey_robots=False, robots_override_reason="主管单位授权"),
        contact="office@x.gov.cn",
        word_lists="lists",
        processes=3,
    )
    assert from_json(json.loads(json.dumps(to_json(settings)))) == settings


def test_settings_of_another_version_are_read_as_far_as_known() -> None:
    values = json.loads(json.dumps(to_json(RunSettings(AT))))
    values["fetch"]["of_a_later_version"] = 1
    values["crawl"] = {"max_pages": 5, "other": True}
    del values["processes"], values["contact"]
    assert from_json(values) == RunSettings(AT, crawl=CrawlSettings(max_pages=5))


def test_the_contact_goes_into_the_user_agent() -> None:
    assert "13900000000" in RunSettings(AT, contact="13900000000").with_contact().fetch.user_agent
    assert RunSettings(AT).with_contact() == RunSettings(AT)


# -- priorities -----------------------------------------------------------------------------------


@pytest.fixture
def home() -> Page:
    page = understand("<title>首页</title>".encode(), url=SITE + "/", now=AT)
    return replace(
        page,
        columns=(NavColumn("政务公开", SITE + "/zwgk/", 1, None),),
        blocks=(ListBlock("要闻", SITE + "/yw/", 1, None),),
        items=(ListItem("某某新闻", SITE + "/n.html", None, 0),),
    )


@pytest.mark.parametrize(
    ("path", "text", "priority"),
    [
        ("/zwgk/", "政务公开", Priority.FIRST_COLUMN),
        ("/yw/", "更多", Priority.FIRST_LIST_PAGE),
        ("/n.html", "某某新闻", Priority.NEWEST_ARTICLE),
        ("/bs/", "办事指南", Priority.GUIDE),
        ("/xx/", "县长信箱", Priority.LETTER),
        ("/other/", "其他", Priority.COLUMN),
    ],
)
def test_what_the_home_page_shows_is_ranked(home: Page, path: str, text: str, priority: Priority) -> None:
    assert priority_of(link(path, text), home, 0) is priority


@pytest.mark.parametrize(
    ("path", "text", "depth", "priority"),
    [
        ("/p2.html", "下一页", 1, Priority.FIRST_LIST_PAGE),
        ("/p2.html", "下一页", 2, Priority.LIST_PAGE),
        ("/bs/", "办理流程", 1, Priority.GUIDE),
        ("/xx/", "我要咨询", 1, Priority.LETTER),
        ("/zwgk/", "政务公开", 1, Priority.COLUMN),
        ("/n.html", "某某新闻", 1, Priority.NEWEST_ARTICLE),
        ("/other/", "其他", 1, Priority.REST),
    ],
)
def test_what_other_pages_show_is_ranked(
    home: Page, path: str, text: str, depth: int, priority: Priority
) -> None:
    page = replace(home, kind=PageKind.COLUMN, next_page=SITE + "/p2.html")
    assert priority_of(link(path, text), page, depth) is priority


def test_entries_of_a_letter_list_are_letters(home: Page) -> None:
    page = replace(home, kind=PageKind.LETTERS)
    assert priority_of(link("/letter/7.html", "关于路灯"), page, 2) is Priority.LETTER


# -- open files -----------------------------------------------------------------------------------


def test_the_limit_of_open_files_is_raised_to_what_the_system_allows() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = MOST if hard == resource.RLIM_INFINITY else min(hard, MOST)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(256, most), hard))
    try:
        assert allow_many_files() == most
        assert resource.getrlimit(resource.RLIMIT_NOFILE) == (most, hard)
        assert allow_many_files() == most
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
