"""Filling in an annual table, signing it, writing its publication down, taking it back. Every act is a version."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import transaction
from django.db.models import Q

from xunwang.access.models import User
from xunwang.access.permissions import require, within
from xunwang.access.roles import Action
from xunwang.calendar.working_days import local_day
from xunwang.registry.models import Contact, Unit, WebSite
from xunwang.registry.vocabulary import ContactRole, Status
from xunwang.supervision.annual.checks import Problem, missing_fields, problems_of
from xunwang.supervision.annual.forms import FieldKind, FormField, form_of
from xunwang.supervision.annual.known import Known, known_values
from xunwang.supervision.errors import ObstaclesError, StaleError, SupervisionError
from xunwang.supervision.models import AnnualTable, TableVersion
from xunwang.supervision.queries import supervisors, tops
from xunwang.supervision.vocabulary import TableAct, TableKind, TableState

LARGEST = 10**15
LONGEST = 300


@dataclass(frozen=True, slots=True)
class Publication:
    """Where and when a table was made public. The day is one in Asia/Shanghai."""

    on: date
    url: str


def prepare(year: int, by: User, now: datetime) -> int:
    """Make the tables of a year that are missing, of all units of the person; gives how many."""
    if year > local_day(now).year:
        raise SupervisionError(f"{year}年还没有开始。")
    end = date(year, 12, 31)
    sites = WebSite.objects.exclude(status__in=(Status.PLANNED, Status.CLOSED))
    sites = within(by, Action.FILL_ANNUAL_TABLES, sites.exclude(opened_on__gt=end), "unit__path")
    with transaction.atomic():
        known = set(AnnualTable.objects.filter(year=year).values_list("kind", "unit", "site"))
        wanted: list[tuple[TableKind, int, int | None]] = []
        wanted += [(TableKind.SITE, site.unit_id, site.pk) for site in sites]
        wanted += [(TableKind.SUPERVISION, unit.pk, None) for unit in _reporting(by)]
        missing = [one for one in wanted if one not in known]
        made = [
            AnnualTable(kind=kind, unit_id=unit, site_id=site, year=year, missing=_all_fields(kind))
            for kind, unit, site in missing
        ]
        AnnualTable.objects.bulk_create(made, ignore_conflicts=True)
    return len(made)


def save(table: AnnualTable, entered: Mapping[str, str], by: User, now: datetime) -> AnnualTable:
    """Write values down; the register's own are taken from there. ``table`` is what the person saw.

    Raises SupervisionError for what is no number, StaleError, PermissionDenied.
    """
    require(by, Action.FILL_ANNUAL_TABLES, table)
    values = read_values(table, entered, known_values(table))
    with transaction.atomic():
        current = _hold(table, {TableState.DRAFT})
        current.values = values
        current.missing = missing_fields(form_of(TableKind(current.kind)), values)
        _keep(current, TableAct.SAVE, "", by, now)
    return current


def sign(table: AnnualTable, name: str, explanation: str, by: User, now: datetime) -> AnnualTable:
    """The unit's responsible person, as the register names one, stands for the figures.

    Raises ObstaclesError while something is wrong, or is to be explained and is not; SupervisionError,
    StaleError, PermissionDenied.
    """
    require(by, Action.FILL_ANNUAL_TABLES, table)
    with transaction.atomic():
        current = _hold(table, {TableState.DRAFT})
        if name not in heads(current.unit):
            raise SupervisionError("签发人应为名录中登记的本单位负责人；没有登记的，请先在单位页面登记。")
        found = problems(current)
        wrong = [problem.message for problem in found if problem.blocking]
        if wrong:
            raise ObstaclesError(wrong)
        if found and not explanation.strip():
            raise ObstaclesError([*(problem.message for problem in found), "请对以上情况写明原因"])
        current.state, current.signed_name, current.signed_at = TableState.SIGNED, name, now
        _keep(current, TableAct.SIGN, f"{name}签发。{explanation.strip()}", by, now)
    return current


def publish(table: AnnualTable, where: Publication, by: User, now: datetime) -> AnnualTable:
    """Write down where and when it was made public. Raises SupervisionError, StaleError, PermissionDenied."""
    require(by, Action.FILL_ANNUAL_TABLES, table)
    with transaction.atomic():
        current = _hold(table, {TableState.SIGNED})
        signed = local_day(current.signed_at) if current.signed_at else where.on
        if not signed <= where.on <= local_day(now):
            raise SupervisionError("公开日期不能早于签发日期，也不能晚于今天。")
        current.state, current.published_on, current.published_url = (
            TableState.PUBLISHED,
            where.on,
            where.url,
        )
        _keep(current, TableAct.PUBLISH, f"{where.on:%Y-%m-%d}公开：{where.url}", by, now)
    return current


def reopen(table: AnnualTable, reason: str, by: User, now: datetime) -> AnnualTable:
    """Back to be filled in; signature and publication fall. Raises as above."""
    require(by, Action.FILL_ANNUAL_TABLES, table)
    if not reason.strip():
        raise SupervisionError("请写明退回修改的理由。")
    with transaction.atomic():
        current = _hold(table, {TableState.SIGNED, TableState.PUBLISHED})
        current.state, current.signed_name, current.signed_at = TableState.DRAFT, "", None
        current.published_on, current.published_url = None, ""
        _keep(current, TableAct.REOPEN, reason.strip(), by, now)
    return current


def problems(table: AnnualTable, known: Known | None = None) -> list[Problem]:
    """What is wrong with the table, or to be explained."""
    last = AnnualTable.objects.filter(
        kind=table.kind, unit=table.unit_id, site=table.site_id, year=table.year - 1
    ).first()
    return problems_of(
        form_of(TableKind(table.kind)),
        table.values,
        known_values(table) if known is None else known,
        last.values if last is not None and last.version else None,
    )


def heads(unit: Unit) -> list[str]:
    """Names of the unit's responsible persons."""
    rows = Contact.objects.filter(unit=unit, role=ContactRole.HEAD).order_by("name")
    return list(rows.values_list("name", flat=True))


def read_values(table: AnnualTable, entered: Mapping[str, str], known: Known) -> dict[str, Any]:
    """Values by field out of texts. Raises ObstaclesError with everything that can't be read."""
    values: dict[str, Any] = {}
    wrong: list[str] = []
    for field in form_of(TableKind(table.kind)).fields():
        if field.locked:
            values[field.id] = known.get(field.known, "")
            continue
        try:
            values[field.id] = _read(field, entered.get(field.id, "").strip())
        except ValueError as error:
            wrong.append(f"“{field.label}”{error}")
    if wrong:
        raise ObstaclesError(wrong)
    return values


def _read(field: FormField, text: str) -> Any:
    if not text:
        return "" if field.kind is FieldKind.TEXT else None
    if field.kind is FieldKind.TEXT:
        if len(text) > LONGEST:
            raise ValueError(f"超过{LONGEST}个字")
        return text
    if field.kind is FieldKind.YES_NO:
        if text not in {"是", "否"}:
            raise ValueError("请填“是”或“否”")
        return text == "是"
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise ValueError("应为数字") from error
    if not number.is_finite() or not 0 <= number <= LARGEST:
        raise ValueError("应为不小于0的数")
    if field.kind is FieldKind.DECIMAL:
        return f"{number.quantize(Decimal('0.1')):f}"
    if number != number.to_integral_value():
        raise ValueError("应为整数")
    return int(number)


def _hold(table: AnnualTable, states: Iterable[TableState]) -> AnnualTable:
    rows = AnnualTable.objects.select_related("unit", "site").select_for_update(of=("self",))
    current = rows.get(pk=table.pk)
    if current.version != table.version:
        raise StaleError("其他人刚刚修改了这张报表，请刷新后再改。")
    if current.state not in set(states):
        raise SupervisionError(f"报表现为“{TableState(current.state).label}”，不能这样做。")
    return current


def _keep(table: AnnualTable, act: TableAct, note: str, by: User, now: datetime) -> None:
    table.version += 1
    table.save()
    TableVersion.objects.create(
        table=table, number=table.version, act=act, values=table.values, note=note, at=now, by=by
    )


def _reporting(by: User) -> list[Unit]:
    """Supervising units, and the top itself, for which the person may write."""
    rows = Unit.objects.filter(Q(pk__in=supervisors().values("pk")) | Q(pk__in=tops().values("pk")))
    return list(within(by, Action.FILL_ANNUAL_TABLES, rows))


def _all_fields(kind: TableKind) -> int:
    return sum(not field.optional for field in form_of(kind).fields())
