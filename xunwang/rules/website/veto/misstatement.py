"""W-V-01.1 严重表述错误: candidates from the word lists, always judged by a person.

国办秘函〔2019〕19号, part 1 (CHK22).
"""

from __future__ import annotations

from datetime import datetime

from xunwang.rules.edition import Item
from xunwang.rules.facts import SiteFacts
from xunwang.rules.verdict import Finding, Verdict
from xunwang.rules.website.veto._candidates import hit_evidence, hits_of, judged_by_person
from xunwang.words import Concern

ITEM = "W-V-01.1"


def evaluate(facts: SiteFacts, item: Item, at: datetime) -> Verdict:
    """Candidates when a severe mis-statement may stand on a page."""
    findings = [
        Finding(
            f"《{hit.title or hit.seen.url}》疑有严重表述错误：“{hit.match}”"
            + (f"，规范表述为“{hit.suggestion}”。" if hit.suggestion else "。"),
            (hit_evidence(hit),),
        )
        for hit in hits_of(facts, Concern.SEVERE)
    ]
    return judged_by_person(
        facts,
        item,
        findings,
        "逐处打开页面，结合上下文判断是否为严重表述错误；属实的由第二人复核。",
        3.0,
        "请抽看其余栏目的近期信息。",
    )
