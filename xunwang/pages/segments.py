"""A page as segments of text: one per block, with the cell of the table that it stands in.

Made for reading labels and values: empty cells are kept, and so are the places where an inline element
begins or ends, because many templates set nothing else between a label and its value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

MAX_HTML = 800_000
MAX_SEGMENTS = 12_000
EDGE = "\x1f"
"""Where an inline element begins or ends."""
PICTURE, LINK = "\x1e", "\x1d"
"""Stand for a picture, and for a link that leads somewhere."""

_TOKEN = re.compile(r'<!--.*?-->|<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})((?:[^<>"]|"[^"]*")*)>', re.DOTALL)
_SKIPPED = re.compile(
    r"<(script|style|noscript|template|textarea|select)\b.*?</\1\s{0,3}>", re.DOTALL | re.IGNORECASE
)
_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "p div tr li h1 h2 h3 h4 h5 h6 table section article dl dt dd ul ol blockquote center form td th tbody thead "
        "tfoot caption fieldset legend header footer nav main aside pre body",
    )
)
_INLINE = frozenset(re.findall(r"\w+", "span a b strong em i label font u small input button"))
_CELLS = frozenset({"td", "th", "dd"})
_TARGET = re.compile(r'\bhref="(?!#|javascript:(?:;|void)|")', re.IGNORECASE)
_ENTITY = re.compile(r"&(nbsp|lt|gt|quot|amp|#160|ensp|emsp);")
_ENTITIES = {"lt": "<", "gt": ">", "quot": '"', "amp": "&"}
_MARKS = str.maketrans("", "", EDGE + PICTURE + LINK)


class Segment(NamedTuple):
    """The text of one block."""

    text: str
    """With marks for edges, pictures and links; see :func:`plain`."""
    tag: str
    """Name of the innermost block around it."""
    path: tuple[tuple[int, int, int], ...]
    """(table, row, cell) for every table around it, outermost first; numbers are the page's own."""
    holder: int
    """Number of the block above the innermost one."""


def plain(text: str) -> str:
    """Text without marks, white space folded."""
    return " ".join(text.replace(EDGE, "").translate(_MARKS).split())


def segments(html: str) -> list[Segment]:
    """Segments of serialised HTML, in order, bounded in number; text outside of blocks included."""
    html = _SKIPPED.sub(" ", html[:MAX_HTML])
    found: list[Segment] = []
    for segment in _read(html):
        found.append(segment)
        if len(found) >= MAX_SEGMENTS:
            break
    return found


class _Place:
    """Where the reading stands: open blocks and tables."""

    def __init__(self) -> None:
        self.blocks: list[tuple[str, int]] = [("body", 0)]
        self.tables: list[list[int]] = []
        self.counter = 0

    def number(self) -> int:
        self.counter += 1
        return self.counter

    def open(self, tag: str) -> None:
        self.blocks.append((tag, self.number()))
        if tag == "table":
            self.tables.append([self.counter, 0, -1])
        elif self.tables and tag == "tr":
            self.tables[-1][1:] = [self.number(), -1]
        elif self.tables and tag in ("td", "th"):
            self.tables[-1][2] += 1

    def close(self, tag: str) -> None:
        for depth in range(len(self.blocks) - 1, max(0, len(self.blocks) - 40), -1):
            if self.blocks[depth][0] == tag:
                del self.blocks[depth:]
                break
        if tag == "table" and self.tables:
            self.tables.pop()

    def segment(self, text: str) -> Segment:
        path = tuple((table, row, cell) for table, row, cell in self.tables[-6:])
        holder = self.blocks[-2][1] if len(self.blocks) > 1 else 0
        return Segment(text, self.blocks[-1][0], path, holder)


def _read(html: str) -> Iterator[Segment]:
    place, buffer = _Place(), [""]
    end, empty_cell = 0, False
    for token in _TOKEN.finditer(html):
        buffer.append(html[end : token.start()])
        end = token.end()
        tag = (token[2] or "").lower()
        if tag in _BLOCKS or tag in ("br", "hr"):
            text = _text(buffer)
            buffer = [""]
            closes = bool(token[1])
            if text.strip() or (closes and tag in _CELLS and empty_cell):
                yield place.segment(text)
            empty_cell = (tag in _CELLS) if not closes else False
            if text.strip() or tag in ("br", "hr"):
                empty_cell = empty_cell and not closes
            if tag in _BLOCKS:
                (place.close if closes else place.open)(tag)
        elif tag in _INLINE:
            buffer.append(EDGE)
            if tag == "a" and not token[1] and _TARGET.search(token[3]):
                buffer.append(LINK)
        elif tag == "img":
            buffer.append(PICTURE)
    text = _text([*buffer, html[end:]])
    if text.strip():
        yield place.segment(text)


def _text(buffer: list[str]) -> str:
    text = "".join(buffer)
    if "&" in text:
        text = _ENTITY.sub(lambda found: _ENTITIES.get(found[1], " "), text)
    stripped = text.strip(" \t\r\n\u00a0\u3000" + EDGE)
    return stripped if stripped else ""
