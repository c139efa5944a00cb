"""The three lists of the register."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from xunwang.access.permissions import may, within
from xunwang.access.roles import Action
from xunwang.registry.exporting import rows_of
from xunwang.registry.importing import ACCOUNTS, SITES, UNITS, Table
from xunwang.registry.models import Account, Unit, WebSite
from xunwang.registry.platforms import platform_choices
from xunwang.registry.vocabulary import LIVE, Status, UnitKind, UnitLevel, choices
from xunwang.rules.media.facts import AccountKind
from xunwang.web.components.listing import Cell, Column, Filter, Listing, ListSpec
from xunwang.web.downloads import table_download
from xunwang.web.people import allowed, person
from xunwang.words import SiteKind

TONES = {Status.RUNNING: "good", Status.PLANNED: "plain", Status.SUSPENDED: "warn", Status.CLOSED: "plain"}
_EMPTY = "名录中还没有{}。请从“导入”页导入本省现有名录，或逐个登记。"


def status_cell(thing: WebSite | Account) -> Cell:
    """Status as a badge."""
    status = Status(thing.status)
    return Cell(status.label, tone=TONES[status])


def unit_cell(unit: Unit) -> Cell:
    """Name of a unit, leading to its page."""
    return Cell(unit.name, reverse("unit", args=[unit.pk]))


_UNITS = ListSpec(
    columns=(
        Column("name", "单位名称", unit_cell, ("name",)),
        Column("level", "级别", lambda unit: UnitLevel(unit.level).label, ("level",), "short"),
        Column("kind", "类型", lambda unit: UnitKind(unit.kind).label, ("kind",), "short"),
        Column("code", "区划代码", lambda unit: unit.region_code, ("region_code", "path"), "short"),
        Column(
            "superior",
            "上级单位",
            lambda unit: unit.superior.name if unit.superior else "",
            ("superior__name",),
        ),
        Column("sites", "网站", lambda unit: str(unit.live_sites), ("live_sites",), "number"),
        Column("accounts", "新媒体", lambda unit: str(unit.live_accounts), ("live_accounts",), "number"),
    ),
    filters=(
        Filter("level", "级别", choices(UnitLevel), "level"),
        Filter("kind", "类型", choices(UnitKind), "kind"),
    ),
    search=("name", "short_name", "region_code"),
    search_label="名称或区划代码",
    empty=_EMPTY.format("单位"),
)
_SITES = ListSpec(
    columns=(
        Column("name", "网站名称", lambda site: Cell(site.name, reverse("site", args=[site.pk])), ("name",)),
        Column("host", "域名", lambda site: site.host, ("host",)),
        Column("code", "标识码", lambda site: site.site_code, ("site_code",), "short"),
        Column("kind", "类型", lambda site: SiteKind(site.kind).label, ("kind",), "short"),
        Column("unit", "主办单位", lambda site: unit_cell(site.unit), ("unit__name",)),
        Column("level", "级别", lambda site: UnitLevel(site.unit.level).label, ("unit__level",), "short"),
        Column("status", "状态", status_cell, ("status",), "short"),
    ),
    filters=(
        Filter("level", "级别", choices(UnitLevel), "unit__level"),
        Filter("kind", "类型", choices(SiteKind), "kind"),
        Filter("status", "状态", choices(Status), "status"),
    ),
    search=("name", "host", "site_code", "unit__name"),
    search_label="名称、域名、标识码或单位",
    empty=_EMPTY.format("网站"),
)


def _accounts() -> ListSpec:
    return ListSpec(
        columns=(
            Column(
                "name", "账号名称", lambda one: Cell(one.name, reverse("account", args=[one.pk])), ("name",)
            ),
            Column("platform", "平台", lambda one: one.get_platform_display(), ("platform",), "short"),
            Column("unit", "主办单位", lambda one: unit_cell(one.unit), ("unit__name",)),
            Column("subject", "认证主体", lambda one: one.subject, ("subject",)),
            Column("level", "级别", lambda one: UnitLevel(one.unit.level).label, ("unit__level",), "short"),
            Column("kind", "类别", lambda one: one.get_kind_display(), ("kind",), "short"),
            Column("filed", "备案日期", lambda one: str(one.filed_on or "未登记"), ("filed_on",), "short"),
            Column("status", "状态", status_cell, ("status",), "short"),
        ),
        filters=(
            Filter("level", "级别", choices(UnitLevel), "unit__level"),
            Filter("platform", "平台", platform_choices(), "platform"),
            Filter("kind", "类别", [*choices(AccountKind), ("unknown", "未登记")], _of_kind),
            Filter("filed", "备案", _FILED, _of_filing),
            Filter("status", "状态", choices(Status), "status"),
        ),
        search=("name", "identifier", "subject", "unit__name"),
        search_label="名称、标识、主体或单位",
        empty=_EMPTY.format("政务新媒体"),
    )


_FILED: Sequence[tuple[str, str]] = (("yes", "已登记备案"), ("no", "没有备案日期"))


def _of_kind(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    return rows.filter(kind="" if value == "unknown" else value)


def _of_filing(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    return rows.filter(filed_on__isnull=value == "no")


@allowed(Action.SEE_REGISTER)
def units(request: HttpRequest) -> HttpResponse:
    """Units."""
    live = Q(sites__status__in=sorted(LIVE))
    rows = within(person(request), Action.SEE_REGISTER, Unit.objects.select_related("superior")).annotate(
        live_sites=Count("sites", filter=live, distinct=True),
        live_accounts=Count("accounts", filter=Q(accounts__status__in=sorted(LIVE)), distinct=True),
    )
    return _page(request, UNITS, _UNITS, rows, "unit_new")


@allowed(Action.SEE_REGISTER)
def sites(request: HttpRequest) -> HttpResponse:
    """Websites."""
    rows = within(person(request), Action.SEE_REGISTER, WebSite.objects.select_related("unit"), "unit__path")
    return _page(request, SITES, _SITES, rows, "site_new")


@allowed(Action.SEE_REGISTER)
def accounts(request: HttpRequest) -> HttpResponse:
    """Accounts."""
    rows = within(person(request), Action.SEE_REGISTER, Account.objects.select_related("unit"), "unit__path")
    return _page(request, ACCOUNTS, _accounts(), rows, "account_new")


def _page(request: HttpRequest, table: Table, spec: ListSpec, rows: QuerySet[Any], new: str) -> HttpResponse:
    user = person(request)
    listing = Listing(spec, rows, request.GET)
    may_export = may(user, Action.EXPORT_REGISTER)
    if request.GET.get("export") and may_export:
        field = "path" if table is UNITS else "unit__path"
        wanted = within(user, Action.EXPORT_REGISTER, listing.things, field)
        return table_download(request, table.label, rows.model._meta.db_table, list(rows_of(table, wanted)))
    # Supervisors add units; existing sites and accounts are taken in by the province, new ones by filing.
    entering = Action.EDIT_REGISTER if table is UNITS else Action.IMPORT_REGISTER
    actions = [(f"登记{table.label}", reverse(new))] if may(user, entering) else []
    if table is ACCOUNTS and may(user, Action.IMPORT_REGISTER):
        actions.append(("平台", reverse("platforms")))
    if may(user, Action.IMPORT_REGISTER):
        actions.append(("导入", reverse("import")))
    context = {
        "title": f"{table.label}名录",
        "listing": listing,
        "may_export": may_export,
        "actions": actions,
    }
    return render(request, "list.html", context)
