"""The text of a block of a page, and in what forms besides text it presents its content."""

from __future__ import annotations

from selectolax.lexbor import LexborNode

from xunwang.pages.lines import block_text
from xunwang.pages.native import LIBRARY, Block

_LARGE = 130_000
"""Characters of a page from which the bounds of the rules in Python may matter, so that they read it."""
_BITS = {"img": 1, "audio": 2, "video": 4, "embed": 8, "object": 16, "canvas": 32}
_MP3, _MP4, _ECHARTS = 64, 128, 256
_FORMS = {
    "picture": _BITS["img"],
    "audio": _BITS["audio"] | _MP3,
    "video": _BITS["video"] | _BITS["embed"] | _BITS["object"] | _MP4,
    "chart": _BITS["canvas"] | _ECHARTS,
}


def read_block(node: LexborNode, page_length: int) -> Block:
    """Text of a block, one line a paragraph, row or item, and the marks of media in it.

    Args:
        node: the block, scripts dropped.
        page_length: characters of the whole page.
    """
    block = LIBRARY.block(node) if LIBRARY is not None and page_length < _LARGE else None
    if block is None:
        html = node.html or ""
        return Block(block_text(html), _tags_of_media(node), _names_of_media(html))
    return block._replace(marks=_names_of_media(node.html or "")) if block.marks else block


def media_of(block: Block) -> tuple[str, ...]:
    """Forms of presentation in a block: ``picture``, ``audio``, ``video``, ``chart`` (G-43)."""
    marks = block.media | block.marks
    return tuple([form for form, wanted in _FORMS.items() if marks & wanted]) if marks else ()


def _tags_of_media(node: LexborNode) -> int:
    bits = 0
    for medium in node.css(",".join(_BITS)):
        bits |= _BITS[medium.tag or ""]
    return bits


def _names_of_media(html: str) -> int:
    names = ((".mp3", _MP3), (".mp4", _MP4), ("echarts", _ECHARTS))
    return sum([mark for name, mark in names if name in html])
