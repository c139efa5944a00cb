"""W-D-01.1 概况信息: no overview column (国办秘函〔2019〕19号, part 2; partly confirmed).

Portals of State Council departments are not checked (note of the row).
"""

from __future__ import annotations

from datetime import datetime

from xunwang.rules.edition import Item
from xunwang.rules.facts import SiteFacts
from xunwang.rules.verdict import Verdict, clear
from xunwang.rules.website._columns import columns_of, missing_column
from xunwang.words import ColumnType, Level

ITEM = "W-D-01.1"


def evaluate(facts: SiteFacts, item: Item, at: datetime) -> Verdict:
    """Hit when neither the navigation nor a lower level offers an overview column."""
    if facts.site.level is Level.STATE:
        return clear("国务院部门门户网站不检查概况信息")
    return missing_column(facts, item, "概况信息", columns_of(facts, ColumnType.OVERVIEW))
