"""W-V-04.1 栏目不更新: stale news columns plus stale first-level notice and policy columns, 5 or more.

国办秘函〔2019〕19号, part 1 (CHK22, PC15): news and dynamics columns with nothing new in 2 weeks; first-level (一级栏目)
notice and policy-document columns with nothing new in 6 months; the two counts are added. Undated information
counts as not updated (R-10). Empty columns are counted by W-V-04.3.
"""

from __future__ import annotations

from datetime import datetime

from xunwang.calendar.windows import Window, days_before, months_before
from xunwang.rules.edition import Item
from xunwang.rules.facts import Column, SiteFacts
from xunwang.rules.verdict import Finding, Verdict, clear, hit, unknown
from xunwang.rules.website._columns import columns_of, freshness, newest_text
from xunwang.rules.website._shared import absence_doubt, column_evidence, meets, names
from xunwang.words import ColumnType

ITEM = "W-V-04.1"


def evaluate(facts: SiteFacts, item: Item, at: datetime) -> Verdict:
    """Hit when the stale columns of both kinds together reach the threshold."""
    news = columns_of(facts, ColumnType.NEWS)
    formal = tuple(c for c in columns_of(facts, ColumnType.NOTICES, ColumnType.POLICY) if c.level == 1)
    judged = [
        *((column, days_before(at, item.window_days or 0)) for column in news),
        *((column, months_before(at, item.window_months or 0)) for column in formal),
    ]
    stale = [column for column, window in judged if _is_stale(facts, column, window)]
    doubtful = [column for column, window in judged if _is_doubtful(facts, column, window)]
    measured = (
        f"动态要闻类栏目{len(news)}个，通知公告、政策文件类一级栏目{len(formal)}个，其中未更新{len(stale)}个"
    )
    if meets(item, len(stale)):
        return hit(tuple(_finding(column, item) for column in stale), measured)
    if meets(item, len(stale) + len(doubtful)):
        return unknown(
            f"栏目{names(column.name for column in doubtful)}的内容不明（脚本加载或未能打开），可能影响结论",
            measured=measured,
        )
    doubt = absence_doubt(facts) if not judged else ""
    return unknown(doubt, measured=measured) if doubt else clear(measured)


def _is_stale(facts: SiteFacts, column: Column, window: Window) -> bool:
    if column.blank:
        return False
    seen = freshness(facts, (column,), window)
    return not seen.updated and not seen.doubt


def _is_doubtful(facts: SiteFacts, column: Column, window: Window) -> bool:
    seen = freshness(facts, (column,), window)
    return not seen.updated and bool(seen.doubt)


def _finding(column: Column, item: Item) -> Finding:
    news = column.type is ColumnType.NEWS
    span = f"{item.window_days}天" if news else f"{item.window_months}个月"
    kind = "动态要闻类栏目" if news else "一级栏目"
    newest = newest_text(column.newest)
    return Finding(f"{kind}“{column.name}”{span}内未更新，{newest}。", (column_evidence(column, newest),))
