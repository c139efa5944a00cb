"""Feeds of an account in the three formats that bridges give."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, time
from email.utils import format_datetime
from html import escape
from typing import NamedTuple

from xunwang.simulate.platforms.addresses import home_url
from xunwang.simulate.platforms.conduct import Conduct
from xunwang.simulate.platforms.markup import body_of
from xunwang.simulate.platforms.names import BRIDGE
from xunwang.simulate.platforms.writing import Written
from xunwang.words import CHINA

CLOSED = "该账号已注销"


class Feed(NamedTuple):
    """A channel and its entries, newest first (after what is pinned)."""

    address: str
    conduct: Conduct
    entries: Sequence[Written]
    closed: bool

    @property
    def title(self) -> str:
        """Name of the account."""
        return self.conduct.name

    @property
    def description(self) -> str:
        """Introduction of the account."""
        return CLOSED if self.closed else self.conduct.introduction

    @property
    def home(self) -> str:
        """Page of the account, or the bridge's own."""
        return home_url(self.conduct.account) or f"https://{BRIDGE}/"

    @property
    def changed_at(self) -> datetime:
        """Last change of an entry; the account's opening while there is none."""
        opened = datetime.combine(self.conduct.account.opened_on, time(9), CHINA)
        return max((post.changed_at for post in self.entries), default=opened)


def rss(feed: Feed) -> str:
    """RSS 2.0."""
    items = "\n".join(
        f"<item><title><![CDATA[{post.title}]]></title>"
        f"<description><![CDATA[{body_of(feed.conduct.account.platform, post)}]]></description>"
        f'<link>{escape(post.url)}</link><guid isPermaLink="false">{escape(post.url)}</guid>'
        f"<pubDate>{_http_date(post.at)}</pubDate><author><![CDATA[{feed.title}]]></author></item>"
        for post in feed.entries
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss xmlns:atom="http://www.w3.org/2005/Atom" version="2.0">\n'
        f"<channel><title><![CDATA[{feed.title}]]></title><link>{escape(feed.home)}</link>"
        f'<atom:link href="{escape(feed.address)}" rel="self" type="application/rss+xml" />'
        f"<description><![CDATA[{feed.description}]]></description><language>zh-cn</language>"
        f"<lastBuildDate>{_http_date(feed.changed_at)}</lastBuildDate><ttl>20</ttl>\n{items}\n</channel>\n</rss>\n"
    )


def atom(feed: Feed) -> str:
    """Atom 1.0 (RFC 4287)."""
    entries = "\n".join(
        f'<entry><title>{escape(post.title)}</title><link href="{escape(post.url)}"/><id>{escape(post.url)}</id>'
        f"<published>{_zulu(post.at)}</published><updated>{_zulu(post.changed_at)}</updated>"
        f"<author><name>{escape(feed.title)}</name></author>"
        f'<content type="html">{escape(body_of(feed.conduct.account.platform, post))}</content></entry>'
        for post in feed.entries
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
        f"<title>{escape(feed.title)}</title><subtitle>{escape(feed.description)}</subtitle>"
        f'<link href="{escape(feed.home)}" rel="alternate"/><link href="{escape(feed.address)}" rel="self"/>'
        f"<id>{escape(feed.address)}</id><updated>{_zulu(feed.changed_at)}</updated>\n{entries}\n</feed>\n"
    )


def json_feed(feed: Feed) -> str:
    """JSON Feed 1.1."""
    return json.dumps(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": feed.title,
            "home_page_url": feed.home,
            "feed_url": feed.address,
            "description": feed.description,
            "language": "zh-CN",
            "items": [_item(feed, post) for post in feed.entries],
        },
        ensure_ascii=False,
    )


def _item(feed: Feed, post: Written) -> dict[str, object]:
    item: dict[str, object] = {
        "id": post.url,
        "url": post.url,
        "title": post.title,
        "content_html": body_of(feed.conduct.account.platform, post),
        "date_published": _zulu(post.at),
        "authors": [{"name": feed.title}],
    }
    if post.edited_at is not None:
        item["date_modified"] = _zulu(post.edited_at)
    return item


def _http_date(when: datetime) -> str:
    return format_datetime(when.astimezone(UTC), usegmt=True)


def _zulu(when: datetime) -> str:
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
