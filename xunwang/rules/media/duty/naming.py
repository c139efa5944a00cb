"""M-N-04 名称与认证: short, proper, related to the unit, the same everywhere; verified in the sponsor's name.

国办发〔2018〕123号. That an account is not verified is a fact; whether a name is proper, and whether two names mean one
office, a person judges.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from xunwang.posts.records import Shows
from xunwang.rules.edition import Item
from xunwang.rules.media._shared import account_evidence, name_of, not_running, remedy, task
from xunwang.rules.media.facts import Account, AccountFacts
from xunwang.rules.verdict import Finding, Verdict, clear, hit, needs_review, unknown
from xunwang.rules.website._shared import meets, names, parameter

ITEM = "M-N-04"
_PROPER = re.compile(r"[\w一-鿿·\-—（）()“”、]+")
_MARKS = re.compile(r"[\s（）()“”\"·,，.。\-—]+")
_PART = 2


def evaluate(facts: AccountFacts, item: Item, at: datetime) -> Verdict:
    """Hit when the platform shows that the account is not verified; candidates for what is doubtful."""
    idle = not_running(facts.account, at)
    if idle:
        return clear(idle)
    doubts = tuple(
        Finding(text, (account_evidence(facts, "账号名称和认证信息"),)) for text in _doubts(facts, item)
    )
    duty = task(
        facts, f"核对{name_of(facts.account)}的名称和认证信息：{''.join(one.summary for one in doubts)}", 2.0
    )
    subject = facts.profile.subject if facts.profile else None
    measured = (
        f"名称{len(facts.account.name)}字，认证主体：{'未采集到' if subject is None else subject or '未认证'}"
    )
    if subject == "":
        summary = "平台显示账号未认证，看不出主办单位。"
        found = (Finding(summary, (account_evidence(facts, "账号主页"),)),)
        return hit(found, measured, (duty,) if doubts else ())
    if meets(item, len(doubts)):
        return needs_review(doubts, duty, measured=measured)
    if subject is None:
        return unknown(f"没有取得账号的认证主体，{remedy(Shows.PROFILE)}", measured=measured)
    return clear(measured)


def _doubts(facts: AccountFacts, item: Item) -> Iterator[str]:
    account, profile = facts.account, facts.profile
    longest = parameter(item, "name_longest")
    if len(account.name) > longest:
        yield f"名称“{account.name}”有{len(account.name)}字，超过{longest}字。"
    if not _PROPER.fullmatch(account.name):
        yield f"名称“{account.name}”含有符号，不够规范。"
    if not _related(account):
        yield f"名称“{account.name}”看不出与{account.unit}有关。"
    if profile is not None and profile.name and _plain(profile.name) != _plain(account.name):
        yield f"平台显示名称为“{profile.name}”，名录登记为“{account.name}”。"
    others = sorted({
        peer.name
        for peer in account.peers
        if peer.same_unit and peer.platform != account.platform and _plain(peer.name) != _plain(account.name)
    })  # fmt: skip
    if others:
        yield f"同一单位在其他平台的名称不一致：{names(others)}。"
    if profile is not None and profile.subject and not same_body(profile.subject, account):
        yield f"认证主体“{profile.subject}”与主办单位“{account.unit}”不一致。"


def same_body(subject: str, account: Account) -> bool:
    """Whether a verified subject may be the sponsor: one name holds the other, with or without the place."""
    plain = _plain(subject)
    own = [_plain(name) for name in (account.unit, account.unit_short, account.subject) if name]
    return any(plain in name or name in plain for name in own)


def _related(account: Account) -> bool:
    """The name shares two characters in a row with the unit, its place or its duties."""
    known = _plain(f"{account.unit} {account.unit_short} {account.region} {account.duties} {account.subject}")
    name = _plain(account.name)
    return any(name[at : at + _PART] in known for at in range(len(name) - _PART + 1))


def _plain(name: str) -> str:
    return _MARKS.sub("", name)
