"""W-V-01.6 引发严重负面舆情: recorded by the supervisor.

国办秘函〔2019〕19号, part 1 (CHK22).
"""

from __future__ import annotations

from datetime import datetime

from xunwang.rules.edition import Item
from xunwang.rules.facts import SiteFacts
from xunwang.rules.verdict import Verdict, needs_review
from xunwang.rules.website._shared import task

ITEM = "W-V-01.6"


def evaluate(facts: SiteFacts, item: Item, at: datetime) -> Verdict:
    """Always a checklist entry."""
    duty = "查舆情记录：检查期内是否因网站建设管理不当引发严重负面舆情；有的登记报道链接和处理决定。"
    return needs_review((), task(facts, duty, 1.0), measured="舆情由主管单位登记，机器不作结论")
