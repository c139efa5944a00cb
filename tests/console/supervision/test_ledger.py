"""The ledger of error reports: its clocks run over holidays, it keeps no personal numbers, it is imported whole."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.console.province import Province
from xunwang.access.models import User
from xunwang.access.roles import Role
from xunwang.audit.models import Entry as AuditEntry
from xunwang.engine.spreadsheet import SpreadsheetError
from xunwang.registry.exporting import csv_bytes
from xunwang.supervision.errors import StaleError, SupervisionError
from xunwang.supervision.ledger.clocks import clock, due_days, limits
from xunwang.supervision.ledger.importing import import_ledger, ledger_rows
from xunwang.supervision.ledger.record import Message, record_report, revise_report
from xunwang.supervision.models import ErrorReport
from xunwang.supervision.queries import late, reports_seen_by
from xunwang.supervision.vocabulary import Clock
from xunwang.words import CHINA

NOW = datetime(2020, 12, 1, 9, 0, tzinfo=CHINA)
pytestmark = pytest.mark.django_db  # the office's own years of holidays are asked for
HEADER = ["留言编号", "责任单位", "网站标识码", "留言内容", "收到时间", "答复时间", "办结时间"]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


def message(province: Province, **changes: object) -> Message:
    values: dict[str, object] = {
        "number": "ZC-1", "unit": province.department, "text": "首页链接打不开", "received_at": at("2020-11-20 10:00"),
    }  # fmt: skip
    return Message(**(values | changes))  # type: ignore[arg-type]


def supervisor(province: Province) -> User:
    return province.user(Role.CITY_SUPERVISOR)


@pytest.mark.parametrize(
    ("received", "pass_on", "answer", "settle"),
    [
        ("2020-11-20 10:00", "2020-11-23", "2020-11-25", "2020-12-20"),  # a Friday
        ("2020-09-30 23:59", "2020-10-09", "2020-10-12", "2020-10-30"),  # National Day; 10 October is worked
        ("2020-09-26 08:00", "2020-09-27", "2020-09-29", "2020-10-26"),  # the Sunday is worked
        ("2021-01-31 10:00", "2021-02-01", "2021-02-03", "2021-02-28"),
        (
            "2021-02-10 10:00",
            "2021-02-18",
            "2021-02-20",
            "2021-03-10",
        ),  # Spring Festival; the Saturday is worked
    ],
)
def test_limits_run_from_the_day_after_over_holidays_and_make_up_days(
    received: str, pass_on: str, answer: str, settle: str
) -> None:
    due = due_days(at(received))
    wanted = [date.fromisoformat(day) for day in (pass_on, answer, settle)]
    assert list(due) == wanted


def test_a_message_of_an_evening_in_london_is_of_the_next_day_in_china() -> None:
    assert due_days(datetime.fromisoformat("2020-11-19T18:00+00:00")).settle == date(2020, 12, 20)


def test_the_day_of_the_limit_itself_is_in_time() -> None:
    due = date(2020, 11, 25)
    assert clock(due, at("2020-11-25 23:59"), NOW) is Clock.IN_TIME
    assert clock(due, at("2020-11-26 00:00"), NOW) is Clock.LATE
    assert clock(due, None, at("2020-11-25 23:59")) is Clock.RUNNING
    assert clock(due, None, at("2020-11-26 00:00")) is Clock.OVERDUE


def test_a_year_without_a_calendar_is_unknown_and_never_in_time() -> None:
    assert due_days(at("2090-03-01 10:00")).answer is None
    assert clock(None, at("2090-03-01 11:00"), at("2090-03-02 10:00")) is Clock.UNKNOWN


def test_every_limit_tells_its_source() -> None:
    assert {name: limit.value for name, limit in limits().items()} == {
        "pass_on_working_days": 1, "answer_working_days": 3, "settle_months": 1, "statement_working_days": 5,
    }  # fmt: skip
    assert all(limit.source and limit.confidence in {"text", "memory", "own"} for limit in limits().values())


def test_personal_numbers_are_masked_before_they_are_stored(province: Province) -> None:
    text = "我的身份证号11010519491231002X在附件里公开了，银行卡号6222021001116245702"
    report = record_report(message(province, text=text), supervisor(province), NOW)
    report.refresh_from_db()
    assert "11010519491231002X" not in report.text and "6222021001116245702" not in report.text
    assert report.text.startswith("我的身份证号110")


def test_the_log_says_that_a_text_was_entered_but_not_which(province: Province) -> None:
    record_report(message(province), supervisor(province), NOW)
    entry = AuditEntry.objects.filter(subject="supervision_errorreport").latest("id")
    assert entry.after["text"] == "***" and entry.after["number"] == "ZC-1"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"number": " "}, "编号"),
        ({"received_at": NOW + timedelta(minutes=1)}, "不能晚于现在"),
        ({"answered_at": at("2020-11-19 10:00")}, "答复时间"),
        ({"settled_at": NOW + timedelta(days=1)}, "办结时间"),
    ],
)
def test_impossible_times_are_refused(province: Province, changes: dict[str, object], told: str) -> None:
    with pytest.raises(SupervisionError, match=told):
        record_report(message(province, **changes), supervisor(province), NOW)


def test_a_site_of_another_unit_is_refused(province: Province) -> None:
    with pytest.raises(SupervisionError, match="不是"):
        record_report(message(province, site=province.portal), supervisor(province), NOW)


def test_a_number_is_entered_once(province: Province) -> None:
    record_report(message(province), supervisor(province), NOW)
    with pytest.raises(SupervisionError, match="已经登记"):
        record_report(message(province), supervisor(province), NOW)


def test_only_the_supervisor_of_the_unit_enters(province: Province) -> None:
    with pytest.raises(PermissionDenied):
        record_report(message(province, unit=province.other_city), supervisor(province), NOW)
    for role in (Role.UNIT_EDITOR, Role.AUDITOR, Role.PLANNER):
        with pytest.raises(PermissionDenied):
            record_report(message(province), province.user(role), NOW)


def test_of_two_who_revise_at_once_the_second_is_told(province: Province) -> None:
    report = record_report(message(province), supervisor(province), NOW)
    answered = message(province, answered_at=at("2020-11-24 10:00"), answer="已修复")
    revise_report(report, answered, supervisor(province), NOW)
    with pytest.raises(StaleError):
        revise_report(report, message(province), supervisor(province), NOW)
    report.refresh_from_db()
    assert report.answered_at == at("2020-11-24 10:00")


def test_late_ones_are_found(province: Province) -> None:
    user = supervisor(province)
    for number, changes in {
        "in time": {"passed_on_at": at("2020-11-23 09:00"), "answered_at": at("2020-11-25 09:00")},
        "not passed on": {},
        "not answered": {"passed_on_at": at("2020-11-23 09:00")},
        "settled": {"answered_at": at("2020-11-25 09:00"), "settled_at": at("2020-11-25 09:00")},
    }.items():
        record_report(message(province, number=number, **changes), user, NOW)
    found = late(reports_seen_by(user), date(2020, 12, 1))
    assert set(found.values_list("number", flat=True)) == {"not passed on", "not answered"}
    assert late(reports_seen_by(user), date(2020, 12, 21)).filter(number="in time").exists()


def rows(*lines: list[str]) -> list[list[str]]:
    return [["某省找错留言导出"], HEADER, *lines]


GOOD = ["ZC-9", "松江市教育局", "2201000012", "错别字", "2020/11/20 10:00", "2020-11-24", ""]


def test_a_table_is_taken_in_and_a_second_time_changes_nothing(province: Province) -> None:
    user = supervisor(province)
    done = import_ledger(rows(GOOD), user, NOW)
    assert (done.created, done.updated, done.same, done.errors) == (1, 0, 0, ())
    report = ErrorReport.objects.get()
    assert report.site == province.department_site and report.answered_at == at("2020-11-24 00:00")
    assert import_ledger(rows(GOOD), user, NOW).same == 1
    settled = [*GOOD[:6], "2020年11月25日"]
    assert import_ledger(rows(settled), user, NOW).updated == 1
    assert ErrorReport.objects.get().settled_at == at("2020-11-25 00:00")


def test_a_column_that_the_file_does_not_have_keeps_its_values(province: Province) -> None:
    user = supervisor(province)
    import_ledger(rows(GOOD), user, NOW)
    short = [HEADER[:2] + HEADER[3:5], [*GOOD[:2], *GOOD[3:5]]]
    assert import_ledger(short, user, NOW).same == 1


@pytest.mark.parametrize(
    ("place", "value", "remedy"),
    [
        (1, "北河市人民政府", "不在您的管理范围"),
        (2, "9999999999", "没有这个网站标识码"),
        (2, "2200000001", "不是“松江市教育局”"),
        (4, "去年冬天", "请填写时间"),
        (4, "2099-01-01", "不能晚于现在"),
        (3, "", "不能为空"),
    ],
)
def test_one_bad_row_keeps_the_whole_file_out(
    province: Province, place: int, value: str, remedy: str
) -> None:
    bad = [*GOOD]
    bad[0], bad[place] = "ZC-10", value
    done = import_ledger(rows(GOOD, bad), supervisor(province), NOW)
    assert [error.row for error in done.errors] == [4]
    assert remedy in done.errors[0].remedy
    assert not ErrorReport.objects.exists()


def test_a_number_twice_in_one_file_is_an_error(province: Province) -> None:
    assert "重复" in import_ledger(rows(GOOD, GOOD), supervisor(province), NOW).errors[0].remedy


def test_a_file_without_the_header_is_refused(province: Province) -> None:
    with pytest.raises(SpreadsheetError, match="留言编号"):
        import_ledger([["a", "b"], ["1", "2"]], supervisor(province), NOW)


def test_what_is_exported_is_read_back_without_a_change(province: Province) -> None:
    user = supervisor(province)
    record_report(message(province, text='=HYPERLINK("http://x")', site=province.department_site), user, NOW)
    exported = csv_bytes(ledger_rows(ErrorReport.objects.select_related("unit", "site"))).decode("utf-8-sig")
    assert "'=HYPERLINK" in exported
    table = list(csv.reader(io.StringIO(exported)))
    assert import_ledger(table, user, NOW).same == 1


def test_the_page_imports_and_tells_row_errors(province: Province, client: Client) -> None:
    client.force_login(supervisor(province))
    bad = [*GOOD]
    bad[4] = "<script>alert(1)</script>"
    file = SimpleUploadedFile("留言.csv", csv_bytes([HEADER, bad]))
    page = client.post(reverse("error_report_import"), {"file": file})
    assert "全部没有导入" in page.text and "<script>alert" not in page.text
    file = SimpleUploadedFile("留言.csv", csv_bytes([HEADER, GOOD]))
    assert client.post(reverse("error_report_import"), {"file": file}).status_code == 302
    shown = client.get(reverse("error_reports"), {"state": "late"})
    assert "ZC-9" in shown.text


def test_the_form_enters_and_revises(province: Province, client: Client) -> None:
    client.force_login(supervisor(province))
    values = {
        "number": "ZC-7", "unit": province.department.pk, "channel": "national", "text": "错链",
        "received_at": "2020-11-20T10:00",
    }  # fmt: skip
    answer = client.post(reverse("error_report_new"), values)
    report = ErrorReport.objects.get()
    assert answer.headers["Location"] == reverse("error_report", args=[report.pk])
    values["settled_at"] = "2020-11-23T10:00"
    client.post(reverse("error_report_edit", args=[report.pk]), values)
    report.refresh_from_db()
    assert report.settled_at == at("2020-11-23 10:00")
    values["received_at"] = "2020-11-30T10:00"
    page = client.post(reverse("error_report_edit", args=[report.pk]), values)
    assert "办结时间不能早于收到时间" in page.text
