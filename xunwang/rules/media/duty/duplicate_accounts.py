"""M-N-03 同一平台重复开设: another live account of the same unit on the same platform (国办发〔2018〕123号)."""

from __future__ import annotations

from datetime import datetime

from xunwang.rules.edition import Item
from xunwang.rules.media._shared import account_evidence, not_running
from xunwang.rules.media.facts import AccountFacts
from xunwang.rules.verdict import Finding, Verdict, clear, hit
from xunwang.rules.website._shared import meets, names

ITEM = "M-N-03"


def evaluate(facts: AccountFacts, item: Item, at: datetime) -> Verdict:
    """Hit when the register has a second live account of the unit on the platform, and nothing allows the two."""
    account = facts.account
    idle = not_running(account, at)
    if idle:
        return clear(idle)
    others = [
        peer
        for peer in account.peers
        if peer.same_unit and peer.platform == account.platform and peer.key != account.key
    ]
    against = sorted(peer.name for peer in others if not peer.allowed)
    measured = f"{account.unit}在{account.platform_label}登记账号{len(others) + 1}个"
    if len(against) < len(others):
        measured += "（含订阅号与服务号并存或已批准例外的）"
    if not meets(item, len(against)):
        return clear(measured)
    summary = f"{account.unit}在{account.platform_label}除“{account.name}”外还开设了{names(against)}。"
    return hit((Finding(summary, (account_evidence(facts, "名录登记"),)),), measured)
