"""The four outputs of a notice."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from xunwang.notices.notice.data import NoticeData
from xunwang.notices.notice.docx import render_docx
from xunwang.notices.notice.html import render_html
from xunwang.notices.notice.pdf import render_pdf
from xunwang.notices.notice.xlsx import render_xlsx


class Output(NamedTuple):
    """A kind of file."""

    label: str
    media_type: str
    render: Callable[[NoticeData], bytes]


_OFFICE = "application/vnd.openxmlformats-officedocument"
OUTPUTS: Mapping[str, Output] = {
    "docx": Output("DOCX（可编辑）", f"{_OFFICE}.wordprocessingml.document", render_docx),
    "pdf": Output("PDF", "application/pdf", render_pdf),
    "html": Output("HTML", "text/html; charset=utf-8", render_html),
    "xlsx": Output("XLSX（附件和数据）", f"{_OFFICE}.spreadsheetml.sheet", render_xlsx),
}
"""By the ending of the file's name."""


def render_all(data: NoticeData) -> dict[str, bytes]:
    """All of them, by ending."""
    return {kind: output.render(data) for kind, output in OUTPUTS.items()}
