"""What a file would do to the register, row by row, without doing it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field, replace
from typing import Any, TypeVar

from xunwang.engine.spreadsheet import RowError
from xunwang.pages.urls import host_of
from xunwang.registry.importing.cells import Cells, Sheet, read_cells
from xunwang.registry.importing.columns import SITES, UNITS, Table
from xunwang.registry.rules import Problem, account_problems, site_problems, unit_problems
from xunwang.registry.snapshot import AccountRow, Register, SiteRow, UnitRow
from xunwang.words import Word

Row = UnitRow | SiteRow | AccountRow
R = TypeVar("R", UnitRow, SiteRow, AccountRow)
_STORED_AS = {"superior": "superior_id", "supervising_unit": "supervising_unit_id", "unit": "unit_id"}

_AS_THEY_ARE = frozenset({"G-01", "G-02", "G-03", "N-04"})
"""What exists is registered as it is, with a warning: hiding a wrong domain would not mend it."""


class Verdict(Word):
    """What happens to a row."""

    CREATE = "create", "新增"
    UPDATE = "update", "修改"
    SAME = "same", "无变化"
    ERROR = "error", "有错，不导入"


@dataclass(slots=True)
class PlannedRow:
    """One row of the file. ``changes`` maps a field to its old and new value."""

    number: int
    verdict: Verdict
    title: str
    row: Row | None = None
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    errors: tuple[RowError, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """All rows, in the order in which they can be stored."""

    table: Table
    rows: tuple[PlannedRow, ...]
    ignored: tuple[str, ...]

    def count(self, verdict: Verdict) -> int:
        """Rows with that verdict."""
        return sum(row.verdict is verdict for row in self.rows)

    @property
    def errors(self) -> tuple[RowError, ...]:
        """Everything that is wrong, in the order of the file."""
        return tuple(error for row in sorted(self.rows, key=lambda row: row.number) for error in row.errors)


def plan(table: Table, rows: list[list[str]], register: Register) -> Plan:
    """Look at a file. ``register`` is changed to what it would be afterwards.

    Raises :class:`xunwang.engine.spreadsheet.SpreadsheetError` when the header can't be understood.
    """
    sheet = read_cells(table, rows)
    planner = _Planner(sheet, register)
    planned = list(planner.units() if table is UNITS else planner.things(table))
    _refuse_repeats(planned, sheet)
    return Plan(table, tuple(planned), sheet.ignored)


class _Planner:
    """Goes through one file over one snapshot."""

    def __init__(self, sheet: Sheet, register: Register) -> None:
        self._sheet = sheet
        self._register = register
        self._number = 0

    def units(self) -> Iterator[PlannedRow]:
        """Superiors first, wherever they stand in the file."""
        waiting = list(self._sheet.cells)
        while waiting:
            names = {cells.values["name"] for cells in waiting}
            ready = [cells for cells in waiting if not _needs(cells) & names]
            # What only waits for itself is a circle: each of its rows says so.
            for cells in ready or waiting:
                yield self._unit(cells)
            waiting = [cells for cells in waiting if cells not in ready] if ready else []

    def things(self, table: Table) -> Iterator[PlannedRow]:
        """Sites or accounts, in the order of the file."""
        one = self._site if table is SITES else self._account
        for cells in self._sheet.cells:
            yield one(cells)

    def _unit(self, cells: Cells) -> PlannedRow:
        errors = list(cells.errors)
        values = {**cells.values, "former_names": list(cells.values["former_names"])}
        for name in ("superior", "supervising_unit"):
            values[f"{name}_id"] = self._unit_id(values.pop(name), name, cells, errors)
        before = self._register.unit_by_name.get(values["name"])
        row = self._merge(UnitRow, before, cells, values)
        problems = unit_problems(row, self._register) if not errors else []
        return self._planned(cells, before, row, [*errors, *self._blocking(cells, problems)], problems)

    def _site(self, cells: Cells) -> PlannedRow:
        errors = list(cells.errors)
        values = {**cells.values, "aliases": list(cells.values["aliases"])}
        values["unit_id"] = self._unit_id(values.pop("unit"), "unit", cells, errors)
        before = self._stored_site(values["site_code"], values["home_url"])
        row = self._merge(SiteRow, before, cells, values)
        problems = site_problems(row, self._register, before=before) if not errors else []
        return self._planned(cells, before, row, [*errors, *self._blocking(cells, problems)], problems)

    def _account(self, cells: Cells) -> PlannedRow:
        errors = list(cells.errors)
        values = {**cells.values, "former_names": list(cells.values["former_names"])}
        for name in ("unit", "supervising_unit"):
            values[f"{name}_id"] = self._unit_id(values.pop(name), name, cells, errors)
        before = self._register.account_by_name.get((values["platform"], values["name"]))
        row = self._merge(AccountRow, before, cells, values)
        problems = account_problems(row, self._register, before=before) if not errors else []
        return self._planned(cells, before, row, [*errors, *self._blocking(cells, problems)], problems)

    def _stored_site(self, code: str, url: str) -> SiteRow | None:
        """A site is known by its code, else by its host."""
        if code and code in self._register.site_by_code:
            return self._register.site_by_code[code]
        found = self._register.site_by_host.get(host_of(url)) if url else None
        # Another code at the same address is another site's row, and an error of that row.
        return None if found is not None and found.site_code and code else found

    def _unit_id(self, name: str, field_name: str, cells: Cells, errors: list[RowError]) -> int | None:
        unit = self._register.unit_by_name.get(name)
        if unit is None and name:
            header = self._sheet.headers[field_name]
            errors.append(RowError(cells.row, header, name, "名录中没有这个单位，请先导入单位或核对名称。"))
        return unit.id if unit is not None else None

    def _merge(self, kind: Callable[..., R], before: R | None, cells: Cells, values: dict[str, Any]) -> R:
        """The row as it would be: columns that the file does not have keep their stored values."""
        if before is None:
            self._number -= 1
            return kind(id=self._number, **values)
        given = {_STORED_AS.get(name, name) for name in cells.given}
        return replace(before, **{name: values[name] for name in given})

    def _blocking(self, cells: Cells, problems: list[Problem]) -> Iterator[RowError]:
        for problem in problems:
            if problem.blocking and problem.rule not in _AS_THEY_ARE:
                name = problem.field.removesuffix("_id")
                header = self._sheet.headers.get(name, name)
                remedy = f"{problem.message}。{problem.remedy}。（{problem.rule}）"
                yield RowError(cells.row, header, str(cells.values.get(name, "")), remedy)

    def _planned(
        self, cells: Cells, before: Row | None, row: Row, errors: list[RowError], problems: list[Problem]
    ) -> PlannedRow:
        title = str(cells.values["name"])
        if errors:
            return PlannedRow(cells.row, Verdict.ERROR, title, errors=tuple(errors))
        warnings = tuple(str(problem) for problem in problems)
        self._register.put(row)
        if before is None:
            return PlannedRow(cells.row, Verdict.CREATE, title, row, warnings=warnings)
        old, new = asdict(before), asdict(row)
        changes = {name: (old[name], new[name]) for name in new if old[name] != new[name]}
        return PlannedRow(
            cells.row, Verdict.UPDATE if changes else Verdict.SAME, title, row, changes, warnings=warnings
        )


def _needs(cells: Cells) -> set[str]:
    """Other units that the row names."""
    return {cells.values["superior"], cells.values["supervising_unit"]} - {"", cells.values["name"]}


def _refuse_repeats(planned: list[PlannedRow], sheet: Sheet) -> None:
    """A second row for the same thing in one file contradicts the first, or is useless."""
    seen: dict[int, int] = {}
    for entry in planned:
        if entry.row is None:
            continue
        first = seen.setdefault(entry.row.id, entry.number)
        if first != entry.number:
            error = RowError(
                entry.number, sheet.headers["name"], entry.title, f"与第{first}行重复，请删去一行。"
            )
            entry.verdict, entry.row, entry.changes, entry.errors = Verdict.ERROR, None, {}, (error,)
