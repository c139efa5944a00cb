"""Home pages of accounts as people save them; one file a platform.

A saved page either carries the data that its scripts worked with, or only what they made of it, or both: the data tell
more and are believed first. Times like ``2小时前`` count from when the page was saved.
"""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

from xunwang.pages.document import Document
from xunwang.pages.lines import drop_unseen
from xunwang.posts.homes.douyin import PLATFORM as DOUYIN
from xunwang.posts.homes.embedded import values_in
from xunwang.posts.homes.from_data import posts_of, profile_of
from xunwang.posts.homes.from_view import closed_words, posts_shown, profile_shown
from xunwang.posts.homes.kuaishou import PLATFORM as KUAISHOU
from xunwang.posts.homes.records import Home, Platform
from xunwang.posts.homes.toutiao import PLATFORM as TOUTIAO
from xunwang.posts.homes.weibo import PLATFORM as WEIBO
from xunwang.posts.records import Post, Profile

__all__ = ["PLATFORMS", "Home", "platform_of", "read_home"]

PLATFORMS = (WEIBO, DOUYIN, TOUTIAO, KUAISHOU)


def platform_of(document: Document) -> Platform | None:
    """The platform that a page is from: by its address, else by marks of its mark-up."""
    try:
        host = urlsplit(document.url).hostname or ""
    except ValueError:
        host = ""
    for platform in PLATFORMS:
        # A copy that an office keeps is named after its platform.
        if platform.name in host.split(".") or any(f".{host}".endswith(f".{end}") for end in platform.hosts):
            return platform
    if host:
        return None
    ranked = [(sum(mark in document.raw for mark in platform.marks), platform) for platform in PLATFORMS]
    most, best = max(ranked, key=lambda pair: pair[0])
    return best if most else None


def read_home(document: Document, platform: Platform) -> Home | None:
    """Account and posts of a home page; None where it shows neither. ``document.now`` is when it was saved."""
    values = list(values_in(document.html))
    told = profile_of(values, platform.user)
    posts, pinned = posts_of(values, platform, told, document.now)
    drop_unseen(document.tree)
    shown = profile_shown(document.tree, platform)
    profile = _joined(told, shown, document.url)
    listed, stuck = posts_shown(document.tree, platform, profile.name, document.base, document.now)
    # Scripts may have loaded more posts than the data at the beginning hold.
    posts += _others(listed, posts)
    closed = "" if posts else closed_words(document.tree)
    if not posts and not profile.name and not closed:
        return None
    return Home(platform.name, replace(profile, closed=closed), tuple(posts), frozenset(pinned | stuck))


def _joined(told: Profile, shown: Profile, url: str) -> Profile:
    return replace(
        told,
        name=told.name or shown.name,
        subject=told.subject if told.subject is not None else shown.subject,
        introduction=told.introduction if told.introduction is not None else shown.introduction,
        followers=told.followers if told.followers is not None else shown.followers,
        posts=told.posts if told.posts is not None else shown.posts,
        url=url,
    )


def _others(listed: list[Post], posts: list[Post]) -> list[Post]:
    """Posts shown that are not among those of the data, by key, address or beginning of the text."""
    known = {post.key for post in posts} | {post.url for post in posts if post.url}
    begun = {"".join((post.title + post.text).split())[:30] for post in posts}
    return [
        post
        for post in listed
        if post.key not in known and post.url not in known and "".join(post.text.split())[:30] not in begun
    ]
