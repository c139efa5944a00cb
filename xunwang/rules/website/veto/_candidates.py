"""What the candidates of W-V-01 share: hits of the word lists as findings that a person judges."""

from __future__ import annotations

from collections.abc import Iterable

from xunwang.rules.edition import Item
from xunwang.rules.facts import SiteFacts, TextHit
from xunwang.rules.verdict import Evidence, Finding, Verdict, clear, needs_review, unknown
from xunwang.rules.website._shared import evidence, home_doubt, meets, task
from xunwang.words import Concern, Grade


def hits_of(facts: SiteFacts, concern: Concern, *, errors_only: bool = False) -> tuple[TextHit, ...]:
    """Hits about a concern, each wording on each page once."""
    found = {
        (hit.seen.url, hit.rule, hit.match): hit
        for hit in facts.text_hits
        if hit.concern is concern and (hit.grade is Grade.ERROR or not errors_only)
    }
    return tuple(found.values())


def hit_evidence(hit: TextHit, note: str = "") -> Evidence:
    """The page with the very words."""
    return evidence(hit.seen, note or f"词库：{hit.rule}", hit.fragment)


def judged_by_person(
    facts: SiteFacts, item: Item, findings: Iterable[Finding], duty: str, minutes: float, rest: str
) -> Verdict:
    """Candidates with what a person has to do about each (``minutes``).

    Without candidates the text of the pages is cleared, and the measured value says how far the machine
    has looked. Where it has not seen the whole site, ``rest`` says what a person looks at instead.
    """
    known = tuple(findings)
    if meets(item, len(known)):
        links = dict.fromkeys(e.url for finding in known for e in finding.evidence if not finding.restricted)
        offered = task(facts, duty, minutes * len(known), *links)
        return needs_review(known, offered, measured=f"线索{len(known)}处")
    doubt = home_doubt(facts)
    if doubt:
        return unknown(doubt, measured="首页内容不明，没有扫描到线索")
    scanned = f"已扫描{facts.coverage.pages}个页面的文字和链接，未发现线索"
    if facts.coverage.complete:
        return clear(f"{scanned}（图片、音视频不在扫描范围）")
    measured = f"{scanned}（{facts.coverage.reason}，没有看完全站）"
    return needs_review((), task(facts, f"{measured}；{rest}", 2.0), measured=measured)
