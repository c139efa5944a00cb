"""Reading a notice's files back, each by a library that had no part in writing it (but for the DOCX)."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

import docx
from pypdf import PdfReader
from python_calamine import CalamineWorkbook
from selectolax.lexbor import LexborHTMLParser

from xunwang.notices.notice import docx_format
from xunwang.notices.notice.docx_imprint import is_imprint
from xunwang.notices.notice.xlsx import FIGURES, TEXT

Table = list[list[str]]
_FOOTER = re.compile(r"—\s*\d+\s*—\s*$")
_BODY_STYLES = frozenset({docx_format.BODY, docx_format.ADDRESSEES, *docx_format.HEADINGS.values()})


@dataclass
class Read:
    """What a file says. ``flow`` is its whole text for a file that has no structure."""

    lines: list[str] = field(default_factory=list)
    """Paragraphs of the body."""
    tables: list[Table] = field(default_factory=list)
    """Annexes, with their heads."""
    figures: Mapping[str, str] = field(default_factory=dict)
    """By name, where the file names them."""
    flow: str = ""


def squeeze(text: str) -> str:
    """Without spaces, and with letters that look the same made the same."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def read_docx(content: bytes) -> Read:
    """Body paragraphs by style, the lines of the imprint, tables."""
    document = docx.Document(io.BytesIO(content))
    lines = [
        one.text
        for one in document.paragraphs
        if one.text and one.style is not None and one.style.name in _BODY_STYLES
    ]
    tables = []
    for table in document.tables:
        rows = table._tbl.tr_lst
        if is_imprint(table):
            lines += ["".join(p.text for p in row.tc_lst[0].p_lst) for row in rows]
            continue
        tables.append([["".join(p.text for p in cell.p_lst) for cell in row.tc_lst] for row in rows])
    return Read(lines, tables)


def read_html(content: bytes) -> Read:
    """Paragraphs by slot, tables, figures by name."""
    tree = LexborHTMLParser(content.decode())
    lines = [node.text() for node in tree.css("[data-slot]")]
    figures = {str(node.attributes["data-figure"]): node.text() for node in tree.css("data[data-figure]")}
    tables = [
        [[cell.text() for cell in row.css("th, td")] for row in table.css("tr")]
        for table in tree.css("table")
    ]
    return Read(lines, tables, figures)


def read_xlsx(content: bytes) -> Read:
    """The sheet of figures, the sheet of text, a sheet for each annex."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    rows = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
    figures = {str(row[0]): _shown(row[2]) for row in rows[FIGURES][1:]}
    tables = [
        [[_shown(cell) for cell in row] for row in sheet[2:]]
        for name, sheet in rows.items()
        if name not in (TEXT, FIGURES)
    ]
    return Read([_shown(row[0]) for row in rows[TEXT]], tables, figures)


def read_pdf(content: bytes) -> Read:
    """The text of all pages in one, without the page numbers."""
    pages = PdfReader(io.BytesIO(content)).pages
    return Read(flow="".join(squeeze(_FOOTER.sub("", page.extract_text())) for page in pages))


def _shown(value: object) -> str:
    """A cell as text; 310.0 is 310."""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else f"{value:.6f}".rstrip("0")
    return str(value)


READERS = {"docx": read_docx, "pdf": read_pdf, "html": read_html, "xlsx": read_xlsx}
