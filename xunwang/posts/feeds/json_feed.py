"""JSON Feed 1.0 and 1.1."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from xunwang.posts.errors import Flaw, UnreadableError
from xunwang.posts.feeds.entries import Entry, post_of
from xunwang.posts.feeds.records import MAX_ENTRIES, Feed
from xunwang.posts.fragments import MAX_HTML, absolute
from xunwang.posts.safe_json import as_list, as_map, as_text


def read_json_feed(value: object, base: str, now: datetime) -> Feed:
    """The feed in a JSON value. Raises :class:`UnreadableError` where it is none."""
    feed = as_map(value)
    if not isinstance(feed.get("items"), list):
        raise UnreadableError(Flaw.BROKEN, "JSON中没有条目列表（items），不是JSON Feed。请检查订阅地址。")
    title = as_text(feed.get("title"), 200)
    url = absolute(as_text(feed.get("home_page_url"), 8192), base)
    items = [item for item in feed["items"] if isinstance(item, dict)]
    posts = tuple(post_of(_entry(item, Entry(now, url or base, title))) for item in items[:MAX_ENTRIES])
    next_url = absolute(as_text(feed.get("next_url"), 8192), base)
    return Feed("json", title, url, posts, next_url, cut=len(items) > MAX_ENTRIES)


def _entry(item: dict[str, Any], entry: Entry) -> Entry:
    entry.key = as_text(item.get("id"))
    entry.url = absolute(as_text(item.get("url"), 8192), entry.base)
    entry.title = as_text(item.get("title"))
    entry.content = as_text(item.get("content_html"), MAX_HTML)
    if not entry.content:
        entry.content = as_text(item.get("content_text"), MAX_HTML)
        entry.plain = bool(entry.content)
    entry.summary = as_text(item.get("summary"), MAX_HTML)
    entry.published = as_text(item.get("date_published"))
    entry.updated = as_text(item.get("date_modified"))
    authors = as_list(item.get("authors")) or [item.get("author")]
    entry.author = as_text(as_map(authors[0]).get("name"))
    picture = absolute(as_text(item.get("image"), 8192), entry.base)
    if picture:
        entry.pictures.append(picture)
    for attachment in as_list(item.get("attachments"))[:50]:
        _attach(as_map(attachment), entry)
    return entry


def _attach(attachment: dict[str, Any], entry: Entry) -> None:
    kind = as_text(attachment.get("mime_type")).partition("/")[0]
    url = absolute(as_text(attachment.get("url"), 8192), entry.base)
    if kind == "image" and url:
        entry.pictures.append(url)
    elif kind in ("video", "audio"):
        entry.media.add(kind)
