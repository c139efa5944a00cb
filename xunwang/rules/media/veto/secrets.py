"""M-V-01.2 泄露国家秘密: secrecy marks in posts as restricted candidates, judged by an authorised person.

国办秘函〔2019〕19号, part 1; recalled.
"""

from __future__ import annotations

from datetime import datetime

from xunwang.rules.edition import Item
from xunwang.rules.media._text import hit_evidence, hits_of, judged_by_person, place
from xunwang.rules.media.facts import AccountFacts
from xunwang.rules.verdict import Finding, Verdict
from xunwang.words import Concern

ITEM = "M-V-01.2"
_DUTY = (
    "由授权人员打开受限线索，判断是否泄露国家秘密；属实的立即通知主办单位删除并按保密规定报告，不得复制扩散。",
    5.0,
)


def evaluate(facts: AccountFacts, item: Item, at: datetime) -> Verdict:
    """Restricted candidates when a post carries a secrecy mark."""
    findings = [
        Finding(f"{place(one)}出现密级标志“{one.hit.match}”。", (hit_evidence(one),), restricted=True)
        for one in hits_of(facts, Concern.SECRECY)
    ]
    return judged_by_person(facts, item, at, findings, _DUTY)
