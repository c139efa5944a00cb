"""All addresses that a page refers to."""

from __future__ import annotations

import re

from xunwang.pages.document import Document
from xunwang.pages.outline import MAX_LINK_TEXT, MAX_LINKS
from xunwang.pages.records import Link
from xunwang.pages.urls import Joiner, classify, scheme_of
from xunwang.words import LinkClass

_PAGES = frozenset({LinkClass.INTERNAL, LinkClass.GOVERNMENT, LinkClass.EXTERNAL})
_LATE = ("data-src", "data-original", "lazy-src")
"""Attributes that hold a picture's address until it comes into view."""
_MOST_LATE = 500
_FRAMES = ("iframe", "frame")
_SCRIPTED = re.compile(
    r"""(?:window\.open|location(?:\.href|\.replace)?)\s{0,3}[=(]\s{0,3}["']([^"'\s<>]{1,1000})["']"""
)
_REFRESH = re.compile(r"""\d*\s*[;,]?\s*(?:url\s*=\s*)?["']?([^"'\s]{1,2000})""", re.IGNORECASE)


def read_links(
    doc: Document, joiner: Joiner, site_hosts: frozenset[str], *, known_texts: bool = False
) -> tuple[tuple[Link, ...], tuple[str, ...]]:
    """Links, images and media of the page, and apart from them the addresses of its frames.

    In document order, each address once, at most 5,000. The text is the first non-empty one of a link's
    text, its title, and the alt of its picture. Links that scripts open (``onclick``, ``javascript:``) are
    included where the address is written out. Other schemes are kept as they are, classed as mail or script.

    Args:
        doc: the page.
        joiner: the site's.
        site_hosts: hosts of the site.
        known_texts: take the text of a link that the site showed before from the memory instead of reading it
            again; nearly all links of an article are such.
    """
    found: dict[str, Link] = {}
    base, outline = doc.base, doc.outline
    rooted, beside = joiner.memo(base, site_hosts)
    dead = joiner.dead if not outline.has_codes else frozenset()
    for number, raw in enumerate(outline.hrefs):
        link = rooted.get(raw) or beside.get(raw)
        if link is not None and known_texts and link[1]:
            found.setdefault(link[0], link)
            continue
        if not raw or raw in dead:
            continue
        text, code = outline.anchor(number)
        if link is None:
            link = joiner.resolve(base, raw) if raw not in beside else None
            rooted, beside = joiner.memo(base, site_hosts)
            link = link or _odd_address(raw, code, joiner, base)
            if link is None:
                if not code and raw in beside:
                    joiner.bury(raw)
                continue
        before = found.get(link[0])
        if before is None or not before[1]:
            link = found[link[0]] = Link(link[0], _one_line(text), link[2])
            if link[2] in _PAGES:
                if raw in rooted:
                    rooted[raw] = link
                elif raw in beside:
                    beside[raw] = link
    frames = _read_others(doc, joiner, found, known_texts)
    if not known_texts:
        _read_late(doc, joiner, found)
    return tuple(found.values()), frames


def _read_others(doc: Document, joiner: Joiner, found: dict[str, Link], known_texts: bool) -> tuple[str, ...]:
    """Add images, media, areas and options to ``found``; return the frames."""
    frames: dict[str, None] = {}
    base, fields = doc.base, doc.outline.others
    rooted, beside = joiner.memo(base, joiner.hosts)
    for tag, raw, text in zip(fields[::3], fields[1::3], fields[2::3], strict=True):
        link = rooted.get(raw) or beside.get(raw)
        known = link is not None and known_texts
        if link is None:
            link = joiner.resolve(base, raw)
            rooted, beside = joiner.memo(base, joiner.hosts)
            if link is None:
                continue
        if tag in _FRAMES:
            frames[link.url] = None
        elif link.url not in found and len(found) < MAX_LINKS:
            found[link.url] = link if known else Link(link.url, _one_line(text), link.link_class)
    return tuple(frames)[:50]


def _read_late(doc: Document, joiner: Joiner, found: dict[str, Link]) -> None:
    """Add pictures that are loaded when they come into view."""
    for name in _LATE:
        if name not in doc.html:
            continue
        for node in doc.tree.css(f"img[{name}]")[:_MOST_LATE]:
            link = joiner.resolve(doc.base, node.attributes.get(name) or "")
            if link is not None and link.url not in found and len(found) < MAX_LINKS:
                found[link.url] = Link(link.url, _one_line(node.attributes.get("alt") or ""), LinkClass.IMAGE)


def _odd_address(raw: str, code: str, joiner: Joiner, base: str) -> Link | None:
    """Address that a script opens, or a reference of another scheme; None for mere fragments."""
    scheme = scheme_of(raw)
    if scheme == "javascript" or raw.strip() in ("#", ""):
        for script in (raw, code):
            found = _SCRIPTED.search(script[:2000]) if len(script) > 12 else None
            if found:
                return joiner.resolve(base, found[1])
        return None
    if scheme in ("", "http", "https", "data", "about", "blob"):
        return None
    address = raw.strip()[:500]
    return Link(address, "", classify(address, frozenset()))


def _one_line(text: str) -> str:
    words = text[: MAX_LINK_TEXT * 4].split()
    return words[0][:MAX_LINK_TEXT] if len(words) == 1 else " ".join(words)[:MAX_LINK_TEXT]


def read_refresh(doc: Document, joiner: Joiner) -> str | None:
    """Target of a meta refresh, or of a script redirect on a page that has no content besides it."""
    content = doc.refresh
    found = _REFRESH.match(content.strip()) if content and "url" in content.lower() else None
    target = joiner.join(doc.base, found[1]) if found else None
    if target and target != doc.url:
        return target
    if doc.length < 6000 and "location" in doc.html:
        return _script_redirect(doc, joiner)
    return None


def _script_redirect(doc: Document, joiner: Joiner) -> str | None:
    for node in doc.tree.css("script:not([src])")[:10]:
        found = _SCRIPTED.search(node.text()[:3000])
        if found and "window.open" not in found[0]:
            body = doc.tree.body
            shown = body.text(strip=True) if body else ""
            return joiner.join(doc.base, found[1]) if len(shown) < 400 + len(node.text()) else None
    return None
