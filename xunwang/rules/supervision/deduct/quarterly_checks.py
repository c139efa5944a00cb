"""S-D-01 每季度抽查: not carried out, too small a share, or not published, per quarter.

国办秘函〔2019〕19号, part on supervision; the share of 30 % is that of the guideline of 2017, recalled. The year is
cut into periods of the row's months. The share of a period is that of the sites in operation at its end that at
least one round ending in it has checked. A
fault is certain only when the records are declared complete. A period in which no site was in operation has nothing to check.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from xunwang.calendar.windows import months_after
from xunwang.rules.item import Item
from xunwang.rules.supervision._shared import finding, judged, reaches, today
from xunwang.rules.supervision.facts import CheckRound, Row, SupervisionFacts
from xunwang.rules.verdict import Finding, Verdict

ITEM = "S-D-01"
_YEAR = 12


class Period(NamedTuple):
    """What was checked in a part of the year."""

    name: str
    end: date
    """Its last day."""
    sites: int
    checked: int
    rounds: tuple[CheckRound, ...]

    @property
    def share(self) -> Decimal:
        """Per cent, exact."""
        return Decimal(100 * self.checked) / self.sites if self.sites else Decimal(0)

    @property
    def published(self) -> date | None:
        """Day on which the last of its results was made public; None while one is not."""
        days = [check.published for check in self.rounds]
        return None if None in days else max((day for day in days if day), default=None)


def evaluate(facts: SupervisionFacts, item: Item, now: datetime) -> Verdict:
    """Every period of the year that has ended counts once; one that has not is still open."""
    findings: list[Finding] = []
    missing, measured = [], []
    for period in periods(facts, item):
        if period.end >= today(now):
            missing.append(f"{period.name}尚未结束")
            continue
        measured.append(f"{period.name}{period.checked}/{period.sites}个（{period.share:.1f}%）")
        fault = _fault(period, item)
        if fault and not facts.checks_complete:
            missing.append(f"{period.name}{fault}，而抽查记录尚未确认登记齐全")
        elif fault:
            rows = [check.row for check in period.rounds] or [Row(period.name)]
            findings.append(finding(rows[0], f"{period.name}{fault}。"))
    return judged(findings, missing, "，".join(measured))


def periods(facts: SupervisionFacts, item: Item) -> Iterator[Period]:
    """The parts of the year, also those that lie ahead."""
    length = item.window_months or 3
    for number, first in enumerate(range(0, _YEAR, length), start=1):
        start = months_after(date(facts.year, 1, 1), first)
        end = min(months_after(start, length), date(facts.year + 1, 1, 1)) - timedelta(days=1)
        rounds = tuple(check for check in facts.checks if start <= check.ended <= end)
        running = {site.key for site in facts.sites if _runs(site.opened, site.closed, end)}
        checked = running & frozenset().union(*(check.checked for check in rounds))
        name = f"第{'一二三四'[number - 1]}季度" if length == _YEAR // 4 else f"第{number}期"
        yield Period(name, end, len(running), len(checked), rounds)


def _runs(opened: date | None, closed: date | None, day: date) -> bool:
    return (opened is None or opened <= day) and (closed is None or closed > day)


def _fault(period: Period, item: Item) -> str:
    """What is wrong with a period, in Chinese; empty if nothing is."""
    if not period.sites:
        return ""
    if not period.checked:
        return "未开展抽查"
    if reaches(item, period.share):
        return f"抽查{period.checked}个网站，占{period.share:.1f}%，低于{item.threshold}%"
    return "" if period.published else "抽查结果未公开"
