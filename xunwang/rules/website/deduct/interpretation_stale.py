"""W-D-06.1 政策解读: no interpretation column, or none updated in the 6 months before.

国办秘函〔2019〕19号, part 2. Columns of any level count.
"""

from __future__ import annotations

from datetime import datetime

from xunwang.rules.edition import Item
from xunwang.rules.facts import SiteFacts
from xunwang.rules.verdict import Verdict
from xunwang.rules.website._columns import columns_of, missing_column, stale_columns
from xunwang.rules.website._shared import window_of
from xunwang.words import ColumnType

ITEM = "W-D-06.1"


def evaluate(facts: SiteFacts, item: Item, at: datetime) -> Verdict:
    """Hit when there is no such column, and when none of them has an entry dated in the window."""
    columns = columns_of(facts, ColumnType.INTERPRETATION)
    if not columns:
        return missing_column(facts, item, "政策解读", columns)
    return stale_columns(facts, item, "政策解读栏目", columns, window_of(item, at))
