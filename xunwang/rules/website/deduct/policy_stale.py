"""W-D-05.2 政策文件: first-level policy column without update in the 6 months before.

国办秘函〔2019〕19号, part 2; -5 confirmed by the self-check GGJ19.
What is published in the lower levels of a first-level column updates it. A site whose policy column is
itself of a lower level is not judged by this row.
"""

from __future__ import annotations

from datetime import datetime

from xunwang.rules.edition import Item
from xunwang.rules.facts import SiteFacts
from xunwang.rules.verdict import Verdict, clear, unknown
from xunwang.rules.website._columns import columns_of, stale_columns
from xunwang.rules.website._shared import absence_doubt, home_doubt, window_of
from xunwang.words import ColumnType

ITEM = "W-D-05.2"


def evaluate(facts: SiteFacts, item: Item, at: datetime) -> Verdict:
    """Hit when none of the first-level policy columns has an entry dated in the window."""
    columns = columns_of(facts, ColumnType.POLICY)
    first_level = tuple(column for column in columns if column.level == 1)
    if first_level:
        return stale_columns(facts, item, "一级政策文件栏目", first_level, window_of(item, at))
    doubt = home_doubt(facts) if columns else absence_doubt(facts)
    if doubt:
        return unknown(doubt)
    if columns:
        return clear("政策文件栏目均不是一级栏目，本项只检查一级栏目")
    return clear("没有政策文件类栏目，已由W-D-05.1扣分，不重复扣分")
