"""W-D-03.1 领导信息: no leadership column (国办秘函〔2019〕19号, part 2)."""

from __future__ import annotations

from datetime import datetime

from xunwang.rules.edition import Item
from xunwang.rules.facts import SiteFacts
from xunwang.rules.verdict import Verdict, clear
from xunwang.rules.website._columns import columns_of, missing_column
from xunwang.words import ColumnType

ITEM = "W-D-03.1"


def evaluate(facts: SiteFacts, item: Item, at: datetime) -> Verdict:
    """Hit when no leadership column is offered and no page shows leaders."""
    columns = columns_of(facts, ColumnType.LEADERS)
    if not columns and facts.leaders:
        return clear(f"页面公布了领导信息{len(facts.leaders)}人")
    return missing_column(facts, item, "领导信息", columns)
