"""W-D-12 内容准确: guide content differs from the actual requirement or from the service platform, per place.

国办秘函〔2019〕19号, part 2. The machine compares with the platform's guide where it has read both; a person
confirms by telephone or at the window.
"""

from __future__ import annotations

from datetime import datetime

from xunwang.rules.edition import Item
from xunwang.rules.facts import SiteFacts
from xunwang.rules.verdict import Verdict
from xunwang.rules.website._hints import hinted
from xunwang.rules.website._services import guides_of, service_urls
from xunwang.rules.website._shared import task

ITEM = "W-D-12"
_INSTRUCTION = (
    "抽取办事指南，与政务服务平台上同一事项的指南逐项对照（办理地点、时间、电话、材料、时限、收费），再拨打指南上的联系电话或到窗口"
    "核实；指南与平台不一致、与实际要求不一致的，逐处记录两边原文和核实时间、方式。"
)


def evaluate(facts: SiteFacts, item: Item, at: datetime) -> Verdict:
    """Candidates are the differences found between two copies of a guide."""
    links = (*(hint.seen.url for hint in facts.content_hints if hint.what == "guide_difference"),)
    links += tuple(guide.seen.url for guide in guides_of(facts)) or service_urls(facts)
    duty = task(facts, _INSTRUCTION, 15.0, *links)
    return hinted(facts, "guide_difference", "办事指南与政务服务平台内容不一致", duty)
