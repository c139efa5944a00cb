"""A page parsed once: the object that all extractors share."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from selectolax.lexbor import LexborHTMLParser

from xunwang.pages.decode import decode
from xunwang.pages.metas import read_metas
from xunwang.pages.urls import normalise

MAX_HTML = 4_000_000
"""Characters of a page that are parsed. No real page of the collection has a fifth of it."""


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
    """All ``<meta name>`` tags: lower-case name to trimmed content, the first non-empty one of a name."""


def parse(body: bytes, *, url: str, http_charset: str | None, now: datetime) -> Document:
    """Decode and parse ``body``. Never raises, whatever the bytes are."""
    decoded = decode(body, http_charset)
    html = decoded.text[:MAX_HTML]
    if "\x00" in html:
        html = html.replace("\x00", "\ufffd")
    tree = LexborHTMLParser(html)
    return Document(
        url=url,
        base=_base(tree, url, html),
        html=html,
        tree=tree,
        encoding=decoded.encoding,
        encoding_declared=decoded.declared,
        now=now,
        metas=read_metas(tree),
    )


def _base(tree: LexborHTMLParser, url: str, html: str) -> str:
    """The first ``<base href>``, joined to the page's address."""
    if "<base" not in html and "<BASE" not in html:
        return url
    node = tree.css_first("base[href]")
    href = node.attributes.get("href") if node else None
    return (normalise(href.strip(), url) if href else None) or url
