"""A page parsed once: the object that all extractors share."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from selectolax.lexbor import LexborHTMLParser

from xunwang.pages.decode import MAX_BYTES, decode
from xunwang.pages.guard import tame
from xunwang.pages.metas import read_head
from xunwang.pages.outline import Outline, outline_of
from xunwang.pages.urls import normalise

_ASCII_READABLE = ("utf-8", "gb18030", "big5")
"""Encodings that write ASCII characters as ASCII bytes; others of their bytes may look so, too."""
_BOM = b"\xef\xbb\xbf"


@dataclass(slots=True)
class Document:
    """One parse of one page.

    ``now`` is the instant of the fetch (aware); relative and year-less dates are read against it.
    """

    url: str
    base: str
    """Address that relative links are joined to (``<base>`` considered)."""
    html: str
    tree: LexborHTMLParser
    encoding: str
    encoding_declared: str | None
    now: datetime
    raw: bytes
    """The page as it came, decompressed."""
    outline: Outline
    """Of the page as parsed, scripts and all."""
    metas: dict[str, str] = field(default_factory=dict)
    """All named meta tags: lower-case name to trimmed content, the first non-empty one of a name."""
    title_tag: str = ""
    """Text of the ``<title>`` element."""
    refresh: str | None = None
    """Content of a meta refresh."""

    def may_hold(self, word: bytes) -> bool:
        """False only where the page does not hold an ASCII word; much faster than looking in the text."""
        return word in self.raw or self.encoding not in _ASCII_READABLE


def parse(body: bytes, *, url: str, http_charset: str | None, now: datetime) -> Document:
    """Decode and parse ``body``. Never raises, whatever the bytes are."""
    decoded = decode(body, http_charset)
    text = decoded.text
    if b"\x00" in body and "\x00" in text:
        text = text.replace("\x00", "\ufffd")
    html = tame(text)
    # What was UTF-8 and stays as it is need not be encoded again for the parser.
    as_it_came = html is decoded.text and decoded.encoding == "utf-8" and "\ufffd" not in html
    tree = LexborHTMLParser(body if as_it_came and body[:3] != _BOM and len(body) <= MAX_BYTES else html)
    outline = outline_of(tree)
    head = read_head(outline)
    return Document(
        url=url,
        base=(normalise(head.base.strip(), url) if head.base else None) or url,
        html=html,
        tree=tree,
        encoding=decoded.encoding,
        encoding_declared=decoded.declared,
        now=now,
        raw=body,
        outline=outline,
        metas=head.metas,
        title_tag=head.title,
        refresh=head.refresh,
    )
