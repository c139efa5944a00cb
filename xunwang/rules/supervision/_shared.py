"""What the S-* indicators share: findings from rows, the four answers, days of a year."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from xunwang.calendar.windows import Window, months_before
from xunwang.calendar.working_days import local_day
from xunwang.rules.item import Item
from xunwang.rules.supervision.facts import Case, Row, SupervisionFacts
from xunwang.rules.verdict import Evidence, Finding, Task, Verdict, clear, hit, needs_review, unknown
from xunwang.words import CHINA

_MINUTES = 5.0


def finding(row: Row, summary: str) -> Finding:
    """One occurrence; its evidence names the row behind it (``Row.ref``)."""
    return Finding(summary, (Evidence(row.ref, None, fragment=row.label),))


def judged(findings: Sequence[Finding], missing: Iterable[str], measured: str) -> Verdict:
    """Decided when everything is known; what is known so far goes to a person when something is missing."""
    told = "；".join(missing)
    if told and findings:
        return needs_review(tuple(findings), Task(f"{told}。补齐后再判定，或由人判定。"), measured=measured)
    if told:
        return unknown(told, measured=measured)
    return hit(tuple(findings), measured) if findings else clear(measured)


def for_a_person(findings: Sequence[Finding], instruction: str, measured: str) -> Verdict:
    """A person decides, whatever is known."""
    return needs_review(tuple(findings), Task(instruction, minutes=_MINUTES), measured=measured)


def case_findings(cases: Iterable[Case]) -> list[Finding]:
    """Entries of a log as findings."""
    return [finding(case.row, f"{case.day:%Y-%m-%d} {case.summary}") for case in cases]


def reaches(item: Item, amount: Decimal | int) -> bool:
    """Whether the row's limit is met. Only of rows that have one."""
    limit = item.threshold
    if limit is None:
        raise ValueError(f"{item.id}没有限值")
    return {"==": amount == limit, ">=": amount >= limit, ">": amount > limit, "<": amount < limit}[
        item.operator or ">="
    ]


def year_end(facts: SupervisionFacts) -> datetime:
    """The last instant of the assessed year, aware."""
    return datetime.combine(date(facts.year, 12, 31), time.max, CHINA)


def year_window(facts: SupervisionFacts, item: Item) -> Window:
    """The row's months up to the end of the assessed year. Twelve months begin on 1 January."""
    window = months_before(year_end(facts), item.window_months or 12)
    return window._replace(start=window.start + timedelta(days=1))


def today(now: datetime) -> date:
    """The day of an instant in Asia/Shanghai."""
    return local_day(now)
