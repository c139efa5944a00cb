"""The official document format, GB/T 9704-2012: measures, sizes, fonts. For DOCX, PDF and print alike.

Clauses: 5.2 (page and margins), 5.2.2 (22 lines of 28 characters), 7.2 to 7.4 (head, body, imprint), 7.5 (page number).
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

PAGE_MM = (210.0, 297.0)
TOP_MM, BOTTOM_MM, LEFT_MM, RIGHT_MM = 37.0, 35.0, 28.0, 26.0
LINES, CHARACTERS = 22, 28
LINE_PT = 28.8
BODY_PT = 16.0
"""三号."""
TITLE_PT = 22.0
"""二号."""
HEAD_PT, HEAD_LEAST_PT = 36.0, 22.0
"""The red head fits the width, up to this and down to that."""
PAGE_NUMBER_PT = 14.0
"""四号."""
PAGE_NUMBER_MM = 7.0
"""Below the text."""
IMPRINT_PT = 14.0
"""四号."""
RULE_MM, THIN_RULE_MM = 0.35, 0.25
"""Rules of the imprint: the first and the last, and those between."""
TABLE_PT = 10.5
"""五号."""
RED = "d7000f"
_MM_PT = 72 / 25.4
WIDTH_PT = (PAGE_MM[0] - LEFT_MM - RIGHT_MM) * _MM_PT
PITCH_PT = WIDTH_PT / CHARACTERS
"""From one character to the next: 28 of them fill a line."""
TRACKING_PT = PITCH_PT - BODY_PT


class Face(NamedTuple):
    """A kind of type: its name in DOCX, and what may stand for it in a PDF, best first."""

    docx: str
    families: tuple[str, ...]


_SERIF = ("Noto Serif SC", "Noto Serif CJK SC", "Source Han Serif SC", "SimSun", "Noto Sans CJK SC")
_SANS = ("Noto Sans Hans", "Noto Sans SC", "Noto Sans CJK SC", "Source Han Sans SC", "SimHei")
FACES = {
    "title": Face("方正小标宋简体", ("FZXiaoBiaoSong-B05S", "方正小标宋简体", *_SERIF)),
    "body": Face("仿宋_GB2312", ("FangSong_GB2312", "FangSong", *_SERIF)),
    "heading": Face("黑体", ("SimHei", *_SANS)),
    "subheading": Face("楷体_GB2312", ("KaiTi_GB2312", "KaiTi", *_SERIF)),
    "number": Face("宋体", ("SimSun", *_SERIF)),
}
"""What the standard asks for, and free stand-ins: their widths are the same, a character a square."""

_PACKAGES = Path(__file__).resolve().parents[2] / "tools" / "frontend" / "node_modules"
_SYSTEM = (Path("/usr/share/fonts/opentype/noto"), Path("/usr/share/fonts/truetype"))


def head_size(head: str) -> float:
    """Points at which a red head stands in one line, within the bounds."""
    return max(HEAD_LEAST_PT, min(HEAD_PT, WIDTH_PT / max(1, len(head))))


def font_folders() -> list[Path]:
    """Folders with fonts: the office's own (``XUNWANG_FONTS``), those fetched at set-up, the system's."""
    own = os.environ.get("XUNWANG_FONTS", "")
    packages = (
        _PACKAGES / "@expo-google-fonts" / "noto-serif-sc" / "400Regular",
        _PACKAGES / "@expo-google-fonts" / "noto-serif-sc" / "700Bold",
        _PACKAGES / "@embedpdf" / "fonts-sc" / "fonts",
    )
    wanted = ([Path(own)] if own else []) + [*packages, *_SYSTEM]
    return [folder for folder in wanted if folder.is_dir()]
