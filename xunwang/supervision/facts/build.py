"""Facts of one supervising unit out of a year's material. No queries."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from xunwang.registry.models import Unit, WebSite
from xunwang.registry.rules import Problem, account_problems, site_problems, unit_problems
from xunwang.registry.vocabulary import Status
from xunwang.rules.supervision.facts import (
    AnnualTable,
    Case,
    CheckRound,
    HigherCheck,
    Message,
    OrderedProblem,
    RegisteredSite,
    RegisterProblem,
    Row,
    SupervisionFacts,
)
from xunwang.supervision.facts.material import Material
from xunwang.supervision.models import ErrorReport, LogEntry
from xunwang.supervision.vocabulary import Log, TableKind

_LONG_AGO = date.min


def facts_of(unit: Unit, material: Material) -> SupervisionFacts:
    """All that the system knows about a unit's year."""
    below = material.below(unit)
    sites = [site for key in below for site in material.sites.get(key, ())]
    logs = _Logs(unit, material)
    return SupervisionFacts(
        unit=unit.name,
        year=material.year,
        sites=tuple(RegisteredSite(str(site.pk), site.opened_on, _closed(site)) for site in sites),
        checks=(*_campaigns(below, material), *map(_check, logs.of(Log.CHECKS))),
        checks_complete=material.is_declared(unit, Log.CHECKS),
        higher_checks=_higher_checks(logs, material),
        messages=_messages(unit, below, material),
        register_problems=tuple(_register_problems(below, material)),
        compared_with_reality=_compared(sites, material),
        ordered=_ordered(below, material),
        tables=tuple(_tables(unit, sites, material)),
        verifications=logs.cases(Log.VERIFICATIONS),
        rechecks=logs.cases(Log.RECHECKS),
        incidents=logs.declared_cases(Log.INCIDENTS),
        trainings=logs.cases(Log.TRAINING) or logs.declared_cases(Log.TRAINING),
        platform=logs.cases(Log.PLATFORM),
        other_bonus=logs.cases(Log.BONUS),
    )


class _Logs:
    """The entries of one unit."""

    def __init__(self, unit: Unit, material: Material) -> None:
        self._unit = unit
        self._material = material

    def of(self, log: Log) -> list[LogEntry]:
        """Entries of one log."""
        return [entry for entry in self._material.entries.get(self._unit.pk, ()) if entry.log == log]

    def cases(self, log: Log) -> tuple[Case, ...]:
        """The same as cases."""
        return tuple(Case(row_of(entry), entry.title, entry.day, entry.settled_on) for entry in self.of(log))

    def declared_cases(self, log: Log) -> tuple[Case, ...] | None:
        """The same; None unless somebody said that it is all."""
        return self.cases(log) if self.declared(log) else None

    def declared(self, log: Log) -> bool:
        """Whether somebody said that it is all."""
        return self._material.is_declared(self._unit, log)


def row_of(entry: LogEntry) -> Row:
    """An entry as a row behind a figure."""
    return Row(f"{Log(entry.log).label}：{entry.title}", f"log_entry:{entry.pk}")


def _closed(site: WebSite) -> date | None:
    # Closed on a day that nobody wrote down: it counts in no quarter.
    return site.closed_on or _LONG_AGO if site.status == Status.CLOSED else None


def _campaigns(below: list[int], material: Material) -> Iterable[CheckRound]:
    """Rounds that the unit, or one below it, carried out itself."""
    own = set(below)
    for one in material.rounds:
        if one.unit_id in own:
            row = Row(f"检查：{one.title}", f"campaign:{one.key}")
            yield CheckRound(row, one.ended, frozenset(map(str, one.sites)), one.published)


def _check(entry: LogEntry) -> CheckRound:
    return CheckRound(row_of(entry), entry.day, frozenset(map(str, entry.sites)), entry.settled_on)


def _higher_checks(logs: _Logs, material: Material) -> tuple[HigherCheck, ...] | None:
    if not logs.declared(Log.HIGHER_CHECKS):
        return None
    return tuple(
        HigherCheck(
            row_of(entry),
            entry.title,
            not entry.is_account,
            entry.misstatement,
            bool(material.qualified.intersection(entry.sites)),
        )
        for entry in logs.of(Log.HIGHER_CHECKS)
    )


def _messages(unit: Unit, below: list[int], material: Material) -> tuple[Message, ...] | None:
    if not material.is_declared(unit, Log.MESSAGES):
        return None
    return tuple(_message(report) for key in below for report in material.reports.get(key, ()))


def _message(report: ErrorReport) -> Message:
    row = Row(f"留言{report.number}", f"error_report:{report.pk}")
    return Message(row, report.received_at, report.settled_at)


def _register_problems(below: list[int], material: Material) -> Iterable[RegisterProblem]:
    register = material.register
    for key in below:
        unit = register.units[key]
        if unit.is_active:
            yield from _broken("unit", unit.id, unit.name, unit_problems(unit, register))
    own = set(below)
    for site in register.sites.values():
        if site.unit_id in own:
            yield from _broken("site", site.id, site.name, site_problems(site, register))
    for account in register.accounts.values():
        if account.unit_id in own:
            yield from _broken("account", account.id, account.name, account_problems(account, register))
    for key in below:
        yield from material.differences.get(key, ())


def _broken(kind: str, key: int, name: str, problems: list[Problem]) -> Iterable[RegisterProblem]:
    for problem in problems:
        yield RegisterProblem(Row(name, f"{kind}:{key}"), f"{name}：{problem.message}（{problem.rule}）")


def _compared(sites: list[WebSite], material: Material) -> datetime | None:
    """When the site that waits longest was last looked at; None when one never was, or there is none."""
    looks = [material.looked_at.get(site.pk) for site in sites if site.status != Status.CLOSED]
    known = [look for look in looks if look is not None]
    return min(known) if known and len(known) == len(looks) else None


def _ordered(below: list[int], material: Material) -> tuple[OrderedProblem, ...]:
    return tuple(problem for key in below for problem in material.ordered.get(key, ()))


def _tables(unit: Unit, sites: list[WebSite], material: Material) -> Iterable[AnnualTable]:
    """The unit's own table and one of every site that was in operation at the end of the year."""
    end = date(material.year, 12, 31)
    known = {(table.kind, table.site_id or table.unit_id): table for table in material.tables}
    wanted = [(TableKind.SUPERVISION, unit.pk, unit.name)]
    wanted += [
        (TableKind.SITE, site.pk, site.name)
        for site in sites
        if (site.opened_on is None or site.opened_on <= end)
        and ((closed := _closed(site)) is None or closed > end)
    ]
    for kind, key, name in wanted:
        table, title = known.get((kind, key)), f"{name}{kind.label}"
        if table is None:
            yield AnnualTable(Row(title), title)
        else:
            yield AnnualTable(
                Row(title, f"annual_table:{table.pk}"), title, table.published_on, table.missing
            )
