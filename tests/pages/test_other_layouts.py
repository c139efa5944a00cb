"""Articles laid out as editors of many systems do: headline, line of information and text in other places."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from xunwang.pages.records import Page
from xunwang.pages.understand import understand

NOW = datetime(2026, 11, 27, 2, tzinfo=UTC)
HEADLINE = "关于进一步优化营商环境若干措施的通知"
TEXT = (
    "<p>　　为深入贯彻落实决策部署，进一步优化营商环境，激发市场主体活力，现就有关事项通知如下。</p>"
    "<p>　　一、加强组织领导。各地各部门要高度重视，明确责任分工，细化工作举措，确保各项任务落到实处。</p>"
    "<p>　　二、强化督促检查。将适时开展督查，对工作推进不力的予以通报批评。</p>"
)
SIDE_LIST = (
    '<div class="right"><h3>热点新闻</h3><ul><li><a href="1.html">市政府召开全体会议</a> 2026-11-20</li>'
    '<li><a href="2.html">市长调研企业</a> 2026-11-19</li></ul></div>'
)


def article(body: str, title: str = HEADLINE) -> Page:
    html = (
        f"<!DOCTYPE html><html><head><meta charset=utf-8><title>{title}</title></head><body>"
        f'<div class="top"><a href="/">首页</a><a href="/a/">政务公开</a></div>{body}'
        '<div class="foot">主办：松江市人民政府办公室</div></body></html>'
    )
    return understand(html.encode(), url="http://www.songjiang.gov.cn/zwgk/content_123.html", now=NOW)


def day(page: Page) -> str | None:
    return page.published.date().isoformat() if page.published else None


def test_a_label_after_a_name_and_blanks_is_still_a_label() -> None:
    page = article(
        "<table><tr><td>首页 → 通知公告 → 正文</td></tr></table><table>"
        "<tr><td><font size=5><b>关于国庆节放假安排的通知</b></font></td></tr>"
        "<tr><td>文章来源：县政府办　　更新时间：2026/9/25 16:05:33　　点击数：<span></span></td></tr>"
        f"<tr><td>{TEXT}<p align=right>县人民政府办公室<br>2026年9月24日</p></td></tr></table>",
        title="松江县人民政府",
    )
    assert (page.title, day(page)) == ("关于国庆节放假安排的通知", "2026-09-25")


def test_a_headline_of_two_lines_is_read_to_its_end() -> None:
    page = article(
        f"<h3>市政府召开常务会议<br>研究部署安全生产等工作</h3><p>时间：2026-11-03</p>{TEXT}",
        title="市政府召开常务会议_要闻_松江市人民政府",
    )
    assert page.title == "市政府召开常务会议研究部署安全生产等工作"


def test_names_without_labels_may_stand_beside_the_date() -> None:
    page = article(
        "<div><p>优化环境 服务企业</p><h1>我市召开优化营商环境大会</h1><p>——王市长出席并讲话</p>"
        f"<div>2026-11-03 08:10　松江日报　记者 李四</div>{TEXT}</div>{SIDE_LIST}",
        title="松江市人民政府",
    )
    assert (page.title, day(page)) == ("我市召开优化营商环境大会", "2026-11-03")


def test_a_signature_below_the_text_is_no_publication() -> None:
    signed = (
        '<p style="text-align:right">松江市人民政府办公室</p><p style="text-align:right">2026年10月30日</p>'
    )
    assert day(article(f"<div><h1>{HEADLINE}</h1><div>{TEXT}{signed}</div></div>")) is None


def test_entries_of_a_side_list_do_not_date_an_article() -> None:
    assert day(article(f"<div><h1>{HEADLINE}</h1><div>{TEXT}</div></div>{SIDE_LIST}")) is None


def test_a_calendar_leaf_beside_the_headline_dates_it() -> None:
    leaf = '<div class="date"><b>03</b><span>2026/11</span></div>'
    assert day(article(f"<div>{leaf}<h1>{HEADLINE}</h1><div>{TEXT}</div></div>")) == "2026-11-03"


def test_year_month_and_day_may_stand_in_boxes_of_their_own() -> None:
    shown = "<p>发布日期：<span>2026</span>-<span>11</span>-<span>03</span></p>"
    assert day(article(f"<div><h1>{HEADLINE}</h1>{shown}{TEXT}</div>")) == "2026-11-03"


def test_the_data_of_a_document_are_no_headline() -> None:
    data = "".join(
        f"<li>{line}</li>"
        for line in (
            "索引号：XX-2026-1",
            "主题分类：综合政务",
            "发文机关：县人民政府办公室",
            "成文日期：2026-10-30",
            "发布日期：2026-11-03",
        )
    )
    page = article(f'<div class="xl_tit">{HEADLINE}</div><ul>{data}</ul>{TEXT}', title="松江县人民政府网站")
    assert (page.title, day(page)) == (HEADLINE, "2026-11-03")


@pytest.mark.parametrize("label", ["公示时间：", "报名时间：", "会议时间："])
def test_times_of_events_are_no_publication(label: str) -> None:
    assert day(article(f"<h1>{HEADLINE}</h1><p>{label}2026年11月3日至11月9日</p>{TEXT}")) is None
