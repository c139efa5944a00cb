"""A notice as PDF, by typst. Everything comes in as data: no text of a notice is ever read as markup."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import orjson
import typst

from xunwang.notices import gbt9704
from xunwang.notices.notice.annexes import link_of
from xunwang.notices.notice.data import NoticeData

SOURCE = Path(__file__).parents[1] / "templates" / "notice.typ"
_MADE = datetime(2000, 1, 1, tzinfo=UTC)


def render_pdf(data: NoticeData) -> bytes:
    """PDF with embedded fonts; the same notice gives the same bytes. Raises RuntimeError from typst."""
    made = typst.compile(
        str(SOURCE),
        format="pdf",
        font_paths=[str(folder) for folder in gbt9704.font_folders()],
        sys_inputs={name: orjson.dumps(value).decode() for name, value in _inputs(data).items()},
        timestamp=int(_MADE.timestamp()),
    )
    if not isinstance(made, bytes):
        raise RuntimeError("typst gave more than one file")
    return made


def _inputs(data: NoticeData) -> dict[str, object]:
    links = {
        cell: link_of(cell) for annex in data.annexes for row in annex.rows for cell in row if link_of(cell)
    }
    names = ("TOP_MM", "BOTTOM_MM", "LEFT_MM", "RIGHT_MM", "LINE_PT", "BODY_PT", "TITLE_PT", "PAGE_NUMBER_PT",
             "PAGE_NUMBER_MM", "IMPRINT_PT", "RULE_MM", "THIN_RULE_MM", "TABLE_PT", "TRACKING_PT", "RED")  # fmt: skip
    return {
        "notice": {**asdict(data), "closing": data.closing, "head_pt": gbt9704.head_size(data.head)},
        "faces": {name: face.families for name, face in gbt9704.FACES.items()},
        "form": {name: getattr(gbt9704, name) for name in names},
        "links": links,
    }
