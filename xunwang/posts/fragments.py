"""A post's HTML: its text, links, pictures and media."""

from __future__ import annotations

from html import unescape
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from xunwang.pages.blocks import read_block
from xunwang.pages.guard import tame
from xunwang.pages.lines import drop_unseen
from xunwang.pages.urls import MAX_URL, normalise
from xunwang.posts.records import Picture, PostLink

MAX_HTML = 1_000_000
"""Characters of one post that are read; WeChat allows an article 20,000, its mark-up perhaps ten times that."""
MAX_TEXT = 200_000
MAX_LINKS, MAX_PICTURES = 300, 300
_MAX_LABEL = 200
_WANTED = "a,img,video,audio,iframe,mpvoice,mp-common-mpaudio,embed"
_VIDEO_FRAMES = ("v.qq.com", "video", "player", "mpvideo")
_AUDIO = ("audio", "mpvoice", "mp-common-mpaudio")


class Fragment(NamedTuple):
    """What a post's HTML shows."""

    text: str
    links: tuple[PostLink, ...] = ()
    pictures: tuple[Picture, ...] = ()
    media: frozenset[str] = frozenset()


NOTHING = Fragment("")


def read_fragment(html: str, base: str) -> Fragment:
    """Read a piece of HTML (or plain text); addresses are joined to ``base``. Never raises."""
    if "<" not in html:
        return Fragment(plain_text(html)) if html else NOTHING
    tree = LexborHTMLParser(tame(html[:MAX_HTML]))
    drop_unseen(tree)
    return read_node(tree.body, base, len(html)) if tree.body is not None else NOTHING


def plain_text(text: str) -> str:
    """Text without mark-up, entities resolved, bounded."""
    text = text[:MAX_TEXT]
    return (unescape(text) if "&" in text else text).strip()


def read_node(node: LexborNode, base: str, length: int) -> Fragment:
    """Read an element of a page of so many characters that is parsed already, scripts and styles dropped."""
    links: dict[str, PostLink] = {}
    pictures: dict[str, Picture] = {}
    media: set[str] = set()
    for found in node.css(_WANTED)[: MAX_LINKS + MAX_PICTURES]:
        tag = found.tag
        if tag == "a":
            _add_link(found, base, links)
        elif tag == "img":
            _add_picture(found, base, pictures)
        else:
            media.add(_kind_of(found))
    media.discard("")
    if pictures:
        media.add("picture")
    return Fragment(
        read_block(node, length).text[:MAX_TEXT],
        tuple(links.values())[:MAX_LINKS],
        tuple(pictures.values())[:MAX_PICTURES],
        frozenset(media),
    )


def _add_link(node: LexborNode, base: str, links: dict[str, PostLink]) -> None:
    raw = node.attrs.get("href") or ""
    if not raw or raw[0] == "#":
        return
    url = absolute(raw, base)
    if url and url not in links:
        links[url] = PostLink(url, " ".join((node.text_lexbor() or "")[:800].split())[:_MAX_LABEL])


def _add_picture(node: LexborNode, base: str, pictures: dict[str, Picture]) -> None:
    attributes = node.attrs
    url = absolute(attributes.get("data-src") or attributes.get("src") or "", base)
    if url and url not in pictures:
        pictures[url] = Picture(url, (attributes.get("alt") or "").strip()[:_MAX_LABEL])


def _kind_of(node: LexborNode) -> str:
    tag = node.tag or ""
    if tag in _AUDIO:
        return "audio"
    if tag == "video":
        return "video"
    address = (node.attrs.get("data-src") or node.attrs.get("src") or "").lower()[:MAX_URL]
    return "video" if any(word in address for word in _VIDEO_FRAMES) else ""


def absolute(raw: str, base: str) -> str:
    """Absolute http(s) address, or an empty string."""
    raw = raw.strip()
    if not raw or len(raw) > MAX_URL or raw[:5] == "data:":
        return ""
    whole = raw.startswith(("http://", "https://"))
    return normalise(raw, None if whole else base or None) or ""
