"""Adds the verdicts of a site up: veto → deduct → bonus → outcome, in exact decimals; of an account, the vetoes.

Rules R-01 to R-05 and R-07 of 国办秘函〔2019〕19号 as restated in the edition. Whatever is still open (in review,
unknown) makes a range: the plain figures dismiss it, the ``low`` ones decide it against the site.

R-07, "a column already deducted elsewhere for being empty or overdue is not deducted again under 其他栏目", is
applied here, because no indicator knows of the others: a finding of 其他栏目 whose first evidence is the address
of a column that a decided finding of an overdue item is about does not count. This is the only way in which one
more finding can lessen a deduction: a second stale news column that 其他栏目 charged until then leaves it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from xunwang.rules.edition import Edition, Item
from xunwang.rules.facts import Coverage, Site
from xunwang.rules.media.facts import Account
from xunwang.rules.verdict import Verdict
from xunwang.scoring.records import AccountResult, SiteResult
from xunwang.words import ItemKind, Outcome, SiteKind, State

OPEN = frozenset({State.NEEDS_REVIEW, State.UNKNOWN})
OTHER_COLUMNS = "W-D-09"
"""Group under which a column is not deducted again (R-07)."""
_ZERO = Decimal(0)
_CENT = Decimal("0.01")

Verdicts = Mapping[str, Verdict]


class Deductions(NamedTuple):
    """Points off by group, capped."""

    decided: dict[str, Decimal]
    open: dict[str, Decimal]
    """What open items could still add, under the same caps."""


def score_site(
    site: Site, coverage: Coverage, verdicts: Verdicts, not_applicable: tuple[str, ...], edition: Edition
) -> SiteResult:
    """Result of one site under one edition; see :class:`SiteResult`."""
    judged = _judged_by_veto(verdicts, edition)
    result = SiteResult(
        site, coverage, verdicts, not_applicable, judged.outcome, judged.vetoes, judged.open,
        minutes=judged.minutes,
    )  # fmt: skip
    if judged.vetoes or site.kind is not SiteKind.PORTAL:  # nothing else is scored; R-01
        return result
    return _scored(result, edition)


def score_account(
    account: Account, verdicts: Verdicts, not_applicable: tuple[str, ...], edition: Edition
) -> AccountResult:
    """Result of one account under one edition: by vetoes only, as a department's site (R-01)."""
    judged = _judged_by_veto(verdicts, edition)
    return AccountResult(
        account, verdicts, not_applicable, judged.outcome, judged.vetoes, judged.open, judged.minutes
    )


class _ByVeto(NamedTuple):
    """What the vetoes alone say."""

    outcome: Outcome
    vetoes: tuple[str, ...]
    open: tuple[str, ...]
    minutes: float


def _judged_by_veto(verdicts: Verdicts, edition: Edition) -> _ByVeto:
    vetoes = _vetoes(verdicts, edition, frozenset({State.HIT}))
    still_open = _vetoes(verdicts, edition, OPEN)
    minutes = float(sum(task.minutes for verdict in verdicts.values() for task in verdict.tasks))
    outcome = outcome_by_veto(decided=bool(vetoes), still_open=bool(still_open))
    return _ByVeto(outcome, vetoes, still_open, minutes)


def outcome_by_veto(*, decided: bool, still_open: bool) -> Outcome:
    """What vetoes alone say: one that is decided is enough, one that is open keeps it open (R-01, R-02)."""
    if decided:
        return Outcome.UNQUALIFIED
    return Outcome.PENDING if still_open else Outcome.QUALIFIED


def _vetoes(verdicts: Verdicts, edition: Edition, states: frozenset[State]) -> tuple[str, ...]:
    return tuple(
        item
        for item, verdict in verdicts.items()
        if edition.items[item].kind is ItemKind.VETO and verdict.state in states
    )


def _scored(result: SiteResult, edition: Edition) -> SiteResult:
    """The figures of a portal without a decided veto (R-03)."""
    deductions = deductions_of(result.verdicts, edition)
    score = _deduct_score(deductions.decided.values(), result.site, edition)
    low = _deduct_score((*deductions.decided.values(), *deductions.open.values()), result.site, edition)
    bonus = bonus_of(result.verdicts, edition)
    total, total_low = _total(score, bonus, edition), _total(low, bonus, edition)
    return replace(
        result,
        outcome=_outcome(score, low, result.open_veto_items, edition),
        open_bonus=bonus_of(result.verdicts, edition, OPEN | {State.HIT}) - bonus,
        deductions=deductions.decided,
        open_deductions=deductions.open,
        deduct_score=score,
        deduct_score_low=low,
        bonus=total - score,
        total=total,
        total_low=total_low,
        uses_unconfirmed_points=_unconfirmed(result.verdicts, edition),
    )


def deductions_of(verdicts: Verdicts, edition: Edition) -> Deductions:
    """Points off by group (R-04), a column not being deducted twice (R-07)."""
    decided: dict[str, Decimal] = {}
    both: dict[str, Decimal] = {}
    columns = _overdue_columns(verdicts, edition)
    for item, verdict in verdicts.items():
        row = edition.items[item]
        if row.kind is not ItemKind.DEDUCT:
            continue
        skip = columns if row.group == OTHER_COLUMNS else frozenset()
        if verdict.state is State.HIT:
            _add(decided, row, _points(row, verdict, skip))
            _add(both, row, _points(row, verdict, skip))
        elif verdict.state in OPEN:
            _add(both, row, _at_stake(row, verdict, skip))
    caps = _caps(edition)
    decided = {group: min(points, caps[group]) for group, points in decided.items() if points}
    return Deductions(
        decided,
        {
            group: more
            for group, points in both.items()
            if (more := min(points, caps[group]) - decided.get(group, _ZERO)) > 0
        },
    )


def _add(sums: dict[str, Decimal], row: Item, points: Decimal) -> None:
    sums[row.group] = sums.get(row.group, _ZERO) + points


def _caps(edition: Edition) -> dict[str, Decimal]:
    caps: dict[str, Decimal] = {}
    for row in edition.items.values():
        if row.cap is not None:
            caps[row.group] = max(caps.get(row.group, _ZERO), row.cap)
    return caps


def _points(row: Item, verdict: Verdict, skip: frozenset[str]) -> Decimal:
    """Points that a decided verdict costs, capped by its own row."""
    if row.points_each is None:
        return _ZERO
    amount = sum(
        finding.amount
        for finding in verdict.findings
        if not (finding.evidence and finding.evidence[0].url in skip)
    )
    points = row.points_each * amount
    return points if row.cap is None else min(points, row.cap)


def _at_stake(row: Item, verdict: Verdict, skip: frozenset[str]) -> Decimal:
    """The most that an open verdict could cost: its candidates, or all of it where nobody has looked."""
    if verdict.state is State.NEEDS_REVIEW and verdict.findings:
        return _points(row, verdict, skip)
    return (row.points_each if row.once else row.cap) or _ZERO


def _overdue_columns(verdicts: Verdicts, edition: Edition) -> frozenset[str]:
    """Addresses of the columns that decided findings of overdue items are about (R-07)."""
    return frozenset(
        finding.evidence[0].url
        for item, verdict in verdicts.items()
        if verdict.state is State.HIT and _is_overdue_item(edition.items[item])
        for finding in verdict.findings
        if finding.evidence
    )


def _is_overdue_item(row: Item) -> bool:
    """Rows that deduct when nothing is new in a window. Empty columns are deducted by 其他栏目 only."""
    windowed = row.window_days is not None or row.window_months is not None
    return (
        row.kind is ItemKind.DEDUCT
        and row.group != OTHER_COLUMNS
        and windowed
        and row.operator == "=="
        and row.threshold == 0
    )


def _deduct_score(points: Iterable[Decimal], site: Site, edition: Edition) -> Decimal:
    """Deduct part: 100 less the points; for units without services 75 less them, times 4/3 (R-05).

    Thirds are rounded to hundredths. With points in hundredths that can't carry a score over the marks of
    60 and 80, which stand for exactly 45 and 60 points of the 75.
    """
    off = sum(points, _ZERO)
    if site.has_services:
        return max(_ZERO, edition.deduct_total - off)
    numerator, denominator = edition.no_service_factor
    rest = max(_ZERO, edition.deduct_total - edition.service_points - off)
    return (rest * numerator / denominator).quantize(_CENT, ROUND_HALF_UP)


def bonus_of(
    verdicts: Verdicts, edition: Edition, states: frozenset[State] = frozenset({State.HIT})
) -> Decimal:
    """Bonus points of verdicts in these states, capped by row, group and the whole part.

    What is open brings all that its row can bring: its candidates are examples, not a count.
    """
    sums: dict[str, Decimal] = {}
    for item, verdict in verdicts.items():
        row = edition.items[item]
        if row.kind is ItemKind.BONUS and verdict.state in states:
            # A row without points for each occurrence brings its cap when its condition is met.
            counted = verdict.state is State.HIT and row.points_each is not None
            _add(sums, row, _points(row, verdict, frozenset()) if counted else row.cap or _ZERO)
    caps = _caps(edition)
    return min(edition.bonus_total, sum((min(points, caps[group]) for group, points in sums.items()), _ZERO))


def _total(score: Decimal, bonus: Decimal, edition: Edition) -> Decimal:
    """Bonus counts only above the mark; exactly on it there is none (R-03)."""
    return score + bonus if score > edition.bonus_above else score


def _outcome(score: Decimal, low: Decimal, open_vetoes: tuple[str, ...], edition: Edition) -> Outcome:
    if score < edition.fail_below:  # everything open was dismissed: it can't get better
        return Outcome.UNQUALIFIED
    if open_vetoes or low < edition.fail_below:
        return Outcome.PENDING
    return Outcome.QUALIFIED


def _unconfirmed(verdicts: Verdicts, edition: Edition) -> bool:
    """Whether a figure rests on points that are not confirmed."""
    return any(
        not edition.items[item].points_confirmed
        for item, verdict in verdicts.items()
        if verdict.state is not State.CLEAR and edition.items[item].kind is not ItemKind.VETO
    )


def rank(results: Iterable[SiteResult]) -> tuple[SiteResult, ...]:
    """The same results, in the same order, with ranks among the scored portals of each level.

    Ties share a rank, and the next rank is left out (1, 2, 2, 4).
    """
    results = tuple(results)
    totals: dict[str, list[Decimal]] = {}
    for result in results:
        if result.total is not None:
            totals.setdefault(result.site.level, []).append(result.total)
    return tuple(
        result
        if result.total is None
        else replace(result, rank=1 + sum(total > result.total for total in totals[result.site.level]))
        for result in results
    )
