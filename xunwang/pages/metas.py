"""The prescribed tags (网页设计规范: tables of site, column and content tags)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from selectolax.lexbor import LexborHTMLParser

from xunwang.words import PageKind

SITE_TAGS = ("SiteName", "SiteDomain", "SiteIDCode")
COLUMN_TAGS = ("ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType")
CONTENT_TAGS = ("ArticleTitle", "PubDate", "ContentSource")
OPTIONAL_TAGS = ("Keywords", "Author", "Description", "Image", "Url")

_OFFICIAL = {tag.lower(): tag for tag in SITE_TAGS + COLUMN_TAGS + CONTENT_TAGS + OPTIONAL_TAGS}
_MAX_METAS, _MAX_CONTENT = 300, 2000
SITE_CODE = re.compile(r"(?<![0-9A-Za-z])(?:\d{10}|[Bb][Mm]\d{8})(?!\d)")
"""G-07: ten digits, or ``bm`` and eight digits."""


def read_metas(tree: LexborHTMLParser) -> dict[str, str]:
    """All named meta tags: lower-case name to content, the first non-empty one of each name."""
    metas: dict[str, str] = {}
    for node in tree.css("meta[name]")[:_MAX_METAS]:
        attributes = node.attributes
        name = (attributes.get("name") or "").strip().lower()
        if not metas.get(name):
            metas[name] = (attributes.get("content") or "").strip()[:_MAX_CONTENT]
    return metas


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
