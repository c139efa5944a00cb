"""A page parsed once: the object that all extractors share."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from selectolax.lexbor import LexborHTMLParser

from xunwang.pages.decode import decode
from xunwang.pages.guard import tame
from xunwang.pages.metas import read_head
from xunwang.pages.urls import normalise


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
    metas: dict[str, str] = field(default_factory=dict)
    """All named meta tags: lower-case name to trimmed content, the first non-empty one of a name."""
    title_tag: str = ""
    """Text of the ``<title>`` element."""
    refresh: str | None = None
    """Content of a meta refresh."""


def parse(body: bytes, *, url: str, http_charset: str | None, now: datetime) -> Document:
    """Decode and parse ``body``. Never raises, whatever the bytes are."""
    decoded = decode(body, http_charset)
    text = decoded.text
    if b"\x00" in body and "\x00" in text:
        text = text.replace("\x00", "\ufffd")
    html = tame(text)
    tree = LexborHTMLParser(html)
    head = read_head(tree)
    return Document(
        url=url,
        base=(normalise(head.base.strip(), url) if head.base else None) or url,
        html=html,
        tree=tree,
        encoding=decoded.encoding,
        encoding_declared=decoded.declared,
        now=now,
        metas=head.metas,
        title_tag=head.title,
        refresh=head.refresh,
    )
