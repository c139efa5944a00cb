"""版记 in DOCX: a table without sides that Word itself keeps at the foot of the page on which the text ends.

Paragraphs with rules would do without a table, but Word draws a paragraph's rules no wider than its indents, and
here the words stand one character in from rules as wide as the text.
"""

from __future__ import annotations

from typing import Any

from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt

from xunwang.notices import gbt9704
from xunwang.notices.notice import docx_format as form
from xunwang.notices.notice.data import Imprint

_CHARACTERS_BEFORE = 3
"""抄送：, behind which further lines begin."""
_MM_EIGHTHS = 8 * 72 / 25.4
"""Word tells the width of a rule in eighths of a point."""


def add_imprint(document: Any, imprint: Imprint) -> None:
    """Has to be followed by a paragraph: the page of that one is the page of the imprint."""
    form.add_imprint_style(document)
    rows = ([imprint.copies] if imprint.copies else []) + [imprint.printer]
    table = document.add_table(rows=len(rows), cols=1)
    _place(table)
    for row, told in zip(table.rows, rows, strict=True):
        form.keep_together(row._tr)
        row.cells[0].width = Pt(gbt9704.WIDTH_PT)
        paragraph = row.cells[0].paragraphs[0]
        paragraph.style = form.IMPRINT
        form.add_spans(paragraph, told)
        if told is imprint.copies:
            _hang(paragraph, _CHARACTERS_BEFORE)
        else:
            paragraph.add_run(f"\t{imprint.day}")
            edge = Pt(gbt9704.WIDTH_PT - gbt9704.IMPRINT_PT)
            paragraph.paragraph_format.tab_stops.add_tab_stop(edge, WD_TAB_ALIGNMENT.RIGHT)


def is_imprint(table: Any) -> bool:
    """Whether a table of a document is this one."""
    return bool(table.rows[0].cells[0].paragraphs[0].style.name == form.IMPRINT)


def _place(table: Any) -> None:
    """At the foot, as wide as the text, with rules above, between and below."""
    properties = table._tbl.tblPr
    for name in ("w:tblStyle", "w:tblW", "w:jc", "w:tblLayout", "w:tblLook"):
        for old in properties.findall(qn(name)):
            properties.remove(old)
    width, thick, thin = (
        round(20 * gbt9704.WIDTH_PT),
        round(_MM_EIGHTHS * gbt9704.RULE_MM),
        round(_MM_EIGHTHS * gbt9704.THIN_RULE_MM),
    )
    sides = (("top", thick), ("bottom", thick), ("insideH", thin))
    rules = "".join(
        f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="000000"/>' for side, size in sides
    )
    margins = "".join(f'<w:{side} w:w="0" w:type="dxa"/>' for side in ("left", "right"))
    for told in (
        '<w:tblpPr {} w:vertAnchor="margin" w:horzAnchor="margin" w:tblpXSpec="left" w:tblpYSpec="bottom"/>',
        '<w:tblOverlap {} w:val="never"/>',
        f'<w:tblW {{}} w:w="{width}" w:type="dxa"/>',
        f"<w:tblBorders {{}}>{rules}</w:tblBorders>",
        '<w:tblLayout {} w:type="fixed"/>',
        f"<w:tblCellMar {{}}>{margins}</w:tblCellMar>",
    ):
        properties.append(parse_xml(told.format(nsdecls("w"))))
    table._tbl.tblGrid.gridCol_lst[0].w = Pt(gbt9704.WIDTH_PT)


def _hang(paragraph: Any, characters: int) -> None:
    """Lines after the first begin that many characters further in."""
    place = paragraph._p.get_or_add_pPr().get_or_add_ind()
    for name, count in (("left", 1 + characters), ("hanging", characters)):
        place.set(qn(f"w:{name}Chars"), str(100 * count))
        place.set(qn(f"w:{name}"), str(round(20 * gbt9704.IMPRINT_PT * count)))
