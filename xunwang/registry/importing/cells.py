"""From rows of text to values by field."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from xunwang.engine.spreadsheet import RowError, SpreadsheetError
from xunwang.registry.importing.columns import Column, Table, tidy

MAX_ROWS = 20_000
_ESCAPED = re.compile(r"\A'(?=[\s\u200b\ufeff]*[=+\-@＝＋－＠])")
"""The apostrophe by which our own CSV export keeps a cell from running as a formula."""
_HEADER_WITHIN = 6
"""Exports put a title above the header."""


@dataclass(frozen=True, slots=True)
class Cells:
    """One row: its number in the spreadsheet, its values by field, what could not be read.

    ``given`` are the fields whose columns the file has: others keep their stored values.
    """

    row: int
    values: dict[str, Any]
    given: frozenset[str]
    errors: tuple[RowError, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file understood: ``headers`` by field as the file writes them, ``ignored`` those nobody knows."""

    cells: tuple[Cells, ...]
    headers: dict[str, str]
    ignored: tuple[str, ...]


def read_cells(table: Table, rows: list[list[str]]) -> Sheet:
    """Find the header and read every row below. Raises :class:`SpreadsheetError`."""
    top, places, ignored = _header(table, rows)
    headers = {column.field: rows[top][place].strip() for place, column in places.items()}
    body = [
        (number, row) for number, row in enumerate(rows[top + 1 :], start=top + 2) if any(map(str.strip, row))
    ]
    if len(body) > MAX_ROWS:
        raise SpreadsheetError(f"行数超过{MAX_ROWS}。请分成几个文件。")
    given = frozenset(headers)
    cells = tuple(_row(number, row, places, headers, given, table) for number, row in body)
    return Sheet(cells, headers, ignored)


def _header(table: Table, rows: list[list[str]]) -> tuple[int, dict[int, Column], tuple[str, ...]]:
    known = table.by_header()
    best: tuple[int, dict[int, Column]] = (0, {})
    for number, row in enumerate(rows[:_HEADER_WITHIN]):
        found: dict[int, Column] = {}
        for place, cell in enumerate(row):
            column = known.get(tidy(cell))
            if column is not None and column not in found.values():
                found[place] = column
        if len(found) > len(best[1]):
            best = (number, found)
    top, places = best
    missing = [c.headers[0] for c in table.columns if c.required and c not in places.values()]
    if missing:
        shown = "、".join(cell.strip() for cell in (rows[top] if rows else []) if cell.strip()) or "（无）"
        raise SpreadsheetError(f"表头缺少“{'”、“'.join(missing)}”列；现有列：{shown[:300]}。请补上后重试。")
    unknown = tuple(c.strip() for place, c in enumerate(rows[top]) if c.strip() and place not in places)
    return top, places, unknown


def _row(
    number: int,
    row: list[str],
    places: dict[int, Column],
    headers: dict[str, str],
    given: frozenset[str],
    table: Table,
) -> Cells:
    values: dict[str, Any] = {column.field: column.default for column in table.columns}
    errors: list[RowError] = []
    for place, column in places.items():
        text = _ESCAPED.sub("", row[place].strip(), count=1) if place < len(row) else ""
        if not text:
            if column.required:
                errors.append(RowError(number, headers[column.field], "", "不能为空，请填写。"))
            continue
        try:
            values[column.field] = column.read(text)
        except ValueError as error:
            errors.append(RowError(number, headers[column.field], text[:80], str(error)))
    return Cells(number, values, given, tuple(errors))


def column_names(table: Table) -> Iterator[tuple[str, str]]:
    """Fields with the header that an export writes."""
    for column in table.columns:
        yield column.field, column.headers[0]
