"""S-B-01 集约化: all sites on an intensive platform, 5 points; public text. Claimed with proof, a person decides."""

from __future__ import annotations

from datetime import datetime

from xunwang.rules.item import Item
from xunwang.rules.supervision._shared import case_findings, for_a_person
from xunwang.rules.supervision.facts import SupervisionFacts
from xunwang.rules.verdict import Verdict, clear

ITEM = "S-B-01"
_INSTRUCTION = "对照网站清单核实是否全部迁入集约化平台，并实现资源融合、互认共享、统一管理。"


def evaluate(facts: SupervisionFacts, item: Item, now: datetime) -> Verdict:
    """One claim is looked at, however often it was made."""
    if not facts.platform:
        return clear("未申报")
    return for_a_person(case_findings(facts.platform[:1]), _INSTRUCTION, f"网站{len(facts.sites)}个，已申报")
