"""W-V-01.3 反动、暴力、色情等内容: hidden links, hijacked targets and vocabulary as candidates.

国办秘函〔2019〕19号, part 1 (CHK22); hidden links: G-32.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from xunwang.rules.edition import Item
from xunwang.rules.facts import SiteFacts
from xunwang.rules.verdict import Finding, Verdict
from xunwang.rules.website._shared import evidence
from xunwang.rules.website.veto._candidates import hit_evidence, hits_of, judged_by_person
from xunwang.words import Concern

ITEM = "W-V-01.3"


def evaluate(facts: SiteFacts, item: Item, at: datetime) -> Verdict:
    """Candidates when harmful content may be published or linked to."""
    return judged_by_person(
        facts,
        item,
        _findings(facts),
        "逐处打开页面和链接目标（在隔离环境中），判断是否发布或链接了反动、暴力、色情、赌博等内容。",
        2.0,
        "请抽看其余栏目的图片和外部链接。",
    )


def _findings(facts: SiteFacts) -> Iterator[Finding]:
    for link in facts.hidden_links:
        if link.foreign:
            summary = f"页面中有不可见的外部链接（{link.how}）：“{link.text}”指向 {link.target}。"
            yield Finding(summary, (evidence(link.seen, "暗链", link.fragment),))
    for out in facts.out_links:
        if out.hijack:
            words = "”“".join(out.hijack[:3])
            summary = f"链接“{out.text}”指向的 {out.target} 现为含“{words}”的页面《{out.title}》。"
            yield Finding(summary, (evidence(out.seen, f"最终地址 {out.final}", out.text),))
    for hit in hits_of(facts, Concern.HIJACK, errors_only=True):
        yield Finding(f"《{hit.title or hit.seen.url}》出现不良词语“{hit.match}”。", (hit_evidence(hit),))
