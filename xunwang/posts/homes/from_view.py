"""Account and posts from what a page shows, where its data are not in it any more."""

from __future__ import annotations

import re
from datetime import datetime
from hashlib import sha256

from selectolax.lexbor import LexborHTMLParser, LexborNode

from xunwang.posts.counts import read_count
from xunwang.posts.fragments import NOTHING, absolute, read_node
from xunwang.posts.homes.from_data import MOST_POSTS, subject_of
from xunwang.posts.homes.records import Platform
from xunwang.posts.records import Post, Profile
from xunwang.posts.sources import read_origin
from xunwang.posts.times import from_epoch, read_when

_NUMBER = r"\d[\d,.]{0,12}\s?[万亿wWkK]?\+?"
_FOLLOWERS, _POSTS = (
    re.compile(rf"(?P<before>{_NUMBER})\s?个?(?:{words})|(?:{words})\s?[:：]?\s?(?P<after>{_NUMBER})")
    for words in ("粉丝数?|关注者", "(?:全部)?微博|作品|文章|动态|视频")
)
_SMALL = "td,li,a,button,span,div,p"
_MOST_SMALL = 4000
_VERIFIED = re.compile(
    r"(?:微博|抖音|快手|头条|官方|机构|政务|蓝[vV])?认证\s{0,2}[:：]\s{0,2}(?P<words>[^\n]{2,80})"
)
_LAST_IN_PATH = re.compile(r"://[^/?#]{1,255}/(?:[^/?#]{0,200}/){0,10}(?P<key>[\w-]{6,60})/?(?:[?#]|$)")
"""A post's address ends with its number."""
_CLOSED = (
    "该账号已被封禁",
    "该账号已注销",
    "用户不存在",
    "账号已被封禁",
    "帐号已被封",
    "该用户已注销",
    "因违反社区管理规定",
    "账号异常",
)
_LOOK = 100_000


def profile_shown(tree: LexborHTMLParser, platform: Platform) -> Profile:
    """The account as the page shows it; fields stay None where it does not."""
    shown = platform.shown
    text = (tree.body.text(separator="\n") if tree.body is not None else "")[:_LOOK]
    followers, posts = _counts(tree)
    verified = _first(tree, shown.verified, 200)
    found = _VERIFIED.search(text)
    words = found["words"] if found else verified
    return Profile(
        name=_first(tree, shown.name, 100),
        subject=subject_of(words) if words else None,
        introduction=_first(tree, shown.introduction, 500).removeprefix("简介：") or None,
        followers=followers,
        posts=posts,
    )


def closed_words(tree: LexborHTMLParser) -> str:
    """The platform's words where the account is closed or blocked; only a page that shows little else."""
    text = " ".join((tree.body.text(separator=" ") if tree.body is not None else "")[:4000].split())
    if len(text) > 600:
        return ""
    return next((text[:200] for words in _CLOSED if words in text), "")


def posts_shown(
    tree: LexborHTMLParser, platform: Platform, own_name: str, base: str, now: datetime
) -> tuple[list[Post], set[str]]:
    """Posts of the list, and keys of those that are pinned."""
    found: dict[str, Post] = {}
    pinned: set[str] = set()
    for item in tree.css(platform.shown.item)[:MOST_POSTS]:
        post = _post(item, platform, own_name, base, now)
        if post is not None and post.key not in found:
            found[post.key] = post
            if _is_pinned(item, platform.shown.pinned):
                pinned.add(post.key)
    return list(found.values()), pinned


def _post(item: LexborNode, platform: Platform, own_name: str, base: str, now: datetime) -> Post | None:
    node = item.css_first(platform.shown.text)
    titled = item.css_first(platform.shown.title) if platform.shown.title else None
    title = " ".join((titled.text() or "")[:2000].split())[:500] if titled is not None else ""
    shown = read_node(node, base, len(item.html or "")) if node is not None else NOTHING
    linked = item.css_first(platform.shown.link)
    url = absolute(linked.attrs.get("href") or "", base) if linked is not None else ""
    if not shown.text and not title:
        return None
    origin = read_origin(shown.text, own_name)
    media = shown.media | ({platform.medium} if platform.medium else set())
    return Post(
        key=_key(item, url)
        or "sha256:" + sha256((title + shown.text).encode("utf-8", "replace")).hexdigest()[:40],
        url=url,
        title=title,
        text=shown.text,
        has_body=bool(shown.text) and not title,
        at=_time(item, platform.shown.time, now),
        source=origin.source,
        repost=origin.repost,
        links=shown.links,
        pictures=shown.pictures,
        media=frozenset(media),
    )


def _key(item: LexborNode, url: str) -> str:
    own = item.attrs.get("mid") or item.attrs.get("data-id") or ""
    if re.fullmatch(r"[\w-]{6,40}", own):
        return own
    found = _LAST_IN_PATH.search(url)
    return found["key"] if found else url[:200]


def _time(item: LexborNode, selector: str, now: datetime) -> datetime | None:
    """The exact time of an attribute, else the shown one (``2小时前``, ``02-22``), as of the saving."""
    for node in item.css(selector)[:5]:
        attributes = node.attrs
        at = from_epoch(attributes.get("date"), now)
        for text in (attributes.get("title"), attributes.get("datetime"), node.text()):
            at = at or read_when(" ".join((text or "")[:80].split()).partition(" 来自")[0], now)
        if at is not None:
            return at
    return None


def _is_pinned(item: LexborNode, selector: str) -> bool:
    return bool(selector) and any("置顶" in (node.text() or "")[:40] for node in item.css(selector)[:5])


def _first(tree: LexborHTMLParser, selector: str, most: int) -> str:
    for node in tree.css(selector)[:20]:
        text = " ".join((node.text() or "")[: most * 4].split())[:most]
        if text:
            return text
    return ""


def _counts(tree: LexborHTMLParser) -> tuple[int | None, int | None]:
    """Followers and posts, from elements that show a number with its word and nothing else."""
    followers = posts = None
    for node in tree.css(_SMALL)[:_MOST_SMALL]:
        text = node.text(separator=" ") or ""
        if len(text) > 60 or not any(char.isdigit() for char in text):
            continue
        text = " ".join(text.split())
        if followers is None:
            followers = _count(_FOLLOWERS, text)
        if posts is None:
            posts = _count(_POSTS, text)
    return followers, posts


def _count(pattern: re.Pattern[str], text: str) -> int | None:
    found = pattern.fullmatch(text)
    return read_count((found["before"] or found["after"]).replace(" ", "")) if found else None
