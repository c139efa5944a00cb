"""Account and posts from what a page shows, where its data are not in it any more."""

from __future__ import annotations

import re
from datetime import datetime
from hashlib import sha256

from selectolax.lexbor import LexborHTMLParser, LexborNode

from xunwang.posts.counts import read_count
from xunwang.posts.fragments import absolute, read_node
from xunwang.posts.homes.from_data import MOST_POSTS, subject_of
from xunwang.posts.homes.records import Platform
from xunwang.posts.records import Post, Profile
from xunwang.posts.sources import read_origin
from xunwang.posts.times import from_epoch, read_when

_COUNT = r"(?P<count>\d[\d,.]{0,12}\s?(?:[万亿wWkK])?\+?)"
_FOLLOWERS = (
    re.compile(rf"(?:粉丝数?|关注者)\s{{0,4}}[:：\[(（]?\s{{0,4}}{_COUNT}"),
    re.compile(rf"{_COUNT}\s{{0,4}}(?:粉丝|关注者)"),
)
_VERIFIED = re.compile(
    r"(?:微博|抖音|快手|头条|官方|机构|政务|蓝[vV])?认证\s{0,2}[:：]\s{0,2}(?P<words>[^\n]{2,80})"
)
_NUMBER_IN_PATH = re.compile(
    r"/(?:detail|status|video|note|short-video|article|w|i|item)/?(?P<key>[\w-]{6,40})"
)
_LAST_IN_PATH = re.compile(r"/\d{5,15}/(?P<key>[A-Za-z0-9]{6,20})(?:[?#]|$)")
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
    verified = _first(tree, shown.verified, 200)
    found = _VERIFIED.search(text)
    words = found["words"] if found else verified
    return Profile(
        name=_first(tree, shown.name, 100),
        subject=subject_of(words) if words else None,
        introduction=_first(tree, shown.introduction, 500) or None,
        followers=_followers(tree, shown.followers, text),
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
    if node is None:
        return None
    shown = read_node(node, base, len(item.html or ""))
    linked = item.css_first(platform.shown.link)
    url = absolute(linked.attrs.get("href") or "", base) if linked is not None else ""
    if not shown.text:
        return None
    origin = read_origin(shown.text, own_name)
    media = shown.media | ({platform.medium} if platform.medium else set())
    return Post(
        key=_key(item, url) or "sha256:" + sha256(shown.text.encode("utf-8", "replace")).hexdigest()[:40],
        url=url,
        title="",
        text=shown.text,
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
    found = _NUMBER_IN_PATH.search(url) or _LAST_IN_PATH.search(url)
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


def _followers(tree: LexborHTMLParser, selector: str, text: str) -> int | None:
    places = (
        [" ".join((node.text() or "")[:60].split()) for node in tree.css(selector)[:20]] if selector else []
    )
    for place in [*places, text]:
        for pattern in _FOLLOWERS:
            found = pattern.search(place)
            count = read_count(found["count"].replace(" ", "")) if found else None
            if count is not None:
                return count
    return None
