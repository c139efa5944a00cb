"""S-V-03: concealment, fraud or false figures in the supervision work. Recalled; always for a person."""

from __future__ import annotations

from datetime import datetime

from xunwang.rules.item import Item
from xunwang.rules.supervision._shared import case_findings, for_a_person
from xunwang.rules.supervision.facts import SupervisionFacts
from xunwang.rules.verdict import Verdict

ITEM = "S-V-03"
_INSTRUCTION = "核查该单位报送的抽查比例、留言办理、整改和年度报表数据，判断有无隐瞒、造假或虚报。"


def evaluate(facts: SupervisionFacts, item: Item, now: datetime) -> Verdict:
    """Records of verification are candidates; without any it is an entry of the checklist."""
    return for_a_person(
        case_findings(facts.verifications), _INSTRUCTION, f"核查记录{len(facts.verifications)}条"
    )
