"""Feeds: RSS 2.0 and 1.0, Atom, JSON Feed; one file a form."""

from __future__ import annotations

import re
from datetime import datetime

from xunwang.posts.errors import Flaw, UnreadableError
from xunwang.posts.feeds.atom import read_atom
from xunwang.posts.feeds.elements import name_of
from xunwang.posts.feeds.json_feed import read_json_feed
from xunwang.posts.feeds.records import Feed
from xunwang.posts.feeds.rss import read_rss
from xunwang.posts.safe_json import read_json
from xunwang.posts.safe_xml import read_xml

__all__ = ["Feed", "read_feed"]

_LOGIN = re.compile(
    rb"type\s*=\s*[\"']?password|passport|login|\xe7\x99\xbb\xe5\xbd\x95|\xb5\xc7\xc2\xbc", re.IGNORECASE
)
_LOOK = 65_536


def read_feed(body: bytes, *, url: str, charset: str | None, now: datetime) -> Feed:
    """Read a feed of any form.

    Args:
        body: the bytes as they came, content codings removed.
        url: where they came from; relative addresses are joined to it.
        charset: label of the Content-Type field, if it has one.
        now: when they came (aware).

    Raises :class:`UnreadableError`, and nothing else.
    """
    start = body[:64].lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if not start:
        raise UnreadableError(Flaw.BROKEN, "地址返回的内容是空的。请检查订阅地址，或联系提供方。")
    if start == b"{":
        return read_json_feed(read_json(body, charset), url, now)
    try:
        root = read_xml(body, charset)
    except UnreadableError as error:
        raise _told_apart(error, body) from error
    name = name_of(root)
    if name in ("rss", "rdf:RDF", "channel"):
        return read_rss(root, url, now)
    if name in ("atom:feed", "feed"):
        return read_atom(root, url, now)
    if name.rpartition(":")[2].lower() == "html":
        page = UnreadableError(Flaw.WEB_PAGE, "地址返回的是网页，不是订阅源。请检查订阅地址。")
        raise _told_apart(page, body)
    raise UnreadableError(Flaw.BROKEN, f"XML的根元素是“{name[:40]}”，不是RSS或Atom。请检查订阅地址。")


def _told_apart(error: UnreadableError, body: bytes) -> UnreadableError:
    """A page to sign in is told from other pages."""
    if error.flaw is Flaw.WEB_PAGE and _LOGIN.search(body[:_LOOK]):
        return UnreadableError(Flaw.LOGIN, "地址返回的是登录页面，不是订阅源。请更换不需要登录的订阅地址。")
    return error
