"""Reads the tables that offices keep, CSV or XLSX, as rows of text."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from python_calamine import CalamineError, CalamineWorkbook

from xunwang.engine.old_workbook import MARK, UnreadableWorkbookError, read_old_workbook
from xunwang.engine.workbook_guard import RefusedWorkbookError, check_workbook
from xunwang.pages.decode import decode

MAX_BYTES = 50 * 1024 * 1024
"""Of a file: the reader holds all of it, and of a workbook all that it unpacks to."""
_WORKBOOKS = {".xlsx", ".xls", ".ods"}


@dataclass(frozen=True, slots=True)
class RowError:
    """A value that could not be read. ``row`` counts as the spreadsheet shows it, the header being 1."""

    row: int
    column: str
    value: str
    remedy: str

    def __str__(self) -> str:
        return f"第{self.row}行“{self.column}”列：“{self.value}”——{self.remedy}"


class SpreadsheetError(Exception):
    """The file as a whole can't be read; the message says in Chinese what to do."""


def fields_of(
    header: Sequence[str], columns: Mapping[str, Sequence[str]], required: Sequence[str]
) -> dict[str, int]:
    """Places of the fields in a header. ``columns`` are the accepted headings by field.

    Raises :class:`SpreadsheetError` naming by their second heading those of ``required`` that are missing.
    """
    positions = {cell.strip().lower().lstrip("\ufeff"): i for i, cell in reversed(list(enumerate(header)))}
    fields = {
        field: positions[alias.lower()]
        for field, aliases in columns.items()
        for alias in reversed(aliases)
        if alias.lower() in positions
    }
    missing = [columns[field][1] for field in required if field not in fields]
    if missing:
        found = "、".join(cell.strip() for cell in header if cell.strip()) or "（无）"
        raise SpreadsheetError(f"表头缺少“{'”、“'.join(missing)}”列；现有列：{found}。请补上后重试。")
    return fields


def read_rows(path: Path) -> list[list[str]]:
    """All rows of a CSV (UTF-8 or GB18030), XLSX, XLS or ODS file, cells as text, dates as YYYY-MM-DD.

    Raises :class:`SpreadsheetError`.
    """
    if path.stat().st_size > MAX_BYTES:
        raise _too_large(path.name)
    return rows_of(path.read_bytes(), path.name)


def rows_of(body: bytes, name: str) -> list[list[str]]:
    """The same of a file's content; ``name`` tells by its ending what it is. Raises :class:`SpreadsheetError`."""
    if len(body) > MAX_BYTES:
        raise _too_large(name)
    workbook = PurePath(name).suffix.lower() in _WORKBOOKS
    return _workbook_rows(body, name) if workbook else _csv_rows(body, name)


def _too_large(name: str) -> SpreadsheetError:
    return SpreadsheetError(f"“{name}”超过{MAX_BYTES // 1024 // 1024}MB。请分成几个文件。")


def _csv_rows(body: bytes, name: str) -> list[list[str]]:
    text = decode(body, None).text
    if "\x00" in text:
        raise SpreadsheetError(f"“{name}”不是文本表格。请另存为CSV（UTF-8）或XLSX。")
    try:
        sample = text[:4096]
        delimiter = max(",;\t", key=sample.split("\n", 1)[0].count)
        return list(csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error as error:
        raise SpreadsheetError(f"“{name}”不是有效的CSV（{error}）。请另存为CSV（UTF-8）或XLSX。") from error


def _workbook_rows(body: bytes, name: str) -> list[list[str]]:
    try:
        if body.startswith(MARK):
            return [[_cell(value) for value in row] for row in read_old_workbook(body)]
        check_workbook(body)
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(body)).get_sheet_by_index(0)
        return [[_cell(value) for value in row] for row in sheet.to_python()]
    except UnreadableWorkbookError as error:
        raise _not_a_workbook(name, "内容已损坏") from error
    except RefusedWorkbookError as error:
        raise SpreadsheetError(f"“{name}”{error}") from error
    except (CalamineError, OSError, ValueError, IndexError, OverflowError) as error:
        raise _not_a_workbook(name, error) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # The reader's own fault; it is no Exception.
            raise
        raise _not_a_workbook(name, "内容已损坏") from error


def _not_a_workbook(name: str, why: object) -> SpreadsheetError:
    return SpreadsheetError(f"“{name}”无法作为表格打开（{why}）。请另存为XLSX或CSV后重试。")


def _cell(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
