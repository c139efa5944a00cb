"""The breadcrumb of a page (当前位置：首页 > 政务公开 > 通知公告)."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from xunwang.pages.document import Document
from xunwang.pages.literals import holds, in_tag, places
from xunwang.pages.records import Link
from xunwang.pages.rows import fold
from xunwang.pages.urls import Joiner, classify
from xunwang.words import LinkClass

_MARKS = ("位置", "当前栏目：", "当前栏目:")
_MARK_END = re.compile(r"(?:位置(?:是|为)?|当前栏目)\s{0,3}[：:]?")
_MOST_MARKS = 12
_ANCHOR = re.compile(r"<a\b([^>]{0,1500})>(.{0,600}?)</a\s{0,3}>", re.IGNORECASE | re.DOTALL)
_HREF = re.compile(
    r"""href\s{0,3}=\s{0,3}(?:"([^"]{0,1000})"|'([^']{0,1000})'|([^\s>]{1,1000}))""", re.IGNORECASE
)
_TAGS = re.compile(r"<[^>]{0,2000}>|<!--.{0,500}?-->", re.DOTALL)
_ENTITY = re.compile(r"&(?:gt|raquo|rarr|nbsp|middot|#62|#187|#160|emsp|ensp);")
_HOME = re.compile(
    r"^(?:网站|本站|返回|门户|官网)?(?:首页|主页|home)$|人民政府(?:门户)?网站?$|^首页|门户网站$",
    re.IGNORECASE,
)
_HOMES = ("首页", "主页", "门户", "人民政府", "home", "Home", "HOME")
_BOX_END = re.compile(r"</(?:div|p|ul|ol|nav|section|h\d)\b", re.IGNORECASE)
_SIGNS = re.compile(r"\s?(?:[>＞»›→/\\|]|-{1,2}>?)+\s?")
_ORDER = re.compile(r"\s?(?:[>＞»›→/]|-{1,2}>){1,3}\s?")
_HOME_LINKS = ("首页<", "主页<")
_LONGEST_LINK = 600
_NO_COLUMN = frozenset(
    {"正文", "列表", "内容", "详情", "信息内容", "文章内容", "详细内容", "信息详情", "浏览文章"}
)
_SLICE = 6_000
_LONGEST_GAP = 14
_LONGEST_NAME = 24
_CONTAINERS = (
    "[class*=crumb],[class*=bread],[class*=position],[class*=location],[class*=weizhi],[class*=dqwz],"
    "[class*=path],[id*=position],[id*=location],[id*=crumb]"
)


def read_trail(doc: Document, joiner: Joiner) -> tuple[Link, ...]:
    """Links of the breadcrumb without the home page, outermost first; empty where there is none."""
    html = doc.html
    for place in places(html, _MARKS, _MOST_MARKS)[:_MOST_MARKS]:
        mark = _MARK_END.match(html, place)
        if mark and not in_tag(html, place):
            trail = _links(html[mark.end() : mark.end() + _SLICE], doc, joiner)
            if trail is not None:
                return trail
    return _from_container(doc, joiner) or _by_signs(doc, joiner) if holds(html, _HOMES) else ()


def _links(piece: str, doc: Document, joiner: Joiner) -> tuple[Link, ...] | None:
    """Links that follow the mark with nothing but separators between; None where there is no breadcrumb."""
    found: list[Link] = []
    end = 0
    links, signs = 0, False
    for anchor in _ANCHOR.finditer(piece):
        between = piece[end : anchor.start()]
        gap = _plain(between)
        if not links and _BOX_END.search(between) and any(char.isalnum() for char in gap):
            return _written(piece, doc)
        if len(gap) > _LONGEST_GAP or (links and not _is_separator(gap, between)):
            break
        if links > 1 and signs and not gap:  # a breadcrumb with signs has them between all its links
            break
        signs = signs or (links > 0 and bool(gap))
        links += 1
        end = anchor.end()
        text = _plain(anchor[2])
        if len(text) > _LONGEST_NAME:
            break
        href = _HREF.search(anchor[1])
        if not text or _HOME.search(text) or href is None:
            continue
        url = joiner.join(doc.base, href[1] or href[2] or href[3] or "")
        found.append(Link(url or doc.url, text[:60], LinkClass.INTERNAL))
        if len(found) == 8:
            break
    return tuple(found) if links else _written(piece, doc)


def _by_signs(doc: Document, joiner: Joiner) -> tuple[Link, ...]:
    """A breadcrumb that nothing announces: links from the home page on with signs of order (首页 > 新闻) between."""
    html = doc.html
    for place in places(html, _HOME_LINKS, _MOST_MARKS)[:_MOST_MARKS]:
        opened = html.rfind("<a", max(0, place - _LONGEST_LINK), place)
        home = _ANCHOR.match(html, opened) if opened >= 0 else None
        following = _ANCHOR.search(html, home.end(), home.end() + _LONGEST_LINK) if home else None
        if (
            home is None
            or following is None
            or not _ORDER.fullmatch(_plain(html[home.end() : following.start()]))
        ):
            continue
        trail = _links(html[opened : opened + _SLICE], doc, joiner)
        if trail:
            return trail
    return ()


def _written(piece: str, doc: Document) -> tuple[Link, ...] | None:
    """A breadcrumb without links: names between signs, up to the end of its box. They lead to the page itself."""
    end = _BOX_END.search(piece)
    names = [name.strip() for name in _SIGNS.split(_plain(piece[: end.start() if end else 0]))]
    if (
        len(names) < 2
        or not _HOME.search(names[0])
        or not all(0 < len(name) <= _LONGEST_NAME for name in names)
    ):
        return None
    kept = [name for name in names if not _HOME.search(name) and name not in _NO_COLUMN]
    return tuple(Link(doc.url, name, LinkClass.INTERNAL) for name in kept)


def _is_separator(gap: str, markup: str) -> bool:
    """Whether what stands between two links joins them to one breadcrumb: signs, or no end of the box."""
    if gap:
        return all(not char.isalnum() or char in "oO" for char in gap)
    return _BOX_END.search(markup) is None


def _plain(markup: str) -> str:
    text = _ENTITY.sub(
        lambda found: " " if "sp" in found[0] or "160" in found[0] else ">", _TAGS.sub(" ", markup)
    )
    return fold(text)


def _from_container(doc: Document, joiner: Joiner) -> tuple[Link, ...]:
    """A breadcrumb told by its class only: it has to begin at the home page."""
    for node in doc.tree.css(_CONTAINERS)[:10]:
        anchors = node.css("a[href]")[:10]
        if anchors and len(node.text(strip=True)) <= 160 and _HOME.search(_text(anchors[0])):
            return tuple(
                Link(url, _text(anchor)[:60], classify(url, joiner.hosts))
                for anchor in anchors[1:]
                if (url := joiner.join(doc.base, anchor.attributes.get("href") or "")) and _text(anchor)
            )
    return ()


def _text(node: LexborNode) -> str:
    return fold(node.text(strip=True))
