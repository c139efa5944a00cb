"""S-D-07 安全与假冒处置: counterfeit sites or incidents not handled as required, per case. Recalled; a person decides."""

from __future__ import annotations

from datetime import datetime

from xunwang.rules.item import Item
from xunwang.rules.supervision._shared import finding, for_a_person
from xunwang.rules.supervision.facts import Case, SupervisionFacts
from xunwang.rules.verdict import Verdict, unknown

ITEM = "S-D-07"
_INSTRUCTION = "核对假冒网站和安全事件的登记与处置材料，判断有无处置不力；没有登记的，核实是否确无此类事件。"


def evaluate(facts: SupervisionFacts, item: Item, now: datetime) -> Verdict:
    """Cases that are not settled are candidates; whether the others were handled well is for a person too."""
    if facts.incidents is None:
        return unknown("假冒网站和安全事件未登记齐全：请登记，没有的也请确认“已登记齐全”")
    still_open = [case for case in facts.incidents if case.settled is None]
    findings = [finding(case.row, _told(case)) for case in still_open]
    return for_a_person(
        findings, _INSTRUCTION, f"登记{len(facts.incidents)}起，未处置完毕{len(still_open)}起"
    )


def _told(case: Case) -> str:
    return f"{case.day:%Y-%m-%d} {case.summary}，未处置完毕。"
