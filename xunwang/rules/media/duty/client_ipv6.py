"""M-N-07 移动客户端支持IPv6: the addresses that a client's service has, tried over IPv6.

国办发〔2018〕123号 (N-07). Which hosts a client talks to is read from its package or stated by the office; a host that does
not answer over IPv6 is a candidate, since only somebody who knows the client can say that its service needs that host.
"One matter one client" and support of different terminals are told by people.
"""

from __future__ import annotations

from datetime import datetime

from xunwang.posts.records import Way
from xunwang.rules.edition import Item
from xunwang.rules.media._shared import name_of, not_running, task
from xunwang.rules.media.facts import AccountFacts, AppSeen
from xunwang.rules.verdict import Finding, Task, Verdict, clear, needs_review, unknown
from xunwang.rules.website._shared import evidence, meets, names

ITEM = "M-N-07"
_MINUTES = 3.0


def evaluate(facts: AccountFacts, item: Item, at: datetime) -> Verdict:
    """A candidate when a host does not answer over IPv6; clear only when all that are known do."""
    idle = not_running(facts.account, at)
    if not facts.account.is_app or idle:
        return clear(idle or "不是移动客户端")
    app = facts.app
    if app is None or not app.ipv6:
        return unknown(
            f"没有测试服务地址的IPv6访问，可由{Way.MOBILE_CLIENT.label}取得；安装包中没有写明政府域名的，"
            "请在采集方式中填写服务地址",
            measured="没有已知的服务地址",
        )
    without = sorted(host for host, works in app.ipv6.items() if works is False)
    untold = sorted(host for host, works in app.ipv6.items() if works is None)
    measured = _measured(app)
    if meets(item, len(without)):
        return needs_review((_finding(app, without),), _duty(facts, without), measured=measured)
    if untold:
        return unknown(
            f"服务地址{names(untold)}未能在IPv6网络中测试，需在有IPv6的网络中重测", measured=measured
        )
    return clear(measured)


def _measured(app: AppSeen) -> str:
    opened = sum(works is True for works in app.ipv6.values())
    return f"服务地址{len(app.ipv6)}个，经IPv6可访问{opened}个"


def _finding(app: AppSeen, without: list[str]) -> Finding:
    return Finding(f"服务地址{names(without)}经IPv6无法访问。", (evidence(app.seen, "安装包写明的服务地址"),))


def _duty(facts: AccountFacts, without: list[str]) -> Task:
    instruction = (
        f"核对{names(without)}是否为{name_of(facts.account)}提供服务的地址；是的，"
        "在只有IPv6的网络中打开客户端核实，确实不能使用的认定。"
    )
    return task(facts, instruction, _MINUTES)
