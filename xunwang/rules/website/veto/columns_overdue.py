"""W-V-04.2 应更新未更新: columns past their declared interval, 10 or more; "should be updated" is for a person.

国办秘函〔2019〕19号, part 1 (CHK22, PC15). The interval is the one that the register declares for the column.
"""

from __future__ import annotations

from datetime import datetime

from xunwang.rules.edition import Item
from xunwang.rules.facts import Column, SiteFacts
from xunwang.rules.verdict import Finding, Verdict, clear, needs_review, unknown
from xunwang.rules.website._columns import newest_text
from xunwang.rules.website._shared import column_evidence, meets, task
from xunwang.words import CHINA

ITEM = "W-V-04.2"


def evaluate(facts: SiteFacts, item: Item, at: datetime) -> Verdict:
    """Candidates when columns past their interval reach the threshold."""
    declared = [column for column in facts.columns if column.interval_days is not None]
    late = [column for column in declared if _is_late(column, at)]
    measured = f"登记了更新周期的栏目{len(declared)}个，超期{len(late)}个"
    if meets(item, len(late)):
        findings = tuple(_finding(column) for column in late)
        duty = "核对各栏目是否确应更新、是否长期未更新；达到数量的判单项否决。"
        links = (column.url for column in late)
        return needs_review(findings, task(facts, duty, 0.5 * len(late), *links), measured=measured)
    if not declared:
        return unknown("名录中没有登记栏目更新周期，无法判断哪些栏目应更新而未更新")
    unread = [column for column in declared if column.scripted or not column.reachable]
    if meets(item, len(late) + len(unread)):
        return unknown(
            f"有{len(unread)}个栏目的内容不明（脚本加载或未能打开），可能影响结论", measured=measured
        )
    return clear(measured)


def _is_late(column: Column, at: datetime) -> bool:
    """Nothing dated within the interval; what can't be read is not called late."""
    if column.scripted or not column.reachable or column.blank or column.interval_days is None:
        return False
    day = column.newest.day if column.newest else None
    return day is None or (at.astimezone(CHINA).date() - day).days > column.interval_days


def _finding(column: Column) -> Finding:
    newest = newest_text(column.newest)
    summary = f"栏目“{column.name}”登记的更新周期为{column.interval_days}天，{newest}，已超期。"
    return Finding(summary, (column_evidence(column, newest),))
