"""Workbooks that would take the process down are refused with a word on what to do; all others are read."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xunwang.engine.old_workbook import MARK
from xunwang.engine.spreadsheet import SpreadsheetError, read_rows, rows_of
from xunwang.engine.workbook_guard import MAX_CELLS

SHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def workbook(*cells: tuple[int, int, str]) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet()
        for row, column, text in cells:
            sheet.write(row, column, text)
    return stream.getvalue()


def with_part(name: str, content: bytes, *, new: bool = False) -> bytes:
    """An ordinary workbook with one part replaced, or a new one."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook((0, 0, "标题")))) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        if new:
            made.writestr(name, content)
        for part in old.infolist():
            made.writestr(part.filename, content if part.filename == name else old.read(part))
    return stream.getvalue()


def sheet(rows: str) -> bytes:
    return with_part(SHEET, f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'.encode())


def ods(rows: str) -> bytes:
    stream = io.BytesIO()
    spaces = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
        archive.writestr(
            "content.xml",
            f"<office:document-content{spaces}><office:body><office:spreadsheet><table:table table:name='一'>{rows}"
            "</table:table></office:spreadsheet></office:body></office:document-content>",
        )
    return stream.getvalue()


CELL = "<table:table-cell office:value-type='string'><text:p>x</text:p></table:table-cell>"
WIDE = CELL.replace("office:value", "table:number-columns-repeated='1000' office:value")


@pytest.mark.parametrize(
    "made",  # when its turn comes, not while tests are collected
    [
        lambda: workbook((0, 0, "a"), (1_048_575, 16_383, "b")),
        lambda: sheet(
            "<row><c t='str'><v>1</v></c></row>" * 20_000
            + "<row>"
            + "<c t='str'><v>1</v></c>" * 20_000
            + "</row>"
        ),
        lambda: sheet(
            "<row r='4294967295'><c r='A4294967295' t='str'><v>1</v></c><c r='ZZ1'><v>1</v></c></row>"
        ),
    ],
    ids=["a cell in the last corner", "a long row after many", "a row beyond all"],
)
def test_sheets_with_too_many_cells_are_refused(made: Callable[[], bytes]) -> None:
    body = made()
    assert len(body) < 100_000
    with pytest.raises(SpreadsheetError, match="请删去末尾的空行空列"):
        rows_of(body, "发布.xlsx")


@pytest.mark.parametrize(
    "rows",
    [
        "<table:table-row table:number-rows-repeated='1000000'><table:table-cell/></table:table-row>"
        f"<table:table-row><table:table-cell table:number-columns-repeated='16000'/>{CELL}</table:table-row>",
        f"<table:table-row table:number-rows-repeated='1000000'>{WIDE}</table:table-row>",
    ],
)
def test_tables_of_repeated_cells_are_refused(rows: str) -> None:
    with pytest.raises(SpreadsheetError, match="请删去末尾的空行空列"):
        rows_of(ods(rows), "发布.ods")


def test_empty_rows_to_the_end_of_the_sheet_as_office_programmes_write_them_do_no_harm() -> None:
    rows = (
        f"<table:table-row>{CELL}<table:table-cell table:number-columns-repeated='16383'/></table:table-row>"
    )
    rest = "<table:table-row table:number-rows-repeated='1048575'><table:table-cell table:number-columns-repeated='16384'/></table:table-row>"
    assert rows_of(ods(rows + rest), "发布.ods")[0][0] == "x"


def test_an_archive_that_lies_about_its_size_is_refused() -> None:
    body = bytearray(with_part(SHEET, b"<worksheet>" + b" " * 1_000_000 + b"</worksheet>"))
    place = body.rfind(SHEET.encode()) - 46
    assert body[place : place + 4] == b"PK\x01\x02"
    struct.pack_into("<I", body, place + 24, 100)
    with pytest.raises(SpreadsheetError, match="大小不符"):
        rows_of(bytes(body), "发布.xlsx")


def test_an_archive_that_says_it_is_huge_is_refused_unread() -> None:
    body = bytearray(workbook((0, 0, "a")))
    place = body.rfind(SHEET.encode()) - 46
    struct.pack_into("<I", body, place + 24, 500 * 1024 * 1024)
    with pytest.raises(SpreadsheetError, match="解压后过大"):
        rows_of(bytes(body), "发布.xlsx")


def test_ordinary_workbooks_are_read_from_files_and_from_memory(tmp_path: Path) -> None:
    body = workbook((0, 0, "标题"), (1, 0, "通知"), (200, 3, "末"))
    (tmp_path / "a.xlsx").write_bytes(body)
    assert rows_of(body, "A.XLSX") == read_rows(tmp_path / "a.xlsx")
    assert rows_of(body, "a.xlsx")[200][3] == "末"
    assert MAX_CELLS > 200_000 * 20


def test_an_old_workbook_that_is_none_ends_its_own_process_only() -> None:
    with pytest.raises(SpreadsheetError, match="内容已损坏"):
        rows_of(MARK + b"\xa1\xb1\x1a\xe1" + b"\0" * 2000, "发布.xls")


def test_a_real_old_workbook_is_read(shared: Path) -> None:
    assert len(read_rows(shared / "data/attachments/15.xls")) > 5


def test_a_binary_workbook_is_to_be_saved_as_xlsx() -> None:
    with pytest.raises(SpreadsheetError, match="XLSB"):
        rows_of(with_part("xl/workbook.bin", b"", new=True), "发布.xlsx")


SAMPLE = workbook((0, 0, "标题"), (5, 2, "通知"))


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.data())
def test_a_broken_workbook_is_told_in_chinese(data: st.DataObject) -> None:
    body = bytearray(SAMPLE)
    for _ in range(data.draw(st.integers(1, 8))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(body)))
    for name in ("a.xlsx", "a.xls", "a.ods", "a.csv"):
        try:
            rows_of(bytes(body[cut:] if cut % 2 else body), name)
        except SpreadsheetError as error:
            assert "请" in str(error)
