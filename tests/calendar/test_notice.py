"""The State Council's notice is read into days off and make-up days; what contradicts itself is told."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xunwang.calendar import read_days, read_notice

NOTICES = {
    2023: """一、元旦：2022年12月31日至2023年1月2日放假调休，共3天。
二、春节：1月21日至27日放假调休，共7天。1月28日（星期六）、1月29日（星期日）上班。
三、清明节：4月5日放假，共1天。
四、劳动节：4月29日至5月3日放假调休，共5天。4月23日（星期日）、5月6日（星期六）上班。
五、端午节：6月22日至24日放假调休，共3天。6月25日（星期日）上班。
六、中秋节、国庆节：9月29日至10月6日放假调休，共8天。10月7日（星期六）、10月8日（星期日）上班。""",
    2024: """一、元旦：1月1日放假，与周末连休。
二、春节：2月10日至17日放假调休，共8天。2月4日（星期日）、2月18日（星期日）上班。鼓励各单位结合带薪年休假等制度落实，安排职工在除夕（2月9日）休息。
三、清明节：4月4日至6日放假调休，共3天。4月7日（星期日）上班。
四、劳动节：5月1日至5日放假调休，共5天。4月28日（星期日）、5月11日（星期六）上班。
五、端午节：6月10日放假，与周末连休。
六、中秋节：9月15日至17日放假调休，共3天。9月14日（星期六）上班。
七、国庆节：10月1日至7日放假调休，共7天。9月29日（星期日）、10月12日（星期六）上班。""",
    2025: """一、元旦：1月1日（周三）放假1天，不调休。
二、春节：1月28日（农历除夕、周二）至2月4日（农历正月初七、周二）放假调休，共8天。1月26日（周日）、2月8日（周六）上班。
三、清明节：4月4日（周五）至6日（周日）放假，共3天。
四、劳动节：5月1日（周四）至5日（周一）放假调休，共5天。4月27日（周日）上班。
五、端午节：5月31日（周六）至6月2日（周一）放假，共3天。
六、国庆节、中秋节：10月1日（周三）至8日（周三）放假调休，共8天。9月28日（周日）、10月11日（周六）上班。""",
}
"""Official texts of three years, which word the same things differently."""


@pytest.mark.parametrize("year", NOTICES)
def test_a_notice_gives_the_days_of_the_published_tables(year: int, shared: Path) -> None:
    content = json.loads((shared / f"data/holidays/{year}.json").read_text(encoding="utf-8"))
    stated = {date.fromisoformat(day["date"]): not day["isOffDay"] for day in content["days"]}
    notice = read_notice(NOTICES[year], year)
    assert notice.problems == ()
    read = dict.fromkeys(notice.rest, False) | dict.fromkeys(notice.work, True)
    assert len(read) > 20
    for number in range(-5, 366):
        day = date(year, 1, 1) + timedelta(days=number)
        weekday = day.weekday() < 5
        if day.year == year or day in stated:
            assert read.get(day, weekday) == stated.get(day, weekday), day


def test_a_notice_in_one_line_with_head_and_foot_is_read_too() -> None:
    head = "国务院办公厅关于2025年 部分节假日安排的通知 国办发明电〔2024〕12号 各省、自治区、直辖市人民政府："
    foot = "节假日期间，各地区、各部门要妥善安排好值班。 国务院办公厅 2024年11月12日"
    notice = read_notice(head + NOTICES[2025].replace("\n", "") + foot, 2025)
    assert (notice.year, notice.number) == (2025, "国办发明电〔2024〕12号")
    assert notice[2:] == read_notice(NOTICES[2025], 2025)[2:]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("一、元旦：1月1日（周四）放假1天。", "是星期五，原文写的是星期四"),
        ("一、春节：2月5日至11日放假调休，共8天。", "写明共8天，读出7天"),
        ("一、春节：2月5日至30日放假。", "没有“30日”这一天"),
        ("一、国庆节：10月7日至1日放假。", "不是一段假期"),
        ("一、国庆节：10月1日放假，共1天。10月9日", "没有写明放假还是上班"),
        ("关于2026年部分节假日安排的通知\n一、元旦：1月1日放假。", "这是2026年的通知"),
        ("今天天气很好。", "没有读出放假的日子"),
    ],
)
def test_what_contradicts_itself_is_told(text: str, told: str) -> None:
    assert any(told in problem for problem in read_notice(text, 2027).problems)


def test_the_december_before_belongs_to_the_year_before() -> None:
    notice = read_notice("一、元旦：12月31日（周五）至1月2日（周日）放假，共3天。", 2022)
    assert notice.problems == ()
    assert notice.rest == (date(2021, 12, 31), date(2022, 1, 1), date(2022, 1, 2))


def test_days_are_read_one_by_one_and_as_ranges() -> None:
    days, problems = read_days("2027-02-05至2027-02-07、2月9日\n10月1日至3日", 2027)
    assert problems == ()
    assert [f"{day:%m%d}" for day in days] == ["0205", "0206", "0207", "0209", "1001", "1002", "1003"]
    assert read_days("２月５日", 2027) == read_days("2月5日", 2027)
    assert "没有读懂“春节”" in read_days("春节 2月5日", 2027)[1][0]
    assert "没有“2027-02-30”这一天" in read_days("2027-02-30", 2027)[1][0]


@given(st.text("一二、：元旦春节12 0月日至（）周五放假上班共天。\n年", max_size=120), st.integers(2004, 2100))
def test_any_text_is_read_without_an_error(text: str, year: int) -> None:
    notice = read_notice(text, year)
    assert notice.rest or notice.problems
    read_days(text, year)
