"""Answers of the WeChat Official Accounts interface, as its public documentation describes them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

from xunwang.posts.counts import read_count
from xunwang.posts.fragments import MAX_HTML, absolute, plain_text, read_fragment
from xunwang.posts.records import Comment, Post, PostLink
from xunwang.posts.safe_json import as_list, as_map, as_text
from xunwang.posts.sources import read_origin
from xunwang.posts.times import from_epoch
from xunwang.posts.wechat_article import wechat_key

_EDIT = 60
"""Seconds after publication within which an update is part of publishing."""
_MOST_ITEMS, _MOST_NEWS, _MOST_COMMENTS = 100, 20, 100


class Article(NamedTuple):
    """A published article."""

    post: Post
    message: str
    """Number of the message that it is part of (``msg_data_id``); empty where its address does not tell."""
    place: int
    """Place in that message, from 0."""
    commented: bool
    """The account lets people comment on it."""


class Listed(NamedTuple):
    """One page of ``freepublish/batchget``."""

    articles: tuple[Article, ...]
    items: int
    """Messages on the page."""
    total: int | None
    """Messages that the account has published."""
    newest: datetime | None
    oldest: datetime | None


def read_published(value: object, own_name: str, now: datetime) -> Listed:
    """A page of the list of what was published; texts are compared with the account's own name for their source."""
    told = as_map(value)
    items = [item for item in as_list(told.get("item")) if isinstance(item, dict)][:_MOST_ITEMS]
    articles: list[Article] = []
    times: list[datetime] = []
    for item in items:
        content = as_map(item.get("content"))
        updated = from_epoch(item.get("update_time"), now) or from_epoch(content.get("update_time"), now)
        created = from_epoch(content.get("create_time"), now) or updated
        if created:
            times.append(created)
        number = as_text(item.get("article_id"), 120)
        for place, news in enumerate(as_list(content.get("news_item"))[:_MOST_NEWS]):
            if isinstance(news, dict):
                articles.append(_article(news, number, place, own_name, (created, updated)))
    return Listed(
        tuple(articles),
        len(items),
        read_count(told.get("total_count")),
        max(times, default=None),
        min(times, default=None),
    )


def _article(
    news: dict[str, Any],
    number: str,
    place: int,
    own_name: str,
    times: tuple[datetime | None, datetime | None],
) -> Article:
    url = absolute(as_text(news.get("url"), 8192), "")
    html = as_text(news.get("content"), MAX_HTML)
    shown = read_fragment(html, url)
    origin = read_origin(shown.text, own_name)
    created, updated = times
    edited = created and updated and (updated - created).total_seconds() > _EDIT
    original = absolute(as_text(news.get("content_source_url"), 8192), "")
    title = plain_text(as_text(news.get("title")))
    post = Post(
        key=wechat_key(url) or f"{number}_{place + 1}"[:200],
        url=url,
        title=title,
        text=shown.text or plain_text(as_text(news.get("digest"))),
        at=created,
        has_body=bool(html),
        edited_at=updated if edited else None,
        author=as_text(news.get("author"), 100),
        source=origin.source,
        repost=origin.repost,
        links=shown.links + ((PostLink(original, "阅读原文"),) if original else ()),
        pictures=shown.pictures,
        media=shown.media,
        deleted=news.get("is_deleted") is True,
    )
    message, index = _message(url)
    return Article(post, message, index if message else place, news.get("need_open_comment") == 1)


def _message(url: str) -> tuple[str, int]:
    """Number of the message and place in it, as an article's address has them."""
    try:
        query = parse_qs(urlsplit(url).query, max_num_fields=60)
    except ValueError:
        return "", 0
    mid, idx = (query.get("mid") or [""])[0], (query.get("idx") or ["1"])[0]
    if not (mid.isascii() and mid.isdigit() and idx.isascii() and idx.isdigit()):
        return "", 0
    return mid[:20], max(int(idx[:3]) - 1, 0)


def read_comments(value: object, now: datetime) -> tuple[tuple[Comment, ...], int]:
    """Comments of one page of ``comment/list``, and how many there are."""
    told = as_map(value)
    comments = []
    for row in as_list(told.get("comment"))[:_MOST_COMMENTS]:
        row = as_map(row)
        reply = as_map(row.get("reply"))
        answer = as_text(reply.get("content"), 2000)
        comments.append(
            Comment(
                as_text(row.get("content"), 2000),
                from_epoch(row.get("create_time"), now),
                answer or None,
                from_epoch(reply.get("create_time"), now) if answer else None,
            )
        )
    return tuple(comments), read_count(told.get("total")) or len(comments)


def has_menu(value: object) -> bool | None:
    """Whether ``get_current_selfmenu_info`` shows a menu in use."""
    told = as_map(value)
    if "is_menu_open" not in told:
        return None
    return told["is_menu_open"] in (1, True) and bool(
        as_list(as_map(told.get("selfmenu_info")).get("button"))
    )


class Basics(NamedTuple):
    """``account/getaccountbasicinfo``."""

    name: str
    subject: str | None
    introduction: str | None


def read_basics(value: object) -> Basics:
    """Name, verified subject and introduction of the account."""
    told = as_map(value)
    verified = as_map(told.get("wx_verify_info")).get("qualification_verify")
    subject = as_text(told.get("principal_name"), 200)
    signature = as_map(told.get("signature_info")).get("signature")
    return Basics(
        as_text(told.get("nickname"), 100) or as_text(as_map(told.get("nickname_info")).get("nickname"), 100),
        "" if verified is False else subject or None,
        as_text(signature) if isinstance(signature, str) else None,
    )
