"""A date is claimed only where a reader sees the publication date."""

from datetime import datetime

import pytest

from xunwang.pages.records import Page
from xunwang.pages.understand import understand
from xunwang.words import CHINA, PageKind, Precision

NOW = datetime(2021, 6, 1, 12, 0, tzinfo=CHINA)
TITLE = "某某市人民政府关于做好春季农业生产工作的通知"
TEXT = (
    "各县（市、区）人民政府，市政府各部门：2019年5月6日，全市召开了工作会议，安排部署了春季生产，现就有关事项通知如下。"
    * 3
)


def page(
    info: str, *, head: str = "", tail: str = "", url: str = "http://www.x.gov.cn/tz/1234567.html"
) -> Page:
    html = (
        f"<html><head><meta charset=utf-8><title>{TITLE}_某某市人民政府</title>{head}</head><body>"
        f"<div class=nav><a href=/>首页</a> <a href=/tz/>通知公告</a></div><h1>{TITLE}</h1>{info}"
        f"<div class=con><p>{TEXT}</p><p>某某市人民政府</p><p>2020年12月31日</p></div>{tail}</body></html>"
    )
    return understand(html.encode(), url=url, now=NOW)


def day(found: Page) -> str | None:
    return found.published.date().isoformat() if found.published else None


@pytest.mark.parametrize(
    "info",
    [
        "<p>发布时间：2021-01-05 来源：市政府办</p>",
        "<p>发布日期：<span>2021-01-05</span></p>",
        "<p>来源：市政府办</p><p>2021-01-05</p>",
        "<p>来源：市政府办 2021年01月05日 浏览次数：12</p>",
        "<p>时 间：2021/01/05</p>",
        "<p>日期：[2021.01.05]</p>",
        "<span>2021-01-05</span><span>【字体：大 中 小】</span>",
        "<table><tr><td>索引号</td><td>1</td><td>成文日期</td><td>2020年12月31日</td></tr>"
        "<tr><td>发布日期</td><td>2021年01月05日</td></tr></table>",
        "<p>有效期至：2023-01-01</p><p>发布时间：2021-01-05</p>",
        "<p>生成日期：2020-12-31</p><p>发布时间：2021-01-05</p>",
        "<table><tr><td>发文日期</td><td>2020-12-31</td><td>公开日期</td><td>2021-01-05</td></tr></table>",
        "<p>【发布时间】2021-01-05</p>",
        "<p>发布：2021-01-05　点击：8</p>",
        "<p>发表于 2021-01-05</p>",
    ],
)
def test_the_date_that_the_page_shows_is_read(info: str) -> None:
    assert day(page(info)) == "2021-01-05"
    assert page(info).published_from == "visible"


@pytest.mark.parametrize(
    "info",
    [
        "",
        "<p>来源：市政府办</p>",
        "<p>开始时间：2021-03-01</p><p>结束时间：2021-03-05</p>",
        "<p>报名截止日期：2021-03-01</p>",
        "<div><span>活动时间：</span><span>2021-03-01</span></div>",
        "<p>成交日期：2021-03-01</p>",
        "<p>一、时间：2021年3月1日</p><p>二、地点：市政府会议室</p>",
        "<p>时间：2021年3月1日9:00</p><p>地点：市政府会议室</p>",
        "<p>信息发布：某办</p>",
        "<p>今天是2021年3月1日 星期一 来源：市政府办</p>",
    ],
)
def test_other_dates_are_not_taken_for_it(info: str) -> None:
    tag = '<meta name="PubDate" content="2021-01-05 10:00">'
    assert page(info).published is None
    assert page(info, head=tag).published is None, "a tag alone is not what a reader sees"
    assert page(info, head=tag).metas["PubDate"] == "2021-01-05 10:00"


def test_the_tag_confirms_a_date_but_does_not_replace_it() -> None:
    tag = '<meta name="PubDate" content="2021-03-09 10:00">'
    found = page("<p>发布时间：2021-01-05</p>", head=tag)
    assert day(found) == "2021-01-05"
    assert [(c.what, c.one, c.other, c.where) for c in found.conflicts] == [
        ("published", "2021-03-09", "2021-01-05", "meta/visible")
    ]
    below = "<p>附件下载</p>" * 20 + "<p>2021-03-09</p>"
    assert day(page("", head=tag, tail=below)) == "2021-03-09"
    assert day(page("", tail=below)) is None


def test_a_place_that_scripts_fill_in_is_filled_from_tag_or_script() -> None:
    tag = '<meta name="PubDate" content="2021-01-05 10:00">'
    place = '<p>发布时间：<span id="t"></span></p>'
    found = page(place, head=tag)
    assert (day(found), found.published_from, found.published_precision) == (
        "2021-01-05",
        "meta",
        Precision.MINUTE,
    )
    script = '<em id="publish_time"></em><script>var ct = "1609812000";</script>'
    assert (day(page(script)), page(script).published_from) == ("2021-01-05", "script")


def test_an_address_gives_no_date_but_a_conflict() -> None:
    url = "http://www.x.gov.cn/art/2020/11/30/art_1_2.html"
    assert page("", url=url).published is None
    found = page("<p>发布时间：2021-01-05</p>", url=url)
    assert [(c.one, c.other, c.where) for c in found.conflicts] == [
        ("2021-01-05", "2020-11-30", "visible/url")
    ]


def test_precision_is_what_the_page_states() -> None:
    for stated, precision in (
        ("2021-01-05", "day"),
        ("2021-01-05 08:09", "minute"),
        ("2021-01-05 08:09:10", "second"),
    ):
        found = page(f"<p>发布时间：{stated}</p>")
        assert found.published_precision == precision
        assert found.published is not None
        assert found.published.utcoffset() == datetime(2021, 1, 5, tzinfo=CHINA).utcoffset()


def test_related_articles_below_do_not_lend_their_dates() -> None:
    related = "<h3>相关新闻</h3><ul>" + "".join(
        f"<li><a href=/n/{n}.html>全市另一项工作的新闻报道第{n}篇</a><span>2021-02-0{n}</span></li>"
        for n in range(1, 6)
    )
    assert page("", tail=related + "</ul>").published is None


def test_a_list_page_has_no_publication_time() -> None:
    rows = "".join(
        f"<li><a href=/tz/{n}.html>某某市人民政府关于第{n}项工作的通知</a><span>2021-01-0{n}</span></li>"
        for n in range(1, 9)
    )
    html = f"<html><title>通知公告-某某市人民政府</title><body><h2>通知公告</h2><ul>{rows}</ul></body></html>"
    found = understand(html.encode(), url="http://www.x.gov.cn/tz/", now=NOW)
    assert found.kind is not PageKind.ARTICLE
    assert found.published is None


def test_source_and_author_are_read_from_the_line_or_the_tags() -> None:
    found = page("<p>发布时间：2021-01-05　来源：市农业农村局　作者：张三　浏览次数：5</p>")
    assert (found.source, found.author) == ("市农业农村局", "张三")
    tags = '<meta name="ContentSource" content="省农业农村厅"><meta name="Author" content="李四">'
    found = page("<p>发布时间：2021-01-05　来源：　浏览次数：5</p>", head=tags)
    assert (found.source, found.author) == ("省农业农村厅", "李四")
    found = page("<p>发布时间：2021-01-05　来源：市农业农村局</p>", head=tags)
    assert ("source", "省农业农村厅", "市农业农村局", "meta/visible") in found.conflicts


def test_the_body_is_the_text_without_headline_info_and_lists() -> None:
    related = "<ul><li>相关链接：</li><li><a href=/1.html>另一篇文章</a></li></ul>"
    found = page("<p>发布时间：2021-01-05 来源：市政府办</p>", tail=related)
    assert found.text.startswith("各县（市、区）人民政府")
    assert found.text.endswith("2020年12月31日")
    assert found.title == TITLE
