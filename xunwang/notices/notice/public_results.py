"""What of the frozen results everybody may know: outcomes, scores, reasons; never a restricted finding."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from xunwang.inspection.editions import edition_of
from xunwang.inspection.models import (
    Campaign,
    CheckedAccount,
    FinalResult,
    Finding,
    SamplingRecord,
    SiteScore,
)
from xunwang.inspection.results.accounts import WITHHELD
from xunwang.inspection.vocabulary import Status
from xunwang.rules.edition import Edition
from xunwang.scoring.figures import category_name
from xunwang.words import ItemKind, Level, Outcome, SiteKind


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


class PublicResults:
    """The frozen results of a campaign, each part asked for once: at most seven queries in all."""

    def __init__(self, campaign: Campaign, final: FinalResult) -> None:
        self.campaign = campaign
        self.final = final
        self.edition: Edition = edition_of(campaign)

    @cached_property
    def scores(self) -> list[SiteScore]:
        """All sites, in the order of the register."""
        return list(self.final.scores.select_related("site").order_by("site__region_code", "site_id"))

    @cached_property
    def accounts(self) -> list[CheckedAccount]:
        """All sampled accounts, by region."""
        return list(self.campaign.accounts.order_by("region", "unit_name", "name", "id"))

    @cached_property
    def account_troubles(self) -> dict[int, tuple[str, ...]]:
        """What is wrong with each unqualified account, in kinds: vetoes of those that were judged, else as written."""
        rows = Finding.objects.filter(
            campaign=self.campaign, checked__account__isnull=False, is_veto=True, status=Status.CONFIRMED, withdrawn=False,
        ).order_by("verdict__position", "id")  # fmt: skip
        titles: dict[int, dict[str, None]] = {}
        for checked, item, restricted in rows.values_list("checked", "item", "restricted"):
            title = WITHHELD if restricted else title_of(self.edition, item)
            titles.setdefault(checked, {})[title] = None
        bad = [one for one in self.accounts if one.outcome == Outcome.UNQUALIFIED]
        return {one.pk: tuple(titles.get(one.pk, {})) or (trouble_kind(one.problems),) for one in bad}

    @cached_property
    def samplings(self) -> list[SamplingRecord]:
        """Drawings: sites, then accounts."""
        return list(self.campaign.samplings.order_by("-population", "id"))

    def best_scores(self, most: int) -> list[SiteScore]:
        """The highest totals of each category, best first; sites that are not scored are not among them."""
        scored = [one for one in self.scores if one.outcome == Outcome.QUALIFIED and one.total is not None]
        levels = list(Level)
        scored.sort(
            key=lambda one: (levels.index(Level(one.site.level)), one.site.kind, -_total(one), one.site_id)
        )
        return [one for _, group in groupby(scored, key=category) for one in list(group)[:most]]

    @cached_property
    def bonus(self) -> dict[int, Decimal]:
        """Bonus points by site, of those that got any."""
        return {one.site_id: one.bonus for one in self.scores if one.bonus}

    @cached_property
    def deductions(self) -> list[Problem]:
        """Confirmed problems by site and indicator; restricted ones are not among them."""
        return self._of(ItemKind.DEDUCT)

    @cached_property
    def merits(self) -> list[Problem]:
        """What sites got bonus points for."""
        return [one for one in self._of(ItemKind.BONUS) if one.site in self.bonus]

    @cached_property
    def vetoes(self) -> list[Problem]:
        """Vetoes that count, by indicator; those with restricted findings only come last and don't say which."""
        closed = {key for key, findings in self._findings.items() if all(one.restricted for one in findings)}
        found = []
        for score in self.scores:
            for item in score.veto_items:
                hidden = (score.site_id, item) in closed
                title = WITHHELD if hidden else title_of(self.edition, item)
                name, unit = score.site.name, score.site.unit_name
                found.append(Problem(score.site_id, name, unit, "" if hidden else item, title, 1, ""))
        return sorted(found, key=lambda one: (not one.item, one.item))

    @cached_property
    def _findings(self) -> dict[tuple[int, str], list[_Row]]:
        """Confirmed findings of sites, by site and indicator."""
        rows = Finding.objects.filter(
            campaign=self.campaign, checked__account=None, status=Status.CONFIRMED, withdrawn=False
        )
        found: dict[tuple[int, str], list[_Row]] = {}
        for row in rows.order_by("item", "checked__region_code", "checked_id", "id").values_list(
            "checked",
            "item",
            "checked__name",
            "checked__unit_name",
            "amount",
            "evidence__0__url",
            "restricted",
            "verdict__kind",
        ):
            one = _Row(*row)
            found.setdefault((one.site, one.item), []).append(one)
        return found

    def _of(self, kind: ItemKind) -> list[Problem]:
        problems = []
        for (site, item), rows in self._findings.items():
            shown = [one for one in rows if one.kind == kind and not one.restricted]
            if shown:
                first = shown[0]
                places = sum(one.amount for one in shown)
                title = title_of(self.edition, item)
                problems.append(Problem(site, first.name, first.unit, item, title, places, first.url or ""))
        return problems


class _Row(NamedTuple):
    site: int
    item: str
    name: str
    unit: str
    amount: int
    url: str | None
    restricted: bool
    kind: str


def category(score: SiteScore) -> str:
    """省直部门网站, 县级政府门户网站 …"""
    return category_name(SiteKind(score.site.kind), Level(score.site.level))


def by_title(problems: Iterable[Problem]) -> list[tuple[str, list[Problem]]]:
    """Problems of the same title together, in their order."""
    groups: dict[str, list[Problem]] = {}
    for one in problems:
        groups.setdefault(one.title, []).append(one)
    return list(groups.items())


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
