"""Overall figures of a run: outcomes and pass rates by group, distribution of scores."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import NamedTuple, Protocol, TypeVar

from xunwang.scoring.records import RunResult, SiteResult
from xunwang.words import Level, Outcome, SiteKind

BANDS = ("60以下", "60–69", "70–79", "80–89", "90–99", "100及以上")


class Judged(Protocol):
    """What has an outcome: a site's result, or an account's."""

    @property
    def outcome(self) -> Outcome:
        """What the verdicts add up to."""
        ...


J = TypeVar("J", bound=Judged)


class Counts(NamedTuple):
    """Outcomes of a group of sites or accounts. Rates are per cent with two decimals, rounded half up."""

    group: str
    total: int
    qualified: int
    unqualified: int
    pending: int
    rate_low: str
    """Pass rate if everything pending fails."""
    rate_high: str
    """Pass rate if everything pending passes."""

    @property
    def rate(self) -> str:
        """The rate, or its range while something is pending."""
        return self.rate_low if self.rate_low == self.rate_high else f"{self.rate_low}–{self.rate_high}"


class Figures(NamedTuple):
    """Figures of a run."""

    overall: Counts
    by_category: tuple[Counts, ...]
    by_region: tuple[Counts, ...]
    scores: dict[str, int]
    """Number of scored portals by band of the total."""
    vetoes: dict[str, int]
    """Number of sites by decided veto item."""


class RunCoverage(NamedTuple):
    """Pages of a whole run."""

    pages: int
    """Understood."""
    not_understood: int
    """Opened, but our own code could not read them; what they say is in no verdict."""
    not_understood_sites: int
    """Sites that have such pages."""
    rendered: int
    """Filled in by script and rendered by a browser."""
    unrendered: int
    """To be rendered, but not, or not wholly."""


def coverage_of(result: RunResult) -> RunCoverage:
    """What a run has read and could not read."""
    parts = [site.coverage for site in result.sites]
    return RunCoverage(
        sum(part.pages for part in parts),
        sum(part.not_understood for part in parts),
        sum(part.not_understood > 0 for part in parts),
        sum(part.rendered for part in parts),
        sum(part.unrendered for part in parts),
    )


def figures_of(result: RunResult) -> Figures:
    """All figures of a run."""
    return Figures(
        counts_of("合计", result.sites),
        counts_by(result.sites, category_of),
        counts_by(result.sites, lambda site: site.site.region or "未填写地区"),
        _scores(result.sites),
        dict(Counter(item for site in result.sites for item in site.veto_items)),
    )


def category_of(result: SiteResult) -> str:
    """Category of a site as the notice names it."""
    return category_name(result.site.kind, result.site.level)


def category_name(kind: SiteKind, level: Level) -> str:
    """Name of the category that sites of this kind and level make."""
    if kind is SiteKind.PORTAL:
        return f"{level.label}政府门户网站"
    names = {Level.PROVINCE: "省直部门网站", Level.CITY: "市级政府部门网站"}
    return names.get(level, f"{level.label}部门网站")


def counts_by(results: Iterable[J], key: Callable[[J], str]) -> tuple[Counts, ...]:
    """Outcomes by group, in order of first appearance."""
    groups: dict[str, list[J]] = defaultdict(list)
    for result in results:
        groups[key(result)].append(result)
    return tuple(counts_of(name, members) for name, members in groups.items())


def counts_of(name: str, results: Iterable[Judged]) -> Counts:
    """Outcomes of one group."""
    outcomes = Counter(result.outcome for result in results)
    total, passed = outcomes.total(), outcomes[Outcome.QUALIFIED]
    failed, pending = outcomes[Outcome.UNQUALIFIED], outcomes[Outcome.PENDING]
    return Counts(
        name, total, passed, failed, pending, percent(passed, total), percent(passed + pending, total)
    )


def percent(part: int, whole: int) -> str:
    """A share in per cent with two decimals, rounded half up; a dash for a share of nothing."""
    if not whole:
        return "—"
    hundredths = (part * 20_000 + whole) // (2 * whole)
    return f"{hundredths // 100}.{hundredths % 100:02d}%"


def rate_range(passed: int, pending: int, whole: int) -> str:
    """The share that passed, or its range while something is pending."""
    low, high = percent(passed, whole), percent(passed + pending, whole)
    return low if low == high else f"{low}–{high}"


def _scores(results: Iterable[SiteResult]) -> dict[str, int]:
    return score_bands(result.total for result in results)


def score_bands(totals: Iterable[Decimal | None]) -> dict[str, int]:
    """Number of totals by band; what is not scored is left out."""
    bands = dict.fromkeys(BANDS, 0)
    for total in totals:
        if total is not None:
            bands[BANDS[max(0, min(len(BANDS) - 1, int(total) // 10 - 5))]] += 1
    return bands
