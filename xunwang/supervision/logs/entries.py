"""Writing entries of the logs, withdrawing them, and declaring a log complete."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from xunwang.access.models import User
from xunwang.access.permissions import require
from xunwang.calendar.working_days import local_day
from xunwang.inspection.hearing.uploads import Upload
from xunwang.registry.models import Unit, WebSite
from xunwang.supervision.errors import StaleError, SupervisionError
from xunwang.supervision.logs.proofs import check_proofs, keep_proofs
from xunwang.supervision.models import Declaration, LogEntry
from xunwang.supervision.vocabulary import DECLARED, ENTERED, WRITTEN_BY, Log


@dataclass(frozen=True, slots=True)
class Entry:
    """What somebody writes down. Days are in Asia/Shanghai."""

    unit: Unit
    year: int
    log: Log
    day: date
    title: str
    detail: str = ""
    settled_on: date | None = None
    count: int | None = None
    sites: tuple[WebSite, ...] = ()
    is_account: bool = False
    misstatement: bool = False
    url: str = ""


def enter(entry: Entry, uploads: Sequence[Upload], by: User, now: datetime) -> LogEntry:
    """Write an entry with its proof: a file, or a public address. Raises SupervisionError, PermissionDenied."""
    require(by, WRITTEN_BY[entry.log], entry.unit)
    _check(entry, uploads, now)
    with transaction.atomic():
        written = LogEntry.objects.create(
            unit=entry.unit,
            year=entry.year,
            log=entry.log,
            day=entry.day,
            settled_on=entry.settled_on,
            title=entry.title.strip(),
            detail=entry.detail.strip(),
            count=entry.count,
            sites=[site.pk for site in entry.sites],
            is_account=entry.is_account,
            misstatement=entry.misstatement,
            url=entry.url,
            created_by=by,
            created_at=now,
        )
        keep_proofs(written, uploads, by, now)
    return written


def withdraw(entry: LogEntry, reason: str, by: User, now: datetime) -> LogEntry:
    """Take an entry back; it stays on record. Raises SupervisionError, StaleError, PermissionDenied."""
    require(by, WRITTEN_BY[Log(entry.log)], entry)
    if not reason.strip():
        raise SupervisionError("请写明撤销理由。")
    done = LogEntry.objects.filter(pk=entry.pk, withdrawn_at=None).update(
        withdrawn_at=now, withdrawn_by=by, withdrawn_reason=reason.strip()
    )
    if not done:
        raise StaleError("这条记录已经撤销。")
    entry.refresh_from_db()
    return entry


def declare(unit: Unit, year: int, log: Log, by: User, now: datetime) -> Declaration:
    """Say that a log is complete, also when it is empty. Raises SupervisionError, PermissionDenied."""
    require(by, WRITTEN_BY[log], unit)
    if log not in DECLARED:
        raise SupervisionError(f"“{log.label}”不需要确认登记齐全。")
    if year > local_day(now).year:
        raise SupervisionError(f"{year}年还没有开始。")
    found, _ = Declaration.objects.get_or_create(
        unit=unit, year=year, log=log, defaults={"by": by, "at": now}
    )
    return found


def undeclare(unit: Unit, year: int, log: Log, by: User) -> None:
    """Take the word back. Raises PermissionDenied."""
    require(by, WRITTEN_BY[log], unit)
    Declaration.objects.filter(unit=unit, year=year, log=log).delete()


def _check(entry: Entry, uploads: Sequence[Upload], now: datetime) -> None:
    if entry.log not in ENTERED:
        raise SupervisionError("找错留言请在留言台账中登记。")
    if not entry.title.strip():
        raise SupervisionError("请填写事项。")
    if entry.day.year != entry.year:
        raise SupervisionError(f"日期不在{entry.year}年内，请核对。")
    today = local_day(now)
    if entry.day > today or (entry.settled_on is not None and not entry.day <= entry.settled_on <= today):
        raise SupervisionError("日期不能晚于今天，办结或公开日期不能早于发生日期。")
    if entry.log is Log.CHECKS and not entry.sites:
        raise SupervisionError("请选择抽查的网站。")
    if not uploads and not entry.url:
        raise SupervisionError("请上传证明材料，或填写公开网址。")
    check_proofs(uploads)
