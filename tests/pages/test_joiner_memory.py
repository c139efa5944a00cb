"""What a site's joiner remembers is bounded, whatever the site writes."""

from __future__ import annotations

from datetime import UTC, datetime

from xunwang.pages.records import Link
from xunwang.pages.understand import Depth, understand
from xunwang.pages.urls import Joiner

NOW = datetime(2020, 11, 30, tzinfo=UTC)


def links(joiner: Joiner, body: str) -> tuple[Link, ...]:
    head = "<meta name=ArticleTitle content=标题一二三四><meta name=ColumnName content=要闻>"
    page = understand(
        (head + body).encode(), url="http://www.x.gov.cn/a/b.html", now=NOW, http_charset="utf-8",
        joiner=joiner, depth=Depth.CRAWL,
    )  # fmt: skip
    return page.links


def test_references_that_lead_nowhere_are_remembered_within_a_bound() -> None:
    joiner = Joiner()
    for batch in range(5):
        body = "".join(f"<a href='javascript:go({batch * 1000 + number})'>去</a>" for number in range(1000))
        assert links(joiner, body) == ()
        assert 0 < len(joiner.dead) <= 2000


def test_a_reference_that_led_nowhere_is_looked_at_again_where_a_script_opens_it() -> None:
    joiner = Joiner()
    assert links(joiner, "<a href='#'>去</a><a href='javascript:go()'>去</a>") == ()
    assert "#" in joiner.dead
    opened = links(joiner, "<a href='#' onclick=\"window.open('/c.html')\">去</a>")
    assert [link.url for link in opened] == ["http://www.x.gov.cn/c.html"]


def test_a_link_keeps_the_text_that_the_site_first_showed() -> None:
    joiner = Joiner()
    first = links(joiner, "<a href=/c.html>通知</a><a href=#>顶</a>")
    again = links(joiner, "<a href=/c.html>另一名</a><a href=#>顶</a>")
    assert [link.text for link in first] == [link.text for link in again] == ["通知"]
