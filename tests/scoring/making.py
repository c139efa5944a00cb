"""Verdicts and sites for tests of scoring."""

from __future__ import annotations

from dataclasses import replace

from xunwang.rules.edition import Edition, load_edition
from xunwang.rules.facts import Coverage, Site
from xunwang.rules.item import NEW_MEDIA
from xunwang.rules.verdict import Evidence, Finding, Task, Verdict, clear, hit, needs_review, unknown
from xunwang.scoring import SiteResult, score_site
from xunwang.words import ItemKind, Level, SiteKind

EDITION = load_edition()
SITE = Site("示例市人民政府", "http://www.example.gov.cn/", SiteKind.PORTAL, Level.CITY, region="示例市")
COVERAGE = Coverage(100, True, "", None)
DEDUCTIONS = [item for item in EDITION.items.values() if item.kind is ItemKind.DEDUCT]
BONUSES = [item for item in EDITION.items.values() if item.kind is ItemKind.BONUS]
VETOES = [item for item in EDITION.site_items.values() if item.kind is ItemKind.VETO]
TASK = Task("核对。", (SITE.home_url,), 2.0)


def finding(url: str = "", amount: int = 1) -> Finding:
    """An occurrence, on a page of its own unless told otherwise."""
    return Finding("问题。", (Evidence(url, None),) if url else (), amount)


def hits(count: int = 1) -> Verdict:
    """A decided verdict with so many occurrences."""
    return hit(tuple(finding() for _ in range(count)), "已测量")


def review(count: int = 0) -> Verdict:
    """A verdict in review with so many candidates."""
    return needs_review(tuple(finding() for _ in range(count)), TASK)


def missing() -> Verdict:
    """A verdict that could not be reached."""
    return unknown("缺少数据")


def scored(
    verdicts: dict[str, Verdict] | None = None, *, edition: Edition = EDITION, **site: object
) -> SiteResult:
    """The result of a site for which everything else is clear."""
    given = verdicts or {}
    place = replace(SITE, **site)  # type: ignore[arg-type]
    applicable = {
        item.id: given.get(item.id, clear("正常"))
        for item in edition.items.values()
        if item.subject != NEW_MEDIA
        and (item.subject == "site" or place.kind is SiteKind.PORTAL)
        and (place.has_services or not item.service)
    }
    return score_site(place, COVERAGE, applicable, (), edition)
