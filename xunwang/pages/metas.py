"""The prescribed tags (网页设计规范: tables of site, column and content tags)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from xunwang.words import PageKind

SITE_TAGS = ("SiteName", "SiteDomain", "SiteIDCode")
COLUMN_TAGS = ("ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType")
CONTENT_TAGS = ("ArticleTitle", "PubDate", "ContentSource")
OPTIONAL_TAGS = ("Keywords", "Author", "Description", "Image", "Url")

_OFFICIAL = {tag.lower(): tag for tag in SITE_TAGS + COLUMN_TAGS + CONTENT_TAGS + OPTIONAL_TAGS}
_MAX_METAS, _MAX_CONTENT = 300, 2000
SITE_CODE = re.compile(r"(?<![0-9A-Za-z])(?:\d{10}|[Bb][Mm]\d{8})(?!\d)")
"""G-07: ten digits, or ``bm`` and eight digits."""


class Head(NamedTuple):
    """What the elements of the head state; they are looked for in the whole page, as browsers do."""

    metas: dict[str, str]
    """Named tags: lower-case name to trimmed content, the first non-empty one of a name; ``og:`` properties."""
    title: str
    base: str | None
    refresh: str | None
    """Content of a meta refresh."""


def read_head(tree: LexborHTMLParser) -> Head:
    """Read metas, title and base in one pass, through the body too where the head lacks the site's tags."""
    found = _read_under(tree.head) if tree.head is not None else None
    if found is None or "sitename" not in found.metas:
        found = _read_under(tree)
    return found


def _read_under(root: LexborHTMLParser | LexborNode) -> Head:
    metas: dict[str, str] = {}
    title, base, refresh = "", None, None
    for node in root.css("meta,title,base")[:_MAX_METAS]:
        tag = node.tag
        if tag == "title":
            title = title or node.text()[:_MAX_CONTENT].strip()
            continue
        attributes = node.attributes
        if tag == "base":
            base = base or attributes.get("href")
            continue
        name = (attributes.get("name") or attributes.get("property") or "").strip().lower()
        content = attributes.get("content")
        if name:
            if not metas.get(name):
                metas[name] = (content or "").strip()[:_MAX_CONTENT]
        elif content and (attributes.get("http-equiv") or "").strip().lower() == "refresh":
            refresh = refresh or content[:_MAX_CONTENT]
    return Head(metas, title, base, refresh)


def official_metas(metas: Mapping[str, str]) -> dict[str, str]:
    """The prescribed tags among ``metas``, keyed by their official spelling; empty contents are kept."""
    return {tag: metas[name] for name, tag in _OFFICIAL.items() if name in metas}


def site_code(metas: Mapping[str, str]) -> str | None:
    """The identification code that the SiteIDCode tag states, or None."""
    found = SITE_CODE.search(metas.get("siteidcode", "")[:200])
    return found[0].lower() if found else None


def missing_tags(metas: Mapping[str, str], kind: PageKind) -> tuple[str, ...]:
    """Prescribed tags that a page of this kind lacks or leaves empty, in their official spelling.

    Args:
        metas: prescribed tags by official spelling, as in ``Page.metas``.
        kind: every page needs the site's tags, column pages the column's too, content pages the content's.
    """
    wanted: tuple[str, ...] = SITE_TAGS
    if kind in (PageKind.COLUMN, PageKind.LETTERS, PageKind.CONSULTATIONS):
        wanted += COLUMN_TAGS
    elif kind is PageKind.ARTICLE:
        wanted += CONTENT_TAGS
    return tuple(tag for tag in wanted if not metas.get(tag))
