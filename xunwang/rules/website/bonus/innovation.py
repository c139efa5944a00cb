"""W-B-06 创新发展: personalised pages, barrier-free access, multi-language, search as a service, others.

国办秘函〔2019〕19号, part 3; recalled. Always for a person, with a scoring sheet.
"""

from __future__ import annotations

from datetime import datetime

from xunwang.rules.edition import Item
from xunwang.rules.facts import SiteFacts
from xunwang.rules.verdict import Verdict
from xunwang.rules.website._shared import checklist

ITEM = "W-B-06"
_INSTRUCTION = (
    "逐项试用并记录：个性化页面（按用户推送内容和服务）、无障碍浏览（读屏、大字、适老化）、多语言版本、搜索即服务（搜事项直达办理）、"
    "其他创新做法；能正常使用的按评分标准给分，记录链接并截图。"
)


def evaluate(facts: SiteFacts, item: Item, at: datetime) -> Verdict:
    """Always for a person; the accessibility entrance is named where the home page offers one."""
    found = "首页设有无障碍或适老化入口，请试用。" if facts.accessibility_entry else ""
    return checklist(facts, _INSTRUCTION + found, 6.0)
