"""Everything in the register that breaks a rule, in one list."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from xunwang.access.models import User
from xunwang.access.permissions import paths_for, within
from xunwang.access.roles import Action
from xunwang.registry.models import Unit
from xunwang.registry.rules import Problem, account_problems, site_problems, unit_problems
from xunwang.registry.snapshot import Register
from xunwang.web.downloads import table_download
from xunwang.web.people import allowed, person

SHOWN = 500


class Found(NamedTuple):
    """A problem and the row that has it."""

    name: str
    url: str
    unit: str
    problem: Problem


@allowed(Action.SEE_REGISTER)
def problems(request: HttpRequest) -> HttpResponse:
    """Rules that do not hold, worst first."""
    found = problems_seen_by(person(request))
    rules = sorted({one.problem.rule for one in found})
    rule = request.GET.get("rule", "")
    chosen = [one for one in found if not rule or one.problem.rule == rule]
    if request.GET.get("export") and paths_for(person(request), Action.EXPORT_REGISTER):
        rows = [["规则", "名称", "主办单位", "情况", "处理"]]
        rows += [[p.rule, name, unit, p.message, p.remedy] for name, _, unit, p in chosen]
        return table_download(request, "名录问题", "registry_website", rows)
    context = {"found": chosen[:SHOWN], "total": len(chosen), "rules": rules, "rule": rule}
    return render(request, "register/problems.html", context)


def problems_seen_by(user: User) -> list[Found]:
    """Problems of the units, sites and accounts that the person may see. Four queries, whatever the size."""
    found = []
    for page, pk, name, unit, problems in _rows_seen_by(user):
        # An address costs more than the rules of its row: only for rows that have a problem.
        url = reverse(page, args=[pk]) if problems else ""
        found += [Found(name, url, unit, problem) for problem in problems]
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
