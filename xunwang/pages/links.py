"""All addresses that a page refers to."""

from __future__ import annotations

import re
from collections.abc import Iterable

from selectolax.lexbor import LexborNode

from xunwang.pages.document import Document
from xunwang.pages.records import Link
from xunwang.pages.urls import Joiner, classify, scheme_of
from xunwang.words import LinkClass

MAX_LINKS = 5000
MAX_TEXT = 200
_SELECTOR = "a[href],area[href],img[src],option[value],video[src],audio[src],source[src],embed[src]"
_PLACES = {"a": "href", "area": "href", "option": "value"}
_SCRIPTED = re.compile(
    r"""(?:window\.open|location(?:\.href|\.replace)?)\s{0,3}[=(]\s{0,3}["']([^"'\s<>]{1,1000})["']"""
)
_REFRESH = re.compile(r"""\d*\s*[;,]?\s*(?:url\s*=\s*)?["']?([^"'\s]{1,2000})""", re.IGNORECASE)
_OTHER_SCHEMES = {"mailto": LinkClass.MAIL}


def read_links(doc: Document, joiner: Joiner, site_hosts: frozenset[str]) -> tuple[Link, ...]:
    """Links, images and media of the page in document order, each address once, at most 5,000.

    The text is the first non-empty one of a link's text, its title, and the alt of its picture. Links that
    scripts open (``onclick``, ``javascript:``) are included where the address is written out. Other schemes
    are kept as they are, classed as mail or script.
    """
    found: dict[str, Link] = {}
    join, base = joiner.join, doc.base
    for node in doc.tree.css(_SELECTOR)[: MAX_LINKS * 2]:
        tag = node.tag or ""
        attributes = node.attributes
        raw = attributes.get(_PLACES.get(tag, "src"))
        if not raw or (tag == "option" and not raw.startswith(("http:", "https:", "/"))):
            continue
        url = join(base, raw)
        if url is None:
            url = _odd_address(raw, attributes, joiner, base)
            if url is None:
                continue
        known = found.get(url)
        if known is not None and known.text:
            continue
        text = _text_of(node, tag, attributes)
        if known is None:
            found[url] = Link(url, text, classify(url, site_hosts))
            if len(found) >= MAX_LINKS:
                break
        elif text:
            found[url] = known._replace(text=text)
    return tuple(found.values())


def _odd_address(raw: str, attributes: dict[str, str | None], joiner: Joiner, base: str) -> str | None:
    """Address that a script opens, or a reference of another scheme; None for mere fragments."""
    scheme = scheme_of(raw)
    if scheme in ("javascript", "") and (scheme or raw.strip() in ("#", "")):
        for code in (raw, attributes.get("onclick") or ""):
            found = _SCRIPTED.search(code[:2000])
            if found:
                return joiner.join(base, found[1])
        return None
    if scheme in ("", "http", "https", "data", "about", "blob"):
        return None
    return raw.strip()[:500]


def _text_of(node: LexborNode, tag: str, attributes: dict[str, str | None]) -> str:
    if tag in ("a", "option"):
        text = node.text()[: MAX_TEXT * 4].strip()
        if text:
            return (" ".join(text.split()) if "\n" in text or "  " in text else text)[:MAX_TEXT]
        if not attributes.get("title"):
            image = node.css_first("img")
            return ((image.attributes.get("alt") or "") if image else "").strip()[:MAX_TEXT]
    return (attributes.get("title") or attributes.get("alt") or "").strip()[:MAX_TEXT]


def read_frames(doc: Document, joiner: Joiner) -> tuple[str, ...]:
    """Addresses of frames and iframes, each once."""
    if "<iframe" not in doc.html and "<frame" not in doc.html and "FRAME" not in doc.html:
        return ()
    nodes = doc.tree.css("iframe[src],frame[src]")[:50]
    return _unique(joiner.join(doc.base, node.attributes.get("src") or "") for node in nodes)


def read_refresh(doc: Document, joiner: Joiner) -> str | None:
    """Target of a meta refresh, or of a script redirect on a page that has no content besides it."""
    for node in doc.tree.css("meta[http-equiv][content]")[:20]:
        if (node.attributes.get("http-equiv") or "").strip().lower() == "refresh":
            content = node.attributes.get("content") or ""
            found = _REFRESH.match(content.strip()[:2100]) if "url" in content.lower() else None
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


def _unique(urls: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(url for url in urls if url))
