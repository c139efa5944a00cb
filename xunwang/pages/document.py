"""A page parsed once: the object that all extractors share."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from selectolax.lexbor import LexborHTMLParser

from xunwang.pages.decode import MAX_BYTES, contradicts_utf8, declarations, decode
from xunwang.pages.guard import is_tame, tame
from xunwang.pages.metas import read_head
from xunwang.pages.native import LIBRARY, WORDS
from xunwang.pages.outline import Outline, outline_of
from xunwang.pages.urls import normalise

_ASCII_READABLE = ("utf-8", "gb18030", "big5")
"""Encodings that write ASCII characters as ASCII bytes; others of their bytes may look so, too."""
_BOM = b"\xef\xbb\xbf"


@dataclass(slots=True)
class _Source:
    """A page as text, and what is known of it."""

    text: str | None
    """None where it has not been decoded yet, which is left to who asks for it."""
    length: int
    encoding: str
    declared: str | None
    as_it_came: bool
    """Whether the text is no more and no less than the page's bytes in UTF-8."""
    words: int | None = None
    """Bits of those of ``WORDS`` that stand in the page; None where nobody has looked."""


@dataclass(slots=True)
class Document:
    """One parse of one page.

    ``now`` is the instant of the fetch (aware); relative and year-less dates are read against it.
    """

    url: str
    base: str
    """Address that relative links are joined to (``<base>`` considered)."""
    source: _Source
    tree: LexborHTMLParser
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

    @property
    def html(self) -> str:
        """The page as text. Hardly any reader of an article needs it."""
        if self.source.text is None:
            self.source.text = self.raw.decode()
        return self.source.text

    @property
    def length(self) -> int:
        """Characters of the page."""
        return self.source.length

    @property
    def encoding(self) -> str:
        """WHATWG name of the encoding that the page really is in."""
        return self.source.encoding

    @property
    def encoding_declared(self) -> str | None:
        """Label of the encoding that transfer or page state."""
        return self.source.declared

    def may_hold(self, word: bytes) -> bool:
        """False only where the page does not hold an ASCII word; much faster than looking in the text."""
        if self.source.words is not None and word in WORDS:
            return bool(self.source.words >> WORDS.index(word) & 1)
        return word in self.raw or self.encoding not in _ASCII_READABLE


def parse(body: bytes, *, url: str, http_charset: str | None, now: datetime) -> Document:
    """Decode and parse ``body``. Never raises, whatever the bytes are."""
    source = _plain_source(body, http_charset) or _decoded_source(body, http_charset)
    # What was UTF-8 and stays as it is need not be encoded again for the parser.
    tree = LexborHTMLParser(body if source.text is None or source.as_it_came else source.text)
    outline = outline_of(tree)
    head = read_head(outline)
    return Document(
        url=url,
        base=(normalise(head.base.strip(), url) if head.base else None) or url,
        source=source,
        tree=tree,
        now=now,
        raw=body,
        outline=outline,
        metas=head.metas,
        title_tag=head.title,
        refresh=head.refresh,
    )


def _plain_source(body: bytes, http_charset: str | None) -> _Source | None:
    """A page that need not be decoded: UTF-8 with nothing to replace or to tame. None for any other."""
    survey = LIBRARY.survey(body) if LIBRARY is not None and body[:1] != _BOM[:1] else None
    if survey is None or not is_tame(survey.chars, survey.tags):
        return None
    declared, names = declarations(body, http_charset)
    if contradicts_utf8(names):
        return None
    return _Source(None, survey.chars, "utf-8", declared, True, survey.words)


def _decoded_source(body: bytes, http_charset: str | None) -> _Source:
    decoded = decode(body, http_charset)
    text = decoded.text
    if b"\x00" in body and "\x00" in text:
        text = text.replace("\x00", "\ufffd")
    html = tame(text)
    whole = html is decoded.text and decoded.encoding == "utf-8" and "\ufffd" not in html
    as_it_came = whole and body[:3] != _BOM and len(body) <= MAX_BYTES
    return _Source(html, len(html), decoded.encoding, decoded.declared, as_it_came)
