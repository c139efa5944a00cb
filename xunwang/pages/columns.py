"""Columns: the site's navigation, their types, and the column tree that several pages together tell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

import yaml

from xunwang.pages import navigation
from xunwang.pages.document import Document
from xunwang.pages.lists import Lists
from xunwang.pages.records import NavColumn, Page
from xunwang.pages.trail import read_trail
from xunwang.pages.urls import Joiner, host_of
from xunwang.words import ColumnType, PageKind

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
_FEWEST = 3
_BLANK_TEXT = 16
"""Characters of text up to which a column page without any entry has no content."""


_WITHOUT_CLASS = (ColumnType.NOTICES, ColumnType.SERVICE_STATISTICS, ColumnType.PETITIONS)


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
    exact: tuple[str, ...]
    """Whole names: words too common to be looked for in longer ones."""


@cache
def _rules() -> tuple[_TypeRule, ...]:
    rows = yaml.safe_load(_TYPES.read_text(encoding="utf-8"))
    return tuple(
        _TypeRule(
            ColumnType(row["type"]),
            tuple(row.get("words", ())),
            tuple(row.get("unless", ())),
            tuple(row.get("exact", ())),
        )
        for row in rows
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
    stated, by_name = _classes().get((meta_value or "").strip()), _by_name(name)
    if stated is None or stated is ColumnType.HOME:
        return by_name
    # The tag has no class for these: sites tag them as 工作动态 or 政策文件, 办事服务, 咨询投诉.
    return by_name if by_name in _WITHOUT_CLASS else stated


@lru_cache(maxsize=4096)
def _by_name(name: str) -> ColumnType | None:
    plain = "".join(name.split())
    for rule in _rules():
        if plain in rule.exact or (
            any(word in plain for word in rule.words) and not any(word in plain for word in rule.unless)
        ):
            return rule.type
    return None


# -- navigation -------------------------------------------------------------------------------


def read_columns(doc: Document, joiner: Joiner) -> tuple[NavColumn, ...]:
    """Columns that the page's main navigation offers, first-level ones with those below them."""
    return navigation.read_columns(doc, joiner, lambda name: _by_name(name) is not None or "专题" in name)


# -- shape of a page --------------------------------------------------------------------------


def is_navigation_only(doc: Document, lists: Lists) -> bool:
    """Whether a home page is a mere entrance: links to columns, but no entry of any list."""
    if any(item.day for item in lists.items) or len(lists.items) >= _FEWEST:
        return False
    body = doc.tree.body
    return body is not None and len(body.css("a[href]")) >= _FEWEST


_VIEWERS = re.compile(
    r"PDFObject|pdf\.?js|viewer\.html\?file=|echarts\.init|videojs\s{0,3}\(|TcPlayer|ckplayer|DPlayer|Highcharts|turn\.js|FlipBook"
    r"|<canvas|<video|<audio|<object\b[^<>]{0,300}\bdata\s{0,3}=|<svg[^<>]{0,200}>[^<]{0,20}<text",
    re.IGNORECASE,
)
"""What shows documents, films and charts of which the page itself holds no word."""
_NOTHING_THERE = re.compile(
    r"[^，。！!\n]{0,12}(?:暂无|暂时没有|没有找到|没有任何|尚无|未找到|无相关)[^。！!\n]{0,12}(?:信息|内容|数据|记录|文章|资料|稿件)[^。！!\n]{0,30}[。！!]?"
    r"|[^，。！!\n]{0,12}(?:正在)?(?:建设|更新|整理|完善)中(?:，?[^，。！!\n]{0,10}(?:期待|关注|原谅|谅解)[^，。！!\n]{0,4})?[。！!…]{0,8}"
)
"""Sentences that only say that a column is empty."""
_MOST_EXCUSES = 5


def is_blank(lists: Lists, lines: Sequence[str], html: str) -> bool:
    """Whether a column page has neither an entry nor ``lines`` of its own, its frame left aside, nor a viewer."""
    if lists.items:
        return False
    text = "".join(lines)
    if len(lines) <= _MOST_EXCUSES:
        text = "".join(_NOTHING_THERE.sub("", line) for line in lines)
    return len("".join(text.split())) < _BLANK_TEXT and not _VIEWERS.search(html)


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
    vouched = (
        known is not None
        or bool(page.metas.get("ColumnName"))
        or len(page.items) >= _FEWEST
        or bool(page.letters or page.consultations)
    )
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
