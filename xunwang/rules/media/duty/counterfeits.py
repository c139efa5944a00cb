"""M-N-14 假冒账号处置: recorded counterfeits of the account, for a person to see through (国办发〔2018〕123号)."""

from __future__ import annotations

from datetime import datetime

from xunwang.rules.edition import Item
from xunwang.rules.media._incidents import recorded
from xunwang.rules.media._shared import findings_links, task
from xunwang.rules.media.facts import AccountFacts
from xunwang.rules.verdict import Verdict, clear, needs_review
from xunwang.rules.website._shared import meets

ITEM = "M-N-14"


def evaluate(facts: AccountFacts, item: Item, at: datetime) -> Verdict:
    """Candidates are the recorded counterfeits."""
    findings = recorded(facts, "counterfeit", "假冒账号", at)
    measured = f"登记的假冒账号{len(findings)}起"
    if not meets(item, len(findings)):
        return clear(measured)
    duty = "逐起核对是否已请平台关闭、已通报有关部门并澄清；没有处置的督促处置并登记时间。"
    return needs_review(
        findings, task(facts, duty, 3.0 * len(findings), *findings_links(findings)), measured=measured
    )
