"""W-V-03.2 二级页面不更新: where the home page is only an entrance, nothing new on any second-level page.

国办秘函〔2019〕19号, part 1 (CHK22).
"""

from __future__ import annotations

from datetime import datetime

from xunwang.calendar.windows import in_window
from xunwang.rules.edition import Item
from xunwang.rules.facts import Home, SiteFacts
from xunwang.rules.verdict import Finding, Verdict, clear, hit, unknown
from xunwang.rules.website._columns import newest_text
from xunwang.rules.website._shared import (
    evidence,
    home_doubt,
    meets,
    seen_before,
    unread_columns,
    window_of,
    window_text,
)

ITEM = "W-V-03.2"
_SHOWN = 20


def evaluate(facts: SiteFacts, item: Item, at: datetime) -> Verdict:
    """Hit when the home page is an entrance and no second-level page has an entry dated in the window."""
    doubt = home_doubt(facts)
    if doubt or facts.home is None:
        return unknown(doubt)
    if not facts.home.navigation_only:
        return clear("首页不是导航入口，由W-V-03.1判定")
    window = window_of(item, at)
    pages = facts.second_level
    updated = sum(_is_fresh(page, item, at) for page in pages)
    measured = f"二级页面{len(pages)}个，有更新的{updated}个"
    if not meets(item, updated):
        return clear(measured)
    doubt = _doubt(facts, pages) or seen_before(facts.home.seen, window)
    if doubt:
        return unknown(doubt, measured=measured)
    summary = f"首页仅为导航入口，{len(pages)}个二级页面在监测时间点前{window_text(item)}内均没有信息更新。"
    shown = tuple(evidence(page.seen, newest_text(page.newest)) for page in pages[:_SHOWN])
    return hit((Finding(summary, (evidence(facts.home.seen, "导航入口"), *shown)),), measured)


def _is_fresh(page: Home, item: Item, at: datetime) -> bool:
    day = page.newest.day if page.newest else None
    return day is not None and in_window(day, window_of(item, at))


def _doubt(facts: SiteFacts, pages: tuple[Home, ...]) -> str:
    if not pages:
        return "没有抓取到二级页面，需重新抓取"
    scripted = sum(page.scripted for page in pages)
    if scripted:
        return f"有{scripted}个二级页面的内容由脚本加载，需用浏览器渲染后再判定"
    closed = [column.name for column in unread_columns(facts) if column.level == 1]
    return f"有{len(closed)}个二级页面未能打开，内容不明" if closed else ""
