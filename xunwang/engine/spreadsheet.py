"""Reads the tables that offices keep, CSV or XLSX, as rows of text."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import dataclass
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from xunwang.pages.decode import decode

MAX_BYTES = 50 * 1024 * 1024
"""Of a file, and MAX_UNPACKED of what an XLSX unpacks to: the reader holds all of it."""
MAX_UNPACKED = 400 * 1024 * 1024
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


def read_rows(path: Path) -> list[list[str]]:
    """All rows of a CSV (UTF-8 or GB18030), XLSX, XLS or ODS file, cells as text, dates as YYYY-MM-DD.

    Raises :class:`SpreadsheetError`.
    """
    if path.stat().st_size > MAX_BYTES:
        raise SpreadsheetError(f"“{path.name}”超过{MAX_BYTES // 1024 // 1024}MB。请分成几个文件。")
    return _workbook_rows(path) if path.suffix.lower() in _WORKBOOKS else _csv_rows(path)


def _csv_rows(path: Path) -> list[list[str]]:
    text = decode(path.read_bytes(), None).text
    if "\x00" in text:
        raise SpreadsheetError(f"“{path.name}”不是文本表格。请另存为CSV（UTF-8）或XLSX。")
    try:
        sample = text[:4096]
        delimiter = max(",;\t", key=sample.split("\n", 1)[0].count)
        return list(csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error as error:
        raise SpreadsheetError(
            f"“{path.name}”不是有效的CSV（{error}）。请另存为CSV（UTF-8）或XLSX。"
        ) from error


def _workbook_rows(path: Path) -> list[list[str]]:
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                if sum(part.file_size for part in archive.infolist()) > MAX_UNPACKED:
                    raise SpreadsheetError(f"“{path.name}”解压后过大。请删去多余的工作表和图片后重试。")
        sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
    except (CalamineError, OSError, ValueError, IndexError, zipfile.BadZipFile) as error:
        raise SpreadsheetError(
            f"“{path.name}”无法作为表格打开（{error}）。请另存为XLSX或CSV后重试。"
        ) from error
    return [[_cell(value) for value in row] for row in sheet.to_python()]


def _cell(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
