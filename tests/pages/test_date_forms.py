"""Every form in which real pages write a day, and what only looks like one."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xunwang.pages.dates import day_in_url, read_day, read_time
from xunwang.words import CHINA, Precision

NOW = datetime(2020, 12, 10, 12, 0, tzinfo=CHINA)
DAY = date(2020, 11, 30)


@pytest.mark.parametrize(
    "text",
    [
        "2020-11-30", "2020/11/30", "2020.11.30", "2020年11月30日", "2020 年 11 月 30 日", "20201130", "2020年11月30",
        "11-30", "[11-30]", "（11/30）", "【11-30】", "11月30日", "关于某事的通知 11-30", "关于某事的通知[11-30]",
        "11-30 关于某事的通知", "30 2020-11", "30\n2020.11", "11-30 2020", "2020 11-30", "[20-11-30]",
        "二〇二〇年十一月三十日", "二○二○年十一月三十日", "２０２０年１１月３０日", "发布时间：2020-11-30来源：某办",
        "2020-11-30T10:20:30+08:00", "2020-11-29T23:00:00Z", "2020-11-30(星期一)", "20201130102030",
    ],
)  # fmt: skip
def test_a_day_is_read(text: str) -> None:
    assert read_day(text, NOW) == DAY


@pytest.mark.parametrize(
    "text",
    [
        "", "通知", "1-10月固定资产投资", "2020-13-01", "2020-02-30", "2035-01-01", "1989-12-31", "0431-88901234",
        "国办发〔2020〕11号", "2020年11月", "2019-2020年度", "3-5人", "今天我们举行了一场盛大而隆重的开幕仪式并颁奖",
        "12.5%", "版本 1.2020.11.30.4", "身份证 220101202011301234",
    ],
)  # fmt: skip
def test_what_is_no_day_is_not_read(text: str) -> None:
    assert read_day(text, NOW) is None


@pytest.mark.parametrize(
    ("text", "expected", "precision"),
    [
        ("2020-11-30", datetime(2020, 11, 30), Precision.DAY),
        ("2020-11-30 09:05", datetime(2020, 11, 30, 9, 5), Precision.MINUTE),
        ("2020年11月30日 09时05分", datetime(2020, 11, 30, 9, 5), Precision.MINUTE),
        ("2020年11月30日 星期一 下午3:20", datetime(2020, 11, 30, 15, 20), Precision.MINUTE),
        ("2020-11-30 09:05:07", datetime(2020, 11, 30, 9, 5, 7), Precision.SECOND),
        ("20201130090507", datetime(2020, 11, 30, 9, 5, 7), Precision.SECOND),
        ("2020-11-30 25:10", datetime(2020, 11, 30), Precision.DAY),
        ("昨天 08:30", datetime(2020, 12, 9, 8, 30), Precision.MINUTE),
        ("3天前", datetime(2020, 12, 7), Precision.DAY),
        ("2小时前", datetime(2020, 12, 10, 10, 0), Precision.MINUTE),
    ],
)
def test_the_time_is_read_with_its_precision(text: str, expected: datetime, precision: Precision) -> None:
    assert read_time(text, NOW) == (expected.replace(tzinfo=CHINA), precision)


def test_a_zone_that_is_stated_is_respected() -> None:
    stated = read_time("2020-11-30T02:20:30Z", NOW)
    assert stated is not None
    assert stated[0] == datetime(2020, 11, 30, 2, 20, 30, tzinfo=UTC)
    assert stated[0].utcoffset() == datetime(2020, 11, 30, tzinfo=CHINA).utcoffset()


def test_a_day_without_year_is_the_last_before_now() -> None:
    assert read_day("12-31", NOW) == date(2019, 12, 31)
    assert read_day("12-11", NOW) == date(2020, 12, 11), "the server's clock may be ahead by some hours"
    assert read_day("12-12", NOW) == date(2019, 12, 12)
    assert read_day("02-29", datetime(2023, 3, 1, tzinfo=CHINA)) == date(2020, 2, 29)


def test_days_are_judged_in_china_not_where_now_was_taken() -> None:
    late = datetime(2020, 12, 9, 17, 0, tzinfo=UTC)  # 01:00 of the 10th in China
    assert read_day("今天", late) == date(2020, 12, 10)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://x.gov.cn/art/2016/11/22/art_1_2.html", date(2016, 11, 22)),
        ("http://x.gov.cn/zfxx/202011/t20201130_1.html", DAY),
        ("https://x.gov.cn/2022/08-11/2559082.html", date(2022, 8, 11)),
        ("http://x.gov.cn/10462/2024/12/7/54ab.shtml", date(2024, 12, 7)),
        ("http://x.gov.cn/202305/7215380191c54003.shtml", None),
        ("http://x.gov.cn/post_20230145.html", None),
        ("http://x.gov.cn/content/post_9360641.html", None),
    ],
)
def test_a_day_in_an_address_is_a_hint(url: str, expected: date | None) -> None:
    assert day_in_url(url) == expected


@given(st.text(max_size=300))
def test_no_text_breaks_the_reader(text: str) -> None:
    stated = read_time(text, NOW)
    day = read_day(text, NOW)
    assert day is None or 1990 <= day.year <= 2022
    assert stated is None or stated[0].tzinfo is not None


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2022, 12, 31)), st.sampled_from("-/."))
def test_every_real_day_is_read_as_itself(day: date, mark: str) -> None:
    assert read_day(f"{day.year}{mark}{day.month:02}{mark}{day.day:02}", NOW) == day
    assert read_day(f"时间：{day.year}年{day.month}月{day.day}日 来源：某办", NOW) == day


@given(
    st.from_regex(
        r"(19[89]|20[0-3])\d-[01]\d-[0-3]\d([ T\u3000][0-2]\d[:.+][0-6]\d([:+-][0-6]\d)?)?", fullmatch=True
    )
)
def test_a_time_alone_is_read_as_one_among_other_words(text: str) -> None:
    assert read_time(text, NOW) == read_time(f"发布时间：{text}", NOW)


@given(st.from_regex(r"(20\d\d[-/.年]?){0,4}[\d :：\-/.年月日时分]{0,60}", fullmatch=True))
def test_strings_of_digits_and_marks_never_give_an_impossible_day(text: str) -> None:
    day = read_day(text, NOW)
    assert day is None or 1990 <= day.year <= 2022
