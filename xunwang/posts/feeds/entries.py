"""What the forms of feeds have in common: a post from an entry's fields."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from xunwang.posts.fragments import Fragment, plain_text, read_fragment
from xunwang.posts.records import Picture, Post
from xunwang.posts.sources import Origin, named, read_origin
from xunwang.posts.times import read_when

MAX_TITLE, MAX_KEY = 500, 200
_CUT = re.compile(r"(?:…|\.{3}|\[…\]|\[\.{3}\]|(?:阅读|查看|显示|展开)(?:全文|更多|原文))\s*[)）>》]?\s*$")
_TITLE_TAG = re.compile(r"<[^>]{0,2000}>")


@dataclass(slots=True)
class Entry:
    """Fields of an entry as text, whatever the form calls them."""

    now: datetime
    base: str
    feed_title: str = ""
    key: str = ""
    url: str = ""
    title: str = ""
    content: str = ""
    summary: str = ""
    published: str = ""
    updated: str = ""
    author: str = ""
    source: str = ""
    comments: int | None = None
    pictures: list[str] = field(default_factory=list)
    media: set[str] = field(default_factory=set)
    plain: bool = False
    """``content`` is text, no mark-up."""


def post_of(entry: Entry) -> Post:
    """The post. Title and text may be empty, key never is."""
    html = entry.content or entry.summary
    shown = Fragment(plain_text(html)) if entry.plain else read_fragment(html, entry.url or entry.base)
    title = _title(entry.title)
    at = read_when(entry.published, entry.now) or read_when(entry.updated, entry.now)
    edited = read_when(entry.updated, entry.now) if entry.published and entry.updated else None
    origin = named(entry.source, entry.feed_title) if entry.source else Origin("", False)
    if not origin.source:
        origin = read_origin(shown.text, entry.feed_title)
    pictures = shown.pictures or tuple(Picture(url) for url in dict.fromkeys(entry.pictures))
    media = shown.media | entry.media
    return Post(
        key=_key(entry, title, shown.text),
        url=entry.url,
        title=title,
        text=shown.text,
        at=at,
        has_body=bool(entry.content) or _is_whole(shown, title),
        edited_at=edited if edited and at and edited > at else None,
        author=plain_text(entry.author)[:100],
        source=origin.source,
        repost=origin.repost,
        links=shown.links,
        pictures=pictures,
        media=media | {"picture"} if pictures else frozenset(media),
        comment_count=entry.comments,
    )


def _title(raw: str) -> str:
    text = _TITLE_TAG.sub("", raw[:4000]) if "<" in raw else raw[:4000]
    text = plain_text(text)
    return text[:MAX_TITLE] if text.isprintable() else " ".join(text.split())[:MAX_TITLE]


def _is_whole(shown: Fragment, title: str) -> bool:
    """Whether a description is the body rather than the beginning of one."""
    text = shown.text
    if not text:
        return bool(shown.pictures or shown.media)
    return not _CUT.search(text[-40:]) and (text != title or bool(shown.pictures or shown.media))


def _key(entry: Entry, title: str, text: str) -> str:
    """The identifier, else the address, else a digest of what the entry says."""
    key = entry.key.strip() or entry.url
    if key and len(key) <= MAX_KEY:
        return key
    told = key or f"{entry.published}\n{title}\n{text}"
    return "sha256:" + sha256(told.encode("utf-8", "replace")).hexdigest()[:40]
