"""Import of the ledger from a table as offices export it: all rows are good, or nothing is written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from xunwang.access.models import User
from xunwang.access.permissions import within
from xunwang.access.roles import Action
from xunwang.engine.spreadsheet import RowError
from xunwang.registry.importing import Table
from xunwang.registry.importing.cells import Cells, read_cells
from xunwang.registry.importing.columns import Column
from xunwang.registry.models import Unit, WebSite
from xunwang.supervision.ledger.record import Message, masked, problem_of, record_report, revise_report
from xunwang.supervision.models import ErrorReport
from xunwang.supervision.vocabulary import Channel
from xunwang.words import CHINA

LONGEST = 4000
_FORMS = (
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%d",
    "%Y/%m/%d %H:%M:%S",
    "%Y/%m/%d %H:%M",
    "%Y/%m/%d",
)
_CHANNELS = {one.label: one for one in Channel} | {"国家": Channel.NATIONAL, "省级": Channel.PROVINCIAL}


def _short(value: str) -> str:
    if len(value) > 60:
        raise ValueError("超过60个字，请核对。")
    return value


def _text(value: str) -> str:
    if len(value) > LONGEST:
        raise ValueError(f"超过{LONGEST}个字，请缩短。")
    return value


def _moment(value: str) -> datetime:
    text = re.sub(r"[年月]", "-", value).replace("日", "").replace("T", " ").split(".")[0].strip()
    for form in _FORMS:
        try:
            return datetime.strptime(text, form).replace(tzinfo=CHINA)
        except ValueError:
            continue
    raise ValueError("请填写时间，如2020-10-12 09:30。")


def _channel(value: str) -> Channel:
    if value not in _CHANNELS:
        raise ValueError(f"请填写{'、'.join(one.label for one in Channel)}之一。")
    return _CHANNELS[value]


def _shown(value: datetime | None) -> str:
    return "" if value is None else f"{value.astimezone(CHINA):%Y-%m-%d %H:%M}"


LEDGER = Table("error_reports", "找错留言", (
    Column("number", ("留言编号", "编号", "留言ID"), _short, required=True),
    Column("unit", ("责任单位", "单位", "主办单位", "办理单位"), _short, required=True),
    Column("site_code", ("网站标识码", "标识码"), _short),
    Column("channel", ("来源", "渠道"), _channel, lambda value: Channel(value).label, default=Channel.NATIONAL),
    Column("text", ("留言内容", "内容", "问题描述"), _text, required=True),
    Column("received_at", ("收到时间", "留言时间", "提交时间"), _moment, _shown, required=True),
    Column("passed_on_at", ("转办时间", "分发时间"), _moment, _shown, default=None),
    Column("answered_at", ("答复时间", "回复时间"), _moment, _shown, default=None),
    Column("settled_at", ("办结时间", "完成时间"), _moment, _shown, default=None),
    Column("answer", ("答复内容", "回复内容"), _text),
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did, or what keeps it from being done."""

    created: int
    updated: int
    same: int
    errors: tuple[RowError, ...]
    ignored: tuple[str, ...]
    """Headers that nobody knows."""


def import_ledger(rows: list[list[str]], by: User, now: datetime) -> Imported:
    """Take a table in; with errors nothing is written. A second time nothing changes.

    Raises SpreadsheetError when the header is not understood.
    """
    sheet = read_cells(LEDGER, rows)
    reader = _Reader(by, now, sheet.headers)
    errors: list[RowError] = []
    messages: list[tuple[Message, frozenset[str]]] = []
    for cells in sheet.cells:
        errors += cells.errors
        if not cells.errors:
            message, faults = reader.message(cells)
            errors += faults
            if message is not None:
                messages.append((message, cells.given))
    if errors:
        return Imported(0, 0, 0, tuple(errors), sheet.ignored)
    with transaction.atomic():
        return _store(messages, by, now, sheet.ignored)


def ledger_rows(reports: Iterable[ErrorReport]) -> Iterable[list[str]]:
    """The ledger as a table that the import reads back."""
    yield [column.headers[0] for column in LEDGER.columns]
    for report in reports:
        values: dict[str, Any] = {
            column.field: getattr(report, column.field, "") for column in LEDGER.columns
        }
        values["unit"] = report.unit.name
        values["site_code"] = report.site.site_code if report.site is not None else ""
        yield [str(column.write(values[column.field])) for column in LEDGER.columns]


class _Reader:
    """Finds units and sites for the rows; three queries for a whole file."""

    def __init__(self, by: User, now: datetime, headers: dict[str, str]) -> None:
        self._now = now
        self._headers = headers
        self._units = {
            unit.name: unit for unit in within(by, Action.REPORT_SUPERVISION, Unit.objects.order_by())
        }
        sites = WebSite.objects.exclude(site_code="").select_related("unit").order_by("pk")
        self._sites = {site.site_code: site for site in sites}
        self._seen: set[str] = set()

    def message(self, cells: Cells) -> tuple[Message | None, list[RowError]]:
        """The row as a message, or what is wrong with it."""
        values = dict(cells.values)
        unit, code = values.pop("unit"), values.pop("site_code")

        def fault(field: str, value: str, remedy: str) -> RowError:
            return RowError(cells.row, self._headers.get(field, field), value[:80], remedy)

        if unit not in self._units:
            return None, [fault("unit", unit, "名录中没有这个单位，或不在您的管理范围内。")]
        if code and code not in self._sites:
            return None, [fault("site_code", code, "名录中没有这个网站标识码。")]
        if values["number"] in self._seen:
            return None, [fault("number", values["number"], "文件中重复出现，请删去一行。")]
        self._seen.add(values["number"])
        message = Message(unit=self._units[unit], site=self._sites.get(code), **values)
        problem = problem_of(message, self._now)
        return (None, [fault("number", message.number, problem)]) if problem else (message, [])


def _store(
    messages: list[tuple[Message, frozenset[str]]], by: User, now: datetime, ignored: tuple[str, ...]
) -> Imported:
    known = {
        report.number: report
        for report in ErrorReport.objects.select_related("unit", "site__unit").filter(
            number__in=[message.number for message, _ in messages]
        )
    }
    created = updated = same = 0
    for message, given in messages:
        report = known.get(message.number)
        if report is None:
            record_report(message, by, now)
            created += 1
            continue
        whole = _over(report, message, given)
        if _equal(report, whole):
            same += 1
        else:
            revise_report(report, whole, by, now)
            updated += 1
    return Imported(created, updated, same, (), ignored)


def _over(report: ErrorReport, message: Message, given: frozenset[str]) -> Message:
    """The message with the stored values of the columns that the file does not have."""
    kept = {
        name: getattr(report, name)
        for name in ("channel", "passed_on_at", "answered_at", "settled_at", "answer")
        if name not in given
    }
    if "site_code" not in given:
        kept["site"] = report.site
    return replace(message, **kept)


def _equal(report: ErrorReport, message: Message) -> bool:
    return (
        report.unit_id == message.unit.pk
        and report.site_id == (message.site.pk if message.site else None)
        and (report.text, report.answer) == (masked(message.text.strip()), masked(message.answer.strip()))
        and all(
            getattr(report, name) == getattr(message, name)
            for name in ("channel", "received_at", "passed_on_at", "answered_at", "settled_at")
        )
    )
