"""The official format as Word writes it down: page, grid, styles, page numbers."""

from __future__ import annotations

from typing import Any, NamedTuple

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from xunwang.notices import gbt9704
from xunwang.notices.notice.data import Paragraph


class _Style(NamedTuple):
    face: str
    points: float
    align: Any
    indent: int = 0
    """Characters before the first line."""
    sides: int = 0
    """Characters on both sides."""
    bold: bool = False
    outline: int | None = None
    """Level in Word's navigation, from 0."""
    line: float = gbt9704.LINE_PT


BODY, ADDRESSEES, HEADINGS = "通报正文", "通报主送机关", {1: "通报一级标题", 2: "通报二级标题"}
HEAD, NUMBER, TITLE, LIST, CLOSING = "通报红头", "通报文号", "通报标题", "通报附件说明", "通报落款"
ANNEX, ANNEX_TITLE, ANNEX_NOTE, CELL, SMALL, IMPRINT = (
    "通报附件",
    "通报附件标题",
    "通报附件说明文字",
    "通报表格",
    "通报附注",
    "通报版记",
)
_STYLES = {
    HEAD: _Style("title", gbt9704.HEAD_PT, ALIGN.CENTER, line=54),
    NUMBER: _Style("body", gbt9704.BODY_PT, ALIGN.CENTER),
    TITLE: _Style("title", gbt9704.TITLE_PT, ALIGN.CENTER, line=33),
    ADDRESSEES: _Style("body", gbt9704.BODY_PT, ALIGN.JUSTIFY),
    BODY: _Style("body", gbt9704.BODY_PT, ALIGN.JUSTIFY, indent=2),
    HEADINGS[1]: _Style("heading", gbt9704.BODY_PT, ALIGN.JUSTIFY, indent=2, outline=0),
    HEADINGS[2]: _Style("subheading", gbt9704.BODY_PT, ALIGN.JUSTIFY, indent=2, outline=1),
    LIST: _Style("body", gbt9704.BODY_PT, ALIGN.LEFT, indent=2),
    CLOSING: _Style("body", gbt9704.BODY_PT, ALIGN.RIGHT),
    ANNEX: _Style("heading", gbt9704.BODY_PT, ALIGN.LEFT, outline=0),
    ANNEX_TITLE: _Style("title", gbt9704.TITLE_PT, ALIGN.CENTER, line=33),
    ANNEX_NOTE: _Style("body", 12, ALIGN.JUSTIFY, line=18),
    CELL: _Style("body", gbt9704.TABLE_PT, ALIGN.LEFT, line=15),
    SMALL: _Style("body", 9, ALIGN.LEFT, line=13),
    IMPRINT: _Style("body", gbt9704.IMPRINT_PT, ALIGN.LEFT, sides=1),
}


def official_document() -> Any:
    """An empty document with everything in place."""
    document = docx.Document()
    _page(document.sections[0])
    _font(document.styles["Normal"], "body", gbt9704.BODY_PT)
    for name, style in _STYLES.items():
        if name != IMPRINT:
            _add_style(document, name, style)
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    _page_number(section.footer, ALIGN.RIGHT)
    _page_number(section.even_page_footer, ALIGN.LEFT)
    return document


def add_imprint_style(document: Any) -> None:
    """Only where there is an imprint: a notice signed without one makes the same file as ever."""
    _add_style(document, IMPRINT, _STYLES[IMPRINT])


def add_spans(paragraph: Any, told: Paragraph) -> None:
    """A run a span."""
    for span in told.spans:
        paragraph.add_run(span.text)


def keep_together(row: Any) -> Any:
    """A row of a table on one page; its properties, for more."""
    properties = row.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    return properties


def _page(section: Any) -> None:
    section.page_width, section.page_height = Mm(gbt9704.PAGE_MM[0]), Mm(gbt9704.PAGE_MM[1])
    section.top_margin, section.bottom_margin = Mm(gbt9704.TOP_MM), Mm(gbt9704.BOTTOM_MM)
    section.left_margin, section.right_margin = Mm(gbt9704.LEFT_MM), Mm(gbt9704.RIGHT_MM)
    number_mm = gbt9704.PAGE_NUMBER_PT * 25.4 / 72
    section.footer_distance = Mm(gbt9704.BOTTOM_MM - gbt9704.PAGE_NUMBER_MM - number_mm)
    for old in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(old)
    grid = OxmlElement("w:docGrid")
    grid.set(qn("w:type"), "linesAndChars")
    grid.set(qn("w:linePitch"), str(round(gbt9704.LINE_PT * 20)))
    grid.set(qn("w:charSpace"), str(round(gbt9704.TRACKING_PT * 4096)))
    section._sectPr.append(grid)


def _font(style: Any, face: str, points: float) -> None:
    style.font.size = Pt(points)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for kind in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{kind}"), gbt9704.FACES[face].docx)


def _add_style(document: Any, name: str, told: _Style) -> None:
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Normal"]
    _font(style, told.face, told.points)
    if name == HEAD:
        style.font.color.rgb = RGBColor.from_string(gbt9704.RED.upper())
    form = style.paragraph_format
    form.alignment = told.align
    form.space_before = form.space_after = Pt(0)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(told.line)
    form.widow_control = False
    form.keep_with_next = told.outline is not None
    properties = style.element.get_or_add_pPr()
    if told.indent:
        indent = properties.get_or_add_ind()
        indent.set(qn("w:firstLineChars"), str(100 * told.indent))
        indent.set(qn("w:firstLine"), str(round(20 * told.points * told.indent)))
    if told.sides:
        indent = properties.get_or_add_ind()
        for side in ("left", "right"):
            indent.set(qn(f"w:{side}Chars"), str(100 * told.sides))
            indent.set(qn(f"w:{side}"), str(round(20 * told.points * told.sides)))
    if told.outline is not None:
        level = OxmlElement("w:outlineLvl")
        level.set(qn("w:val"), str(told.outline))
        properties.append(level)


def _page_number(footer: Any, align: Any) -> None:
    """— 1 —, one character in from the edge."""
    footer.is_linked_to_previous = False
    paragraph = footer.paragraphs[0]
    paragraph.alignment = align
    indent = paragraph._p.get_or_add_pPr().get_or_add_ind()
    side = "right" if align == ALIGN.RIGHT else "left"
    indent.set(qn(f"w:{side}Chars"), "100")
    indent.set(qn(f"w:{side}"), str(round(20 * gbt9704.PAGE_NUMBER_PT)))
    for text in ("— ", None, " —"):
        run = paragraph.add_run(text)
        run.font.size = Pt(gbt9704.PAGE_NUMBER_PT)
        fonts = run._r.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("ascii", "hAnsi", "eastAsia"):
            fonts.set(qn(f"w:{kind}"), gbt9704.FACES["number"].docx)
        if text is None:
            _field(run, "PAGE")


def _field(run: Any, code: str) -> None:
    for kind in ("begin", "", "end"):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = code
        run._r.append(part)
