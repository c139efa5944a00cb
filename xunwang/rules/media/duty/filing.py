"""M-N-05 备案与变更: running without filing, closed, moved or under another subject without the register knowing it.

国办发〔2018〕123号. Each is a difference between what the platform shows and what the register says.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from xunwang.posts.records import Shows
from xunwang.rules.edition import Item
from xunwang.rules.media._shared import account_evidence, local_day, not_running, post_evidence, remedy
from xunwang.rules.media.facts import AccountFacts
from xunwang.rules.verdict import Finding, Verdict, clear, hit, unknown
from xunwang.rules.website._shared import day_text, meets

ITEM = "M-N-05"


def evaluate(facts: AccountFacts, item: Item, at: datetime) -> Verdict:
    """Hit when the register does not know what has become of the account."""
    idle = not_running(facts.account, at)
    findings = tuple(_after_closing(facts, at) if idle else _findings(facts))
    if meets(item, len(findings)):
        return hit(findings, f"与备案不一致{len(findings)}处")
    if idle:
        return clear(idle)
    if facts.profile is None:
        return unknown(f"没有取得平台显示的账号状态和认证主体，{remedy(Shows.PROFILE)}", measured="已备案")
    if facts.profile.subject is None:
        missing = f"没有取得平台显示的认证主体，{remedy(Shows.PROFILE)}"
        return unknown(missing, measured="已备案，平台显示的状态与备案一致")
    if not facts.account.subject:
        missing = "名录没有登记认证主体，不能与平台显示的比对，请补充登记"
        return unknown(missing, measured=f"已备案，平台显示的认证主体：{facts.profile.subject or '未认证'}")
    return clear("已备案，平台显示的状态和认证主体与备案一致")


def _findings(facts: AccountFacts) -> Iterator[Finding]:
    account, profile = facts.account, facts.profile
    if account.filed_on is None:
        yield Finding("账号正常运行而未备案。", (account_evidence(facts, "名录没有备案日期"),))
    if profile is None:
        return
    shown = (account_evidence(facts, "账号主页"),)
    if profile.closed:
        yield Finding(f"平台显示账号已关闭（“{profile.closed}”），未办理关停或注销备案。", shown)
    if profile.moved_to:
        yield Finding(f"平台显示账号已迁移至“{profile.moved_to}”，未办理变更备案。", shown)
    if profile.subject and account.subject and profile.subject != account.subject:
        yield Finding(f"认证主体现为“{profile.subject}”，备案为“{account.subject}”，未办理变更备案。", shown)


def _after_closing(facts: AccountFacts, at: datetime) -> Iterator[Finding]:
    closed, newest = facts.account.closed_on, facts.newest
    if closed is None or newest is None or newest.at is None or newest.at > at:
        return
    if local_day(newest.at) > closed:
        summary = f"备案{day_text(closed)}关停，{day_text(local_day(newest.at))}仍在发布内容。"
        yield Finding(summary, (post_evidence(newest, "关停以后发布的内容"),))
