"""A saved page, whatever it is: an article of an official account, a home page, an article of any other site."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from xunwang.pages.document import Document, parse
from xunwang.pages.understand import understand
from xunwang.posts.errors import Flaw, UnreadableError
from xunwang.posts.homes import platform_of, read_home
from xunwang.posts.records import Picture, Post, PostLink, Profile
from xunwang.posts.saved_file import SavedFile
from xunwang.posts.sources import Origin, named
from xunwang.posts.wechat_article import is_wechat_article, wechat_page
from xunwang.words import LinkClass, PageKind

_MOST_LINKS = 300
_LOGIN = (b'type="password"', b"type='password'", b"type=password")


class SavedPage(NamedTuple):
    """What a saved page shows."""

    kind: str
    """``article``, ``home``, ``notice``."""
    posts: tuple[Post, ...]
    profile: Profile | None
    pinned: frozenset[str] = frozenset()
    """Keys of posts that the page marks as pinned."""


def read_saved(file: SavedFile, saved: datetime) -> SavedPage:
    """Read a page that was saved at ``saved`` (aware). Raises :class:`UnreadableError`."""
    document = parse(file.html, url=file.url, http_charset=file.charset, now=saved)
    if is_wechat_article(document):
        page = wechat_page(document)
        kind = "notice" if page.notice else "article"
        return SavedPage(kind, (page.post,) if page.post else (), page.profile)
    platform = platform_of(document)
    if platform is not None:
        home = read_home(document, platform)
        if home is not None and (home.posts or home.profile.closed):
            return SavedPage("home", home.posts, home.profile, home.pinned)
        if home is not None and not any(mark in document.raw for mark in _LOGIN):
            return SavedPage("home", (), home.profile)
        raise UnreadableError(
            Flaw.LOGIN,
            "网页中没有账号资料和发布内容，可能是登录或验证页面。请登录并完整打开账号主页后再保存。",
        )
    return _article(document, file, saved)


def _article(document: Document, file: SavedFile, saved: datetime) -> SavedPage:
    page = understand(file.html, url=file.url, now=saved, http_charset=file.charset)
    if page.kind is not PageKind.ARTICLE or not page.title or not page.text:
        raise UnreadableError(
            Flaw.UNSUPPORTED,
            "无法识别是哪个平台的网页。请保存微信文章页，或微博、抖音、头条、快手的账号主页。",
        )
    origin = named(page.source) if page.source else Origin("", False)
    post = Post(
        key=file.url[:200] or f"title:{page.title}"[:200],
        url=file.url,
        title=page.title[:500],
        text=page.text,
        at=page.published,
        author=page.author or "",
        source=origin.source,
        repost=origin.repost,
        links=tuple(
            PostLink(link.url, link.text)
            for link in page.links
            if link.link_class not in (LinkClass.IMAGE, LinkClass.SCRIPT)
        )[:_MOST_LINKS],
        pictures=tuple(
            Picture(link.url, link.text) for link in page.links if link.link_class is LinkClass.IMAGE
        )[:_MOST_LINKS],
        media=frozenset(page.media) & {"picture", "video", "audio"},
    )
    return SavedPage("article", (post,), None)
