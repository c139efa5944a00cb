"""M-N-10 日常监看: harmful comments that still stand below posts (国办发〔2018〕123号)."""

from __future__ import annotations

from datetime import datetime

from xunwang.posts.records import Shows
from xunwang.rules.edition import Item
from xunwang.rules.media._shared import findings_links, not_running, post_title, remedy, task
from xunwang.rules.media._text import hit_evidence, hits_of
from xunwang.rules.media.facts import AccountFacts
from xunwang.rules.verdict import Finding, Verdict, clear, needs_review, unknown
from xunwang.rules.website._shared import meets
from xunwang.words import Concern

ITEM = "M-N-10"
_DUTY = "逐条查看评论，属于有害内容而仍在显示的，通知主办单位隐藏或删除并登记处置时间。"


def evaluate(facts: AccountFacts, item: Item, at: datetime) -> Verdict:
    """Candidates are comments with words of harmful content."""
    concerns = (Concern.HIJACK, Concern.SEVERE, Concern.PERSONAL)
    findings = tuple(
        Finding(
            f"{post_title(one.post)}下的评论疑有{one.hit.concern.label}：“{one.hit.match}”。",
            (hit_evidence(one),),
        )
        for one in hits_of(facts, *concerns, errors_only=True, comments=True)
    )
    measured = f"公开的评论{len(facts.comments or ())}条，线索{len(findings)}处"
    if meets(item, len(findings)):
        offered = task(facts, _DUTY, 1.0 * len(findings), *findings_links(findings))
        return needs_review(findings, offered, measured=measured)
    idle = not_running(facts.account, at)
    if idle or facts.account.is_app:
        return clear(idle or "移动客户端没有公开的评论")
    if facts.comments is None:
        return unknown(f"没有取得公开的评论，{remedy(Shows.COMMENTS)}", measured="评论未采集到")
    return clear(measured)
