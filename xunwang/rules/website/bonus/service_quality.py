"""W-B-03 办事服务: services handled online end to end, service ratings, integration with the platform.

国办秘函〔2019〕19号, part 3; partly confirmed. Only using the services shows it: always for a person.
"""

from __future__ import annotations

from datetime import datetime

from xunwang.rules.edition import Item
from xunwang.rules.facts import SiteFacts
from xunwang.rules.verdict import Verdict
from xunwang.rules.website._services import guides_of, service_urls
from xunwang.rules.website._shared import checklist

ITEM = "W-B-03"
_INSTRUCTION = (
    "抽取若干高频事项，确认能否全程在线办理（申请、提交材料、查询进度、取得结果），有无“好差评”等服务评价，是否与政务服务平台融合"
    "（单点登录、数据同源）；按评分标准给分，记录事项名称、链接并截图。"
)


def evaluate(facts: SiteFacts, item: Item, at: datetime) -> Verdict:
    """Always for a person."""
    guides = (guide.seen.url for guide in guides_of(facts))
    return checklist(facts, _INSTRUCTION, 10.0, *service_urls(facts), *guides)
