"""The prescribed tags (网页设计规范: tables of site, column and content tags)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from xunwang.pages.outline import Outline
from xunwang.words import PageKind

SITE_TAGS = ("SiteName", "SiteDomain", "SiteIDCode")
COLUMN_TAGS = ("ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType")
CONTENT_TAGS = ("ArticleTitle", "PubDate", "ContentSource")
OPTIONAL_TAGS = ("Keywords", "Author", "Description", "Image", "Url")

_OFFICIAL = {tag.lower(): tag for tag in SITE_TAGS + COLUMN_TAGS + CONTENT_TAGS + OPTIONAL_TAGS}
_MAX_CONTENT = 2000
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


def read_head(outline: Outline) -> Head:
    """Metas, title and base of the head, and of the body too where the head lacks the site's tags."""
    found = _read_fields(outline.head[: outline.in_head * 4])
    return found if "sitename" in found.metas else _read_fields(outline.head)


def _read_fields(fields: list[str]) -> Head:
    metas: dict[str, str] = {}
    title, base, refresh = "", None, None
    for kind, name, content, equivalent in zip(*(fields[at::4] for at in range(4)), strict=True):
        if kind == "t":
            title = title or name[:_MAX_CONTENT].strip()
        elif kind == "b":
            base = base or name
        elif name and (key := name.strip().lower()):
            if not metas.get(key):
                metas[key] = content.strip()[:_MAX_CONTENT]
        elif content and equivalent.strip().lower() == "refresh":
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
