"""Statements of one page that don't agree with each other (hints for W-V-01.5 and the tag rules)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime

from xunwang.pages.article import Article
from xunwang.pages.dates import day_in_url, read_day
from xunwang.pages.decode import same_encoding
from xunwang.pages.document import Document
from xunwang.pages.lines import squeeze
from xunwang.pages.metas import SITE_CODE, site_code
from xunwang.pages.records import Conflict, FooterPart
from xunwang.words import CHINA, FooterElement

_NAME_NOISE = re.compile(r"[\s·,，、:：]|网站|门户|官网|官方|公众号")


def read_conflicts(
    doc: Document, article: Article | None, footer: Sequence[FooterPart]
) -> tuple[Conflict, ...]:
    """All disagreements found; days are compared, not hours, because clocks and edits move hours."""
    found = []
    if not same_encoding(doc.encoding_declared, doc.encoding) and doc.encoding_declared:
        found.append(Conflict("encoding", doc.encoding_declared, doc.encoding, "declared/real"))
    if article is not None:
        found += _days(doc, article)
        found += _sources(doc, article)
    found += _codes(doc, footer)
    return tuple(found)


def _days(doc: Document, article: Article) -> list[Conflict]:
    shown = article.published.when if article.published and article.published.origin == "visible" else None
    stated = {
        "visible": _day(shown),
        "meta": _stated_day(doc, article),
        "url": day_in_url(doc.url),
    }
    pairs = (("meta", "visible"), ("meta", "url"), ("visible", "url"))
    return [
        Conflict("published", str(stated[one]), str(stated[other]), f"{one}/{other}")
        for one, other in pairs
        if stated[one] and stated[other] and stated[one] != stated[other]
    ]


def _stated_day(doc: Document, article: Article) -> date | None:
    """Day of the PubDate tag; one that has no time is read again, by the looser rules for days."""
    return article.stated[0].date() if article.stated else read_day(doc.metas.get("pubdate", ""), doc.now)


def _day(when: datetime | None) -> object:
    return when.astimezone(CHINA).date() if when else None


def _sources(doc: Document, article: Article) -> list[Conflict]:
    stated, shown = doc.metas.get("contentsource", ""), article.source_shown or ""
    if not stated or not shown or stated == shown:
        return []
    one, other = _NAME_NOISE.sub("", stated), _NAME_NOISE.sub("", shown)
    if not one or not other or one in other or other in one:
        return []
    return [Conflict("source", stated, shown, "meta/visible")]


def _codes(doc: Document, footer: Sequence[FooterPart]) -> list[Conflict]:
    stated = site_code(doc.metas)
    if stated is None:
        return []
    for part in footer:
        if part.element in (FooterElement.SITE_CODE, FooterElement.ERROR_REPORT):
            shown = SITE_CODE.search(squeeze(f"{part.value} {part.url or ''}"[:600]))
            if shown and shown[0].lower() != stated:
                return [Conflict("site_code", stated, shown[0].lower(), "meta/footer")]
    return []
