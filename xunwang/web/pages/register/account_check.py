"""新媒体体检: what stands against accounts and units, counted and listed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from xunwang.access.models import User
from xunwang.access.permissions import may, within
from xunwang.access.roles import Action
from xunwang.inspection.planning.scope import PROVINCIAL
from xunwang.registry.checking import check_up, known_figures
from xunwang.registry.models import Account, Unit
from xunwang.registry.rules import Problem, bounds
from xunwang.registry.snapshot import AccountRow, Register
from xunwang.registry.vocabulary import UnitLevel, choices
from xunwang.web.components.exports import listing_table
from xunwang.web.components.listing import Cell, Column, Filter, ListSpec
from xunwang.web.components.rows import RowListing
from xunwang.web.downloads import table_download
from xunwang.web.pages.register.acts import Acts
from xunwang.web.people import allowed, person

_GRAVE, _HINT = "grave", "hint"
_WEIGHTS = ((_GRAVE, "不符合"), (_HINT, "待核对"))


class Row(NamedTuple):
    """A line as it is listed, filtered and counted."""

    problem: Problem
    check: str
    weight: str
    name: str
    account: AccountRow | None
    unit_id: int
    unit: str
    platform: str
    level: str
    region: str

    @property
    def rule(self) -> str:
        """Number of the rule."""
        return self.problem.rule

    @property
    def message(self) -> str:
        """What is wrong."""
        return self.problem.message


class Count(NamedTuple):
    """How many lines there are of one kind; ``url`` lists them."""

    label: str
    url: str
    grave: int
    hints: int


@allowed(Action.SEE_REGISTER)
def account_check(request: HttpRequest) -> HttpResponse:
    """Counts by check, region, level and platform, and the list."""
    user = person(request)
    register = Register.load()
    figures = known_figures()
    mine = _units_of(user)
    rows = sorted(_rows(register, mine, figures), key=lambda row: (not row.problem.blocking, row.rule))
    listing = RowListing(_spec(rows, register, Acts(user, register)), rows, request.GET)
    may_export = may(user, Action.EXPORT_REGISTER)
    if request.GET.get("export") and may_export:
        return table_download(request, "新媒体体检", Account._meta.db_table, listing_table(listing))
    live = [one for one in register.accounts.values() if one.live and one.unit_id in mine]
    context = {
        "title": "新媒体体检",
        "listing": listing,
        "may_export": may_export,
        "accounts": len(live),
        "affected": len({row.account.id for row in rows if row.account is not None and row.account.live}),
        "unknown": sum(one.id not in figures for one in live),
        "bounds": bounds(),
        "tables": _tables(rows, register),
    }
    return render(request, "register/account_check.html", context)


def _units_of(user: User) -> frozenset[int]:
    return frozenset(within(user, Action.SEE_REGISTER, Unit.objects.order_by()).values_list("pk", flat=True))


def _rows(register: Register, mine: frozenset[int], figures: Any) -> Iterable[Row]:
    regions: dict[int, str] = {}
    for problem, unit, account in check_up(register, figures):
        if unit.id not in mine:
            continue
        if unit.id not in regions:
            regions[unit.id] = register.region_of(unit) or PROVINCIAL
        yield Row(
            problem,
            f"{problem.rule} {problem.check}",
            _GRAVE if problem.blocking else _HINT,
            account.name if account is not None else unit.name,
            account,
            unit.id,
            unit.name,
            account.platform if account is not None else "",
            unit.level,
            regions[unit.id],
        )


def _spec(rows: Sequence[Row], register: Register, acts: Acts) -> ListSpec:
    return ListSpec(
        columns=(
            Column("rule", "规则", lambda row: Cell(row.rule, tone="bad" if row.problem.blocking else "warn"),
                   ("check",), "short"),
            Column("check", "检查项", lambda row: row.problem.check, (), "short"),
            Column("name", "账号或单位", _name_cell, ("name",)),
            Column("platform", "平台", lambda row: register.platform_label(row.platform), ("platform",), "short"),
            Column("unit", "主办单位", lambda row: row.unit, ("unit",)),
            Column("region", "地区", lambda row: row.region, ("region",), "short"),
            Column("message", "情况", lambda row: row.message),
            Column("remedy", "处理办法", lambda row: row.problem.remedy),
            Column("act", "办理", lambda row: acts.of(row.problem, row.unit_id, row.account), (), "short"),
        ),
        filters=(
            Filter("check", "检查项", _words(rows, lambda row: row.check), "check"),
            Filter("weight", "性质", _WEIGHTS, "weight"),
            Filter("region", "地区", _words(rows, lambda row: row.region), "region"),
            Filter("level", "级别", choices(UnitLevel), "level"),
            Filter("platform", "平台", [(one.code, one.label) for one in register.platforms.values()], "platform"),
        ),
        search=("name", "unit", "message"),
        search_label="账号、单位或情况",
        empty="没有发现问题。",
    )  # fmt: skip


def _name_cell(row: Any) -> Cell:
    if row.account is not None:
        return Cell(row.name, reverse("account", args=[row.account.id]))
    return Cell(row.name, reverse("unit", args=[row.unit_id]))


def _words(rows: Sequence[Row], of: Callable[[Row], str]) -> list[tuple[str, str]]:
    return [(word, word) for word in sorted({of(row) for row in rows})]


def _tables(rows: Sequence[Row], register: Register) -> list[tuple[str, list[Count]]]:
    levels = dict(choices(UnitLevel))
    known: Sequence[tuple[str, str, Callable[[str], str]]] = (
        ("检查项", "check", str),
        ("级别", "level", lambda value: levels[value]),
        ("平台", "platform", lambda value: register.platform_label(value) or "（单位）"),
        ("地区", "region", str),
    )
    return [(title, _counts(rows, name, label)) for title, name, label in known]


def _counts(rows: Sequence[Row], name: str, label: Callable[[str], str]) -> list[Count]:
    of = attrgetter(name)
    grave = Counter(of(row) for row in rows if row.problem.blocking)
    hints = Counter(of(row) for row in rows if not row.problem.blocking)
    words = sorted(grave.keys() | hints.keys()) if name == "check" else list((grave + hints).keys())
    ordered = words if name == "check" else sorted(words, key=lambda word: (-grave[word] - hints[word], word))
    return [Count(label(word), _address(name, word), grave[word], hints[word]) for word in ordered]


def _address(name: str, word: str) -> str:
    return f"?{urlencode({name: word})}#list" if word else ""
