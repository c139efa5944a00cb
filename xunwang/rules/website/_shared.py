"""What the portal indicators share: evidence, an item's numbers, and what may be concluded from silence."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from xunwang.calendar.windows import Window, days_before, months_before
from xunwang.rules.edition import Item
from xunwang.rules.facts import Column, Seen, SiteFacts
from xunwang.rules.verdict import Evidence, Finding, Task, Verdict, needs_review
from xunwang.words import CHINA

LINKS_SHOWN = 10
"""Links that a checklist entry offers; more would not be opened by anybody."""
UNOPENED = "列表没有标明日期，所列信息的正文均未抓取，有无更新不明，需人工核对"
"""Of a list whose entries lie beyond what was fetched."""
NO_LIST = "未能识别出信息列表，有无更新不明，需人工核对"
"""Of a page that is not blank and on which nothing was found that looks like entries."""

_NAMES_SHOWN = 12
_WEEK = 7
_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    ">=": operator.ge,
    ">": operator.gt,
    "<": operator.lt,
}


def evidence(seen: Seen, note: str = "", fragment: str = "") -> Evidence:
    """Evidence on the page where a fact was seen."""
    return Evidence(seen.url, seen.at, seen.digest, fragment, note)


def column_evidence(column: Column, note: str = "") -> Evidence:
    """Evidence on a column.

    Its address is always the column's own: scoring recognises by it what has been deducted already (R-07).
    """
    return Evidence(column.url, column.seen.at, column.seen.digest, "", note)


def meets(item: Item, measured: int | Decimal) -> bool:
    """Whether the item's situation holds for a measured value.

    Raises ``ValueError`` where the row has no comparison.
    """
    if item.operator not in _COMPARE or item.threshold is None:
        raise ValueError(f"{item.id}没有可比较的限值")
    return _COMPARE[item.operator](measured, item.threshold)


def sample_size(item: Item) -> int:
    """Size of the sample that the row prescribes. Raises ``ValueError`` where it prescribes none."""
    if item.operator != "sample_size" or item.threshold is None:
        raise ValueError(f"{item.id}没有规定抽样数量")
    return int(item.threshold)


def parameter(item: Item, name: str) -> int:
    """A further number of the row. Raises ``KeyError`` where the row lacks it."""
    return int(item.parameters[name])


def window_of(item: Item, at: datetime) -> Window:
    """The item's window, running back from the check point. Raises ``ValueError`` where it has none."""
    if item.window_days is not None:
        return days_before(at, item.window_days)
    if item.window_months is not None:
        return months_before(at, item.window_months)
    raise ValueError(f"{item.id}没有规定期限")


def window_text(item: Item) -> str:
    """The item's window in Chinese words: ``2周``, ``10天``, ``6个月``."""
    if item.window_days is None:
        return f"{item.window_months}个月"
    weeks, days = divmod(item.window_days, _WEEK)
    return f"{item.window_days}天" if days else f"{weeks}周"


def day_text(day: date) -> str:
    """``2020年11月3日``."""
    return f"{day.year}年{day.month}月{day.day}日"


def moment_text(at: datetime) -> str:
    """``2020年11月3日9时05分`` in Asia/Shanghai."""
    local = at.astimezone(CHINA)
    return f"{day_text(local)}{local.hour}时{local.minute:02}分"


def names(words: Iterable[str]) -> str:
    """``“甲”“乙”``, and how many more there are."""
    known = list(words)
    shown = "".join(f"“{word}”" for word in known[:_NAMES_SHOWN])
    return f"{shown}等{len(known)}个" if len(known) > _NAMES_SHOWN else shown


def home_doubt(facts: SiteFacts) -> str:
    """Why the home page can't be judged, in Chinese; empty when it can."""
    if facts.home is None:
        reason = facts.coverage.reason
        return f"首页未能抓取（{reason}），需重新抓取" if reason else "首页未能抓取，需重新抓取"
    if facts.home.scripted:
        return "首页内容由脚本加载，需用浏览器渲染后再判定"
    return ""


def seen_before(seen: Seen | None, window: Window) -> str:
    """Why what was seen tells too little of the window; empty when it was fetched in time.

    What was fetched on a day before the check point's says nothing of what came after.
    """
    if seen is None or seen.at.astimezone(CHINA).date() >= window.end:
        return ""
    return f"页面抓取于{day_text(seen.at.astimezone(CHINA))}，早于监测时间点，其后有无更新不明，需重新抓取"


def absence_doubt(facts: SiteFacts) -> str:
    """Why it can't be concluded that the site lacks something; empty when it can.

    The navigation must have been read, and behind each of its first-level columns somebody must have
    looked. A column that did not open at repeated tries hides nothing that a visitor could see.
    """
    doubt = home_doubt(facts)
    if doubt:
        return doubt
    if not facts.columns:
        return "未能从首页导航识别出任何栏目，需人工核对导航或渲染后再判定"
    unseen = [column.name for column in unread_columns(facts) if column.level == 1 and not column.scripted]
    if unseen:
        return f"一级栏目{names(unseen)}尚未抓取{_why(facts)}，其下有无相关内容不明"
    return ""


def _why(facts: SiteFacts) -> str:
    return f"（{facts.coverage.reason}）" if facts.coverage.reason else ""


def unread_columns(facts: SiteFacts) -> list[Column]:
    """Columns whose content is unknown: filled in by script, or neither opened nor found closed.

    What did not open at repeated tries is no secret: a visitor sees nothing there either.
    """
    closed = {link.target for link in facts.broken_links if len(link.tries) > 1}
    return [c for c in facts.columns if c.scripted or not (c.reachable or c.url in closed)]


def column_doubt(columns: Iterable[Column]) -> str:
    """Why the content of these columns can't be judged; empty when all were read."""
    known = list(columns)
    scripted = [column.name for column in known if column.scripted]
    if scripted:
        return f"栏目{names(scripted)}的内容由脚本加载，需用浏览器渲染后再判定"
    closed = [column.name for column in known if not column.reachable]
    if closed:
        return f"栏目{names(closed)}未能打开，内容不明，需重新抓取"
    return ""


def checklist(facts: SiteFacts, instruction: str, minutes: float, *links: str) -> Verdict:
    """An entry of the checklist: a person looks, the machine has nothing to add."""
    return needs_review((), task(facts, instruction, minutes, *links))


def task(facts: SiteFacts, instruction: str, minutes: float, *links: str) -> Task:
    """What a person has to do, with the home page first among the links."""
    offered = dict.fromkeys((facts.site.home_url, *links))
    return Task(instruction, tuple(offered)[: LINKS_SHOWN + 1], minutes)


def candidates(findings: Iterable[Finding], duty: Task, measured: str = "") -> Verdict:
    """Candidates of the machine, and what a person does with them."""
    return needs_review(tuple(findings), duty, measured=measured)
