"""An annual table as DOCX: A4, the fonts of official documents, one bordered table."""

from __future__ import annotations

import io
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from xunwang.notices.annual.content import UNCONFIRMED, Line, TableDocument

TITLE_FONT, BODY_FONT, HEAD_FONT = "方正小标宋简体", "仿宋_GB2312", "黑体"
TITLE_PT, SUBTITLE_PT, TABLE_PT = 22, 16, 12
WIDTHS_MM = (28, 84, 48)


def table_docx(table: TableDocument) -> bytes:
    """The file."""
    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin, page.bottom_margin, page.left_margin, page.right_margin = Mm(30), Mm(25), Mm(25), Mm(25)
    document.core_properties.title = table.name
    document.core_properties.author = ""
    _paragraph(document, table.title, TITLE_FONT, TITLE_PT, WD_ALIGN_PARAGRAPH.CENTER)
    _paragraph(document, table.subtitle, BODY_FONT, SUBTITLE_PT, WD_ALIGN_PARAGRAPH.CENTER)
    if table.is_draft:
        _paragraph(document, "（草稿，未签发）", BODY_FONT, TABLE_PT, WD_ALIGN_PARAGRAPH.CENTER)
    _grid(document, table)
    _paragraph(document, table.signature, BODY_FONT, TABLE_PT, WD_ALIGN_PARAGRAPH.LEFT)
    _paragraph(document, table.note, BODY_FONT, 9, WD_ALIGN_PARAGRAPH.LEFT)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _grid(document: Any, table: TableDocument) -> None:
    count = sum(len(part.lines) for part in table.parts)
    grid = document.add_table(rows=count, cols=3)
    grid.style = "Table Grid"
    grid.alignment = WD_TABLE_ALIGNMENT.CENTER
    grid.autofit = False
    # The columns' cells are read once: asking a python-docx table cell by cell is quadratic.
    columns = [list(column.cells) for column in grid.columns]
    for column, width in zip(columns, WIDTHS_MM, strict=True):
        for cell in column:
            cell.width = Mm(width)
    row = 0
    for part in table.parts:
        for offset, line in enumerate(part.lines):
            _cell(columns[1][row + offset], _label(line), BODY_FONT)
            _cell(columns[2][row + offset], line.value, BODY_FONT)
        merged = columns[0][row].merge(columns[0][row + len(part.lines) - 1])
        _cell(merged, part.title, HEAD_FONT)
        row += len(part.lines)


def _label(line: Line) -> str:
    return f"{line.label}〔{UNCONFIRMED}〕" if line.unconfirmed else line.label


def _cell(cell: Any, text: str, font: str) -> None:
    paragraph = cell.paragraphs[0]
    for extra in cell.paragraphs[1:]:
        extra._element.getparent().remove(extra._element)
    _run(paragraph, text, font, TABLE_PT)


def _paragraph(document: Any, text: str, font: str, size: int, alignment: Any) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = alignment
    _run(paragraph, text, font, size)


def _run(paragraph: Any, text: str, font: str, size: int) -> None:
    paragraph.paragraph_format.space_after = Pt(2)
    run = paragraph.add_run(text)
    run.font.name, run.font.size = font, Pt(size)
    run._element.rPr.rFonts.set(qn("w:eastAsia"), font)
