"""W-D-09.2 其他栏目: columns that should have been updated but were not, per column.

国办秘函〔2019〕19号, part 2. Whether a column "should" is measured by its declared update interval (G-23),
and for the others judged by a person. News, interpretation and first-level policy columns have rows of
their own, empty columns are W-D-09.1's, and a column deducted by another item is not deducted again
(R-07, by its address).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from xunwang.rules.edition import Item
from xunwang.rules.facts import Column, SiteFacts
from xunwang.rules.verdict import Finding, Verdict, clear, unknown
from xunwang.rules.website._columns import newest_text
from xunwang.rules.website._shared import (
    absence_doubt,
    candidates,
    column_evidence,
    day_text,
    home_doubt,
    task,
)
from xunwang.words import CHINA, ColumnType

ITEM = "W-D-09.2"
_INSTRUCTION = (
    "逐个核对机器列出的超期栏目是否确属应更新而未更新（阶段性、已归档栏目不计），属实的按栏目确认扣分；再浏览所附最久未更新、"
    "没有声明更新周期的栏目，应更新而长期未更新的补记为问题。"
)


def evaluate(facts: SiteFacts, item: Item, at: datetime) -> Verdict:
    """Candidates are columns whose newest entry is older than their declared interval."""
    doubt = home_doubt(facts)
    if doubt and not facts.columns:
        return unknown(doubt)
    others = [column for column in facts.columns if not _has_own_row(column)]
    judged = [c for c in others if c.reachable and not c.blank and not c.scripted]
    declared = [column for column in judged if column.interval_days is not None]
    findings = tuple(_finding(column, at) for column in declared if _is_overdue(column, at))
    measured = f"声明更新周期的栏目{len(declared)}个，超期{len(findings)}个"
    if len(declared) == len(others) and not findings and not absence_doubt(facts):
        return clear(measured)
    oldest = sorted((c for c in judged if c.interval_days is None), key=_age_key)
    duty = task(facts, _INSTRUCTION, 3.0 + len(findings), *(column.url for column in oldest))
    return candidates(findings, duty, measured)


def _has_own_row(column: Column) -> bool:
    """Whether W-D-04.2, W-D-05.2 or W-D-06.1 judges the column's updates."""
    first_level_policy = column.type is ColumnType.POLICY and column.level == 1
    return first_level_policy or column.type in (ColumnType.NEWS, ColumnType.INTERPRETATION)


def _is_overdue(column: Column, at: datetime) -> bool:
    """Undated entries count as not updated (R-10)."""
    if column.newest is None or column.newest.day is None:
        return True
    limit = at.astimezone(CHINA).date() - timedelta(days=column.interval_days or 0)
    return column.newest.day < limit


def _age_key(column: Column) -> str:
    return str(column.newest.day) if column.newest and column.newest.day else ""


def _finding(column: Column, at: datetime) -> Finding:
    summary = (
        f"栏目“{column.name}”应每{column.interval_days}天更新，截至{day_text(at.astimezone(CHINA))}已超期，"
        f"{newest_text(column.newest)}。"
    )
    return Finding(summary, (column_evidence(column, newest_text(column.newest)),))
