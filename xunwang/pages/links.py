"""All addresses that a page refers to."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from xunwang.pages.document import Document
from xunwang.pages.records import Link
from xunwang.pages.urls import Joiner, classify, scheme_of
from xunwang.words import LinkClass

MAX_LINKS = 5000
MAX_TEXT = 200
_OTHERS = "img,iframe,frame,option,area,video,audio,embed"
"""Filtered by attribute here: selectors without attributes are several times as fast."""
_PAGES = frozenset({LinkClass.INTERNAL, LinkClass.GOVERNMENT, LinkClass.EXTERNAL})
_PLACES = {"area": "href", "option": "value"}
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
    base = doc.base
    rooted, beside = joiner.memo(base, site_hosts)
    for node in doc.tree.css("a")[:MAX_LINKS]:
        raw = node.attrs.get("href")
        if not raw:
            continue
        link = rooted.get(raw) or beside.get(raw)
        if link is None:
            link = joiner.resolve(base, raw) if raw not in beside else None
            rooted, beside = joiner.memo(base, site_hosts)
            link = link or _odd_address(raw, node, joiner, base)
            if link is None:
                continue
        elif known_texts and link[1]:
            found.setdefault(link[0], link)
            continue
        before = found.get(link[0])
        if before is None or not before[1]:
            link = found[link[0]] = Link(link[0], _anchor_text(node), link[2])
            if link[2] in _PAGES:
                if raw in rooted:
                    rooted[raw] = link
                elif raw in beside:
                    beside[raw] = link
    frames = _read_others(doc, joiner, found, known_texts)
    return tuple(found.values()), frames


def _read_others(doc: Document, joiner: Joiner, found: dict[str, Link], known_texts: bool) -> tuple[str, ...]:
    """Add images, media, areas and options to ``found``; return the frames."""
    frames: dict[str, None] = {}
    base = doc.base
    rooted, beside = joiner.memo(base, joiner.hosts)
    for node in doc.tree.css(_OTHERS)[:MAX_LINKS]:
        tag, attributes = node.tag or "", node.attrs
        raw = attributes.get(_PLACES.get(tag, "src"))
        if not raw or raw.startswith("data:"):
            continue
        if tag == "option" and not raw.startswith(("http:", "https:", "/")):
            continue
        link = rooted.get(raw) or beside.get(raw)
        known = link is not None and known_texts
        if link is None:
            link = joiner.resolve(base, raw)
            rooted, beside = joiner.memo(base, joiner.hosts)
            if link is None:
                continue
        if tag in ("iframe", "frame"):
            frames[link.url] = None
        elif link.url not in found and len(found) < MAX_LINKS:
            found[link.url] = link if known else Link(link.url, _other_text(node, tag), link.link_class)
    return tuple(frames)[:50]


def _odd_address(raw: str, node: LexborNode, joiner: Joiner, base: str) -> Link | None:
    """Address that a script opens, or a reference of another scheme; None for mere fragments."""
    scheme = scheme_of(raw)
    if scheme == "javascript" or raw.strip() in ("#", ""):
        for code in (raw, node.attrs.get("onclick") or ""):
            found = _SCRIPTED.search(code[:2000]) if len(code) > 12 else None
            if found:
                return joiner.resolve(base, found[1])
        return None
    if scheme in ("", "http", "https", "data", "about", "blob"):
        return None
    address = raw.strip()[:500]
    return Link(address, "", classify(address, frozenset()))


def _anchor_text(node: LexborNode) -> str:
    text = node.text_lexbor()
    words = text[: MAX_TEXT * 4].split() if text else ()
    if words:
        return words[0] if len(words) == 1 and len(words[0]) <= MAX_TEXT else " ".join(words)[:MAX_TEXT]
    title = node.attrs.get("title")
    if not title:
        image = node.css_first("img")
        title = image.attrs.get("alt") if image else None
    return _one_line(title)


def _other_text(node: LexborNode, tag: str) -> str:
    if tag == "option":
        return _one_line(node.text_lexbor())
    return _one_line(node.attrs.get("alt") or node.attrs.get("title"))


def _one_line(text: str | None) -> str:
    return " ".join(text[: MAX_TEXT * 4].split())[:MAX_TEXT] if text else ""


def read_refresh(doc: Document, joiner: Joiner) -> str | None:
    """Target of a meta refresh, or of a script redirect on a page that has no content besides it."""
    content = doc.refresh
    found = _REFRESH.match(content.strip()) if content and "url" in content.lower() else None
    target = joiner.join(doc.base, found[1]) if found else None
    if target and target != doc.url:
        return target
    if len(doc.html) < 6000 and "location" in doc.html:
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
