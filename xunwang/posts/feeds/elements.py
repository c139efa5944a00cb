"""Elements of XML feeds by plain names, and their text."""

from __future__ import annotations

from functools import lru_cache

from lxml import etree

_SPACES = {
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://purl.org/dc/terms/": "dcterms:",
    "http://search.yahoo.com/mrss/": "media:",
    "http://search.yahoo.com/mrss": "media:",
    "http://www.w3.org/2005/atom": "atom:",
    "http://purl.org/atom/ns#": "atom:",
    "http://purl.org/rss/1.0/modules/slash/": "slash:",
    "http://purl.org/syndication/history/1.0": "fh:",
    "http://purl.org/syndication/thread/1.0": "thr:",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes:",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf:",
    "http://www.w3.org/1999/xhtml": "xhtml:",
}
"""Elements of other name spaces (RSS 1.0, 0.9, none) have no prefix."""
MAX_CHILDREN = 200
MAX_FIELD = 1_000_000


@lru_cache(maxsize=1024)
def _plain(tag: str) -> str:
    if tag[:1] != "{":
        return tag
    space, _, local = tag[1:].partition("}")
    return _SPACES.get(space.lower(), "") + local


def name_of(element: etree._Element) -> str:
    """``content:encoded``, ``item`` …; empty for what is no element."""
    tag = element.tag
    return _plain(tag) if isinstance(tag, str) else ""


def text_of(element: etree._Element) -> str:
    """Text of an element and of those within, bounded."""
    if len(element) == 0:
        return (element.text or "")[:MAX_FIELD].strip()
    pieces, size = [], 0
    for piece in element.itertext():
        pieces.append(piece)
        size += len(piece)
        if size > MAX_FIELD:
            break
    return "".join(pieces)[:MAX_FIELD].strip()


def number_of(element: etree._Element) -> int | None:
    """A count that an element holds."""
    text = text_of(element)[:12]
    return int(text) if text.isascii() and text.isdigit() else None
