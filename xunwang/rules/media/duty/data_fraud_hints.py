"""M-N-15 数据造假线索: jumps of followers and of engagement (国办发〔2018〕123号); how they are told: ``_series``."""

from __future__ import annotations

from datetime import datetime

from xunwang.posts.records import Shows
from xunwang.rules.edition import Item
from xunwang.rules.media._series import can_tell, follower_findings, follower_text, read_findings
from xunwang.rules.media._shared import findings_links, not_running, remedy, task
from xunwang.rules.media.facts import AccountFacts
from xunwang.rules.verdict import Verdict, clear, needs_review, unknown
from xunwang.rules.website._shared import meets

ITEM = "M-N-15"


def evaluate(facts: AccountFacts, item: Item, at: datetime) -> Verdict:
    """Candidates where a series leaves the account's own habit."""
    findings = (*follower_findings(facts, item, at), *read_findings(facts, item, at))
    measured = f"{follower_text(facts, item, at)}；有阅读（点赞）量的内容{len(facts.engagement)}条"
    if meets(item, len(findings)):
        duty = "看变化曲线并查同期有无热点、活动或账号合并；不能解释的要求主办单位说明，疑似购买数据的按M-V-03.2处理。"
        offered = task(facts, duty, 2.0 * len(findings), *findings_links(findings))
        return needs_review(findings, offered, measured=measured)
    idle = not_running(facts.account, at)
    if idle:
        return clear(idle)
    if not can_tell(facts, at):
        missing = f"关注人数和阅读量的记录不足以判断变化，{remedy(Shows.FOLLOWERS)}，并需多次采集"
        return unknown(missing, measured=measured)
    return clear(measured)
