"""The register as tables that the import reads back without a change."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter
from django.db.models import QuerySet

from xunwang.registry.importing.columns import ACCOUNTS, SITES, UNITS, Table
from xunwang.registry.models import Account, Unit, WebSite

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""By what spreadsheets know a formula; those of East Asia take the full-width signs too."""
_BLANK = " \u00a0\u3000\ufeff\u200b"
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_LONGEST = 32_767
"""Characters in a cell of an XLSX."""
_RELATED: dict[str, tuple[str, ...]] = {
    "units": ("superior", "supervising_unit"),
    "sites": ("unit",),
    "accounts": ("unit", "supervising_unit"),
}


def rows_of(table: Table, things: QuerySet[Any]) -> Iterable[list[str]]:
    """Header and one row for each of ``things`` (of the table's model)."""
    yield [column.headers[0] for column in table.columns]
    for thing in things.select_related(*_RELATED[table.name]):
        yield [_cell(column.write, getattr(thing, column.field)) for column in table.columns]


def csv_bytes(rows: Iterable[Sequence[str]]) -> bytes:
    """CSV as spreadsheets open it: UTF-8 with a mark, and no cell that would run as a formula."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([[harmless(cell) for cell in row] for row in rows])
    return text.getvalue().encode("utf-8-sig")


def xlsx_bytes(name: str, rows: Iterable[Sequence[str]]) -> bytes:
    """One sheet, all cells text: codes keep their zeros, and nothing runs."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(
        file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        sheet = book.add_worksheet(sheet_name(name))
        bold = book.add_format({"bold": True, "bg_color": "#E6EEF6", "bottom": 1})
        widths: dict[int, int] = {}
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                sheet.write_string(number, place, cell[:_LONGEST], bold if number == 0 else None)
                widths[place] = min(max(widths.get(place, 8), 2 * len(cell)), 50)
        for place, width in widths.items():
            sheet.set_column(place, place, width)
        sheet.freeze_panes(1, 0)
    return file.getvalue()


def harmless(cell: str) -> str:
    """A cell that a spreadsheet would take for a formula gets an apostrophe before it."""
    return f"'{cell}" if cell.lstrip(_BLANK).startswith(_FORMULA) else cell


def sheet_name(name: str) -> str:
    """A name that a workbook takes: no signs that it forbids, at most 31 units of UTF-16."""
    short = _NOT_IN_SHEET_NAMES.sub(" ", name)[:31].encode("utf-16-le", "replace")[:62]
    kept = short.decode("utf-16-le", "ignore").strip(" '")
    return kept if kept and kept.lower() != "history" else "数据"


def everything(table: Table) -> QuerySet[Any]:
    """All rows of a table."""
    models: dict[str, Any] = {UNITS.name: Unit, SITES.name: WebSite, ACCOUNTS.name: Account}
    return models[table.name].objects.all()  # type: ignore[no-any-return]


def _cell(write: Any, value: Any) -> str:
    return "" if value is None else str(write(value))
