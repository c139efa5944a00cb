"""W-V-02 站点无法访问: 5 % or more of a week's spaced probes fail.

国办秘函〔2019〕19号, part 1 (CHK22, PC15): one week, at least 20 spaced visits (间隔性访问) a day, the page not open
after 15 s or more, share 5 % or more; both limits count (含).

- A day is 24 hours back from the check point; each of the seven needs its 20 visits, else nothing is judged.
- Visits of one vantage point that lie closer together than ``spacing_minutes`` (ours) are tries of one visit:
  only the first counts, so that a prober which tries again at once does not count an outage twice.
- Every counted visit of every vantage point is one visit: an outage that only one of two vantage points sees
  weighs half. At least two are recommended, and the measured value says so where there is one.
- Statuses by which protective systems turn programmes away are failures too, but where the limit is only
  reached with them a person first looks with a browser.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal

from xunwang.rules.edition import Item
from xunwang.rules.facts import Probe, SiteFacts
from xunwang.rules.verdict import Evidence, Finding, Verdict, clear, hit, needs_review, unknown
from xunwang.rules.website._shared import meets, moment_text, parameter, task
from xunwang.words import TURNED_AWAY

ITEM = "W-V-02"
_ERROR_STATUS = 400
_OURS = frozenset({"stopped", "robots", "forbidden_address", "bad_url"})
"""Faults on the prober's side: no visit took place."""
_SHOWN = 10
_MINUTES = 5.0


def evaluate(facts: SiteFacts, item: Item, at: datetime) -> Verdict:
    """Hit when the share of failed visits of the window reaches the threshold."""
    days, wanted = item.window_days or 0, parameter(item, "probes_per_day")
    begin, spacing = at - timedelta(days=days), timedelta(minutes=parameter(item, "spacing_minutes"))
    log = [probe for probe in facts.probes if begin <= probe.at < at and probe.fault not in _OURS]
    full = sum(count >= wanted for count in _per_day(log, begin, spacing).values())
    if full < days:
        return unknown(
            f"需要监测时间点前{days}整天、每天间隔性访问不少于{wanted}次的首页探测记录，现有{full}天；"
            "请用probe命令继续探测或导入探测记录",
            measured=f"监测时间点前{days}天内有探测记录{len(log)}次，满{wanted}次的{full}天",
        )
    return _judge(facts, item, log, _visits(log, spacing))


def _judge(facts: SiteFacts, item: Item, log: list[Probe], visits: list[Probe]) -> Verdict:
    limit = parameter(item, "slow_seconds")
    failed = [probe for probe in visits if _failed(probe, limit)]
    share = _share(len(failed), visits)
    skipped = f"，间隔过短的{len(log) - len(visits)}次不计" if len(log) > len(visits) else ""
    measured = (
        f"{item.window_days}天共访问{len(visits)}次（{_vantages(visits)}{skipped}），"
        f"打不开{len(failed)}次，占{share:.2f}%"
    )
    if not meets(item, share):
        return clear(measured)
    shown = tuple(_evidence(facts, probe) for probe in failed[:_SHOWN])
    finding = Finding(f"首页{measured}，达到{item.threshold}%。", shown)
    refused = [probe for probe in failed if _turned_away(probe)]
    if meets(item, _share(len(failed) - len(refused), visits)):
        return hit((finding,), measured)
    duty = (
        f"打不开的{len(failed)}次中有{len(refused)}次是服务器拒绝程序访问（状态码{_statuses(refused)}）。"
        "请在不同网络用浏览器打开首页，确认普通网民能否正常访问；确实打不开的判单项否决。"
    )
    return needs_review((finding,), task(facts, duty, _MINUTES), measured=measured)


def _visits(probes: Iterable[Probe], spacing: timedelta) -> list[Probe]:
    """The probes that count, in order of time: those of one vantage point at least ``spacing`` apart."""
    latest: dict[str, datetime] = {}
    counted = []
    for probe in sorted(probes, key=lambda probe: (probe.at, probe.vantage)):
        if probe.vantage not in latest or probe.at - latest[probe.vantage] >= spacing:
            latest[probe.vantage] = probe.at
            counted.append(probe)
    return counted


def _per_day(probes: list[Probe], begin: datetime, spacing: timedelta) -> Counter[int]:
    """Spaced visits by day counted from the window's beginning, whichever vantage point made them."""
    together = [probe._replace(vantage="") for probe in probes]
    return Counter((probe.at - begin).days for probe in _visits(together, spacing))


def _failed(probe: Probe, limit: int) -> bool:
    return bool(probe.fault) or probe.status >= _ERROR_STATUS or not probe.status or probe.seconds >= limit


def _turned_away(probe: Probe) -> bool:
    return not probe.fault and probe.status in TURNED_AWAY


def _share(failed: int, visits: list[Probe]) -> Decimal:
    """Per cent, exact to 28 digits."""
    return Decimal(100 * failed) / len(visits)


def _statuses(probes: list[Probe]) -> str:
    return "、".join(str(status) for status in sorted({probe.status for probe in probes}))


def _vantages(probes: list[Probe]) -> str:
    names = sorted({probe.vantage for probe in probes})
    few = "，建议至少两个监测点" if len(names) < 2 else ""
    return f"监测点{len(names)}个：{'、'.join(names)}{few}"


def _evidence(facts: SiteFacts, probe: Probe) -> Evidence:
    answer = f"状态码{probe.status}" if probe.status else probe.fault or "无应答"
    note = f"{moment_text(probe.at)}，{probe.vantage}，{answer}，{probe.seconds:.1f}秒"
    return Evidence(facts.site.home_url, probe.at, note=note)
