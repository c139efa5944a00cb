"""W-D-22.1 搜索功能: no site search, or it does not work.

国办秘函〔2019〕19号, part 2; G-22. It works when a question brings a result page; whether the right page is on it
is W-D-22.2's. One unanswered question may be chance: ``queries`` of them are needed.
"""

from __future__ import annotations

from datetime import datetime

from xunwang.rules.edition import Item
from xunwang.rules.facts import SearchTest, Seen, SiteFacts
from xunwang.rules.verdict import Evidence, Finding, Verdict, clear, hit, unknown
from xunwang.rules.website._shared import evidence, home_doubt, meets, names, parameter

ITEM = "W-D-22.1"


def evaluate(facts: SiteFacts, item: Item, at: datetime) -> Verdict:
    """Hit without search form, and when no question was answered."""
    search = facts.search
    if search is None or facts.home is None:
        return unknown(home_doubt(facts) or "站内搜索尚未测试，需重新检查")
    answered = sum(query.answered and not query.scripted for query in search.queries)
    measured = f"提交检索{len(search.queries)}次，有结果页{answered}次"
    if not meets(item, answered):
        return clear(measured)
    if any(query.scripted for query in search.queries):
        return unknown("检索结果由脚本加载，需用浏览器渲染后再判定", measured=measured)
    if not search.has_form:
        if search.scripted or home_doubt(facts):
            return unknown("首页的搜索功能可能由脚本生成，需用浏览器渲染后再判定", measured=measured)
        shown = evidence(search.seen or facts.home.seen, "首页没有搜索框")
        return hit((Finding("首页没有站内搜索功能。", (shown,)),), "未见站内搜索")
    wanted = parameter(item, "queries")
    if len(search.queries) < wanted:
        return unknown(f"站内搜索只测试了{len(search.queries)}次，应至少测试{wanted}次", measured=measured)
    asked = names(query.title for query in search.queries)
    summary = f"站内搜索不可用：用{asked}检索{len(search.queries)}次，均没有返回结果页。"
    return hit((Finding(summary, _shown(search, facts.home.seen)),), measured)


def _shown(search: SearchTest, home: Seen) -> tuple[Evidence, ...]:
    pages = (evidence(query.seen, f"检索“{query.title}”") for query in search.queries if query.seen)
    return (evidence(search.seen or home, "首页搜索框"), *pages)
