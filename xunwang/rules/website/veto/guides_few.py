"""W-V-06.3 事项少于5个且要素均严重缺失: fewer than 5 guides, every one lacking 4 or more classes.

国办秘函〔2019〕19号, part 1 (recalled). Candidates, confirmed by a person. No guide at all is W-V-06.1's.
"""

from __future__ import annotations

from datetime import datetime

from xunwang.rules.edition import Item
from xunwang.rules.facts import SiteFacts
from xunwang.rules.verdict import Verdict, clear, unknown
from xunwang.rules.website._services import service_doubt
from xunwang.rules.website._shared import parameter
from xunwang.rules.website.veto._guides import confirmed_by_person, poor_guides

ITEM = "W-V-06.3"


def evaluate(facts: SiteFacts, item: Item, at: datetime) -> Verdict:
    """Candidates when there are few guides and all of them are poor."""
    limit, few = int(item.threshold or 0), parameter(item, "few_items")
    poor = poor_guides(facts, limit)
    measured = f"读到办事指南{len(facts.guides)}个，缺少{limit}类及以上要素的{len(poor)}个"
    if len(facts.guides) >= few or len(poor) < len(facts.guides):
        return clear(measured)
    doubt = service_doubt(facts)
    if doubt:
        return unknown(doubt, measured=measured)
    if not facts.guides:
        return clear("没有办事指南，由W-V-06.1判定")
    if not facts.coverage.complete:
        return unknown(f"{facts.coverage.reason}，事项总数不明", measured=measured)
    return confirmed_by_person(facts, item, poor, measured)
