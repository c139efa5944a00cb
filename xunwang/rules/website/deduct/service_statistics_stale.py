"""W-D-10.2 事项公开: service statistics (办事统计数据) not updated in the 3 months before the check point.

国办秘函〔2019〕19号, part 2; -2 confirmed by the self-check GGJ19. Whether a missing block costs more is not
known: it is judged here as a block without update, at the same points, because nothing was updated.
A block without date counts as not updated (R-10).
"""

from __future__ import annotations

from datetime import datetime

from xunwang.calendar.windows import in_window
from xunwang.rules.edition import Item
from xunwang.rules.facts import SiteFacts
from xunwang.rules.verdict import Finding, Verdict, clear, hit, unknown
from xunwang.rules.website._services import service_doubt
from xunwang.rules.website._shared import day_text, evidence, meets, seen_before, window_of, window_text

ITEM = "W-D-10.2"


def evaluate(facts: SiteFacts, item: Item, at: datetime) -> Verdict:
    """Hit when no statistics are dated in the window."""
    window = window_of(item, at)
    day, seen = facts.service_statistics_day, facts.service_statistics
    measured = f"办事统计数据最新日期为{day_text(day)}" if day else "未见标明日期的办事统计数据"
    if not meets(item, int(day is not None and in_window(day, window))):
        return clear(measured)
    doubt = seen_before(seen or (facts.home.seen if facts.home else None), window) or service_doubt(facts)
    if doubt or facts.home is None:
        return unknown(doubt, measured=measured)
    if day is not None and day > window.end:
        return unknown(f"{measured}，晚于监测时间点，此前有无更新不明", measured=measured)
    summary = (
        f"{measured}，监测时间点前{window_text(item)}"
        f"（{day_text(window.start)}至{day_text(window.end)}）内没有更新。"
    )
    note = "办事统计数据所在页面" if seen else "首页及办事服务栏目未见办事统计数据"
    return hit((Finding(summary, (evidence(seen or facts.home.seen, note),)),), measured)
