"""W-D-04.2 动态要闻: no news column updated in the 2 weeks before the check point.

国办秘函〔2019〕19号, part 2. One updated column is enough; how many are stale is for W-V-04.1 to count.
"""

from __future__ import annotations

from datetime import datetime

from xunwang.rules.edition import Item
from xunwang.rules.facts import SiteFacts
from xunwang.rules.verdict import Verdict, clear, unknown
from xunwang.rules.website._columns import columns_of, stale_columns
from xunwang.rules.website._shared import absence_doubt, window_of
from xunwang.words import ColumnType

ITEM = "W-D-04.2"


def evaluate(facts: SiteFacts, item: Item, at: datetime) -> Verdict:
    """Hit when none of the news columns has an entry dated in the window."""
    columns = columns_of(facts, ColumnType.NEWS)
    if columns:
        return stale_columns(facts, item, "动态要闻类栏目", columns, window_of(item, at))
    doubt = absence_doubt(facts)
    return unknown(doubt) if doubt else clear("没有动态要闻类栏目，已由W-D-04.1扣分，不重复扣分")
