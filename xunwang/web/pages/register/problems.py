"""Everything in the register that breaks a rule, in one list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from xunwang.access.models import User
from xunwang.access.permissions import may, within
from xunwang.access.roles import Action
from xunwang.registry.models import Unit
from xunwang.registry.rules import Problem, account_problems, site_problems, unit_problems
from xunwang.registry.snapshot import Register
from xunwang.web.components.exports import listing_table
from xunwang.web.components.listing import Cell, Column, Filter, ListSpec
from xunwang.web.components.rows import RowListing
from xunwang.web.downloads import table_download
from xunwang.web.people import allowed, person

_KINDS = (("unit", "单位"), ("site", "网站"), ("account", "政务新媒体"))


class Found(NamedTuple):
    """A problem and the row that has it. ``kind`` names the row's page."""

    kind: str
    name: str
    url: str
    unit: str
    problem: Problem


def _spec(found: Sequence[Found]) -> ListSpec:
    rules = sorted({one.problem.rule for one in found})
    return ListSpec(
        columns=(
            Column("rule", "规则", lambda one: Cell(one.problem.rule, tone="bad" if one.problem.blocking else "warn"),
                   ("problem__rule",), "short"),
            Column("kind", "类别", lambda one: dict(_KINDS)[one.kind], ("kind",), "short"),
            Column("name", "名称", lambda one: Cell(one.name, one.url), ("name",)),
            Column("unit", "主办单位", lambda one: one.unit, ("unit",)),
            Column("message", "情况", lambda one: one.problem.message),
            Column("remedy", "处理", lambda one: one.problem.remedy),
        ),
        filters=(
            Filter("rule", "规则", [(rule, rule) for rule in rules], "problem__rule"),
            Filter("kind", "类别", _KINDS, "kind"),
        ),
        search=("name", "unit", "problem__message"),
        search_label="名称、单位或情况",
        empty="名录与规则一致，没有发现问题。",
    )  # fmt: skip


@allowed(Action.SEE_REGISTER)
def problems(request: HttpRequest) -> HttpResponse:
    """Rules that do not hold, worst first."""
    found = problems_seen_by(person(request))
    listing = RowListing(_spec(found), found, request.GET)
    may_export = may(person(request), Action.EXPORT_REGISTER)
    if request.GET.get("export") and may_export:
        return table_download(request, "名录问题", "registry_website", listing_table(listing))
    context = {"title": "名录问题", "listing": listing, "may_export": may_export}
    return render(request, "list.html", context)


def problems_seen_by(user: User) -> list[Found]:
    """Problems of the units, sites and accounts that the person may see. Four queries, whatever the size."""
    found = []
    for page, pk, name, unit, problems in _rows_seen_by(user):
        # An address costs more than the rules of its row: only for rows that have a problem.
        url = reverse(page, args=[pk]) if problems else ""
        found += [Found(page, name, url, unit, problem) for problem in problems]
    return sorted(found, key=lambda one: (not one.problem.blocking, one.problem.rule, one.unit))


def problems_counted(user: User) -> int:
    """How many those are, without their addresses."""
    return sum(len(problems) for *_, problems in _rows_seen_by(user))


def _rows_seen_by(user: User) -> Iterator[tuple[str, int, str, str, list[Problem]]]:
    """Page, key, name, unit and problems of every row that the person may see."""
    register = Register.load()
    mine = set(within(user, Action.SEE_REGISTER, Unit.objects.order_by()).values_list("pk", flat=True))
    for unit in register.units.values():
        if unit.id in mine and unit.is_active:
            yield "unit", unit.id, unit.name, unit.name, unit_problems(unit, register)
    for site in register.sites.values():
        if site.unit_id in mine:
            sponsor = register.units[site.unit_id].name
            yield "site", site.id, site.name, sponsor, site_problems(site, register)
    for account in register.accounts.values():
        if account.unit_id in mine:
            sponsor = register.units[account.unit_id].name
            yield "account", account.id, account.name, sponsor, account_problems(account, register)
