"""S-B-02 其他加分: further entries of the table, which are in no public text. Claimed with proof, a person decides."""

from __future__ import annotations

from datetime import datetime

from xunwang.rules.item import Item
from xunwang.rules.supervision._shared import case_findings, for_a_person
from xunwang.rules.supervision.facts import SupervisionFacts
from xunwang.rules.verdict import Verdict, clear

ITEM = "S-B-02"
_INSTRUCTION = "对照正式考核指标判断申报的加分情形是否成立，逐项定分，合计不超过上限。"


def evaluate(facts: SupervisionFacts, item: Item, now: datetime) -> Verdict:
    """Every claim is a candidate."""
    if not facts.other_bonus:
        return clear("未申报")
    return for_a_person(case_findings(facts.other_bonus), _INSTRUCTION, f"申报{len(facts.other_bonus)}项")
