"""W-V-04.1 栏目不更新: stale news columns plus stale first-level notice and policy columns, 5 or more.

国办秘函〔2019〕19号, part 1 (CHK22, PC15): news and dynamics columns with nothing new in 2 weeks; first-level (一级栏目)
notice and policy-document columns with nothing new in 6 months; the two counts are added. Undated information
counts as not updated (R-10), and an empty column has no update either (W-V-04.3 counts it in its own right).
An entrance that only leads to columns which are judged themselves is none of its own. Columns of a special topic
(专题) come to an end: where the limit is reached only with them, a person judges whether they still should be updated.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from xunwang.calendar.windows import Window, days_before, months_before
from xunwang.rules.edition import Item
from xunwang.rules.facts import Column, SiteFacts
from xunwang.rules.verdict import Finding, Verdict, clear, hit, needs_review, unknown
from xunwang.rules.website._columns import Freshness, columns_of, freshness, is_of_topic, newest_text
from xunwang.rules.website._shared import absence_doubt, column_evidence, meets, names, task
from xunwang.words import ColumnType

ITEM = "W-V-04.1"
_DUTY = "未更新的栏目中有专题专栏内的栏目。逐个核对专题是否已结束或归档（已结束的不计），仍应更新的计入；达到数量的判单项否决。"


class _Judged(NamedTuple):
    column: Column
    seen: Freshness


def evaluate(facts: SiteFacts, item: Item, at: datetime) -> Verdict:
    """Hit when the stale columns of both kinds together reach the threshold."""
    news = _own_lists(columns_of(facts, ColumnType.NEWS))
    first = [c for c in columns_of(facts, ColumnType.NOTICES, ColumnType.POLICY) if c.level == 1]
    formal = _own_lists(first)
    judged = [
        *_judged(facts, news, days_before(at, item.window_days or 0)),
        *_judged(facts, formal, months_before(at, item.window_months or 0)),
    ]
    old = [one for one in judged if not one.seen.updated]
    stale = [one for one in old if not one.seen.doubt]
    by_url = {one.url: one for one in facts.columns}
    lasting = [one for one in stale if not is_of_topic(one.column, by_url)]
    of_topics = f"（含专题专栏内{len(stale) - len(lasting)}个）" if len(stale) > len(lasting) else ""
    measured = (
        f"动态要闻类栏目{len(news)}个，通知公告、政策文件类一级栏目{len(formal)}个，"
        f"其中未更新{len(stale)}个{of_topics}"
    )
    if meets(item, len(lasting)):
        return hit(tuple(_finding(one, item) for one in lasting), measured)
    if meets(item, len(stale)):
        duty = task(facts, _DUTY, 0.5 * len(stale), *(one.column.url for one in stale))
        return needs_review(tuple(_finding(one, item) for one in stale), duty, measured=measured)
    if meets(item, len(old)):
        doubtful = names(one.column.name for one in old if one.seen.doubt)
        return unknown(
            f"栏目{doubtful}有无更新不明（脚本加载、未能打开、列表无日期或不是在监测时间点抓取），可能影响结论",
            measured=measured,
        )
    doubt = absence_doubt(facts) if not judged else ""
    return unknown(doubt, measured=measured) if doubt else clear(measured)


def _own_lists(columns: Iterable[Column]) -> list[Column]:
    """The columns without those that only lead to others of them."""
    known = list(columns)
    parents = {column.parent for column in known}
    return [c for c in known if c.items or c.blank or c.scripted or c.url not in parents]


def _judged(facts: SiteFacts, columns: Iterable[Column], window: Window) -> list[_Judged]:
    return [_Judged(column, freshness(facts, (column,), window)) for column in columns]


def _finding(one: _Judged, item: Item) -> Finding:
    news = one.column.type is ColumnType.NEWS
    span = f"{item.window_days}天" if news else f"{item.window_months}个月"
    kind = "动态要闻类栏目" if news else "一级栏目"
    newest = "空白栏目" if one.column.blank else newest_text(one.seen.newest)
    summary = f"{kind}“{one.column.name}”在监测时间点前{span}内未更新，{newest}。"
    return Finding(summary, (column_evidence(one.column, newest),))
