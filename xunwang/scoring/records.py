"""Results: what verdicts add up to, for a site, for an account and for a run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from xunwang.rules.edition import Edition
from xunwang.rules.facts import Coverage, Site
from xunwang.rules.media.facts import Account
from xunwang.rules.verdict import Verdict
from xunwang.words import Outcome


@dataclass(frozen=True, slots=True)
class SiteResult:
    """One site under one edition. Scores are exact decimals.

    While something is open (needs review or unknown), the final figure lies between ``*_low``
    (everything open is decided against the site) and the plain figure (everything open is dismissed).
    """

    site: Site
    coverage: Coverage
    verdicts: Mapping[str, Verdict]
    """By item id, in table order, applicable items only."""
    not_applicable: tuple[str, ...]
    outcome: Outcome
    """UNQUALIFIED: a decided veto, or a portal surely below the pass mark. PENDING: a veto item (or,
    for portals, enough points) is still open. QUALIFIED: nothing open can change it."""
    veto_items: tuple[str, ...]
    """Decided vetoes."""
    open_veto_items: tuple[str, ...]
    """Veto items in review or unknown."""
    deductions: Mapping[str, Decimal] = field(default_factory=dict)
    """Points off by group, capped, decided ones only. Empty for department sites and vetoed sites."""
    open_deductions: Mapping[str, Decimal] = field(default_factory=dict)
    """Further points by group that open items could still cost, capped together with the decided."""
    deduct_score: Decimal | None = None
    """None where nothing is scored (department sites, vetoed sites)."""
    deduct_score_low: Decimal | None = None
    bonus: Decimal | None = None
    """Decided bonus, only when the deduct score is above the edition's mark."""
    open_bonus: Decimal | None = None
    """Further bonus that open items could bring; it counts only while the deduct score stays above the
    mark, and is in none of the other figures."""
    total: Decimal | None = None
    total_low: Decimal | None = None
    rank: int | None = None
    """Among scored portals of the same level; ties share a rank."""
    uses_unconfirmed_points: bool = False
    """Some points behind the figures are 未核定."""
    minutes: float = 0.0
    """What a person still has to do for this site."""


@dataclass(frozen=True, slots=True)
class AccountResult:
    """One account of new media under one edition. Accounts are judged by vetoes only (R-01)."""

    account: Account
    verdicts: Mapping[str, Verdict]
    """By item id, in table order, applicable items only; those of duties are told and change nothing."""
    not_applicable: tuple[str, ...]
    outcome: Outcome
    """UNQUALIFIED: a decided veto. PENDING: a veto item is still open. QUALIFIED: all of them are clear."""
    veto_items: tuple[str, ...]
    """Decided vetoes."""
    open_veto_items: tuple[str, ...]
    """Veto items in review or unknown."""
    minutes: float = 0.0
    """What a person still has to do for this account."""


@dataclass(frozen=True, slots=True)
class RunResult:
    """A whole run judged under one edition at one check point."""

    run: str
    check_point: datetime
    started: datetime
    ended: datetime
    edition: Edition
    sites: tuple[SiteResult, ...]
    manifest: Mapping[str, object]
    """How the run was made: settings, overrides, programme version."""
