"""W-V-05.1 咨询建言渠道: no effective online channel; a person makes one test submission.

国办秘函〔2019〕19号, part 1 (CHK22). Petition and discipline-report channels don't count; an e-mail address is no channel,
nor is one whose form does not open.
"""

from __future__ import annotations

from datetime import datetime

from xunwang.rules.edition import Item
from xunwang.rules.facts import Mailbox, SiteFacts
from xunwang.rules.verdict import Finding, Verdict, needs_review, unknown
from xunwang.rules.website._letters import enquiry_boxes, letter_doubt
from xunwang.rules.website._shared import evidence, meets, names, task

ITEM = "W-V-05.1"
_SHOWN = 5
_MINUTES = 5.0


def evaluate(facts: SiteFacts, item: Item, at: datetime) -> Verdict:
    """A candidate when no enquiry channel was found; else a test submission for a person."""
    boxes = enquiry_boxes(facts)
    usable = [box for box in boxes if _is_usable(box)]
    measured = f"咨询建言渠道{len(usable)}个{f'：{names(box.name for box in usable)}' if usable else ''}"
    if not meets(item, len(usable)):
        duty = f"找到咨询建言渠道{names(box.name for box in usable)}；请提交一条测试留言，确认能正常提交并记录回执。"
        links = (box.seen.url for box in usable)
        return needs_review((), task(facts, duty, _MINUTES, *links), measured=measured)
    doubt = letter_doubt(facts)
    if doubt or facts.home is None:
        return unknown(doubt, measured=measured)
    others = names(box.name for box in facts.mailboxes)
    summary = f"没有找到可在线提交的咨询建言渠道{f'（{others}不计）' if others else ''}。"
    shown = (evidence(facts.home.seen, "首页导航"), *(evidence(box.seen, box.name) for box in boxes[:_SHOWN]))
    duty = "人工浏览网站，确认是否确无网上咨询建言渠道（网上信访、纪检举报和电子邮件不计）。"
    return needs_review((Finding(summary, shown),), task(facts, duty, _MINUTES), measured=measured)


def _is_usable(box: Mailbox) -> bool:
    """Something can be sent in, or was: letters are there although no form was seen."""
    if box.has_form:
        return box.form_reachable is not False
    return box.letters > 0 or box.scripted
