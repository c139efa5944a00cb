"""W-V-05.1 咨询建言渠道: no effective online channel; a person makes one test submission.

国办秘函〔2019〕19号, part 1 (CHK22). Petition and discipline-report channels don't count; an e-mail address is no channel.
"""

from __future__ import annotations

from datetime import datetime

from xunwang.rules.edition import Item
from xunwang.rules.facts import SiteFacts
from xunwang.rules.verdict import Finding, Verdict, needs_review, unknown
from xunwang.rules.website._letters import enquiry_boxes
from xunwang.rules.website._shared import absence_doubt, checklist, evidence, meets, names, task

ITEM = "W-V-05.1"


def evaluate(facts: SiteFacts, item: Item, at: datetime) -> Verdict:
    """A candidate when no enquiry channel was found; else a test submission for a person."""
    boxes = enquiry_boxes(facts)
    usable = [box for box in boxes if box.has_form or box.letters or box.scripted]
    if not meets(item, len(usable)):
        found = names(box.name for box in usable)
        return checklist(
            facts,
            f"找到咨询建言渠道{found}；请提交一条测试留言，确认能正常提交并记录回执。",
            5.0,
            *(box.seen.url for box in usable),
        )
    doubt = absence_doubt(facts)
    if doubt or facts.home is None:
        return unknown(doubt)
    others = names(box.name for box in facts.mailboxes if box not in usable)
    summary = f"没有找到可在线提交的咨询建言渠道{f'（{others}不计）' if others else ''}。"
    shown = (evidence(facts.home.seen, "首页导航"), *(evidence(box.seen, box.name) for box in boxes[:5]))
    duty = "人工浏览网站，确认是否确无网上咨询建言渠道（网上信访、纪检举报和电子邮件不计）。"
    return needs_review((Finding(summary, shown),), task(facts, duty, 5.0), measured="咨询建言渠道0个")
