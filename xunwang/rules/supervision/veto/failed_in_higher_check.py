"""S-V-02: in checks of the State Council's office the sites that fail for other reasons reach a limit (inclusive).

国办秘函〔2019〕19号, part on supervision. The limit is in no public text: one is enough for a candidate, a person
decides. An edition that gives a threshold decides by it.
"""

from __future__ import annotations

from datetime import datetime

from xunwang.rules.item import Item
from xunwang.rules.supervision._shared import finding, for_a_person, reaches
from xunwang.rules.supervision.facts import SupervisionFacts
from xunwang.rules.verdict import Verdict, clear, hit, unknown

ITEM = "S-V-02"
_INSTRUCTION = "对照国务院办公厅抽查通报，判断不合格网站个数是否达到限量。"


def evaluate(facts: SupervisionFacts, item: Item, now: datetime) -> Verdict:
    """Counts sites only, and only those that S-V-01 does not count."""
    if facts.higher_checks is None:
        return unknown("上级抽查结果未登记齐全：请登记，没有不合格的也请确认“已登记齐全”")
    found = [
        finding(check.row, f"“{check.what}”在上级抽查中不合格。")
        for check in facts.higher_checks
        if check.is_site and not check.misstatement
    ]
    measured = f"上级抽查中因其他原因不合格的网站{len(found)}个"
    if not found:
        return clear(measured)
    if item.threshold is None:
        return for_a_person(found, _INSTRUCTION, measured)
    return hit(tuple(found), measured) if reaches(item, len(found)) else clear(measured)
