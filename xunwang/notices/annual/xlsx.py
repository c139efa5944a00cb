"""An annual table as XLSX: all cells text or number, nothing runs."""

from __future__ import annotations

import io
import re

import xlsxwriter

from xunwang.notices.annual.content import UNCONFIRMED, TableDocument

_NUMBER = re.compile(r"(?:0|[1-9]\d{0,14})(?:\.\d{1,2})?")
_COUNTED = "（单位："


def table_xlsx(table: TableDocument) -> bytes:
    """The file: one sheet."""
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet("年度报表")
        title = book.add_format({"bold": True, "font_size": 18, "align": "center", "valign": "vcenter"})
        head = book.add_format(
            {"bold": True, "border": 1, "align": "center", "valign": "vcenter", "text_wrap": True}
        )
        cell = book.add_format({"border": 1, "valign": "vcenter", "text_wrap": True})
        sheet.set_column(0, 0, 16)
        sheet.set_column(1, 1, 44)
        sheet.set_column(2, 2, 32)
        sheet.set_column(3, 3, 10)
        sheet.merge_range(0, 0, 0, 3, table.name + ("（草稿，未签发）" if table.is_draft else ""), title)
        sheet.set_row(0, 30)
        row = 1
        for part in table.parts:
            last = row + len(part.lines) - 1
            if last > row:
                sheet.merge_range(row, 0, last, 0, part.title, head)
            else:
                sheet.write_string(row, 0, part.title, head)
            for line in part.lines:
                sheet.write_string(row, 1, line.label, cell)
                if _COUNTED in line.label and _NUMBER.fullmatch(line.value):
                    sheet.write_number(row, 2, float(line.value), cell)
                else:
                    sheet.write_string(row, 2, line.value, cell)
                sheet.write_string(row, 3, UNCONFIRMED if line.unconfirmed else "", cell)
                row += 1
        sheet.write_string(row, 0, table.signature)
        sheet.write_string(row + 1, 0, table.note)
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
    return file.getvalue()
