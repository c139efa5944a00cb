"""Facts of one supervising unit in one year: the argument of every S-* indicator.

Times are aware, days are days in Asia/Shanghai. ``None`` in place of a tuple means that nobody has told: the
source is not there, or the unit has not declared its log complete. An empty tuple means "there was none".
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple


class Row(NamedTuple):
    """A row of the system behind a figure: what it is, and which one."""

    label: str
    ref: str = ""
    """Kind and key, such as ``error_report:12``; empty where there is no row."""


class RegisteredSite(NamedTuple):
    """A site that the unit supervises, with its life."""

    key: str
    opened: date | None = None
    closed: date | None = None


class CheckRound(NamedTuple):
    """A round of checks over the unit's sites."""

    row: Row
    ended: date
    checked: frozenset[str]
    """Keys of the sites."""
    published: date | None = None
    """Day on which the result was made public; None: not that anybody knows."""


class HigherCheck(NamedTuple):
    """A site or account of the unit that a check of the State Council's office judged unqualified."""

    row: Row
    what: str
    is_site: bool
    misstatement: bool
    """Because of a serious mis-statement."""
    reported_qualified: bool = False
    """A check of the unit's own, or of its province, had reported the site as qualified in that year."""


class Message(NamedTuple):
    """A message of 我为政府网站找错."""

    row: Row
    received: datetime
    settled: datetime | None = None


class RegisterProblem(NamedTuple):
    """Something in the register that breaks a rule or differs from reality."""

    row: Row
    summary: str


class OrderedProblem(NamedTuple):
    """A problem that had to be corrected by a day."""

    row: Row
    summary: str
    due: date
    corrected: date | None = None
    """Day on which the unit answered what was then accepted."""
    in_doubt: bool = False
    """Answered, but nobody has yet accepted it."""


class Case(NamedTuple):
    """A counterfeit site, a security incident, a training, a claim of bonus: an entry of a log with proof."""

    row: Row
    summary: str
    day: date
    settled: date | None = None


class AnnualTable(NamedTuple):
    """An annual table that the unit or one of its sites has to publish."""

    row: Row
    title: str
    published: date | None = None
    missing: int = 0
    """Fields that are not filled in."""


@dataclass(frozen=True, slots=True)
class SupervisionFacts:
    """All that is known about one supervising unit in one year."""

    unit: str
    year: int
    sites: tuple[RegisteredSite, ...] = ()
    checks: tuple[CheckRound, ...] = ()
    checks_complete: bool = True
    """False: a period without a (good) check may only lack its entry, nobody has said otherwise."""
    higher_checks: tuple[HigherCheck, ...] | None = None
    messages: tuple[Message, ...] | None = None
    register_problems: tuple[RegisterProblem, ...] = ()
    compared_with_reality: datetime | None = None
    """When the register was last held against DNS, redirects, footers and probes; None: never."""
    ordered: tuple[OrderedProblem, ...] | None = None
    tables: tuple[AnnualTable, ...] = ()
    verifications: tuple[Case, ...] = ()
    """What verification found: concealment, false figures."""
    rechecks: tuple[Case, ...] = ()
    """Sites reported as qualified that a re-check found unqualified."""
    incidents: tuple[Case, ...] | None = None
    trainings: tuple[Case, ...] | None = None
    platform: tuple[Case, ...] = ()
    """Claims that all sites are on an intensive platform."""
    other_bonus: tuple[Case, ...] = ()
