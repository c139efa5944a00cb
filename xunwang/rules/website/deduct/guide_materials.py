"""W-D-11.2 办事指南: required materials unclear, per place.

国办秘函〔2019〕19号, part 2; recalled. Unclear are vague words (其他材料, 有关证明 …) and materials without form,
original or copy, paper or electronic, number. The machine finds the words; the rest needs a person.
"""

from __future__ import annotations

from datetime import datetime

from xunwang.rules.edition import Item
from xunwang.rules.facts import GuideSeen, SiteFacts
from xunwang.rules.verdict import Evidence, Finding, Verdict
from xunwang.rules.website._services import guides_of, service_urls
from xunwang.rules.website._shared import candidates, task

ITEM = "W-D-11.2"
_INSTRUCTION = (
    "打开抽查的办事指南，看每项办理材料是否写明来源、原件或复印件、纸质或电子版、份数，有无“其他材料”“有关证明”等兜底、含糊表述；"
    "机器标出的含糊表述逐处确认，未写明要求的材料按处补记。"
)


def evaluate(facts: SiteFacts, item: Item, at: datetime) -> Verdict:
    """Candidates are the vague words found in materials."""
    guides = guides_of(facts)
    vague = [guide for guide in guides if guide.vague]
    links = tuple(guide.seen.url for guide in (*vague, *guides)) or service_urls(facts)
    duty = task(facts, _INSTRUCTION, 5.0, *links)
    measured = f"读到办事指南{len(guides)}个，材料表述含糊{len(vague)}个"
    return candidates((_finding(guide) for guide in vague), duty, measured)


def _finding(guide: GuideSeen) -> Finding:
    words = "、".join(f"“{fragment}”" for fragment in guide.vague)
    shown = tuple(
        Evidence(guide.seen.url, guide.seen.at, guide.seen.digest, fragment, "办理材料表述含糊")
        for fragment in guide.vague
    )
    summary = f"办事指南“{guide.name}”办理材料有{len(guide.vague)}处表述含糊：{words}。"
    return Finding(summary, shown, amount=len(guide.vague))
