"""Results as lines, one a site: as they stand, or as they were frozen. What rankings and lists show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from decimal import Decimal

from xunwang.inspection.models import CheckedSite, FinalResult
from xunwang.inspection.results.standing import Scored
from xunwang.rules.edition import Edition
from xunwang.scoring.figures import category_name
from xunwang.words import ItemKind, Level, Outcome, SiteKind, State


@dataclass(frozen=True, slots=True)
class SiteLine:
    """One site's result. Scores are None where nothing is scored (department sites, vetoed sites).

    ``total_low`` is the total if everything open is decided against the site; frozen results have no range.
    """

    checked: CheckedSite
    outcome: Outcome
    rank: int | None
    total: Decimal | None
    total_low: Decimal | None
    deduct_score: Decimal | None
    bonus: Decimal | None
    areas: Mapping[str, Decimal]
    """Points off by area of the table, such as 发布解读."""
    vetoes: tuple[str, ...]
    """Decided."""
    open_vetoes: tuple[str, ...] = ()
    findings: int = 0
    """Confirmed problems; what brings points is none."""
    unconfirmed: bool = False
    """Some points behind the figures are 未核定."""
    open: int = 0
    """Indicators that somebody still has to decide."""

    @property
    def category(self) -> str:
        """As the notice names it."""
        return category_name(SiteKind(self.checked.kind), Level(self.checked.level))


def lines_of(scored: Iterable[Scored], edition: Edition) -> list[SiteLine]:
    """As they stand."""
    areas, bonuses = areas_of(edition), bonus_items(edition)
    return [_line(one, areas, bonuses) for one in scored]


def frozen_lines(final: FinalResult, edition: Edition) -> list[SiteLine]:
    """As they were frozen; one query."""
    areas = areas_of(edition)
    return [
        SiteLine(
            checked=score.site,
            outcome=Outcome(score.outcome),
            rank=score.rank,
            total=score.total,
            total_low=score.total,
            deduct_score=score.deduct_score,
            bonus=score.bonus,
            areas=_by_area({group: Decimal(points) for group, points in score.deductions.items()}, areas),
            vetoes=tuple(score.veto_items),
            findings=score.findings,
            unconfirmed=score.uses_unconfirmed_points,
        )
        for score in final.scores.select_related("site__unit").order_by("site__region_code", "site_id")
    ]


def areas_of(edition: Edition) -> dict[str, str]:
    """Area of each group of deductions, in the order of the table: 扣分·办事服务 (25) is 办事服务."""
    return {
        item.group: item.level1.partition("·")[2].partition("(")[0].strip() or item.level1
        for item in edition.items.values()
        if item.kind is ItemKind.DEDUCT
    }


def area_names(edition: Edition) -> tuple[str, ...]:
    """Areas in the order of the table."""
    return tuple(dict.fromkeys(areas_of(edition).values()))


def bonus_items(edition: Edition) -> frozenset[str]:
    """Indicators whose findings bring points."""
    return frozenset(item.id for item in edition.items.values() if item.kind is ItemKind.BONUS)


def confirmed_problems(one: Scored, bonuses: Set[str]) -> int:
    """Confirmed findings but those that bring points."""
    verdicts = one.result.verdicts.items()
    return sum(len(v.findings) for item, v in verdicts if v.state is State.HIT and item not in bonuses)


def _line(one: Scored, areas: Mapping[str, str], bonuses: Set[str]) -> SiteLine:
    result = one.result
    return SiteLine(
        checked=one.checked,
        outcome=result.outcome,
        rank=result.rank if one.checked.taken_at is not None else None,
        total=result.total,
        total_low=result.total_low,
        deduct_score=result.deduct_score,
        bonus=result.bonus,
        areas=_by_area(result.deductions, areas),
        vetoes=result.veto_items,
        open_vetoes=result.open_veto_items,
        findings=confirmed_problems(one, bonuses),
        unconfirmed=result.uses_unconfirmed_points,
        open=sum(v.state in (State.NEEDS_REVIEW, State.UNKNOWN) for v in result.verdicts.values()),
    )


def _by_area(deductions: Mapping[str, Decimal], areas: Mapping[str, str]) -> dict[str, Decimal]:
    sums = dict.fromkeys(areas.values(), Decimal(0))
    for group, points in deductions.items():
        name = areas.get(group)
        if name is not None:
            sums[name] += points
    return sums
