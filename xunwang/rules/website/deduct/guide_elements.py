"""W-D-11.1 办事指南: sampled service items without a guide or with key element classes missing, per class.

国办秘函〔2019〕19号, part 2; the sample of 5 items is recalled, the eight classes are those of W-V-06.2.
Candidates are drawn with the most incomplete guides first, so that a person sees all that is suspected;
the person may replace the sample.
"""

from __future__ import annotations

from datetime import datetime

from xunwang.rules.edition import Item
from xunwang.rules.facts import GuideSeen, SiteFacts
from xunwang.rules.verdict import Finding, Verdict, clear
from xunwang.rules.website._services import guides_of, service_doubt, service_urls
from xunwang.rules.website._shared import candidates, evidence, sample_size, task
from xunwang.words import GuideElement

ITEM = "W-D-11.1"
_INSTRUCTION = (
    "抽取{size}个办事事项，逐项打开办事指南，核对事项名称、设定依据、申请条件、办理材料、办理地点、办理时间、联系电话、办理流程"
    "八类要素是否齐全；没有指南的事项和缺少的要素逐类确认。机器列出的缺失要素请对照页面复核（可能在图片或附件中）。"
)


def evaluate(facts: SiteFacts, item: Item, at: datetime) -> Verdict:
    """Clear only when as many guides as the sample asks for were read and all are complete."""
    size = sample_size(item)
    guides = guides_of(facts)
    incomplete = sorted((g for g in guides if _lacking(g)), key=lambda g: -len(_lacking(g)))
    measured = f"读到办事指南{len(guides)}个，要素不全{len(incomplete)}个"
    if len(guides) >= size and not incomplete:
        return clear(measured)
    links = tuple(guide.seen.url for guide in (*incomplete, *guides)) or service_urls(facts)
    duty = task(facts, _INSTRUCTION.format(size=size), 2.0 * size, *links)
    findings = tuple(_finding(guide) for guide in incomplete[:size])
    if not guides and not service_doubt(facts) and facts.home is not None:
        shown = evidence(facts.service_entry or facts.home.seen, "办事服务入口")
        findings = (Finding(f"全站未见办事指南，应抽查的{size}个事项均无指南。", (shown,), amount=size),)
    return candidates(findings, duty, measured)


def _lacking(guide: GuideSeen) -> tuple[GuideElement, ...]:
    return tuple(element for element in GuideElement if element not in guide.elements)


def _finding(guide: GuideSeen) -> Finding:
    lacking = _lacking(guide)
    summary = f"办事指南“{guide.name}”缺少{len(lacking)}类要素：{'、'.join(e.label for e in lacking)}。"
    return Finding(summary, (evidence(guide.seen, summary),), amount=len(lacking))
