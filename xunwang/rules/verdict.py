"""Verdicts, findings and evidence: what an indicator's ``evaluate`` returns."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from xunwang.words import State


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a person can see it: page, time, stored record, exact fragment."""

    url: str
    at: datetime | None
    """When it was fetched or measured, aware, UTC."""
    digest: str = ""
    """sha256 of the stored page; empty where there is no page (a DNS answer, a probe log)."""
    fragment: str = ""
    """Exact text (or markup) of the page to mark; may be empty."""
    note: str = ""
    """What is to be seen, in Chinese."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One occurrence of a problem (问题), or one candidate for it."""

    summary: str
    """One Chinese sentence with the figures."""
    evidence: tuple[Evidence, ...]
    amount: int = 1
    """How many times it counts towards the indicator's points."""
    restricted: bool = False
    """Keep out of ordinary reports (W-V-01.2): only its existence is told."""


@dataclass(frozen=True, slots=True)
class Task:
    """What a person still has to do before this indicator is decided."""

    instruction: str
    """In Chinese, imperative, complete."""
    links: tuple[str, ...] = ()
    minutes: float = 2.0
    """Expected working time."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """An indicator's result for one site.

    ``HIT``: decided against the site, findings count. ``CLEAR``: decided for it.
    ``NEEDS_REVIEW``: findings are candidates, a person decides. ``UNKNOWN``: ``missing`` says what
    was missing. Make one with the four functions below.
    """

    state: State
    findings: tuple[Finding, ...] = ()
    missing: str = ""
    measured: str = ""
    """The measured value in Chinese words, also when clear."""
    tasks: tuple[Task, ...] = ()

    @property
    def amount(self) -> int:
        """Occurrences that the findings stand for."""
        return sum(finding.amount for finding in self.findings)


def hit(findings: tuple[Finding, ...], measured: str = "", tasks: tuple[Task, ...] = ()) -> Verdict:
    """Decided: the situation exists."""
    return Verdict(State.HIT, findings, measured=measured, tasks=tasks)


def clear(measured: str = "") -> Verdict:
    """Decided: the situation does not exist."""
    return Verdict(State.CLEAR, measured=measured)


def needs_review(findings: tuple[Finding, ...], *tasks: Task, measured: str = "") -> Verdict:
    """A person decides; without findings this is a checklist entry."""
    return Verdict(State.NEEDS_REVIEW, findings, measured=measured, tasks=tasks)


def unknown(missing: str, *tasks: Task, measured: str = "") -> Verdict:
    """Can't be judged; ``missing`` says in Chinese what would be needed."""
    return Verdict(State.UNKNOWN, missing=missing, measured=measured, tasks=tasks)


def finding_id(home_url: str, item: str, finding: Finding) -> str:
    """Short stable name of a finding, the same in every evaluation of the same facts."""
    first = finding.evidence[0] if finding.evidence else Evidence("", None)
    text = "\n".join((home_url, item, finding.summary, first.url, first.fragment))
    return hashlib.sha256(text.encode()).hexdigest()[:12]
