"""W-D-17.1 办理答复: a simulated simple, common question not answered online within 5 working days.

国办秘函〔2019〕19号, part 2; the 5 days are recalled. A person asks; counting starts the day after.
"""

from __future__ import annotations

from datetime import datetime

from xunwang.rules.edition import Item
from xunwang.rules.facts import SiteFacts
from xunwang.rules.verdict import Verdict
from xunwang.rules.website._letters import box_urls
from xunwang.rules.website._shared import checklist

ITEM = "W-D-17.1"
_INSTRUCTION = (
    "以普通网民身份在网站提交一个简单、常见的问题（如办证材料、办公时间），记录提交时间和受理编号；从提交次日起算，超过{limit}个工作日"
    "仍未在网上答复的，确认扣分，保存提交回执和查询页面截图。"
)


def evaluate(facts: SiteFacts, item: Item, at: datetime) -> Verdict:
    """Always for a person."""
    return checklist(facts, _INSTRUCTION.format(limit=item.threshold), 6.0, *box_urls(facts))
