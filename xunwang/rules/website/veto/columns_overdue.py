"""W-V-04.2 应更新未更新: columns that should be updated but are not, 10 or more; "should be" is for a person.

国办秘函〔2019〕19号, part 1 (CHK22, PC15). The interval is the one that the register declares for the column. Where
none is declared, a list that has stood still for ``longest_days`` (ours) is a candidate; one that had an entry
within ``shortest_days`` (the table's own shortest rhythm) is surely none, which is enough to clear many sites.
"""

from __future__ import annotations

from datetime import datetime

from xunwang.rules.edition import Item
from xunwang.rules.facts import Column, SiteFacts
from xunwang.rules.verdict import Finding, Verdict, clear, needs_review, unknown
from xunwang.rules.website._columns import newest_text
from xunwang.rules.website._shared import (
    absence_doubt,
    column_evidence,
    meets,
    names,
    parameter,
    task,
    unread_columns,
)
from xunwang.words import CHINA, ColumnType

ITEM = "W-V-04.2"
_NO_RHYTHM = frozenset(
    {ColumnType.HOME, ColumnType.OVERVIEW, ColumnType.ORGANISATION, ColumnType.LEADERS, ColumnType.SERVICES,
     ColumnType.DISCLOSURE_GUIDE, ColumnType.DISCLOSURE_REQUEST, ColumnType.PETITIONS}
)  # fmt: skip
"""Columns that state what is, and are not updated by adding to them."""


def evaluate(facts: SiteFacts, item: Item, at: datetime) -> Verdict:
    """Candidates when columns past their interval reach the threshold."""
    judged = [column for column in facts.columns if _is_judged(column)]
    late = [column for column in judged if _age(column, at) > _interval(column, item)]
    declared = sum(column.interval_days is not None for column in judged)
    measured = f"列表栏目{len(judged)}个（登记了更新周期的{declared}个），超期{len(late)}个"
    if meets(item, len(late)):
        findings = tuple(_finding(column, item, at) for column in late)
        duty = "核对各栏目是否确应更新、是否长期未更新；达到数量的判单项否决。"
        links = (column.url for column in late)
        return needs_review(findings, task(facts, duty, 0.5 * len(late), *links), measured=measured)
    unread = [column for column in unread_columns(facts) if column.type not in _NO_RHYTHM]
    shortest = parameter(item, "shortest_days")
    open_ones = [c for c in judged if c not in late and c.interval_days is None and _age(c, at) > shortest]
    if meets(item, len(late) + len(open_ones) + len(unread)):
        return unknown(_missing(open_ones, unread), measured=measured)
    doubt = absence_doubt(facts) if not judged else ""
    return unknown(doubt, measured=measured) if doubt else clear(measured)


def _is_judged(column: Column) -> bool:
    """A list that was read. An empty one is W-V-04.3's; what can't be read is not called late."""
    if column.scripted or not column.reachable or column.blank:
        return False
    return column.interval_days is not None or (column.items > 0 and column.type not in _NO_RHYTHM)


def _age(column: Column, at: datetime) -> float:
    """Days since the newest entry; endless where none is dated (R-10)."""
    day = column.newest.day if column.newest else None
    return float("inf") if day is None else (at.astimezone(CHINA).date() - day).days


def _interval(column: Column, item: Item) -> int:
    return parameter(item, "longest_days") if column.interval_days is None else column.interval_days


def _missing(open_ones: list[Column], unread: list[Column]) -> str:
    parts = []
    if open_ones:
        parts.append(f"栏目{names(column.name for column in open_ones)}没有登记更新周期，应否更新不明")
    if unread:
        parts.append(f"栏目{names(column.name for column in unread)}的内容不明（脚本加载或未能打开）")
    return "；".join(parts) + "，可能影响结论；请在网站名单中登记栏目更新周期或重新抓取"


def _finding(column: Column, item: Item, at: datetime) -> Finding:
    newest = newest_text(column.newest)
    declared = (
        "没有登记更新周期" if column.interval_days is None else f"登记的更新周期为{column.interval_days}天"
    )
    age = _age(column, at)
    still = "" if age == float("inf") else f"，已{age:.0f}天没有更新"
    summary = f"栏目“{column.name}”{declared}，{newest}{still}。"
    return Finding(summary, (column_evidence(column, newest),))
