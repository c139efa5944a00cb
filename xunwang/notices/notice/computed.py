"""Every figure of a notice, computed from the frozen results."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from xunwang.calendar.working_days import local_day
from xunwang.holidays.office import add_working_days
from xunwang.inspection.enquiries import AT_ONCE, SOON
from xunwang.inspection.models import Campaign
from xunwang.inspection.models.sampling import Population
from xunwang.notices.notice.annexes import ANNEXES
from xunwang.notices.notice.data import Annex
from xunwang.notices.notice.figures import Figures, chinese_day, listed
from xunwang.notices.notice.imprint import office_figures
from xunwang.notices.notice.public_results import (
    Problem,
    PublicResults,
    by_title,
    category,
)
from xunwang.notices.notice.supervised import Supervision
from xunwang.notices.notice.template import Template
from xunwang.registry.vocabulary import UnitLevel
from xunwang.rules.edition import Edition
from xunwang.words import Outcome

NAMED, NAMED_VETOES, NAMED_EXAMPLES = 5, 20, 3
"""Names that a sentence lists; the annexes have all."""
FEWEST_ACCOUNTS = 3
"""Sampled accounts that a unit must have to be named for having all of them in order."""
WHOLE_SHARE = "100%"


@dataclass(frozen=True, slots=True)
class Sources:
    """What the figures are computed from. ``issued`` is when the notice is issued; the deadline runs from it."""

    results: PublicResults
    template: Template
    issued: datetime
    annexes: Sequence[Annex]
    supervision: Supervision | None = None


def figures_for(told: Sources) -> Figures:
    """All figures. Raises CalendarNotPublished for a deadline in a year without a calendar."""
    figures = Figures(told.template.digits, told.template.labels)
    results, frozen = told.results, told.results.final.figures
    _campaign(figures, results.campaign, results.edition)
    _sites(figures, results)
    _accounts(figures, frozen["accounts"])
    _account_names(figures, results, frozen["accounts"])
    _supervision(figures, told.supervision)
    _replies(figures, frozen["replies"])
    _interpretation(figures, frozen.get("interpretation") or {})
    _vetoes(figures, results.vetoes)
    _deductions(figures, results.deductions)
    _bonus(figures, results)
    deadline = add_working_days(local_day(told.issued), told.template.rectify_working_days)
    figures.words("rectify.deadline", chinese_day(deadline))
    numbers = {annex.key: number for number, annex in enumerate(told.annexes, 1)}
    for key in ANNEXES:
        figures.words(f"annex.{key}", f"附件{numbers[key]}" if key in numbers else None)
    return figures


def _campaign(figures: Figures, campaign: Campaign, edition: Edition) -> None:
    start, end = campaign.period_start, campaign.period_end
    last = f"{end.month}月" if start.year == end.year else f"{end.year}年{end.month}月"
    figures.words("campaign.year", f"{local_day(campaign.check_point).year}年")
    figures.words("campaign.period", f"{start.year}年{start.month}月至{last}")
    figures.words("campaign.check_point", chinese_day(local_day(campaign.check_point)))
    figures.words("campaign.edition", edition.title)
    figures.words("campaign.document", edition.document)
    figures.words("campaign.unit", campaign.unit.name)
    office_figures(figures, campaign.unit)


def _sites(figures: Figures, results: PublicResults) -> None:
    told = results.final.figures["sites"]
    overall = told["overall"] or {"checked": 0, "qualified": 0, "unqualified": 0}
    record = next((one for one in results.samplings if one.population == Population.SITES), None)
    figures.count("sites.checked", overall["checked"])
    figures.count("sites.qualified", overall["qualified"])
    figures.count("sites.unqualified", overall["unqualified"])
    figures.count("sites.running", sum(one["population"] for one in record.strata) if record else None)
    figures.share("sites.rate", "sites.qualified", "sites.checked")
    figures.share("sites.share", "sites.checked", "sites.running")
    figures.sum("sites.checked", ("sites.qualified", "sites.unqualified"))
    groups = told["by_category"]
    figures.words("sites.by_kind", "、".join(f"{one['group']}{one['checked']}个" for one in groups))
    for number, one in enumerate(groups, 1):
        name = f"sites.group_{number}"
        figures.count(f"{name}.checked", one["checked"], f"{one['group']}：检查数")
        figures.count(f"{name}.qualified", one["qualified"], f"{one['group']}：合格数")
        figures.share(f"{name}.rate", f"{name}.qualified", f"{name}.checked", f"{one['group']}：合格率")
    for part in ("checked", "qualified"):
        figures.sum(f"sites.{part}", (f"sites.group_{number}.{part}" for number in range(1, len(groups) + 1)))
    figures.words("sites.best", _best(results))


def _best(results: PublicResults) -> str:
    groups: dict[str, list[str]] = {}
    for score in results.best_scores(NAMED_EXAMPLES):
        groups.setdefault(category(score), []).append(f"“{score.site.name}”")
    return "，".join(f"{''.join(names)}等{group}" for group, names in groups.items())


def _accounts(figures: Figures, told: Mapping[str, Any]) -> None:
    levels = {group["group"]: group["sampled"] for group in told["by_level"]}
    upper = levels.get(UnitLevel.PROVINCE.label, 0)
    figures.count("accounts.filed", told["filed"])
    figures.count("accounts.sampled", told["sampled"])
    figures.count("accounts.upper", upper)
    figures.count("accounts.lower", told["sampled"] - upper)
    figures.count("accounts.qualified", told["qualified"])
    figures.count("accounts.unqualified", told["sampled"] - told["qualified"] - told["pending"])
    figures.share("accounts.share", "accounts.sampled", "accounts.filed")
    figures.share("accounts.rate", "accounts.qualified", "accounts.sampled")
    figures.sum("accounts.sampled", ("accounts.upper", "accounts.lower"))
    if not told["pending"]:
        figures.sum("accounts.sampled", ("accounts.qualified", "accounts.unqualified"))


def _account_names(figures: Figures, results: PublicResults, told: Mapping[str, Any]) -> None:
    rows = [(one.unit_name, one.outcome) for one in results.accounts]
    regions = [one["group"] for one in told["by_region"] if one["sampled"] == one["qualified"]]
    sampled, good = (
        Counter(row[0] for row in rows),
        Counter(row[0] for row in rows if row[1] == Outcome.QUALIFIED),
    )
    units = [name for name, count in sampled.items() if count >= FEWEST_ACCOUNTS and good[name] == count]
    perfect = [name for name in regions if name not in units] + units
    figures.words("accounts.perfect", listed(perfect, NAMED))
    figures.words("accounts.perfect_rate", WHOLE_SHARE if perfect else None)
    named: dict[str, list[str]] = {}
    for one in results.accounts:
        for kind in results.account_troubles.get(one.pk, ()):
            named.setdefault(kind, []).append(one.unit_name)
    most = sorted(named.items(), key=lambda pair: -len(pair[1]))[:NAMED]
    figures.words(
        "accounts.troubles",
        "；".join(f"{kind}的{len(units)}个（{_examples(units)}）" for kind, units in most),
    )


def _supervision(figures: Figures, told: Supervision | None) -> None:
    figures.count("supervision.offices", told.offices if told else None)
    figures.count("supervision.inspected", told.inspected if told else None)
    figures.words("supervision.least_share", told.least_share if told else None)


def _replies(figures: Figures, told: Mapping[str, Any]) -> None:
    asked = told["asked"] or None
    figures.count("replies.asked", asked)
    figures.count("replies.within_5_days", told["within_5_days"] if asked else None)
    figures.count("replies.within_1_day", told["within_1_day"] if asked else None)
    figures.share("replies.share_5_days", "replies.within_5_days", "replies.asked")
    figures.words("replies.soon", f"{SOON}个工作日")
    figures.words("replies.at_once", f"{AT_ONCE}个工作日")


def _interpretation(figures: Figures, told: Mapping[str, Any]) -> None:
    figures.count("interpretation.known", told.get("known"))
    figures.count("interpretation.with_column", told.get("with_column"))
    figures.share("interpretation.share", "interpretation.with_column", "interpretation.known")


def _vetoes(figures: Figures, found: list[Problem]) -> None:
    figures.count("vetoes.sites", len({one.site for one in found}))
    told = [
        f"{title}的{len(sites)}个（{listed((one.unit for one in sites), NAMED_VETOES)}）"
        for title, sites in by_title(found)
    ]
    figures.words("vetoes.by_item", "；".join(told))


def _deductions(figures: Figures, found: list[Problem]) -> None:
    figures.count("deductions.findings", sum(one.places for one in found))
    figures.count("deductions.sites", len({one.site for one in found}))
    ordered = sorted(by_title(found), key=lambda group: -len(group[1]))
    told = [
        f"{title}的{len(sites)}个（{_examples([one.unit for one in sites])}）"
        for title, sites in ordered[:NAMED]
    ]
    figures.words("deductions.by_item", "；".join(told))


def _bonus(figures: Figures, results: PublicResults) -> None:
    figures.count("bonus.sites", len(results.bonus))
    examples = [
        f"{title}的{_examples([f'“{one.site_name}”' for one in sites])}"
        for title, sites in by_title(results.merits)
    ]
    figures.words("bonus.examples", "；".join(examples[:NAMED]))


def _examples(names: Iterable[str]) -> str:
    return listed(names, NAMED_EXAMPLES)
