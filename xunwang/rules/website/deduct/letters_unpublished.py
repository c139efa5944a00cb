"""W-D-16.1 留言公开: no enquiry or suggestion is made public at all.

国办秘函〔2019〕19号, part 2; recalled.
"""

from __future__ import annotations

from datetime import datetime

from xunwang.rules.edition import Item
from xunwang.rules.facts import SiteFacts
from xunwang.rules.verdict import Evidence, Finding, Verdict, clear, hit, unknown
from xunwang.rules.website._letters import enquiry_boxes, letter_count, letter_doubt
from xunwang.rules.website._shared import evidence, meets

ITEM = "W-D-16.1"


def evaluate(facts: SiteFacts, item: Item, at: datetime) -> Verdict:
    """Hit when the enquiry channels were read and show no letter, or when there is no such channel."""
    count = letter_count(facts)
    measured = f"公开留言{count}件"
    if not meets(item, count):
        return clear(measured)
    doubt = letter_doubt(facts)
    if doubt or facts.home is None:
        return unknown(doubt, measured=measured)
    shown: tuple[Evidence, ...] = tuple(
        evidence(box.seen, f"互动栏目“{box.name}”没有公开留言") for box in enquiry_boxes(facts)
    )
    if shown:
        summary = f"网站设有咨询建言类互动栏目{len(shown)}个，没有公开任何留言。"
    else:
        summary = "网站没有咨询建言类互动栏目，也没有公开任何留言。"
        shown = (evidence(facts.home.seen, "首页及各级栏目未见咨询建言类互动栏目"),)
    return hit((Finding(summary, shown),), measured)
