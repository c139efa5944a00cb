"""W-V-01.2 泄露国家秘密: secrecy marks as restricted candidates, judged by an authorised person.

国办秘函〔2019〕19号, part 1 (CHK22).
"""

from __future__ import annotations

from datetime import datetime

from xunwang.rules.edition import Item
from xunwang.rules.facts import SiteFacts
from xunwang.rules.verdict import Finding, Verdict
from xunwang.rules.website.veto._candidates import hit_evidence, hits_of, judged_by_person
from xunwang.words import Concern

ITEM = "W-V-01.2"


def evaluate(facts: SiteFacts, item: Item, at: datetime) -> Verdict:
    """Restricted candidates when a page carries a secrecy mark."""
    findings = [
        Finding(f"《{hit.title}》出现密级标志“{hit.match}”。", (hit_evidence(hit),), restricted=True)
        for hit in hits_of(facts, Concern.SECRECY)
    ]
    return judged_by_person(
        facts,
        item,
        findings,
        "由授权人员打开受限线索，判断是否泄露国家秘密；属实的立即通知网站下线并按保密规定报告，不得复制扩散。",
        5.0,
        "请由授权人员抽看其余栏目的扫描件和附件。",
    )
