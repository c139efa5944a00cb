"""What W-V-06.2 and W-V-06.3 share: guides that lack many element classes."""

from __future__ import annotations

from collections.abc import Iterable

from xunwang.rules.edition import Item
from xunwang.rules.facts import GuideSeen, SiteFacts
from xunwang.rules.verdict import Finding, Verdict, needs_review
from xunwang.rules.website._shared import evidence, task
from xunwang.words import GuideElement


def missing(guide: GuideSeen) -> list[GuideElement]:
    """Element classes that the guide lacks."""
    return [element for element in GuideElement if element not in guide.elements]


def poor_guides(facts: SiteFacts, limit: int) -> list[GuideSeen]:
    """Guides lacking at least so many classes."""
    return [guide for guide in facts.guides if len(missing(guide)) >= limit]


def confirmed_by_person(facts: SiteFacts, item: Item, guides: Iterable[GuideSeen], measured: str) -> Verdict:
    """Candidates: one finding a guide, with the classes that it lacks."""
    known = tuple(guides)
    findings = tuple(
        Finding(
            f"办事指南“{guide.name}”缺少{len(missing(guide))}类要素：{'、'.join(e.label for e in missing(guide))}。",
            (evidence(guide.seen, "办事指南"),),
        )
        for guide in known
    )
    duty = "打开各办事指南，核对要素是否确实缺失（含图片、附件和跳转到政务服务平台的内容）。"
    links = (guide.seen.url for guide in known)
    return needs_review(findings, task(facts, duty, 2.0 * len(known), *links), measured=measured)
