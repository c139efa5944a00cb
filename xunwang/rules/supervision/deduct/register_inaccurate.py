"""S-D-05 信息报送: basic data missing, wrong or late, per place. Partly public (notices of Qinghai and Jilin).

Candidates are rows of the register that break its rules or differ from reality; a person confirms. That the
register is right is known only after it was held against DNS, redirects, footers and probes.
"""

from __future__ import annotations

from datetime import datetime

from xunwang.rules.item import Item
from xunwang.rules.supervision._shared import finding, for_a_person, today
from xunwang.rules.supervision.facts import SupervisionFacts
from xunwang.rules.verdict import Verdict, clear, unknown

ITEM = "S-D-05"
_INSTRUCTION = "逐处核对名录与实际情况，属于该单位漏报、错报、迟报的确认。"


def evaluate(facts: SupervisionFacts, item: Item, now: datetime) -> Verdict:
    """Every problem is a candidate of its own."""
    found = [finding(problem.row, problem.summary) for problem in facts.register_problems]
    compared = facts.compared_with_reality
    told = f"{today(compared):%Y-%m-%d}与实际比对" if compared else "尚未与实际比对"
    measured = f"名录问题{len(found)}处，{told}"
    if found:
        return for_a_person(found, _INSTRUCTION, measured)
    if compared is None:
        return unknown("名录尚未与域名解析、跳转、页脚等实际情况比对", measured=measured)
    return clear(measured)
