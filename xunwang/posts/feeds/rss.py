"""RSS 2.0, 0.9x, and 1.0 (RDF), with the modules that real feeds use."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from lxml import etree

from xunwang.posts.feeds.elements import MAX_CHILDREN, name_of, number_of, text_of
from xunwang.posts.feeds.entries import Entry, post_of
from xunwang.posts.feeds.records import MAX_ENTRIES, Feed
from xunwang.posts.fragments import absolute

_RDF_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_Setter = Callable[[Entry, etree._Element], None]


def read_rss(root: etree._Element, base: str, now: datetime) -> Feed:
    """The feed below ``rss`` or ``rdf:RDF``; addresses are joined to ``base``."""
    channel = next((child for child in root if name_of(child) == "channel"), root)
    title, url, next_url, whole = "", "", "", False
    for child in channel:
        name = name_of(child)
        if name == "title" and not title:
            title = text_of(child)[:200]
        elif name == "link" and not url:
            url = absolute(text_of(child), base)
        elif name == "atom:link" and child.get("rel") == "next":
            next_url = absolute(child.get("href") or "", base)
        elif name == "fh:complete":
            whole = True
    items = [child for child in channel if name_of(child) == "item"]
    if channel is not root:
        items += [child for child in root if name_of(child) == "item"]
    posts = tuple(post_of(_entry(item, Entry(now, url or base, title))) for item in items[:MAX_ENTRIES])
    form = "rdf" if name_of(root) == "rdf:RDF" else "rss"
    return Feed(form, title, url, posts, next_url, whole, len(items) > MAX_ENTRIES)


def _entry(item: etree._Element, entry: Entry) -> Entry:
    for child in item[:MAX_CHILDREN]:
        setter = _FIELDS.get(name_of(child))
        if setter is not None:
            setter(entry, child)
    if not entry.key:
        entry.key = item.get(_RDF_ABOUT) or ""
    return entry


def _first(field: str) -> _Setter:
    """The first element that says something wins."""

    def put(entry: Entry, child: etree._Element) -> None:
        if not getattr(entry, field):
            setattr(entry, field, text_of(child))

    return put


def _link(entry: Entry, child: etree._Element) -> None:
    if not entry.url:
        entry.url = absolute(text_of(child) or child.get("href") or "", entry.base)


def _guid(entry: Entry, child: etree._Element) -> None:
    entry.key = entry.key or text_of(child)
    if not entry.url and child.get("isPermaLink", "true") != "false" and entry.key.startswith("http"):
        entry.url = absolute(entry.key, entry.base)


def _enclosure(entry: Entry, child: etree._Element) -> None:
    kind = (child.get("type") or child.get("medium") or "").partition("/")[0]
    url = absolute(child.get("url") or "", entry.base)
    if kind == "image":
        if url:
            entry.pictures.append(url)
    elif kind in ("video", "audio"):
        entry.media.add(kind)


def _picture(entry: Entry, child: etree._Element) -> None:
    url = absolute(child.get("url") or "", entry.base)
    if url:
        entry.pictures.append(url)


def _group(entry: Entry, child: etree._Element) -> None:
    for inner in child[:MAX_CHILDREN]:
        if name_of(inner) in ("media:content", "media:thumbnail"):
            _enclosure(entry, inner) if name_of(inner) == "media:content" else _picture(entry, inner)


def _comment_count(entry: Entry, child: etree._Element) -> None:
    entry.comments = number_of(child)


_FIELDS: dict[str, _Setter] = {
    "title": _first("title"),
    "link": _link,
    "guid": _guid,
    "description": _first("summary"),
    "content:encoded": _first("content"),
    "pubDate": _first("published"),
    "dc:date": _first("published"),
    "dcterms:created": _first("published"),
    "dcterms:modified": _first("updated"),
    "atom:updated": _first("updated"),
    "author": _first("author"),
    "dc:creator": _first("author"),
    "source": _first("source"),
    "dc:source": _first("source"),
    "enclosure": _enclosure,
    "media:content": _enclosure,
    "media:thumbnail": _picture,
    "media:group": _group,
    "slash:comments": _comment_count,
}
