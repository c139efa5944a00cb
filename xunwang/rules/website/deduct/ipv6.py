"""W-D-26 IPv6改造: site not reachable over IPv6.

国办秘函〔2019〕19号, part 2; G-34. Without any AAAA answer there is no way to the site over IPv6, wherever one
stands; with answers it must be tried from a place that has IPv6.
"""

from __future__ import annotations

from datetime import datetime

from xunwang.rules.edition import Item
from xunwang.rules.facts import Ipv6Test, SiteFacts
from xunwang.rules.verdict import Evidence, Finding, Verdict, clear, hit, unknown
from xunwang.rules.website._shared import home_doubt, meets

ITEM = "W-D-26"


def evaluate(facts: SiteFacts, item: Item, at: datetime) -> Verdict:
    """Hit when the name has no IPv6 address, and when none of the pages opened over IPv6."""
    test = facts.ipv6
    if test is None or test.at is None:
        return unknown("IPv6尚未测试，需重新检查")
    if not test.addresses and facts.home is None:
        return unknown(home_doubt(facts))
    if test.addresses and not test.vantage_has_ipv6:
        return unknown(
            f"域名有IPv6地址（{'、'.join(test.addresses)}），但检查用机没有IPv6网络，需在有IPv6的网络中重测"
        )
    if test.addresses and not test.opened:
        return unknown("域名有IPv6地址，但没有经IPv6打开页面的测试记录，需重新检查")
    opened = sum(works for _, works in test.opened)
    measured = f"IPv6地址{len(test.addresses)}个，经IPv6打开页面{opened}个（共测试{len(test.opened)}个）"
    if not meets(item, opened):
        return clear(measured)
    return hit((Finding(_summary(test), _shown(facts, test)),), measured)


def _summary(test: Ipv6Test) -> str:
    if not test.addresses:
        return "网站域名没有IPv6地址（AAAA记录），不支持IPv6访问。"
    return f"网站域名有IPv6地址，但测试的{len(test.opened)}个页面经IPv6均打不开。"


def _shown(facts: SiteFacts, test: Ipv6Test) -> tuple[Evidence, ...]:
    if not test.opened:
        return (Evidence(facts.site.home_url, test.at, note="域名解析没有AAAA记录"),)
    return tuple(Evidence(url, test.at, note="经IPv6打不开") for url, works in test.opened if not works)
