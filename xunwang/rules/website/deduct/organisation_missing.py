"""W-D-02.1 机构职能: no column on organisation and functions (国办秘函〔2019〕19号, part 2)."""

from __future__ import annotations

from datetime import datetime

from xunwang.rules.edition import Item
from xunwang.rules.facts import SiteFacts
from xunwang.rules.verdict import Verdict
from xunwang.rules.website._columns import columns_of, missing_column
from xunwang.words import ColumnType

ITEM = "W-D-02.1"


def evaluate(facts: SiteFacts, item: Item, at: datetime) -> Verdict:
    """Hit when neither the navigation nor a lower level offers such a column."""
    return missing_column(facts, item, "机构职能", columns_of(facts, ColumnType.ORGANISATION))
