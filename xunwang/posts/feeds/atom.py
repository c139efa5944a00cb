"""Atom 1.0 (and 0.3)."""

from __future__ import annotations

from datetime import datetime

from lxml import etree

from xunwang.posts.feeds.elements import MAX_CHILDREN, MAX_FIELD, name_of, number_of, text_of
from xunwang.posts.feeds.entries import Entry, post_of
from xunwang.posts.feeds.records import MAX_ENTRIES, Feed
from xunwang.posts.fragments import absolute

_BASE = "{http://www.w3.org/XML/1998/namespace}base"


def read_atom(root: etree._Element, base: str, now: datetime) -> Feed:
    """The feed below ``feed``; addresses are joined to ``xml:base``, else to ``base``."""
    base = absolute(root.get(_BASE) or "", base) or base
    title, url, next_url, whole = "", "", "", False
    entries = []
    for child in root:
        name = _local(child)
        if name == "entry":
            entries.append(child)
        elif name == "title":
            title = text_of(child)[:200]
        elif name == "complete":
            whole = True
        elif name == "link":
            relation = child.get("rel") or "alternate"
            if relation == "alternate":
                url = url or absolute(child.get("href") or "", base)
            elif relation in ("next", "prev-archive"):
                next_url = absolute(child.get("href") or "", base)
    posts = tuple(post_of(_entry(entry, Entry(now, base, title))) for entry in entries[:MAX_ENTRIES])
    return Feed("atom", title, url, posts, next_url, whole, len(entries) > MAX_ENTRIES)


def _local(element: etree._Element) -> str:
    return name_of(element).rpartition(":")[2]


def _entry(element: etree._Element, entry: Entry) -> Entry:
    entry.base = absolute(element.get(_BASE) or "", entry.base) or entry.base
    for child in element[:MAX_CHILDREN]:
        name = _local(child)
        if name == "link":
            _link(entry, child)
        elif name == "content":
            entry.content, entry.plain = _content(child)
        elif name == "author":
            entry.author = entry.author or _inner(child, "name")
        elif name == "source":
            entry.source = _inner(child, "title")
        elif name == "total":
            entry.comments = number_of(child)
        else:
            field = _TEXTS.get(name)
            if field and not getattr(entry, field):
                setattr(entry, field, text_of(child))
    return entry


_TEXTS = {
    "id": "key", "title": "title", "summary": "summary", "published": "published", "issued": "published",
    "created": "published", "updated": "updated", "modified": "updated",
}  # fmt: skip


def _link(entry: Entry, child: etree._Element) -> None:
    relation = child.get("rel") or "alternate"
    url = absolute(child.get("href") or "", entry.base)
    if relation == "alternate":
        entry.url = entry.url or url
    elif relation == "enclosure":
        kind = (child.get("type") or "").partition("/")[0]
        if kind == "image" and url:
            entry.pictures.append(url)
        elif kind in ("video", "audio"):
            entry.media.add(kind)


def _content(child: etree._Element) -> tuple[str, bool]:
    """Mark-up or text of ``content``, and whether it is text."""
    kind = child.get("type") or child.get("mode") or "text"
    if len(child):
        inner = "".join(
            etree.tostring(part, encoding="unicode", method="html") for part in child[:MAX_CHILDREN]
        )
        return inner[:MAX_FIELD], False
    text = text_of(child)
    # Many feeds leave the type out and send HTML.
    return text, kind == "text" and "</" not in text and "<br" not in text


def _inner(element: etree._Element, name: str) -> str:
    return next((text_of(child) for child in element[:MAX_CHILDREN] if _local(child) == name), "")
