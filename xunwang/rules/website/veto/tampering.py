"""W-V-01.4 安全攻击处置不力: signs of tampering as candidates; severity and handling are judged by a person.

国办秘函〔2019〕19号, part 1 (CHK22).
"""

from __future__ import annotations

from datetime import datetime

from xunwang.rules.edition import Item
from xunwang.rules.facts import SiteFacts
from xunwang.rules.verdict import Finding, Verdict
from xunwang.rules.website._shared import evidence
from xunwang.rules.website.veto._candidates import judged_by_person

ITEM = "W-V-01.4"


def evaluate(facts: SiteFacts, item: Item, at: datetime) -> Verdict:
    """Candidates when pages carry injected scripts or hijacked titles."""
    hints = {(hint.what, hint.fragment): hint for hint in facts.tampering}
    findings = [
        Finding(f"{hint.what}。", (evidence(hint.seen, hint.what, hint.fragment),)) for hint in hints.values()
    ]
    return judged_by_person(
        facts,
        item,
        findings,
        "判断页面是否被篡改、挂马，向网站核实发现和处置时间，判断是否造成严重安全事故。",
        5.0,
        "如有网信、公安部门通报，请登记处置情况。",
    )
