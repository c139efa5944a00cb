"""W-V-03.1 首页不更新: nothing new on the home page in 2 weeks.

国办秘函〔2019〕19号, part 1 (CHK22, PC15). Undated information counts as not updated (R-10). Where the home page is only
an entrance, W-V-03.2 judges instead.
"""

from __future__ import annotations

from datetime import datetime

from xunwang.calendar.windows import in_window
from xunwang.rules.edition import Item
from xunwang.rules.facts import SiteFacts
from xunwang.rules.verdict import Finding, Verdict, clear, hit, unknown
from xunwang.rules.website._columns import newest_text
from xunwang.rules.website._shared import evidence, home_doubt, meets, seen_before, window_of, window_text

ITEM = "W-V-03.1"


def evaluate(facts: SiteFacts, item: Item, at: datetime) -> Verdict:
    """Hit when no entry of the home page is dated in the window."""
    home = facts.home
    if home is not None and home.navigation_only:
        return clear("首页仅为导航入口，由W-V-03.2按二级页面判定")
    window = window_of(item, at)
    day = home.newest.day if home and home.newest else None
    updates = int(day is not None and in_window(day, window))
    measured = f"首页{newest_text(home.newest if home else None)}"
    if not meets(item, updates):
        return clear(measured)
    doubt = home_doubt(facts) or seen_before(home.seen if home else None, window)
    if home is None or doubt:
        return unknown(doubt)
    if day is not None and day > window.end:
        return unknown("首页最新信息晚于监测时间点，此前有无更新不明", measured=measured)
    summary = f"首页在监测时间点前{window_text(item)}内没有信息更新，{newest_text(home.newest)}。"
    return hit((Finding(summary, (evidence(home.seen, newest_text(home.newest)),)),), measured)
