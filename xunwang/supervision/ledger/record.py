"""Entering a message, and writing down what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q

from xunwang.access.models import User
from xunwang.access.permissions import require
from xunwang.access.roles import Action
from xunwang.registry.models import Unit, WebSite
from xunwang.supervision.errors import StaleError, SupervisionError
from xunwang.supervision.ledger.clocks import due_days
from xunwang.supervision.models import ErrorReport
from xunwang.supervision.vocabulary import Channel
from xunwang.text.personal import masked_slice, personal_numbers


@dataclass(frozen=True, slots=True)
class Message:
    """A message as somebody tells it. Times are aware."""

    number: str
    unit: Unit
    text: str
    received_at: datetime
    site: WebSite | None = None
    channel: Channel = Channel.NATIONAL
    passed_on_at: datetime | None = None
    answered_at: datetime | None = None
    settled_at: datetime | None = None
    answer: str = ""


def record_report(message: Message, by: User, now: datetime) -> ErrorReport:
    """Enter a message. Raises SupervisionError for a known number or impossible times, PermissionDenied."""
    report = ErrorReport(created_by=by, created_at=now)
    _fill(report, message, by, now)
    try:
        with transaction.atomic():
            report.save()
    except IntegrityError as error:
        raise SupervisionError(f"编号为“{message.number}”的留言已经登记，请在台账中修改。") from error
    return report


def revise_report(report: ErrorReport, message: Message, by: User, now: datetime) -> ErrorReport:
    """Write down what became of a message, or correct it. Raises as above, and StaleError."""
    require(by, Action.REPORT_SUPERVISION, report)
    with transaction.atomic():
        current = ErrorReport.objects.select_for_update().get(pk=report.pk)
        if current.version != report.version:
            raise StaleError("其他人刚刚修改了这条留言，请刷新后再改。")
        if current.number != message.number.strip():
            raise SupervisionError("留言编号不能更改。")
        _fill(current, message, by, now)
        current.version += 1
        current.save()
    return current


def count_missing_limits() -> None:
    """Limits that waited for a year of holidays are set once it is known; those that stand stay."""
    missing = Q(pass_on_due=None) | Q(answer_due=None)
    with transaction.atomic():
        for report in ErrorReport.objects.select_for_update().filter(missing):
            due = due_days(report.received_at)
            told = report.pass_on_due or due.pass_on, report.answer_due or due.answer
            if told != (report.pass_on_due, report.answer_due):
                report.pass_on_due, report.answer_due = told
                report.save(update_fields=["pass_on_due", "answer_due"])


def problem_of(message: Message, now: datetime) -> str:
    """What is impossible about a message, in Chinese; empty when nothing is."""
    if not message.number.strip() or not message.text.strip():
        return "请填写留言编号和内容。"
    if message.received_at > now:
        return "收到时间不能晚于现在。"
    told = (
        ("转办", message.passed_on_at),
        ("答复", message.answered_at),
        ("办结", message.settled_at),
    )
    for name, when in told:
        if when is not None and not message.received_at <= when <= now:
            return f"{name}时间不能早于收到时间，也不能晚于现在。"
    if message.site is not None and not _belongs(message.site, message.unit):
        return f"“{message.site.name}”不是“{message.unit.name}”及其下级单位的网站。"
    return ""


def masked(text: str) -> str:
    """The text with resident ids, bank cards and mobile numbers hidden."""
    return masked_slice(text, 0, len(text), personal_numbers(text))


def _belongs(site: WebSite, unit: Unit) -> bool:
    return site.unit.path.startswith(unit.path)


def _fill(report: ErrorReport, message: Message, by: User, now: datetime) -> None:
    require(by, Action.REPORT_SUPERVISION, message.unit)
    problem = problem_of(message, now)
    if problem:
        raise SupervisionError(problem)
    report.number, report.unit, report.site = message.number.strip(), message.unit, message.site
    report.channel = message.channel
    report.text, report.answer = masked(message.text.strip()), masked(message.answer.strip())
    report.received_at, report.passed_on_at = message.received_at, message.passed_on_at
    report.answered_at, report.settled_at = message.answered_at, message.settled_at
    report.pass_on_due, report.answer_due, report.settle_due = due_days(message.received_at)
