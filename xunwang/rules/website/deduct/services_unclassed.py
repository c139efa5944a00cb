"""W-D-10.1 事项公开: service items not shown together and by class.

国办秘函〔2019〕19号, part 2. The machine looks for an entry under which classes are offered; the number of
classes that it wants to see (``min_classes``) is a choice of ours. What it does not find, a person looks for.
"""

from __future__ import annotations

from datetime import datetime

from xunwang.rules.edition import Item
from xunwang.rules.facts import SiteFacts
from xunwang.rules.verdict import Evidence, Finding, Verdict, clear, unknown
from xunwang.rules.website._services import service_doubt, service_urls, services_elsewhere
from xunwang.rules.website._shared import candidates, evidence, home_doubt, meets, parameter, task

ITEM = "W-D-10.1"
_INSTRUCTION = (
    "打开办事服务入口，确认政务服务事项是否集中、分类展示（按主题、部门、服务对象等分类，能按类找到事项）；"
    "没有集中展示或没有分类的确认扣分，并截图。"
)


def evaluate(facts: SiteFacts, item: Item, at: datetime) -> Verdict:
    """Candidate when there is no entry, or an entry of the site's own without classes."""
    wanted = parameter(item, "min_classes")
    entry = facts.service_entry
    classed = int(entry is not None and facts.service_classes >= wanted)
    measured = f"办事服务入口{int(entry is not None)}个，事项分类{facts.service_classes}类"
    if not meets(item, classed):
        return clear(measured)
    if facts.home is None:
        return unknown(home_doubt(facts), measured=measured)
    duty = task(facts, _INSTRUCTION, 2.0, *service_urls(facts))
    if entry is None:
        shown = evidence(facts.home.seen, "首页导航")
        found = _candidates(facts, "首页未见办事服务入口，政务服务事项未集中展示。", shown)
    else:
        summary = f"办事服务入口下只见{facts.service_classes}个事项分类，疑似未分类展示。"
        found = _candidates(facts, summary, evidence(entry, "办事服务入口"))
    return candidates(found, duty, measured)


def _candidates(facts: SiteFacts, summary: str, shown: Evidence) -> tuple[Finding, ...]:
    """Nothing is held against a site whose services were not, or not fully, read."""
    if services_elsewhere(facts) or service_doubt(facts):
        return ()
    return (Finding(summary, (shown,)),)
