"""Adds the S-* verdicts of a supervising unit up: the veto / 60 / 80 logic of R-08, with 100 and 20 points.

Points that are not confirmed decide nothing silently. An occurrence of such an item costs what a person said it
costs; until somebody did, it is ``unpriced``, and the score is a range from what it could cost to nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from xunwang.rules.item import Item
from xunwang.rules.supervision.edition import SupervisionEdition
from xunwang.words import ItemKind, Outcome, State

_OPEN = frozenset({State.NEEDS_REVIEW, State.UNKNOWN})
_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an item stands after the machine and the persons have spoken."""

    state: State
    amount: int = 0
    points: Decimal | None = None
    """Points in all that a person set, for an item whose points are not confirmed."""


@dataclass(frozen=True, slots=True)
class SupervisorScore:
    """What the standings add up to. Points are exact decimals."""

    outcome: Outcome
    """UNQUALIFIED: a decided veto, or surely below the mark. QUALIFIED: nothing open or unpriced can change it."""
    vetoes: tuple[str, ...]
    open_items: tuple[str, ...]
    """In review or unknown."""
    unpriced: tuple[str, ...]
    """Decided against the unit (or for a bonus), but nobody has said for how many points."""
    points: Mapping[str, Decimal]
    """Points by item: off for deductions, on for bonuses; decided and priced ones only."""
    high: Decimal | None
    """Deduct part with everything open dismissed and everything unpriced free. None after a veto."""
    low: Decimal | None
    """Deduct part at worst."""
    total_high: Decimal | None
    """At best, with every bonus that is still open or unpriced."""
    total_low: Decimal | None
    uses_unconfirmed_points: bool
    """A person's own points are behind the figures: they are marked 未核定."""

    @property
    def certain(self) -> bool:
        """Nothing is open, nothing unpriced."""
        return not self.open_items and not self.unpriced


def score_supervisor(standings: Mapping[str, Standing], edition: SupervisionEdition) -> SupervisorScore:
    """The score of one unit; items that have no standing count as open."""
    known = {item: standings.get(item, Standing(State.UNKNOWN)) for item in edition.items}
    vetoes = tuple(
        item
        for item, one in known.items()
        if _kind(edition, item) is ItemKind.VETO and one.state is State.HIT
    )
    open_items = tuple(item for item, one in known.items() if one.state in _OPEN)
    points = {
        item: told for item, one in known.items() if (told := _points(edition.items[item], one)) is not None
    }
    unpriced = tuple(
        item
        for item, one in known.items()
        if one.state is State.HIT and item not in points and _kind(edition, item) is not ItemKind.VETO
    )
    marked = any(known[item].points is not None and points[item] for item in points)
    if vetoes:
        return SupervisorScore(
            Outcome.UNQUALIFIED, vetoes, open_items, unpriced, points, None, None, None, None, marked
        )
    return _scored(edition, known, points, SupervisorScore(
        Outcome.PENDING, vetoes, open_items, unpriced, points, None, None, None, None, marked
    ))  # fmt: skip


def _scored(
    edition: SupervisionEdition,
    known: Mapping[str, Standing],
    points: Mapping[str, Decimal],
    so_far: SupervisorScore,
) -> SupervisorScore:
    """The figures of a unit without a decided veto."""
    doubtful = {*so_far.open_items, *so_far.unpriced}
    deducts = _of(edition, ItemKind.DEDUCT)
    high = max(_ZERO, edition.deduct_total - sum((points.get(item, _ZERO) for item in deducts), _ZERO))
    worst = [_worst(edition.items[item], known[item], edition) for item in deducts if item in doubtful]
    low = max(_ZERO, high - sum(worst, _ZERO))
    bonuses = _of(edition, ItemKind.BONUS)
    sure = sum((points.get(item, _ZERO) for item in bonuses), _ZERO)
    more = [edition.items[item].cap or edition.bonus_total for item in bonuses if item in doubtful]
    best = min(edition.bonus_total, sure + sum(more, _ZERO))
    open_veto = any(_kind(edition, item) is ItemKind.VETO for item in so_far.open_items)
    return SupervisorScore(
        outcome=_outcome(high, low, open_veto, edition),
        vetoes=(),
        open_items=so_far.open_items,
        unpriced=so_far.unpriced,
        points=points,
        high=high,
        low=low,
        total_high=_total(high, best, edition),
        total_low=_total(low, min(edition.bonus_total, sure), edition),
        uses_unconfirmed_points=so_far.uses_unconfirmed_points,
    )


def _points(item: Item, standing: Standing) -> Decimal | None:
    """What a decided item costs or brings; None while nobody can say."""
    if item.kind is ItemKind.VETO or standing.state is not State.HIT:
        return None
    if item.points_confirmed and item.points_each is not None:
        points: Decimal | None = item.points_each * standing.amount
    else:
        points = standing.points
    return points if points is None or item.cap is None else min(points, item.cap)


def _worst(item: Item, standing: Standing, edition: SupervisionEdition) -> Decimal:
    """The most that an open or unpriced item could cost: all, unless its candidates have confirmed points."""
    if standing.state is State.NEEDS_REVIEW and standing.amount and item.points_each is not None:
        points = item.points_each * standing.amount
        return points if item.cap is None else min(points, item.cap)
    return item.cap or edition.deduct_total


def _outcome(high: Decimal, low: Decimal, open_veto: bool, edition: SupervisionEdition) -> Outcome:
    if high < edition.fail_below:
        return Outcome.UNQUALIFIED
    return Outcome.PENDING if open_veto or low < edition.fail_below else Outcome.QUALIFIED


def _total(score: Decimal, bonus: Decimal, edition: SupervisionEdition) -> Decimal:
    """Bonus counts only above the mark; exactly on it there is none."""
    return score + bonus if score > edition.bonus_above else score


def _kind(edition: SupervisionEdition, item: str) -> ItemKind:
    return edition.items[item].kind


def _of(edition: SupervisionEdition, kind: ItemKind) -> tuple[str, ...]:
    return tuple(item.id for item in edition.items.values() if item.kind is kind)


def ranks(totals: Sequence[tuple[int, Decimal | None]]) -> dict[int, int]:
    """Rank of each key by its total, best first; ties share a rank and the next is left out. None: no rank."""
    known: Iterable[Decimal] = [total for _, total in totals if total is not None]
    ordered = list(known)
    return {key: 1 + sum(other > total for other in ordered) for key, total in totals if total is not None}
