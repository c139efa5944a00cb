"""The province enters the holidays of a year from the State Council's notice; deadlines are counted by them at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone

from tests.calendar.test_notice import NOTICES
from tests.console.province import Province
from xunwang.access.roles import Role
from xunwang.audit.models import Entry
from xunwang.calendar import PACKAGED_YEARS, CalendarNotPublished, read_notice
from xunwang.holidays.entering import Arrangement, ArrangementError, enter_year, take_back
from xunwang.holidays.models import HolidayYear
from xunwang.holidays.office import (
    add_working_days,
    is_working_day,
    office_calendar,
    working_days_between,
    years_to_enter,
)
from xunwang.supervision.ledger.record import Message, count_missing_limits, record_report

NEXT = max(PACKAGED_YEARS) + 1
NOW = datetime(NEXT - 1, 11, 20, tzinfo=UTC)
FIXED = tuple(date(NEXT, *day) for day in ((1, 1), (5, 1), (10, 1), (10, 2), (10, 3)))


@pytest.fixture
def admin(province: Province, client: Client) -> Client:
    client.force_login(province.user(Role.PROVINCE_ADMIN))
    return client


def arrangement(**changed: object) -> Arrangement:
    given: dict[str, object] = {"year": NEXT, "source": "国办发明电〔2026〕9号", "rest": FIXED, "work": ()}
    return Arrangement(**{**given, **changed})  # type: ignore[arg-type]


def test_a_year_that_was_entered_is_counted_in(province: Province) -> None:
    with pytest.raises(CalendarNotPublished):
        add_working_days(date(NEXT - 1, 12, 28), 10)
    enter_year(arrangement(), province.user(Role.PROVINCE_ADMIN), NOW)
    days = [date(NEXT, 1, number) for number in range(1, 8)]
    assert [is_working_day(day) for day in days] == [day.weekday() < 5 and day.day > 1 for day in days]
    assert add_working_days(date(NEXT - 1, 12, 31), 1) > date(NEXT, 1, 1)


def test_it_is_taken_back_and_the_log_knows_both(province: Province) -> None:
    by = province.user(Role.PROVINCE_ADMIN)
    enter_year(arrangement(), by, NOW)
    assert take_back(NEXT, by)
    assert not take_back(NEXT, by)
    with pytest.raises(CalendarNotPublished):
        is_working_day(date(NEXT, 3, 1))
    told = Entry.objects.filter(subject="holidays_holidayyear").order_by("pk")
    assert [entry.action for entry in told] == ["insert", "delete"]


def test_a_year_that_was_passed_over_is_offered_and_said_to_be_missing(
    province: Province, admin: Client
) -> None:
    after = tuple(day.replace(year=NEXT + 1) for day in FIXED)
    enter_year(arrangement(year=NEXT + 1, rest=after), province.user(Role.PROVINCE_ADMIN), NOW)
    with pytest.raises(CalendarNotPublished, match=f"{NEXT}年节假日安排尚未公布或尚未录入.*请.*录入节假日表"):
        is_working_day(date(NEXT, 3, 1))
    listed = admin.get("/holidays/").content.decode()
    assert f"录入{NEXT}年" in listed and f"录入{NEXT + 1}年" not in listed


def test_a_year_that_may_still_be_rolled_back_is_counted_in_by_nobody_else(province: Province) -> None:
    def elsewhere() -> frozenset[int]:
        try:
            return office_calendar().years
        finally:
            connections.close_all()

    enter_year(arrangement(), province.user(Role.PROVINCE_ADMIN), NOW)
    assert NEXT in office_calendar().years
    with ThreadPoolExecutor(1) as other:
        assert NEXT not in other.submit(elsewhere).result()


def test_limits_of_messages_that_waited_for_a_year_are_counted_once_it_is_known(province: Province) -> None:
    admin = province.user(Role.PROVINCE_ADMIN)
    received = datetime(NEXT - 1, 12, 31, 2, tzinfo=UTC)
    told = Message("ZC-1", province.department, "首页链接打不开", received)
    report = record_report(told, admin, received)
    count_missing_limits()
    report.refresh_from_db()
    assert (report.pass_on_due, report.answer_due) == (None, None)
    enter_year(arrangement(), admin, NOW)
    count_missing_limits()
    report.refresh_from_db()
    day = received.date()
    assert (report.pass_on_due, report.answer_due) == (add_working_days(day, 1), add_working_days(day, 3))


def test_a_change_of_a_year_that_the_program_knows_stands_in_its_place(province: Province) -> None:
    known = read_notice(NOTICES[2025], 2025)
    assert not is_working_day(date(2025, 10, 8))
    assert is_working_day(date(2025, 10, 11))
    rest = tuple(day for day in known.rest if day != date(2025, 10, 8))
    enter_year(
        arrangement(year=2025, rest=rest, work=known.work[:-1]), province.user(Role.PROVINCE_ADMIN), NOW
    )
    assert is_working_day(date(2025, 10, 8))
    assert not is_working_day(date(2025, 10, 11))
    assert working_days_between(date(2025, 9, 30), date(2025, 10, 8)) == 1


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"source": " "}, "请填写来源"),
        ({"rest": FIXED[1:]}, "1月1日是法定节假日"),
        ({"work": (date(NEXT, 1, 1),)}, "既写了放假，又写了上班"),
        ({"work": (date(2027, 3, 3),)}, "是星期三，不是周末"),
        ({"rest": (*FIXED, date(NEXT, 1, 1).replace(year=NEXT + 2))}, "不属于"),
        ({"rest": tuple(date(NEXT, 1 + n // 28, 1 + n % 28) for n in range(90))}, "日子太多"),
        ({"year": 1990}, "年份应在"),
    ],
)
def test_what_cannot_be_right_is_refused(changed: dict[str, object], told: str, province: Province) -> None:
    with pytest.raises(ArrangementError, match=told):
        enter_year(arrangement(**changed), province.user(Role.PROVINCE_ADMIN), NOW)
    assert not HolidayYear.objects.exists()


def test_a_notice_is_read_into_the_form_looked_at_and_saved(admin: Client) -> None:
    page = admin.post("/holidays/2025/edit/", {"notice": NOTICES[2025], "read": "1"})
    told = page.content.decode()
    assert "2025-01-28至2025-02-04" in told
    assert "2025年预览（尚未保存）" in told
    assert not HolidayYear.objects.exists()
    filled = page.context["form"].data
    assert "请填写来源" in admin.post("/holidays/2025/edit/", {**filled, "save": "1"}).content.decode()
    saved = admin.post(
        "/holidays/2025/edit/", {**filled, "source": "国办发明电〔2024〕12号", "save": "1"}, follow=True
    )
    assert "已保存2025年节假日安排" in saved.content.decode()
    entered = HolidayYear.objects.get()
    assert (entered.rest[0], entered.work[0]) == (date(2025, 1, 1), date(2025, 1, 26))
    listed = admin.get("/holidays/").content.decode()
    assert "本单位录入" in listed
    assert f"录入{NEXT}年" in listed
    taken = admin.post("/holidays/2025/take-back/", follow=True).content.decode()
    assert "已撤销2025年的录入" in taken


def test_what_the_notice_contradicts_stands_above_the_form_and_nothing_is_lost(admin: Client) -> None:
    wrong = NOTICES[2025].replace("1月1日（周三）", "1月1日（周四）")
    told = admin.post("/holidays/2025/edit/", {"notice": wrong, "read": "1"}).content.decode()
    assert "原文写的是星期四" in told
    assert "1月1日（周四）" in told
    said = admin.post(
        "/holidays/2025/edit/", {"source": "x", "rest": "春节", "work": "2月30日", "save": "1"}
    ).content.decode()
    assert "没有读懂“春节”" in said
    assert "没有“2月30日”这一天" in said


def test_an_unknown_year_says_what_does_not_work_and_who_enters_it(admin: Client) -> None:
    assert f"跨{NEXT}年的反馈、整改等期限无法计算" in admin.get(f"/holidays/{NEXT}/").content.decode()
    assert admin.get(f"/holidays/{max(NEXT, timezone.localdate().year) + 5}/").status_code == 404
    assert "12月" in admin.get("/holidays/2026/").content.decode()


def test_the_province_is_asked_for_the_next_year_from_november_on(province: Province) -> None:
    assert years_to_enter(date(NEXT - 1, 10, 31)) == []
    assert years_to_enter(date(NEXT - 1, 11, 1)) == [NEXT]
    assert years_to_enter(date(NEXT, 1, 2)) == [NEXT]
    enter_year(arrangement(), province.user(Role.PROVINCE_ADMIN), NOW)
    assert years_to_enter(date(NEXT - 1, 11, 1)) == []
