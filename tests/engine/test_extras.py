"""Searches, entrances and IPv6: what is asked for, and what the answer means."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import orjson
import pytest

from tests.engine.served import Pages, clock, new_run, pages_served, site
from tests.fetch_store.local_server import Asked, Reply
from xunwang.engine.archive import Archive
from xunwang.engine.extras import Extras, search_request
from xunwang.engine.facts import site_facts
from xunwang.engine.progress import Progress
from xunwang.engine.run import inspect_run
from xunwang.engine.settings import CrawlSettings
from xunwang.fetch.records import Fault, Fetched, Request
from xunwang.pages.records import FooterPart, Page, SearchForm
from xunwang.pages.understand import understand
from xunwang.words import CHINA, FooterElement, PageKind

AT = datetime(2020, 11, 30, 10, 0, tzinfo=CHINA)
HOME = "http://www.x.gov.cn/"
WORDS = "关于 100%核查&公开的通知"


def form(method: str = "get", encoding: str = "utf-8", action: str = HOME + "search") -> SearchForm:
    return SearchForm(action, method, "q", (("site", "x"), ("q", "请输入关键字")), encoding)


def test_a_get_search_is_what_a_browser_would_send() -> None:
    asked = search_request(form(), WORDS, None)
    assert (asked.method, asked.body, asked.purpose) == ("GET", None, "search")
    assert urlsplit(asked.url).path == "/search"
    assert parse_qsl(urlsplit(asked.url).query) == [("site", "x"), ("q", WORDS)]
    asked = search_request(form(action=HOME + "s.jsp?q=ss&channel=1"), "新闻", None)
    assert parse_qsl(urlsplit(asked.url).query) == [("site", "x"), ("q", "新闻")]


@pytest.mark.parametrize("encoding", ["gb2312", "GBK", "gb18030"])
def test_a_gb2312_page_is_asked_in_its_encoding(encoding: str) -> None:
    asked = search_request(form(encoding=encoding), "新闻", None)
    assert asked.url.endswith("&q=%D0%C2%CE%C5")


def test_what_the_encoding_lacks_is_sent_as_browsers_do() -> None:
    assert search_request(form(encoding="big5"), "门", None).url.endswith("q=%26%2338376%3B")


def test_a_post_search_is_sent_as_a_form() -> None:
    asked = search_request(form("post"), WORDS, None)
    assert (asked.method, asked.url) == ("POST", HOME + "search")
    assert asked.headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert asked.body is not None
    assert parse_qsl(asked.body.decode()) == [("site", "x"), ("q", WORDS)]


# -- the queue ------------------------------------------------------------------------------------


def page(url: str, kind: PageKind, **changes: object) -> Page:
    return replace(understand(b"", url=url, now=AT), kind=kind, **changes)  # type: ignore[arg-type]


def extras() -> Extras:
    queue = Extras(site(HOME), CrawlSettings(search_queries=2, ipv6_samples=1))
    entrance = FooterPart(
        FooterElement.ERROR_REPORT, "找错", "https://zfwzgl.www.gov.cn/exposure/jiucuo.html"
    )
    queue.see(page(HOME, PageKind.HOME, search_form=form(), footer=(entrance,)), 0)
    queue.see(page(HOME + "a/", PageKind.COLUMN), 1)
    queue.see(page(HOME + "b/", PageKind.COLUMN), 1)
    for number in range(4):
        queue.see(page(f"{HOME}{number}.html", PageKind.ARTICLE, title=f"关于事项{number}的公开通知"), 2)
    return queue


def drained(
    queue: Extras, vantage6: bool = True, addresses6: tuple[str, ...] = ("2001:db8::1",)
) -> list[Request]:
    taken = []
    while (request := queue.take(vantage6, addresses6)) is not None:
        taken.append(request)
    return taken


def fetched(request: Request, status: int = 200, fault: Fault = Fault.NONE) -> Fetched:
    return Fetched(request, request.url, AT, status, fault, "", (), b"")


def test_the_queue_holds_searches_entrance_and_ipv6() -> None:
    requests = drained(extras())
    assert [request.purpose for request in requests] == ["search", "search", "entrance", "ipv6", "ipv6"]
    assert [request.ip_version for request in requests] == [0, 0, 0, 6, 6]
    assert [request.url for request in requests[3:]] == [HOME, HOME + "a/"]


@pytest.mark.parametrize(("vantage6", "addresses6"), [(False, ("2001:db8::1",)), (True, ())])
def test_ipv6_is_tried_only_where_it_can_be(vantage6: bool, addresses6: tuple[str, ...]) -> None:
    assert all(request.purpose != "ipv6" for request in drained(extras(), vantage6, addresses6))


def test_what_the_journal_has_is_not_tried_again() -> None:
    queue = extras()
    first = queue.take(False, ())
    assert first is not None
    again = extras()
    again.replay({"result": queue.settle(fetched(first, 404), None)})
    assert len(drained(again)) == 4


@pytest.mark.parametrize(
    ("status", "fault", "works"),
    [(200, Fault.NONE, True), (404, Fault.NONE, False), (0, Fault.DNS, None), (0, Fault.RESET, False)],
)
def test_an_entrance_that_we_cannot_reach_is_unknown(status: int, fault: Fault, works: bool | None) -> None:
    queue = extras()
    asked = next(request for request in drained(queue) if request.purpose == "entrance")
    result = queue.settle(fetched(asked, status, fault), None)
    assert result["works"] is works
    assert result["detail"]


def test_an_answer_of_another_queue_is_refused() -> None:
    with pytest.raises(TypeError):
        extras().settle(fetched(Request(HOME)), None)


def test_a_site_without_a_home_page_is_asked_nothing_but_ipv6() -> None:
    queue = Extras(site(HOME), CrawlSettings())
    assert drained(queue, False, ()) == []
    assert [request.url for request in drained(Extras(site(HOME), CrawlSettings()))] == [HOME]


# -- against a server -----------------------------------------------------------------------------

ARTICLES = {f"关于事项{number}的公开通知": f"/zwgk/{number}.html" for number in range(6)}


def searchable(answers: dict[str, str], method: str) -> Pages:
    entries = "".join(
        f"<li><a href='{path}'>{title}</a><span>2020-11-2{number}</span></li>"
        for number, (title, path) in enumerate(ARTICLES.items())
    )
    body = "<p>" + "为做好有关工作，现将有关事项公开通知如下，请遵照执行。" * 8 + "</p>"

    def search(asked: Asked) -> Reply:
        query = asked.body.decode() if asked.method == "POST" else asked.path.partition("?")[2]
        words = dict(parse_qsl(query)).get("keyword", "")
        found = f"<a href='{answers[words]}'>{words}</a>" if words in answers else "没有找到"
        return Reply(200, f"<title>搜索</title><h1>结果</h1>{found}".encode())

    return {
        "www.x.gov.cn/": f"""<title>甲县人民政府</title><form action="/search" method="{method}">
            <input name="keyword" placeholder="请输入搜索内容"><input type="submit" value="搜索"></form>
            <nav><a href="/zwgk/">政务公开</a></nav><h2>要闻</h2><ul>{entries}</ul>
            <footer><a href="/jiucuo/">我为政府网站找错</a></footer>""",
        "www.x.gov.cn/zwgk/": f"<title>政务公开</title><ul>{entries}</ul>",
        "www.x.gov.cn/jiucuo/": "<title>找错</title>",
        "www.x.gov.cn/search": search,
        **{
            f"www.x.gov.cn{path}": f"<title>{title}</title><h1>{title}</h1><p>发布时间：2020-11-20 10:00</p>{body}"
            for title, path in ARTICLES.items()
        },
    }  # fmt: skip


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("works", [True, False])
def test_a_search_is_tried_with_titles_of_the_site(tmp_path: Path, method: str, works: bool) -> None:
    with pages_served(searchable(ARTICLES if works else {}, method)) as server:
        archive = new_run(tmp_path / "run", [site(HOME)], server.settings, CrawlSettings(max_link_checks=0))
        inspect_run(archive, clock(), progress=Progress(), wait=True)
        tried = [asked for asked in server.asked if asked.path.startswith("/search")]
    facts = site_facts(archive, archive.sites[0])
    assert facts.search is not None
    whole = orjson.loads((archive.site_folder(archive.sites[0]) / "site.json").read_bytes())
    searches = [extra["result"] for extra in whole["extras"] if extra["purpose"] == "search"]
    assert [extra["found"] for extra in searches] == [works] * 4
    assert len([asked for asked in tried if asked.method == method.upper()]) >= 4
    assert whole["end"]["reason"] == ""
    assert Archive(archive.folder).sealed
