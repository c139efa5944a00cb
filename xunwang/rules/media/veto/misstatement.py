"""M-V-01.1 严重表述错误: candidates from the word lists over posts, always judged by a person.

国办秘函〔2019〕19号, part 1 (ZJ21). Titles, bodies and descriptions of pictures; what citizens write is M-N-10's.
"""

from __future__ import annotations

from datetime import datetime

from xunwang.rules.edition import Item
from xunwang.rules.media._text import hit_evidence, hits_of, judged_by_person, place
from xunwang.rules.media.facts import AccountFacts
from xunwang.rules.verdict import Finding, Verdict
from xunwang.words import Concern

ITEM = "M-V-01.1"
_DUTY = "逐条打开内容，结合上下文判断是否为严重表述错误；属实的由第二人复核。", 3.0


def evaluate(facts: AccountFacts, item: Item, at: datetime) -> Verdict:
    """Candidates when a severe mis-statement may stand in a post."""
    findings = [
        Finding(
            f"{place(one)}疑有严重表述错误：“{one.hit.match}”"
            + (f"，规范表述为“{one.hit.suggestion}”。" if one.hit.suggestion else "。"),
            (hit_evidence(one),),
        )
        for one in hits_of(facts, Concern.SEVERE)
    ]
    return judged_by_person(facts, item, at, findings, _DUTY)
