"""Columns: the site's navigation, their types, and the column tree that several pages together tell."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml
from selectolax.lexbor import LexborNode

from xunwang.pages.document import Document
from xunwang.pages.lists import Lists
from xunwang.pages.records import NavColumn, Page
from xunwang.pages.rows import fold
from xunwang.pages.trail import read_trail
from xunwang.pages.urls import Joiner, classify, host_of
from xunwang.words import ColumnType, LinkClass, PageKind

__all__ = [
    "SiteColumn",
    "column_tree",
    "column_type",
    "is_blank",
    "is_navigation_only",
    "read_columns",
    "read_trail",
]

_TYPES = Path(__file__).with_name("column_types.yaml")
_LONGEST_NAME = 12
_FEWEST = 3
_MAX_COLUMNS = 300
_HOME_NAMES = ("首页", "网站首页", "主页", "返回首页", "本站首页")
_NAV = (
    "nav,[class*=nav],[id*=nav],[class*=menu],[id*=menu],[class*=Nav],[id*=Nav],[class*=Menu],[id*=Menu],"
    "[class*=daohang],[id*=daohang]"
)
_NOT_MAIN = ("foot", "crumb", "bread", "friend", "side", "left", "right", "page", "bottom", "mobile")
_BLANK_TEXT = 16
"""Characters of text up to which a column page without any entry has no content."""


class SiteColumn(NamedTuple):
    """A column of a site."""

    name: str
    url: str
    type: ColumnType | None
    level: int
    parent: str | None


class _TypeRule(NamedTuple):
    type: ColumnType
    words: tuple[str, ...]
    unless: tuple[str, ...]


@cache
def _rules() -> tuple[_TypeRule, ...]:
    rows = yaml.safe_load(_TYPES.read_text(encoding="utf-8"))
    return tuple(
        _TypeRule(ColumnType(row["type"]), tuple(row["words"]), tuple(row.get("unless", ()))) for row in rows
    )


@cache
def _classes() -> dict[str, ColumnType]:
    """The ColumnType tag's official class names."""
    return {kind.label: kind for kind in ColumnType} | {
        "领导信息": ColumnType.LEADERS,
        "通知": ColumnType.NOTICES,
    }


def column_type(meta_value: str | None, name: str, url: str) -> ColumnType | None:
    """Type by the ColumnType tag where it names a class, else by the words of the name."""
    stated = _classes().get((meta_value or "").strip())
    if stated is not None and stated is not ColumnType.HOME:
        by_name = _by_name(name)
        # 通知公告 is no class of the tag: sites tag such columns as 工作动态 or 政策文件.
        return by_name if by_name is ColumnType.NOTICES else stated
    return _by_name(name)


def _by_name(name: str) -> ColumnType | None:
    plain = "".join(name.split())
    for rule in _rules():
        if any(word in plain for word in rule.words) and not any(word in plain for word in rule.unless):
            return rule.type
    return None


# -- navigation -------------------------------------------------------------------------------


def read_columns(doc: Document, joiner: Joiner) -> tuple[NavColumn, ...]:
    """Columns that the page's main navigation offers, first-level ones with those below them."""
    best: tuple[NavColumn, ...] = ()
    for holder in _nav_holders(doc):
        found = _columns_of(holder, doc, joiner)
        first = sum(column.level == 1 for column in found)
        if first > sum(column.level == 1 for column in best) or (not best and first >= _FEWEST):
            best = found
        if sum(column.level == 1 for column in best) >= 2 * _FEWEST:
            break
    return best if len(best) >= _FEWEST else _from_rows(doc, joiner)


def _nav_holders(doc: Document) -> list[LexborNode]:
    holders = []
    for node in doc.tree.css(_NAV)[:60]:
        names = f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}".lower()
        if not any(word in names for word in _NOT_MAIN) and len(node.css("a[href]")) >= _FEWEST:
            holders.append(node)
    return holders


def _columns_of(holder: LexborNode, doc: Document, joiner: Joiner) -> tuple[NavColumn, ...]:
    """Level 1: the first link of each entry; level 2: the links nested below it."""
    columns: dict[str, NavColumn] = {}
    entries = _entries(holder)
    for entry in entries:
        parent: str | None = None
        for anchor in [entry] if entry.tag == "a" else entry.css("a[href]")[:80]:
            made = _nav_column(anchor, parent, doc, joiner)
            if made is None:
                continue
            columns.setdefault(made.url, made)
            if parent is None:
                parent = made.url
            if len(columns) >= _MAX_COLUMNS:
                return tuple(columns.values())
    return tuple(columns.values())


def _entries(holder: LexborNode) -> list[LexborNode]:
    """The navigation's outermost entries: ``li`` or ``dl`` with links, else every link by itself."""
    outer: list[LexborNode] = []
    for node in holder.css("li,dl,td")[:400]:
        if not _inside(node, outer) and node.css_first("a[href]") is not None:
            outer.append(node)
    if len(outer) >= _FEWEST:
        return outer
    return holder.css("a[href]")[:100]


def _inside(node: LexborNode, outer: list[LexborNode]) -> bool:
    known = {entry.mem_id for entry in outer[-3:]}
    here = node.parent
    for _ in range(8):
        if here is None:
            return False
        if here.mem_id in known:
            return True
        here = here.parent
    return False


def _nav_column(anchor: LexborNode, parent: str | None, doc: Document, joiner: Joiner) -> NavColumn | None:
    name = fold(anchor.text(strip=True) or anchor.attributes.get("title") or "").strip(" |·")
    if not 2 <= len(name) <= _LONGEST_NAME or name in _HOME_NAMES:
        return None
    url = joiner.join(doc.base, anchor.attributes.get("href") or "")
    if url is None or url.rstrip("/") == doc.url.rstrip("/"):
        return None
    return NavColumn(name, url, 1 if parent is None else 2, parent)


def _from_rows(doc: Document, joiner: Joiner) -> tuple[NavColumn, ...]:
    """Navigation of templates without telling names: the first table row or list of short inner links."""
    for holder in doc.tree.css("tr,ul,table")[:150]:
        anchors = holder.css("a[href]")[:40]
        if not 4 <= len(anchors) <= 30:
            continue
        made = [column for anchor in anchors if (column := _nav_column(anchor, None, doc, joiner))]
        inner = [c for c in made if classify(c.url, joiner.hosts) is LinkClass.INTERNAL]
        text = len(fold(holder.text(separator=" ")))
        if len(inner) >= 4 and text <= sum(len(column.name) + 3 for column in made) + 20:
            return tuple({column.url: column for column in made}.values())
    return ()


# -- shape of a page --------------------------------------------------------------------------


def is_navigation_only(doc: Document, lists: Lists) -> bool:
    """Whether a home page is a mere entrance: links to columns, but no entry of any list."""
    if any(item.day for item in lists.items) or len(lists.items) >= _FEWEST:
        return False
    body = doc.tree.body
    return body is not None and len(body.css("a[href]")) >= _FEWEST


def is_blank(lists: Lists, text: str) -> bool:
    """Whether a column page has neither an entry nor ``text`` of its own, its frame left aside."""
    return not lists.items and len("".join(text.split())) < _BLANK_TEXT


# -- the site's column tree -------------------------------------------------------------------


def column_tree(home: Page, others: Sequence[Page]) -> tuple[SiteColumn, ...]:
    """Columns of a site from its home page and the pages that are no articles.

    A page's own breadcrumb decides its level; else the home page's navigation; blocks of the home page
    whose column has no breadcrumb are first-level. Pages of a list's continuation are no columns.
    """
    pages = {page.url: page for page in others}
    followers = {page.next_page for page in (home, *others) if page.next_page}
    names: dict[str, tuple[str, int, str | None]] = {}
    for column in home.columns:
        names[column.url] = (column.name, column.level, column.parent)
    for block in home.blocks:
        if block.more_url and block.name:
            names.setdefault(block.more_url, (block.name, 1, None))
    for page in others:
        _add_page(page, names, followers)
    hosts = {host_of(home.url)}
    return tuple(
        _site_column(url, name, level, parent, pages.get(url))
        for url, (name, level, parent) in names.items()
        if url != home.url and (host_of(url) in hosts or url in pages or level == 1)
    )


def _add_page(page: Page, names: dict[str, tuple[str, int, str | None]], followers: set[str]) -> None:
    for depth, link in enumerate(page.trail, start=1):
        if link.url != page.url and link.url not in names:
            names[link.url] = (link.text, depth, page.trail[depth - 2].url if depth > 1 else None)
    known = names.get(page.url)
    vouched = known is not None or len(page.items) >= _FEWEST or bool(page.letters or page.consultations)
    if page.kind in _COLUMN_KINDS and page.url not in followers and vouched:
        trail = [link for link in page.trail if link.url != page.url]
        name = page.column or (known[0] if known else page.title or "")
        own_last = bool(page.trail) and (page.trail[-1].url == page.url or page.trail[-1].text == name)
        level = len(page.trail) if own_last else len(trail) + 1 if trail else known[1] if known else 2
        parent = trail[-1].url if trail and trail[-1].text != name else known[2] if known else None
        names[page.url] = (name, max(1, level), parent if level > 1 else None)


_COLUMN_KINDS = frozenset({PageKind.COLUMN, PageKind.LETTERS, PageKind.CONSULTATIONS})


def _site_column(url: str, name: str, level: int, parent: str | None, page: Page | None) -> SiteColumn:
    stated = page.metas.get("ColumnType") if page else None
    return SiteColumn(name, url, column_type(stated, name, url), level, parent)
