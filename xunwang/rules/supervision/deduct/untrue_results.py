"""S-D-02 检查结果不真实: sites reported as qualified that turn out not to be, per site. Recalled; a person decides.

Candidates are the records of re-checks, and sites that a check of the State Council's office failed although a
check of that year had reported them as qualified.
"""

from __future__ import annotations

from datetime import datetime

from xunwang.rules.item import Item
from xunwang.rules.supervision._shared import case_findings, finding, for_a_person
from xunwang.rules.supervision.facts import SupervisionFacts
from xunwang.rules.verdict import Verdict

ITEM = "S-D-02"
_INSTRUCTION = "从该单位报为合格的网站中抽取样本复核，比对两次检查记录，判断报送结果是否真实。"


def evaluate(facts: SupervisionFacts, item: Item, now: datetime) -> Verdict:
    """Always for a person: a sample has to be drawn and looked at."""
    findings = case_findings(facts.rechecks)
    findings += [
        finding(check.row, f"“{check.what}”报为合格，上级抽查不合格。")
        for check in facts.higher_checks or ()
        if check.reported_qualified
    ]
    return for_a_person(findings, _INSTRUCTION, f"复核不符的记录{len(findings)}条")
