"""Endless parts of a site are cut and reported; long but finite ones are fetched to the end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

import pytest

from xunwang.fetch.frontier import Budget, Frontier, Priority
from xunwang.fetch.trap_shapes import growth, is_calendar, page_number, shape_of
from xunwang.fetch.traps import TRAP_NAMES

HOST = "http://www.example.gov.cn"
Links = Callable[[str], list[str]]


def crawl(
    start: str, links: Links, size: Callable[[str], int], pages: int = 3000
) -> tuple[list[str], Frontier]:
    """Fetch a site that exists as two functions of the path: its links and the size of its pages."""
    queue = Frontier(f"{HOST}/", {"www.example.gov.cn"}, Budget(pages, 1 << 40, 1e9, 10_000))
    queue.add(HOST + start, Priority.REST, 1)
    fetched = []
    while (target := queue.take()) is not None:
        path = target.url.removeprefix(HOST)
        fetched.append(path)
        for link in links(path):
            queue.add(HOST + link, Priority.REST, target.depth + 1)
        queue.settle(target.id, True, size(path))
    return fetched, queue


def kinds(queue: Frontier) -> list[str]:
    return [report.kind for report in queue.traps]


def varied(path: str) -> int:
    """Real pages of one kind differ in size."""
    return 20_000 + Random(path).randrange(8_000)


# -- traps ----------------------------------------------------------------------------------------


def month_by_query(path: str) -> list[str]:
    number = int(path.partition("m=")[2] or 24_000)
    return [f"/calendar/?m={number - 1}", f"/calendar/?m={number + 1}"]


def month_by_year(path: str) -> list[str]:
    fields = dict(part.split("=") for part in path.partition("?")[2].split("&"))
    year, month = int(fields["year"]), int(fields["month"])
    after = (year + month // 12, month % 12 + 1)
    return [f"/rili?year={after[0]}&month={after[1]}", f"/rili?month={month}&year={year - 1}"]


def day_by_path(path: str) -> list[str]:
    day = date(*(int(part) for part in path.strip("/").split("/")[1:]))
    return [f"/richeng/{other:%Y/%m/%d}/" for other in (day - timedelta(1), day + timedelta(1))]


@pytest.mark.parametrize(
    ("start", "links"),
    [
        ("/calendar/?m=24000", month_by_query),
        ("/rili?year=2026&month=3", month_by_year),
        ("/richeng/2026/03/02/", day_by_path),
    ],
)
def test_an_endless_calendar_is_cut_and_reported(start: str, links: Links) -> None:
    fetched, queue = crawl(start, links, lambda path: 3000 + varied(path) // 50)
    assert len(fetched) < 60
    assert kinds(queue) == ["calendar"]
    assert queue.traps[0].cut > 0
    assert queue.traps[0].examples[0].startswith(HOST)


@pytest.mark.parametrize(
    "links",
    [
        lambda path: [path + "more/", path + "list/"],
        lambda path: [path + "a/b/"],
        lambda path: [path + "same/"],
        lambda path: [f"{path}{len(path)}/"],
    ],
)
def test_a_growing_path_is_cut_and_reported(links: Links) -> None:
    fetched, queue = crawl("/topic/", links, varied)
    assert len(fetched) < 80
    assert kinds(queue) == ["growing_path"]


def test_a_parameter_that_is_appended_again_and_again_is_cut() -> None:
    fetched, queue = crawl("/s?a=1", lambda path: [f"{path}&a=1", f"{path}&a=2"], varied)
    assert len(fetched) < 300
    assert kinds(queue) == ["growing_path"]


def test_filters_that_combine_without_end_are_cut_and_reported() -> None:
    def links(path: str) -> list[str]:
        dice = Random(path)
        values = {name: dice.randrange(12) for name in ("qy", "lx", "nf", "px", "ly")}
        return [
            f"/list?{'&'.join(f'{name}={value}' for name, value in ({**values, name: other}).items())}"
            for name in values
            for other in range(3)
        ]

    fetched, queue = crawl("/list?qy=1&lx=1&nf=1&px=1&ly=1", links, varied)
    assert 50 < len(fetched) < 400
    assert kinds(queue) == ["parameters"]


def test_one_page_under_ever_new_session_numbers_is_fetched_once_and_reported() -> None:
    numbers = iter(range(10**6))

    def links(path: str) -> list[str]:
        return [f"/page{n}.jsp;jsessionid={next(numbers):016X}" for n in range(3)]

    fetched, queue = crawl("/page0.jsp", links, varied)
    assert len(fetched) == 3
    assert kinds(queue) == ["session"]
    assert queue.traps[0].pattern == "jsessionid=*"


def test_a_list_that_goes_on_behind_its_last_page_is_cut_and_reported() -> None:
    def links(path: str) -> list[str]:
        number = int(path.partition("page=")[2])
        articles = [f"/art/{number * 20 + n}.html" for n in range(20)] if number <= 30 else []
        return [] if path.startswith("/art") else [*articles, f"/list?page={number + 1}"]

    def all_links(path: str) -> list[str]:
        return links(path) if path.startswith("/list") else []

    fetched, queue = crawl(
        "/list?page=1", all_links, lambda path: 9000 + len(path) if path > "/list?page=30" else varied(path)
    )
    lists = [path for path in fetched if path.startswith("/list")]
    assert 30 <= len(lists) < 60
    assert len(fetched) - len(lists) == 30 * 20
    assert kinds(queue) == ["pagination"]


@pytest.mark.parametrize(
    ("first", "further"),
    [
        ("/zwgk/", "/zwgk/index_{}.html"),
        ("/zwgk/index.html", "/zwgk/index_{}.html"),
        ("/list?page=0", "/list?page={}"),
    ],
)
def test_pages_behind_the_stated_number_are_not_fetched(first: str, further: str) -> None:
    queue = Frontier(f"{HOST}/", {"www.example.gov.cn"}, Budget(100, 1 << 40, 1e9, 10))
    queue.add(HOST + first, Priority.REST, 1)
    queue.pages_total(HOST + first, 3)
    for number in range(1, 9):
        queue.add(HOST + further.format(number), Priority.REST, 2)
    taken = []
    while (target := queue.take()) is not None:
        taken.append(target.url)
    assert taken == [HOST + first] + [HOST + further.format(n) for n in (1, 2, 3, 4)]
    assert [(report.kind, report.cut) for report in queue.traps] == [("pagination", 4)]


# -- look-alikes ----------------------------------------------------------------------------------


def numbered_list(name: Callable[[int], str], pages: int) -> Links:
    def links(path: str) -> list[str]:
        number = next((n for n in range(1, pages + 1) if name(n) == path), None)
        if number is None:
            return [name(1)]
        articles = [f"/art/2020/11/{n % 28 + 1}/art_1229_{number * 100 + n}.html" for n in range(20)]
        return [*articles, name(min(number + 1, pages))]

    return links


@pytest.mark.parametrize(
    "name",
    [
        lambda n: f"/zwgk/index_{n}.html",
        lambda n: f"/list?page={n}",
        lambda n: f"/col/col123/index.html?uid=456&pageNum={n}",
        lambda n: f"/xwzx/list-{n}.html",
        lambda n: f"/news/page/{n}/",
    ],
)
def test_a_list_of_two_hundred_pages_is_read_to_the_end(name: Callable[[int], str]) -> None:
    fetched, queue = crawl(name(1), numbered_list(name, 200), varied, 10_000)
    assert {name(n) for n in range(1, 201)} <= set(fetched)
    assert len(fetched) == 200 + 200 * 20
    assert queue.traps == ()


def test_a_list_whose_articles_are_all_known_already_is_read_to_the_end() -> None:
    fetched, queue = crawl(
        "/all/index_1.html",
        lambda path: [f"/all/index_{min(int(path.split('_')[1].split('.')[0]) + 1, 200)}.html"],
        varied,
    )
    assert len(fetched) == 200
    assert queue.traps == ()


def test_thousands_of_articles_by_number_are_not_an_explosion() -> None:
    def links(path: str) -> list[str]:
        return [f"/index.php?m=content&c=index&a=show&catid={n % 40}&id={n}" for n in range(3000)]

    fetched, queue = crawl("/start", lambda path: links(path) if path == "/start" else [], varied, 10_000)
    assert len(fetched) == 3001
    assert queue.traps == ()


def test_articles_that_lead_only_to_the_next_one_are_followed() -> None:
    def links(path: str) -> list[str]:
        number = int(path.removeprefix("/info/1023/").removesuffix(".htm"))
        return [f"/info/1023/{number + 1}.htm"] if number < 400 else []

    fetched, queue = crawl("/info/1023/1.htm", links, varied)
    assert len(fetched) == 400
    assert queue.traps == ()


def test_archives_by_day_with_articles_are_read_to_the_end() -> None:
    def links(path: str) -> list[str]:
        if path.endswith(".html"):
            return []
        day = date(*(int(part) for part in path.strip("/").split("/")))
        following = day + timedelta(1)
        articles = [f"{path}art_{day.toordinal()}_{n}.html" for n in range(3)]
        return [*articles, f"/{following:%Y/%m/%d}/"] if day < date(2020, 11, 30) else articles

    fetched, queue = crawl("/2020/01/01/", links, varied)
    assert "/2020/11/30/" in fetched
    assert queue.traps == ()


def test_columns_with_filters_by_two_parameters_are_not_an_explosion() -> None:
    pages = [
        f"/list.jsp?channel={c}&year={y}&page={p}"
        for c in range(15)
        for y in range(2010, 2026)
        for p in (1, 2)
    ]
    fetched, queue = crawl("/start", lambda path: pages if path == "/start" else [], varied)
    assert len(fetched) == len(pages) + 1
    assert queue.traps == ()


@pytest.mark.parametrize(
    "path",
    [
        "/art/2020/11/11/art_11_11.html",
        "/2011/11/11/11/",
        "/zwgk/zwgk/index.html",
        "/xxgk/fdzdgknr/zfxxgkml/zcwj/gfxwj/202011/t20201130_1234567.html",
        "/a/b/c/d/e/f/g/h.html",
        "/list?id=1&id=2&id=3&type=a&type=b",
    ],
)
def test_ordinary_addresses_have_not_grown(path: str) -> None:
    assert growth(HOST + path) == ""


@pytest.mark.parametrize(
    ("path", "number"),
    [
        ("/zwgk/index_12.html", 12),
        ("/a?page=3", 3),
        ("/page/7/", 7),
        ("/art/art_12_345.html", None),
        ("/a?id=3", None),
    ],
)
def test_list_pages_are_told_by_name(path: str, number: int | None) -> None:
    assert page_number(HOST + path) == number


@pytest.mark.parametrize(
    ("path", "yes"),
    [
        ("/rl/2026/03/", True),
        ("/rl/2026-03-01.html", True),
        ("/c?date=2026-03-01&view=week", True),
        ("/2020/11/30/art_1.html", False),
        ("/detail?date=2026-03-01&id=7", False),
    ],
)
def test_calendar_pages_ask_for_a_date_and_nothing_else(path: str, yes: bool) -> None:
    assert is_calendar(HOST + path) is yes


def test_shapes_keep_words_and_drop_numbers() -> None:
    assert shape_of(f"{HOST}/a12/b.html?y=1&x=2") == f"{HOST}/a#/b.html?x&y"


def test_every_kind_has_a_chinese_name() -> None:
    assert set(TRAP_NAMES) == {"calendar", "growing_path", "parameters", "session", "pagination"}
