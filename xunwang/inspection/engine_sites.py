"""A campaign's sites as the engine and the scoring take them."""

from __future__ import annotations

from xunwang.inspection.models import Campaign, Checked
from xunwang.rules.facts import Site
from xunwang.words import Level, SiteKind


def engine_sites(campaign: Campaign) -> tuple[Site, ...]:
    """All sites of the campaign, in the order of its list. One query."""
    return tuple(engine_site(checked) for checked in campaign.sites.all())


def engine_site(checked: Checked) -> Site:
    """One site, as it was in the register when the plan was made."""
    return Site(
        name=checked.name,
        home_url=checked.home_url,
        kind=SiteKind(checked.kind),
        level=Level(checked.level),
        unit=checked.unit_name,
        region=checked.region,
        region_code=checked.region_code,
        site_code=checked.site_code,
        has_services=checked.has_services,
        hosts=tuple(checked.hosts),
    )
