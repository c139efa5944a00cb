"""W-D-16.3 留言公开: statistics of messages received and answered not published.

国办秘函〔2019〕19号, part 2.
"""

from __future__ import annotations

from datetime import datetime

from xunwang.rules.edition import Item
from xunwang.rules.facts import SiteFacts
from xunwang.rules.verdict import Finding, Verdict, clear, hit, unknown
from xunwang.rules.website._letters import enquiry_boxes, letter_doubt
from xunwang.rules.website._shared import evidence, meets

ITEM = "W-D-16.3"


def evaluate(facts: SiteFacts, item: Item, at: datetime) -> Verdict:
    """Hit when no page read tells how many messages came and were answered."""
    blocks = int(facts.letter_statistics is not None)
    if not meets(item, blocks):
        return clear(f"公布了留言办理统计（{blocks}处）")
    doubt = letter_doubt(facts)
    if doubt:
        return unknown(doubt)
    shown = tuple(
        evidence(box.seen, f"互动栏目“{box.name}”未见收件、办结数量") for box in enquiry_boxes(facts)
    )
    if not shown:
        return clear("没有咨询建言类互动栏目，已由W-D-16.1扣分，不重复扣分")
    return hit((Finding("没有公布留言收到和答复数量的统计。", shown),), "未见留言办理统计")
