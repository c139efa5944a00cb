"""How much work a plan makes for people, before it is decided.

The figures are estimates: minutes for an indicator of a site by the way it is decided. What reviewers really
take is measured with every decision; an office that has a round behind it gives its own rates.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from xunwang.inspection.editions import edition_of
from xunwang.inspection.models import Campaign
from xunwang.inspection.planning.history import before
from xunwang.inspection.planning.sample import account_frame, draw_accounts
from xunwang.inspection.planning.scope import region_names, sites_in_scope
from xunwang.registry.models import WebSite
from xunwang.registry.vocabulary import UnitLevel
from xunwang.rules.edition import Edition
from xunwang.rules.facts import Site
from xunwang.rules.registry import applies
from xunwang.scoring.figures import category_name
from xunwang.scoring.sampling import ANY, Member, Stratum, draw
from xunwang.words import Level, Method, SiteKind


@dataclass(frozen=True, slots=True)
class Rates:
    """Minutes that people take."""

    by_method: Mapping[Method, float] = field(
        default_factory=lambda: {Method.AUTOMATIC: 0.0, Method.HYBRID: 1.0, Method.HUMAN: 5.0}
    )
    """For one indicator of one site, by how it is decided."""
    enquiry: float = 6.0
    """For a test question: asked, followed, graded."""
    account: float = 8.0
    """For one account."""


@dataclass(frozen=True, slots=True)
class Workload:
    """What a plan means. Hours are working hours of people, all reviewers together."""

    sites: Mapping[str, int]
    """By category as the notice names them, such as 市级政府门户网站."""
    regions: Mapping[str, int]
    """The same sites by region."""
    site_population: int
    """Sites that could be drawn."""
    accounts: Mapping[str, int]
    """To be checked, by stratum."""
    account_regions: Mapping[str, int]
    """The same accounts by region."""
    strata: tuple[Stratum, ...]
    """How the accounts would be drawn."""
    population: int
    """Accounts that could be drawn."""
    review_hours: float
    enquiry_hours: float
    account_hours: float
    double_hours: float
    """For the second opinions of the blind sample."""

    @property
    def site_count(self) -> int:
        """Sites to be checked."""
        return sum(self.sites.values())

    @property
    def account_count(self) -> int:
        """Accounts to be checked."""
        return sum(self.accounts.values())

    @property
    def hours(self) -> float:
        """Everything."""
        return self.review_hours + self.enquiry_hours + self.account_hours + self.double_hours

    def days(self, reviewers: int, hours_a_day: float = 6.0) -> float:
        """Working days for so many reviewers."""
        return self.hours / (max(1, reviewers) * hours_a_day)


def preview(campaign: Campaign, rates: Rates | None = None) -> Workload:
    """Workload of a plan as the register is now: three queries, nothing is written."""
    rates = rates or Rates()
    sites = list(sites_in_scope(campaign))
    regions = region_names()
    hosts = {site.host: site for site in sites}
    share = {ANY: Fraction(campaign.site_share)}
    frame = [Member(host, SiteKind(site.kind).label) for host, site in hosts.items()]
    chosen = [hosts[host] for host in draw(frame, share, campaign.seed).chosen]
    known = before(campaign)
    accounts = account_frame(campaign, regions, known)
    drawn = draw_accounts(campaign, accounts, known)
    keys = drawn.chosen
    review = _review_minutes(chosen, edition_of(campaign), rates) / 60
    counts = {stratum.name: stratum.size for stratum in drawn.strata if stratum.size}
    return Workload(
        sites=_numbers(_category(site) for site in chosen),
        regions=_numbers(regions[site.unit_id] for site in chosen),
        site_population=len(sites),
        accounts=counts,
        account_regions=_numbers(
            regions[account.unit_id] for account, member in accounts if member.key in keys
        ),
        strata=drawn.strata,
        population=drawn.population,
        review_hours=review,
        enquiry_hours=len(chosen) * rates.enquiry / 60,
        account_hours=sum(counts.values()) * rates.account / 60,
        double_hours=review * float(campaign.double_share),
    )


def _review_minutes(sites: Iterable[WebSite], edition: Edition, rates: Rates) -> float:
    kinds = Counter((SiteKind(site.kind), site.has_services) for site in sites)
    total = 0.0
    for (kind, has_services), count in kinds.items():
        example = Site("", "", kind, Level.CITY, has_services=has_services)
        methods = [item.method for item in edition.items.values() if applies(item, example)]
        total += count * sum(rates.by_method[method] for method in methods)
    return total


def _numbers(names: Iterable[str]) -> dict[str, int]:
    """How often each name comes, in order of first appearance. A plain dict: templates ask it for ``items``."""
    return dict(Counter(names))


def _category(site: WebSite) -> str:
    level, kind = site.unit.level, SiteKind(site.kind)
    if level in set(Level):
        return category_name(kind, Level(level))
    return f"{UnitLevel(level).label}{kind.label}"
