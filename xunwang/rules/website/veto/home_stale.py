"""W-V-03.1 首页不更新: nothing new on the home page in 2 weeks.

国办秘函〔2019〕19号, part 1 (CHK22, PC15). Undated information counts as not updated (R-10), and so does what is dated
after the check point (a forged date is W-V-01.5's). Where the home page is only an entrance, W-V-03.2 judges.
"""

from __future__ import annotations

from datetime import datetime

from xunwang.calendar.windows import in_window
from xunwang.rules.edition import Item
from xunwang.rules.facts import SiteFacts
from xunwang.rules.verdict import Finding, Verdict, clear, hit, unknown
from xunwang.rules.website._columns import newest_text
from xunwang.rules.website._shared import (
    NO_LIST,
    UNOPENED,
    evidence,
    home_doubt,
    meets,
    seen_before,
    window_of,
    window_text,
)

ITEM = "W-V-03.1"


def evaluate(facts: SiteFacts, item: Item, at: datetime) -> Verdict:
    """Hit when no entry of the home page is dated in the window."""
    home = facts.home
    if home is None:
        return unknown(home_doubt(facts), measured="首页内容不明")
    if home.navigation_only:
        return clear("首页仅为导航入口，由W-V-03.2按二级页面判定")
    window = window_of(item, at)
    day = home.newest.day if home.newest else None
    measured = f"首页信息{home.items}条，{newest_text(home.newest)}"
    if not meets(item, int(day is not None and in_window(day, window))):
        return clear(measured)
    doubt = home_doubt(facts) or seen_before(home.seen, window)
    if doubt:
        return unknown(doubt, measured=measured)
    if home.unopened:
        return unknown(f"首页{UNOPENED}", measured=measured)
    if not home.items:
        return unknown(f"首页{NO_LIST}", measured=measured)
    if day is not None and day > window.end:
        return unknown("首页最新信息晚于监测时间点，此前有无更新不明", measured=measured)
    summary = f"首页在监测时间点前{window_text(item)}内没有信息更新，{newest_text(home.newest)}。"
    return hit((Finding(summary, (evidence(home.seen, newest_text(home.newest)),)),), measured)
