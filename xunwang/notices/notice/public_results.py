"""What of the frozen results everybody may know: outcomes, scores, reasons; never a restricted finding."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from django.db.models import Q

from xunwang.inspection.models import Campaign, FinalResult, Finding, SiteScore
from xunwang.inspection.vocabulary import Status
from xunwang.rules.edition import Edition
from xunwang.scoring.figures import category_name
from xunwang.words import ItemKind, Level, Outcome, SiteKind

WITHHELD = "按规定不予公开的情形"
"""Stands for an indicator of which a site has restricted findings only."""


@dataclass(frozen=True, slots=True)
class Problem:
    """An indicator that a site did not meet, or was rewarded for. ``title`` may be :data:`WITHHELD`."""

    site: int
    site_name: str
    unit: str
    item: str
    title: str
    places: int
    url: str
    """First page that shows it."""


def category(score: SiteScore) -> str:
    """省直部门网站, 县级政府门户网站 …"""
    return category_name(SiteKind(score.site.kind), Level(score.site.level))


def best_scores(final: FinalResult, most: int) -> list[SiteScore]:
    """The highest totals of each category, best first; sites that are not scored are not among them."""
    scored = final.scores.filter(outcome=Outcome.QUALIFIED, total__isnull=False).select_related("site")
    levels = list(Level)
    ordered = sorted(
        scored,
        key=lambda one: (levels.index(Level(one.site.level)), one.site.kind, -_total(one), one.site_id),
    )
    return [one for _, group in groupby(ordered, key=category) for one in list(group)[:most]]


def problems_of(campaign: Campaign, kind: ItemKind, edition: Edition) -> list[Problem]:
    """Confirmed problems (or, of kind bonus, merits) by site and indicator; one query."""
    rows = (
        Finding.objects.filter(
            campaign=campaign, status=Status.CONFIRMED, withdrawn=False, verdict__kind=kind
        )
        .filter(~Q(restricted=True))
        .order_by("item", "site__region_code", "site_id", "id")
        .values_list("site", "item", "site__name", "site__unit_name", "amount", "evidence__0__url")
    )
    found: dict[tuple[int, str], Problem] = {}
    for site, item, name, unit, amount, url in rows:
        before = found.get((site, item))
        places = amount + (before.places if before else 0)
        first = before.url if before else url or ""
        found[site, item] = Problem(site, name, unit, item, title_of(edition, item), places, first)
    return list(found.values())


def vetoes_of(campaign: Campaign, final: FinalResult, edition: Edition) -> list[Problem]:
    """Vetoes that count, by indicator; those with restricted findings only come last and don't say which."""
    shown = {(one.site, one.item): one for one in problems_of(campaign, ItemKind.VETO, edition)}
    closed = set(
        Finding.objects.filter(
            campaign=campaign, status=Status.CONFIRMED, withdrawn=False, restricted=True
        ).values_list("site", "item")
    )
    found = []
    for score in (
        final.scores.exclude(veto_items=[]).select_related("site").order_by("site__region_code", "site_id")
    ):
        for item in score.veto_items:
            key = (score.site_id, item)
            hidden = key in closed and key not in shown
            title = WITHHELD if hidden else title_of(edition, item)
            name, unit = score.site.name, score.site.unit_name
            found.append(Problem(score.site_id, name, unit, "" if hidden else item, title, 1, ""))
    return sorted(found, key=lambda one: (not one.item, one.item))


def by_title(problems: Iterable[Problem]) -> list[tuple[str, list[Problem]]]:
    """Problems of the same title together, in their order."""
    groups: dict[str, list[Problem]] = {}
    for one in problems:
        groups.setdefault(one.title, []).append(one)
    return list(groups.items())


def bonus_sites(final: FinalResult) -> Mapping[int, Decimal]:
    """Bonus points by site, of those that got any."""
    return dict(final.scores.filter(bonus__gt=0).values_list("site", "bonus"))


def account_troubles(problems: Iterable[str]) -> Counter[str]:
    """Kinds of trouble: what is before the particulars."""
    return Counter(trouble_kind(problem) for problem in problems)


def trouble_kind(problem: str) -> str:
    """``长期未更新，已3个月`` is of the kind ``长期未更新``."""
    return problem.split("，")[0].split("：")[0].strip() or "其他"


def title_of(edition: Edition, item: str) -> str:
    """Title of an indicator."""
    known = edition.items.get(item)
    return known.title if known else item


def points(value: Decimal | None) -> str:
    """Without needless zeros; a dash where nothing is scored."""
    return "—" if value is None else f"{value.normalize():f}"


def _total(score: SiteScore) -> Decimal:
    return score.total if score.total is not None else Decimal(0)
