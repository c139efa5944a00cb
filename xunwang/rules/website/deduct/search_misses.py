"""W-D-22.2 搜索功能: sampled titles not found on the first result page, per title.

国办秘函〔2019〕19号, part 2; recalled, with a sample of 4. A site without working search is W-D-22.1's and not
deducted again here.
"""

from __future__ import annotations

from datetime import datetime

from xunwang.rules.edition import Item
from xunwang.rules.facts import SearchQuery, SiteFacts
from xunwang.rules.verdict import Evidence, Finding, Verdict, clear, hit, unknown
from xunwang.rules.website._shared import evidence, home_doubt, sample_size

ITEM = "W-D-22.2"


def evaluate(facts: SiteFacts, item: Item, at: datetime) -> Verdict:
    """Hit for each title of the sample that the first result page does not show."""
    search, size = facts.search, sample_size(item)
    if search is None:
        return unknown(home_doubt(facts) or "站内搜索尚未测试，需重新检查")
    if not any(query.answered for query in search.queries):
        if search.scripted or (search.has_form and not search.queries):
            return unknown("站内搜索未能测试，需用浏览器渲染或重新检查后再判定")
        return clear("没有可用的站内搜索，由W-D-22.1判定，不重复扣分")
    readable = [query for query in search.queries if query.answered and not query.scripted]
    sample = readable[:size]
    missed = [query for query in sample if not query.found]
    measured = f"检索标题{len(sample)}个，首页结果中未找到{len(missed)}个"
    if len(sample) < size:
        scripted = sum(query.scripted for query in search.queries)
        return unknown(
            f"应检索{size}个标题，只有{len(sample)}个读到结果（{scripted}个的结果由脚本加载），需渲染或重新检查",
            measured=measured,
        )
    return hit(tuple(_finding(query) for query in missed), measured) if missed else clear(measured)


def _finding(query: SearchQuery) -> Finding:
    summary = f"检索标题“{query.title}”，第一页结果中没有该信息。"
    shown = (evidence(query.seen, "检索结果第一页"),) if query.seen else ()
    return Finding(summary, (*shown, Evidence(query.expected, None, note="应当检索到的页面")))
