"""W-D-09.1 其他栏目: empty columns, per column (国办秘函〔2019〕19号, part 2).

A column that another item has deducted is not deducted again (R-07): scoring sees to that by the
column's address. A column under which others show, or may show, content is an entrance, not empty.
Lists filled in by script are unknown until rendered, never empty.
"""

from __future__ import annotations

from datetime import datetime

from xunwang.rules.edition import Item
from xunwang.rules.facts import Column, SiteFacts
from xunwang.rules.verdict import Finding, Task, Verdict, clear, hit, unknown
from xunwang.rules.website._shared import absence_doubt, column_evidence, names, task, unread_columns

ITEM = "W-D-09.1"


def evaluate(facts: SiteFacts, item: Item, at: datetime) -> Verdict:
    """Hit for each column whose page was read and shows neither entry nor text."""
    unread = unread_columns(facts)
    filled = {column.parent for column in facts.columns if column.items or column in unread}
    blank = [column for column in facts.columns if _is_blank(column) and column.url not in filled]
    measured = f"已识别栏目{len(facts.columns)}个，空白{len(blank)}个，内容不明{len(unread)}个"
    if blank:
        duties = (_look(facts, unread),) if unread else ()
        return hit(tuple(_finding(column) for column in blank), measured, duties)
    if unread:
        return unknown(
            f"栏目{names(c.name for c in unread)}由脚本加载或未能打开，需渲染或重新抓取", measured=measured
        )
    doubt = absence_doubt(facts)
    return unknown(doubt, measured=measured) if doubt else clear(measured)


def _is_blank(column: Column) -> bool:
    return column.blank and column.reachable and not column.scripted


def _finding(column: Column) -> Finding:
    summary = f"栏目“{column.name}”为空白栏目，没有任何信息。"
    return Finding(summary, (column_evidence(column, "栏目页没有信息条目，也没有正文"),))


def _look(facts: SiteFacts, unread: list[Column]) -> Task:
    text = f"用浏览器打开{names(column.name for column in unread)}栏目，确认是否空白；空白的补记为问题。"
    return task(facts, text, 0.5 * len(unread), *(column.url for column in unread))
