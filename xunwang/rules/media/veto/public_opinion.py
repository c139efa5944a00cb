"""M-V-01.4 引发严重负面舆情: recorded by the supervisor; what is recorded, a person judges.

国办秘函〔2019〕19号, part 1; recalled.
"""

from __future__ import annotations

from datetime import datetime

from xunwang.rules.edition import Item
from xunwang.rules.media._incidents import recorded
from xunwang.rules.media._shared import checklist, findings_links, task
from xunwang.rules.media.facts import AccountFacts
from xunwang.rules.verdict import Verdict, needs_review
from xunwang.rules.website._shared import meets

ITEM = "M-V-01.4"


def evaluate(facts: AccountFacts, item: Item, at: datetime) -> Verdict:
    """Candidates are the recorded incidents; without any, a checklist entry."""
    findings = recorded(facts, "public_opinion", "负面舆情", at)
    if meets(item, len(findings)):
        duty = "逐起查阅报道和处理记录，判断是否因发布内容不当引发严重负面舆情。"
        offered = task(facts, duty, 5.0 * len(findings), *findings_links(findings))
        return needs_review(findings, offered, measured=f"登记负面舆情{len(findings)}起")
    duty = "查舆情记录：检查期内是否因发布内容不当引发严重负面舆情；有的登记报道链接和处理决定。"
    return checklist(facts, duty, 1.0, "舆情由主管单位登记，机器不作结论")
