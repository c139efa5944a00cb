"""A notice as a workbook: the text, every figure with its name, and a sheet for each annex."""

from __future__ import annotations

import io
import re
from datetime import datetime
from typing import Any

import xlsxwriter

from xunwang.notices.notice.data import Annex, NoticeData

TEXT, FIGURES = "正文", "数据"
_NUMBER = re.compile(r"-?\d{1,12}(\.\d{1,6})?")
_MADE = datetime(2000, 1, 1)
_LONGEST = 32_000


def render_xlsx(data: NoticeData) -> bytes:
    """XLSX. No text is ever a formula or a link; the same notice gives the same bytes."""
    file = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"title": data.title, "author": data.issuer, "created": _MADE})
        formats = {
            "head": book.add_format({"bold": True, "bg_color": "#ECEFF2", "border": 1, "text_wrap": True}),
            "text": book.add_format({"text_wrap": True, "valign": "top"}),
            "title": book.add_format({"bold": True, "font_size": 14, "align": "center"}),
        }
        _text_sheet(book, data, formats)
        _figure_sheet(book, data, formats)
        for number, annex in enumerate(data.annexes, 1):
            _annex_sheet(book, number, annex, formats)
    return file.getvalue()


def _text_sheet(book: Any, data: NoticeData, formats: dict[str, Any]) -> None:
    sheet = book.add_worksheet(TEXT)
    sheet.set_column(0, 0, 110)
    lines = [
        data.demonstration,
        data.head,
        data.number,
        data.title,
        *(paragraph.text for paragraph in data.body),
        *(f"附件{data.annex_line(number)}" for number in range(1, len(data.annexes) + 1)),
        data.issuer,
        data.day,
        data.remark.text if data.remark else "",
        data.closing,
        *(paragraph.text for paragraph in data.foot),
    ]
    for row, line in enumerate(line for line in lines if line):
        sheet.write_string(row, 0, line[:_LONGEST], formats["text"])


def _figure_sheet(book: Any, data: NoticeData, formats: dict[str, Any]) -> None:
    sheet = book.add_worksheet(FIGURES)
    for column, (name, width) in enumerate((("名称", 30), ("含义", 36), ("值", 80))):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, name, formats["head"])
    for row, figure in enumerate(data.figures.values(), 1):
        sheet.write_string(row, 0, figure.id, formats["text"])
        sheet.write_string(row, 1, figure.label, formats["text"])
        if isinstance(figure.value, int):
            sheet.write_number(row, 2, figure.value, formats["text"])
        else:
            sheet.write_string(row, 2, figure.text[:_LONGEST], formats["text"])
    sheet.freeze_panes(1, 0)


def _annex_sheet(book: Any, number: int, annex: Annex, formats: dict[str, Any]) -> None:
    sheet = book.add_worksheet(f"附件{number}")
    last = len(annex.columns) - 1
    sheet.merge_range(0, 0, 0, last, "", formats["title"])
    sheet.write_string(0, 0, annex.title, formats["title"])
    sheet.merge_range(1, 0, 1, last, "", formats["text"])
    sheet.write_string(1, 0, annex.note, formats["text"])
    for column, (name, width) in enumerate(zip(annex.columns, annex.widths, strict=True)):
        sheet.set_column(column, column, max(8, width))
        sheet.write_string(2, column, name, formats["head"])
    for row, cells in enumerate(annex.rows, 3):
        for column, cell in enumerate(cells):
            if column in annex.numeric and _NUMBER.fullmatch(cell):
                sheet.write_number(row, column, float(cell), formats["text"])
            else:
                sheet.write_string(row, column, cell[:_LONGEST], formats["text"])
    sheet.freeze_panes(3, 0)
    sheet.autofilter(2, 0, 2 + len(annex.rows), last)
