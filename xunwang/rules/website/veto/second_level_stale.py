"""W-V-03.2 二级页面不更新: where the home page is only an entrance, nothing new on any second-level page.

国办秘函〔2019〕19号, part 1 (CHK22). A second-level page is updated when it, or a column below it, has an entry
dated in the 2 weeks: a page that only leads on to lists is updated when one of them is.
"""

from __future__ import annotations

from datetime import date, datetime

from xunwang.calendar.windows import Window, in_window
from xunwang.rules.edition import Item
from xunwang.rules.facts import ItemSeen, SiteFacts
from xunwang.rules.verdict import Finding, Verdict, clear, hit, unknown
from xunwang.rules.website._columns import newest_text
from xunwang.rules.website._shared import (
    UNOPENED,
    evidence,
    home_doubt,
    meets,
    names,
    seen_before,
    unread_columns,
    window_of,
    window_text,
)

ITEM = "W-V-03.2"
_SHOWN = 20


def evaluate(facts: SiteFacts, item: Item, at: datetime) -> Verdict:
    """Hit when the home page is an entrance and nothing behind it has an entry dated in the window."""
    doubt = home_doubt(facts)
    if doubt or facts.home is None:
        return unknown(doubt, measured="首页内容不明")
    if not facts.home.navigation_only:
        return clear("首页不是导航入口，由W-V-03.1判定")
    window = window_of(item, at)
    pages, columns = facts.second_level, facts.columns
    fresh_pages = sum(_is_fresh(page.newest, window) for page in pages)
    fresh_columns = sum(_is_fresh(column.newest, window) for column in columns)
    measured = (
        f"首页仅为导航入口，二级页面{len(pages)}个，有更新的{fresh_pages}个；"
        f"各级栏目{len(columns)}个，有更新的{fresh_columns}个"
    )
    if not meets(item, fresh_pages + fresh_columns):
        return clear(measured)
    doubt = _doubt(facts, window) or seen_before(facts.home.seen, window)
    if doubt:
        return unknown(doubt, measured=measured)
    summary = f"首页仅为导航入口，{len(pages)}个二级页面在监测时间点前{window_text(item)}内均没有信息更新。"
    shown = tuple(evidence(page.seen, newest_text(page.newest)) for page in pages[:_SHOWN])
    return hit((Finding(summary, (evidence(facts.home.seen, "导航入口"), *shown)),), measured)


def _is_fresh(newest: ItemSeen | None, window: Window) -> bool:
    day = _day(newest)
    return day is not None and in_window(day, window)


def _day(newest: ItemSeen | None) -> date | None:
    return newest.day if newest else None


def _doubt(facts: SiteFacts, window: Window) -> str:
    """Why "nothing new" can't be said of all that lies behind the entrance."""
    if not facts.second_level:
        return "没有抓取到二级页面，需重新抓取"
    scripted = sum(page.scripted for page in facts.second_level)
    if scripted:
        return f"有{scripted}个二级页面的内容由脚本加载，需用浏览器渲染后再判定"
    unread = [column.name for column in unread_columns(facts)]
    if unread:
        return f"栏目{names(unread)}未能打开或由脚本加载，内容不明"
    if any(page.unopened for page in facts.second_level):
        return f"有二级页面的{UNOPENED}"
    later = [day for page in facts.second_level if (day := _day(page.newest)) and day > window.end]
    return "二级页面的最新信息晚于监测时间点，此前有无更新不明" if later else ""
