"""W-V-06.2 办事指南要素严重缺失: 5 or more guides lack 4 or more element classes.

国办秘函〔2019〕19号, part 1 (CHK22; "4 classes / 5 items" recalled). Candidates, confirmed by a person.
"""

from __future__ import annotations

from datetime import datetime

from xunwang.rules.edition import Item
from xunwang.rules.facts import SiteFacts
from xunwang.rules.verdict import Verdict, clear, unknown
from xunwang.rules.website._services import service_doubt, services_elsewhere
from xunwang.rules.website._shared import meets, parameter
from xunwang.rules.website.veto._guides import confirmed_by_person, poor_guides

ITEM = "W-V-06.2"


def evaluate(facts: SiteFacts, item: Item, at: datetime) -> Verdict:
    """Candidates when the poor guides reach the threshold."""
    limit = parameter(item, "missing_classes")
    poor = poor_guides(facts, limit)
    measured = f"读到办事指南{len(facts.guides)}个，缺少{limit}类及以上要素的{len(poor)}个"
    if meets(item, len(poor)):
        return confirmed_by_person(facts, item, poor, measured)
    if facts.guides and facts.coverage.complete and not services_elsewhere(facts):
        return clear(measured)
    doubt = service_doubt(facts) or facts.coverage.reason
    return unknown(doubt or "没有读到办事指南，无法核对要素", measured=measured)
