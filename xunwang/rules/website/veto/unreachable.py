"""W-V-02 站点无法访问: 5 % or more of a week's spaced probes fail.

国办秘函〔2019〕19号, part 1 (CHK22, PC15): one week, at least 20 spaced probes a day, the page not open after 15 s or
more, share 5 % or more; both limits count (含). Every record of the log is one probe, of whichever vantage point:
a failure that only one of two vantage points sees weighs half. Judged only on full days.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from decimal import Decimal

from xunwang.rules.edition import Item
from xunwang.rules.facts import Probe, SiteFacts
from xunwang.rules.verdict import Evidence, Finding, Verdict, clear, hit, unknown
from xunwang.rules.website._shared import meets, moment_text, parameter

ITEM = "W-V-02"
_ERROR_STATUS = 400
_SHOWN = 10


def evaluate(facts: SiteFacts, item: Item, at: datetime) -> Verdict:
    """Hit when the share of failed probes of the window reaches the threshold."""
    days = item.window_days or 0
    begin = at - timedelta(days=days)
    probes = [probe for probe in facts.probes if begin <= probe.at < at]
    wanted = parameter(item, "probes_per_day")
    full = sum(count >= wanted for count in _per_day(probes, begin).values())
    if full < days:
        return unknown(
            f"需要{days}整天、每天不少于{wanted}次的首页探测记录，现有{full}天；请用probe命令继续探测或导入探测记录"
        )
    limit = parameter(item, "slow_seconds")
    failed = [probe for probe in probes if _failed(probe, limit)]
    share = Decimal(100 * len(failed)) / len(probes)
    measured = f"{days}天共探测{len(probes)}次（{_vantages(probes)}），打不开{len(failed)}次，占{share:.2f}%"
    if not meets(item, share):
        return clear(measured)
    summary = f"首页{measured}，达到{item.threshold}%。"
    return hit((Finding(summary, tuple(_evidence(facts, probe) for probe in failed[:_SHOWN])),), measured)


def _per_day(probes: list[Probe], begin: datetime) -> Counter[int]:
    """Spaced probes by day counted from the window's beginning; those of one minute count once."""
    minutes = {int((probe.at - begin).total_seconds() // 60) for probe in probes}
    return Counter(minute // (24 * 60) for minute in minutes)


def _failed(probe: Probe, limit: int) -> bool:
    return bool(probe.fault) or probe.status >= _ERROR_STATUS or not probe.status or probe.seconds >= limit


def _vantages(probes: list[Probe]) -> str:
    names = sorted({probe.vantage for probe in probes})
    few = "，建议至少两个监测点" if len(names) < 2 else ""
    return f"监测点{len(names)}个：{'、'.join(names)}{few}"


def _evidence(facts: SiteFacts, probe: Probe) -> Evidence:
    answer = f"状态码{probe.status}" if probe.status else probe.fault or "无应答"
    note = f"{moment_text(probe.at)}，{probe.vantage}，{answer}，{probe.seconds:.1f}秒"
    return Evidence(facts.site.home_url, probe.at, note=note)
