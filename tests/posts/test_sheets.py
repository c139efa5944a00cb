"""Tables of posts as platforms export them and offices keep them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from xunwang.posts.counts import read_count
from xunwang.posts.errors import UnreadableError
from xunwang.posts.sheets import MAX_FLAWS, Sheet, read_sheet, rows_of_json

NOW = datetime(2021, 3, 1, 4, 0, tzinfo=UTC)
AT = datetime(2021, 2, 22, 2, 20, 30, tzinfo=UTC)


def read(*rows: list[str], account: str = "") -> Sheet:
    return read_sheet(list(rows), NOW, account)


def test_an_export_of_the_wechat_platform_is_read() -> None:
    sheet = read(
        ["吉林发布 内容分析（2021年2月）"],
        ["内容标题", "发表时间", "总阅读人数", "总阅读次数", "总分享次数", "内容url"],
        [
            "关于造林的通知",
            "2021-02-22 10:20:30",
            "900",
            "1,234",
            "56",
            "http://mp.weixin.qq.com/s?__biz=M&mid=26&idx=1",
        ],
    )
    (post,) = sheet.posts
    assert (post.key, post.title, post.at) == ("26_1", "关于造林的通知", AT)
    assert (post.reads, post.forwards, post.likes, post.has_body) == (1234, 56, None, False)
    assert not sheet.flaws


def test_an_export_of_weibo_has_content_and_no_title() -> None:
    (post,) = read(
        ["微博id", "微博正文", "发布时间", "转发数", "评论数", "点赞数", "是否原创"],
        ["4600000000000001", "转发 @新华社：明天有雪", "2021/2/22 10:20:30", "1.2万", "0", "-", "否"],
    ).posts
    assert (post.key, post.text, post.at) == ("4600000000000001", "转发 @新华社：明天有雪", AT)
    assert (post.source, post.repost, post.has_body) == ("新华社", True, True)
    assert (post.forwards, post.comment_count, post.likes) == (12_000, 0, None)


@pytest.mark.parametrize(
    ("written", "clock"),
    [
        ("44249.43090277778", ""),
        ("2021-02-22 10:20:30", ""),
        ("2021年2月22日 10:20:30", ""),
        ("20210222102030", ""),
        ("2021-02-22T10:20:30+08:00", ""),
        ("1613960430", ""),
        ("2021-02-22", "10:20:30"),
        ("2021-02-22 00:00:00", "1899-12-31 10:20:30"),
    ],
)
def test_dates_are_read_as_text_and_as_excel_counts_them(written: str, clock: str) -> None:
    (post,) = read(["标题", "发布日期", "时刻"], ["一", written, clock]).posts
    assert post.at == AT


def test_a_day_counted_by_excel_begins_at_midnight_in_china() -> None:
    (post,) = read(["标题", "日期"], ["一", "44249"]).posts
    assert post.at == datetime(2021, 2, 21, 16, tzinfo=UTC)


def test_what_cannot_be_read_is_told_by_row_and_column_and_the_rest_goes_on() -> None:
    sheet = read(
        ["标题", "发布时间", "阅读数", "链接"],
        ["一", "某日", "很多", "www.jl.gov.cn"],
        ["", "2021-02-22", "", ""],
        ["", "", "", ""],
        ["二", "2031-02-22", "5", ""],
        ["三", "2021-02-22", "5", "http://a.cn/3"],
        ["三", "2021-02-22", "5", "http://a.cn/3"],
    )
    assert [post.title for post in sheet.posts] == ["一", "二", "三"]
    assert [(flaw.row, flaw.column, flaw.value) for flaw in sheet.flaws] == [
        (2, "链接", "www.jl.gov.cn"),
        (2, "发布时间", "某日"),
        (2, "阅读数", "很多"),
        (3, "标题", ""),
        (5, "发布时间", "2031-02-22"),
        (7, "标题", "http://a.cn/3"),
    ]
    assert all(flaw.remedy.endswith("。") for flaw in sheet.flaws)
    assert [post.at is None for post in sheet.posts] == [True, True, False]


def test_rows_of_other_accounts_and_what_was_not_published_are_passed_over() -> None:
    sheet = read(
        ["标题", "账号名称", "状态"],
        ["一", "吉林发布", "已发布"],
        ["二", "长春发布", "已发布"],
        ["三", "吉林发布", "草稿"],
        ["四", "吉林发布", "已删除"],
        account="吉林发布",
    )
    assert [(post.title, post.deleted) for post in sheet.posts] == [("一", False), ("四", True)]
    assert not sheet.flaws


def test_html_in_a_cell_is_read_as_html_and_a_formula_is_text() -> None:
    first, second = read(
        ["标题", "正文"], ["一", "<p>正<b>文</b></p><img src='http://a.cn/p.jpg'>"], ["二", "当x<3且y>2时"]
    ).posts
    assert (first.text, len(first.pictures)) == ("正文", 1)
    assert second.text == "当x<3且y>2时"


def test_the_same_column_by_two_names_is_taken_by_the_more_exact_one() -> None:
    (post,) = read(["标题", "日期", "发布时间"], ["一", "2020-01-01", "2021-02-22 10:20:30"]).posts
    assert post.at == AT


@pytest.mark.parametrize("rows", [[], [[]], [["甲", "乙"], ["1", "2"]], [["阅读数", "链接"], ["1", "2"]]])
def test_a_table_without_headings_is_told(rows: list[list[str]]) -> None:
    with pytest.raises(UnreadableError, match="请在首行写明列名"):
        read_sheet(rows, NOW)


def test_flaws_are_bounded_and_counted() -> None:
    sheet = read(["标题", "阅读数"], *([str(n), "x"] for n in range(MAX_FLAWS + 50)))
    assert len(sheet.flaws) == MAX_FLAWS
    assert sheet.flaw_count == MAX_FLAWS + 50
    assert len(sheet.posts) == MAX_FLAWS + 50


def test_json_of_an_interface_is_a_table_too() -> None:
    value = {
        "code": 0,
        "data": {
            "list": [{"title": "一", "publish_time": 1613960430, "read_count": 7, "url": "http://a.cn/1"}, 5]
        },
    }
    (post,) = read_sheet(rows_of_json(value), NOW).posts
    assert (post.title, post.at, post.reads, post.key) == ("一", AT, 7, "http://a.cn/1")


@pytest.mark.parametrize(
    "value", [None, 5, "x", [], {}, [1, 2], {"data": {"list": []}}, {"data": {"data": {"data": {}}}}]
)
def test_json_without_a_list_is_told(value: object) -> None:
    with pytest.raises(UnreadableError, match="没有找到发布内容的列表"):
        rows_of_json(value)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("12.3万", 123_000), ("10万+", 100_000), ("1.2亿", 120_000_000), ("5.6w", 56_000), ("3k", 3000), ("1,234", 1234),
        ("0", 0), (7, 7), (7.0, 7), ("1.5", None), ("x", None), ("", None), (None, None), (True, None), (-1, None),
        ("9" * 30, None), ("12.34567万", None), ("赞", None),
    ],
)  # fmt: skip
def test_counts_as_platforms_show_them(text: object, count: int | None) -> None:
    assert read_count(text) == count
