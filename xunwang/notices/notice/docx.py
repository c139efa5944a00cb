"""A notice as DOCX that the office goes on editing: real styles, real tables, nothing positioned by hand."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from typing import Any

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from xunwang.notices import gbt9704
from xunwang.notices.notice import docx_format as form
from xunwang.notices.notice.annexes import link_of
from xunwang.notices.notice.data import ADDRESSEES, Annex, NoticeData, Paragraph
from xunwang.notices.notice.docx_imprint import add_imprint

_MADE = datetime(2000, 1, 1, tzinfo=UTC)


def render_docx(data: NoticeData) -> bytes:
    """DOCX in the official format; the same notice gives the same bytes."""
    document = form.official_document()
    properties = document.core_properties
    properties.title, properties.author, properties.comments = data.title, data.issuer, ""
    properties.created = properties.modified = _MADE
    _head(document, data)
    for paragraph in data.body:
        _paragraph(document, paragraph)
    _list_of_annexes(document, data)
    _closing(document, data)
    if data.remark:
        _paragraph(document, data.remark)
    for number, annex in enumerate(data.annexes, 1):
        _annex(document, number, annex)
    document.add_paragraph(style=form.SMALL)
    if data.imprint:
        add_imprint(document, data.imprint)
    document.add_paragraph(data.closing, form.SMALL)
    return _always_the_same(document)


def _head(document: Any, data: NoticeData) -> None:
    if data.demonstration:
        document.add_paragraph(data.demonstration, form.ANNEX_NOTE)
    head = document.add_paragraph(style=form.HEAD)
    head.add_run(data.head).font.size = Pt(gbt9704.head_size(data.head))
    document.add_paragraph(style=form.NUMBER)
    _red_line(document.add_paragraph(data.number, form.NUMBER))
    document.add_paragraph(style=form.BODY)
    document.add_paragraph(data.title, form.TITLE)
    document.add_paragraph(style=form.BODY)


def _red_line(paragraph: Any) -> None:
    borders = OxmlElement("w:pBdr")
    bottom = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "16"), ("space", "11"), ("color", gbt9704.RED.upper())):
        bottom.set(qn(f"w:{name}"), value)
    borders.append(bottom)
    paragraph._p.get_or_add_pPr().append(borders)


def _paragraph(document: Any, told: Paragraph) -> None:
    style = form.ADDRESSEES if told.level == ADDRESSEES else form.HEADINGS.get(told.level, form.BODY)
    form.add_spans(document.add_paragraph(style=style), told)


def _list_of_annexes(document: Any, data: NoticeData) -> None:
    if data.annexes:
        document.add_paragraph(style=form.BODY)
    for number in range(1, len(data.annexes) + 1):
        before = "附件：" if number == 1 else "　　　"
        document.add_paragraph(before + data.annex_line(number), form.LIST)


def _closing(document: Any, data: NoticeData) -> None:
    """Issuer and date, the date four characters in and the issuer centred over it."""
    document.add_paragraph(style=form.BODY)
    document.add_paragraph(style=form.BODY)
    day_width = len(data.day) * 0.75
    for text, indent in (
        (data.issuer, max(0, 4 + (day_width - len(data.issuer)) / 2)),
        (data.day, max(4, 4 + (len(data.issuer) - day_width) / 2 if len(data.issuer) > day_width + 8 else 4)),
    ):
        paragraph = document.add_paragraph(text, form.CLOSING)
        place = paragraph._p.get_or_add_pPr().get_or_add_ind()
        place.set(qn("w:rightChars"), str(round(100 * indent)))
        place.set(qn("w:right"), str(round(20 * gbt9704.BODY_PT * indent)))


def _annex(document: Any, number: int, annex: Annex) -> None:
    mark = document.add_paragraph(f"附件{number}", form.ANNEX)
    mark.paragraph_format.page_break_before = True
    document.add_paragraph(style=form.BODY)
    document.add_paragraph(annex.title, form.ANNEX_TITLE)
    if annex.note:
        document.add_paragraph(annex.note, form.ANNEX_NOTE)
    document.add_paragraph(style=form.SMALL)
    _table(document, annex)


def _table(document: Any, annex: Annex) -> None:
    table = document.add_table(rows=len(annex.rows) + 1, cols=len(annex.columns), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    total = sum(annex.widths)
    widths = [Pt(gbt9704.WIDTH_PT * width / total) for width in annex.widths]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    style = document.styles[form.CELL].style_id
    for place, row in enumerate(table._tbl.tr_lst):
        properties = form.keep_together(row)
        if place == 0:
            properties.append(OxmlElement("w:tblHeader"))
        cells = annex.columns if place == 0 else annex.rows[place - 1]
        for cell, text, width in zip(row.tc_lst, cells, widths, strict=True):
            cell.width = width
            _fill(document.part, cell.p_lst[0], text, head=place == 0)
            cell.p_lst[0].style = style


def _fill(part: Any, paragraph: Any, text: str, *, head: bool) -> None:
    """Straight into the XML: the library's way of finding cells takes the square of the rows."""
    run = OxmlElement("w:r")
    if head:
        run.get_or_add_rPr().append(OxmlElement("w:b"))
    run.text = text
    link = link_of(text)
    if not link or head:
        paragraph.append(run)
        return
    holder = OxmlElement("w:hyperlink")
    holder.set(qn("r:id"), part.relate_to(link, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    holder.append(run)
    paragraph.append(holder)


def _always_the_same(document: Any) -> bytes:
    """Its bytes with fixed times in the archive."""
    made, fixed = io.BytesIO(), io.BytesIO()
    document.save(made)
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in sorted(source.infolist(), key=lambda one: one.filename != "[Content_Types].xml"):
            info = zipfile.ZipInfo(entry.filename, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, source.read(entry))
    return fixed.getvalue()
