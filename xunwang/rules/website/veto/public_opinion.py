"""W-V-01.6 引发严重负面舆情: recorded by the supervisor.

国办秘函〔2019〕19号, part 1 (CHK22).
"""

from __future__ import annotations

from datetime import datetime

from xunwang.rules.edition import Item
from xunwang.rules.facts import SiteFacts
from xunwang.rules.verdict import Verdict
from xunwang.rules.website._shared import checklist

ITEM = "W-V-01.6"


def evaluate(facts: SiteFacts, item: Item, at: datetime) -> Verdict:
    """Always a checklist entry."""
    return checklist(
        facts,
        "查舆情记录：检查期内是否因网站建设管理不当引发严重负面舆情；有的登记报道链接和处理决定。",
        1.0,
    )
