"""Account and posts from the data that a page carries."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from xunwang.posts.counts import read_count
from xunwang.posts.fragments import absolute, read_fragment
from xunwang.posts.homes.embedded import first_of, maps_in
from xunwang.posts.homes.records import Platform, PostKeys, UserKeys
from xunwang.posts.records import Post, Profile
from xunwang.posts.safe_json import as_map, as_text
from xunwang.posts.sources import named, read_origin
from xunwang.posts.times import from_epoch, read_when

MOST_POSTS = 2000
_KINDS = re.compile(r"官方(?:微博|抖音号?|快手号?|头条号?|账号|帐号|账户|号)?$")


def profile_of(values: Sequence[Any], keys: UserKeys) -> Profile:
    """The account of which the page tells most; an empty profile where it tells of none."""
    best, most = Profile(), 0
    for value in values:
        for node in maps_in(value):
            name = as_text(first_of(node, keys.name), 100)
            if not name:
                continue
            made = _profile(node, name, keys)
            told = sum(
                part not in (None, "")
                for part in (made.followers, made.posts, made.introduction, made.subject, made.identifier)
            )
            # Of those who only comment or are recommended, a page tells less.
            if told > most and (made.followers is not None or made.introduction is not None):
                best, most = made, told
    return best


def _profile(node: dict[str, Any], name: str, keys: UserKeys) -> Profile:
    verified = as_text(first_of(node, keys.verified), 200)
    stated = first_of(node, keys.is_verified)
    subject = subject_of(verified) if verified else None
    return Profile(
        name=name,
        identifier=as_text(first_of(node, keys.identifier), 100),
        subject="" if not verified and stated is False else subject,
        introduction=as_text(first_of(node, keys.introduction)) or None,
        followers=read_count(first_of(node, keys.followers)),
        posts=read_count(first_of(node, keys.posts)),
    )


def subject_of(words: str) -> str:
    """The verified subject from the platform's words: ``某某市人民政府官方微博``, ``微博认证：…``."""
    words = re.sub(r"^[\w\s]{0,8}认证\s{0,2}[:：]\s{0,2}", "", words.strip())
    return _KINDS.sub("", words).strip()


def posts_of(
    values: Sequence[Any], platform: Platform, profile: Profile, now: datetime
) -> tuple[list[Post], set[str]]:
    """Posts of the account, and keys of those that are pinned; posts of others that the page recommends are left out."""
    keys = platform.post
    skip = frozenset(path.partition(".")[0] for path in keys.original)
    found: dict[str, Post] = {}
    pinned: set[str] = set()
    for value in values:
        for node in maps_in(value, skip):
            post = _post(node, platform, profile, now)
            if post is None or len(found) >= MOST_POSTS:
                continue
            if post.key not in found:
                found[post.key] = post
            if first_of(node, keys.pinned) in (True, 1, "1"):
                pinned.add(post.key)
    return list(found.values()), pinned


def _post(node: dict[str, Any], platform: Platform, profile: Profile, now: datetime) -> Post | None:
    keys = platform.post
    key = as_text(first_of(node, keys.key), 100)
    stated = first_of(node, keys.at)
    title = as_text(first_of(node, keys.title))
    body = as_text(first_of(node, keys.text), 100_000)
    html = body or as_text(first_of(node, keys.abstract), 100_000)
    if not key or stated is None or not (title or html):
        return None
    owner = as_text(first_of(node, keys.owner), 100)
    if owner and profile.name and owner != profile.name:
        return None
    url = absolute(as_text(first_of(node, keys.url), 2000), "") or _address(platform, key)
    shown = read_fragment(html, url)
    media = shown.media | ({platform.medium} if platform.medium else set())
    at = from_epoch(stated, now) if isinstance(stated, int | float) else read_when(as_text(stated), now)
    post = Post(
        key=key, url=url, title=title, text=shown.text, at=at, has_body=bool(body), author=owner,
        links=shown.links, pictures=shown.pictures, media=frozenset(media),
    )  # fmt: skip
    return _with_counts(_with_origin(post, node, keys, profile), node, keys)


def _with_origin(post: Post, node: dict[str, Any], keys: PostKeys, profile: Profile) -> Post:
    original = as_map(first_of(node, keys.original))
    if original:
        origin = named(as_text(first_of(node, keys.source), 100), profile.name)
        text = as_text(first_of(original, keys.text), 100_000)
        shown = read_fragment(text, post.url)
        # What is forwarded is shown with the post: it is read like the post's own words.
        return replace(
            post, source=origin.source, repost=bool(origin.source), text=f"{post.text}\n{shown.text}".strip(),
            links=post.links + shown.links,
        )  # fmt: skip
    origin = read_origin(post.text, profile.name)
    return replace(post, source=origin.source, repost=origin.repost)


def _with_counts(post: Post, node: dict[str, Any], keys: PostKeys) -> Post:
    return replace(
        post,
        reads=read_count(first_of(node, keys.reads)),
        likes=read_count(first_of(node, keys.likes)),
        forwards=read_count(first_of(node, keys.forwards)),
        comment_count=read_count(first_of(node, keys.comments)),
    )


def _address(platform: Platform, key: str) -> str:
    plain = re.fullmatch(r"[\w-]{1,100}", key)
    return platform.address.replace("{key}", key) if platform.address and plain else ""
