"""Pages filled in by script, rendered by a real chromium; requests answered by our own function."""

import re
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from xunwang.fetch.records import Fault, Fetched, Request
from xunwang.pages.render import Renderer, find_browser
from xunwang.pages.scripted import is_unfilled, without_scripts

pytest.importorskip("playwright")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(find_browser() is None, reason="Debian's chromium is not installed"),
]

LIST = (
    "<title>要闻</title><ul id=list></ul><script>fetch('/data.json').then(r => r.json()).then(rows => {"
    "document.getElementById('list').innerHTML = rows.map(r => `<li><a href=${r.u}>${r.t}</a></li>`).join('')})</script>"
)
SITE = {
    "http://www.x.gov.cn/": ("text/html; charset=utf-8", LIST),
    "http://www.x.gov.cn/data.json": ("application/json", '[{"u": "/1.html", "t": "第一条新闻"}]'),
    "http://www.x.gov.cn/endless/": (
        "text/html",
        "<p>x</p><script>const asked = new XMLHttpRequest(); asked.open('GET', '/begun', false);"
        "try { asked.send() } catch {} while (true) {}</script>",
    ),
    "http://www.x.gov.cn/many/": (
        "text/html",
        "<script>for (let i = 0; i < 100; i++) fetch('/n' + i)</script><p>y",
    ),
    "http://www.x.gov.cn/lacking/": (
        "text/html",
        "<script>for (const u of ['/refused.json', '/missing.json', 'http://www.y.com/none.json']) "
        "fetch(u).catch(() => 0)</script><script src=/down.js></script><script src=/gone.js></script><img src=/none.png>",
    ),
    "http://www.x.gov.cn/leads/": ("text/html", "<script>location.replace('/')</script>"),
    "http://www.x.gov.cn/inside/": (
        "text/html",
        "<p id=p>none</p><script>fetch('http://127.0.0.1:22/').catch(() => {p.textContent = 'refused'})</script>",
    ),
}


class Site:
    """Answers from memory and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.begun = threading.Event()
        """A page is about to go on for ever."""

    def fetch(self, request: Request) -> Fetched:
        self.asked.append(request.url)
        if request.url.endswith("/begun"):
            self.begun.set()
        kind, body = SITE.get(request.url, ("", ""))
        status, fault = (200, Fault.NONE) if kind else (0, Fault.FORBIDDEN_ADDRESS)
        if answered := {"refused.json": 403, "missing.json": 404, "down.js": 503, "gone.js": 404}.get(
            request.url.rsplit("/")[-1]
        ):
            status, fault = answered, Fault.NONE
        return Fetched(
            request,
            request.url,
            datetime.now(UTC),
            status,
            fault,
            "",
            (("Content-Type", kind),),
            body.encode(),
        )


@pytest.fixture(scope="module")
def rendered_site() -> Iterator[tuple[Renderer, Site]]:
    site = Site()
    with Renderer(site.fetch, seconds=4, max_requests=20) as made:
        yield made, site


@pytest.fixture
def renderer(rendered_site: tuple[Renderer, Site]) -> Renderer:
    return rendered_site[0]


@pytest.fixture
def site(rendered_site: tuple[Renderer, Site]) -> Site:
    """Of which nothing has been asked yet."""
    rendered_site[1].asked.clear()
    return rendered_site[1]


def test_what_scripts_load_is_part_of_the_page(renderer: Renderer, site: Site) -> None:
    rendered = renderer.render("http://www.x.gov.cn/")
    assert rendered.problem == ""
    assert rendered.html is not None
    assert '<a href="/1.html">第一条新闻</a>' in rendered.html
    assert site.asked == ["http://www.x.gov.cn/", "http://www.x.gov.cn/data.json"]


def test_every_request_goes_through_the_caller_and_is_counted(renderer: Renderer, site: Site) -> None:
    rendered = renderer.render("http://www.x.gov.cn/inside/")
    assert "http://127.0.0.1:22/" in site.asked
    assert rendered.html is not None
    assert "refused" in rendered.html
    assert renderer.render("http://www.x.gov.cn/many/").requests > 20
    assert len(site.asked) <= 2 + 20


def test_a_page_that_never_ends_is_given_up_and_the_next_one_works(renderer: Renderer) -> None:
    start = time.monotonic()
    assert renderer.render("http://www.x.gov.cn/endless/").html is None
    assert time.monotonic() - start < 120  # it would take for ever
    assert renderer.render("http://www.x.gov.cn/").html is not None


def test_a_page_that_cannot_be_fetched_says_why(renderer: Renderer) -> None:
    rendered = renderer.render("http://www.x.gov.cn/nowhere")
    assert rendered.html is None
    assert rendered.problem


def test_what_was_asked_for_in_vain_is_named(renderer: Renderer) -> None:
    rendered = renderer.render("http://www.x.gov.cn/lacking/")
    assert rendered.url == "http://www.x.gov.cn/lacking/"
    assert set(rendered.lacking) == {
        "http://www.x.gov.cn/refused.json",
        "http://www.x.gov.cn/missing.json",
        "http://www.x.gov.cn/down.js",
        "http://www.y.com/none.json",
    }
    assert renderer.render("http://www.x.gov.cn/").lacking == ()


def test_it_is_said_where_a_script_leads(renderer: Renderer) -> None:
    rendered = renderer.render("http://www.x.gov.cn/leads/")
    assert rendered.url == "http://www.x.gov.cn/"
    assert "第一条新闻" in str(rendered.html)


def test_another_thread_can_end_a_page_that_never_ends() -> None:
    site = Site()
    with Renderer(site.fetch, seconds=60) as renderer:
        start = time.monotonic()
        threading.Thread(target=lambda: site.begun.wait(55) and renderer.cancel()).start()
        assert renderer.render("http://www.x.gov.cn/endless/").html is None
        assert time.monotonic() - start < 55
        assert renderer.render("http://www.x.gov.cn/").problem, "nothing more is taken"


def test_a_rendered_page_is_read_without_what_has_done_its_work() -> None:
    html = (
        "<p>甲</p><script>fetch('/x')</script><template><p>乙</p></template><noscript>请启用脚本</noscript>"
        '<script type="text/xml"><datastore>丙</datastore></script>'
    )
    left = without_scripts(html)
    assert "甲" in left
    assert "丙" in left
    assert not re.search("fetch|乙|请启用", left)


@pytest.mark.parametrize(
    ("html", "unfilled"),
    [
        ("<ul><li v-for='i in list'>{{ i.title }}</li></ul>", True),
        ('<div id="app"></div>', True),
        ('<div id="app"><ul><li>第一条新闻</li></ul></div>', False),
        ("<ul></ul>", False),
    ],
)
def test_a_page_whose_templates_were_not_filled_in_is_told(html: str, unfilled: bool) -> None:
    assert is_unfilled(html) is unfilled
