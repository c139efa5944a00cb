"""What the service indicators share: where the services are, and which guides were read."""

from __future__ import annotations

from xunwang.pages.urls import host_of, same_site
from xunwang.rules.facts import GuideSeen, SiteFacts
from xunwang.rules.website._columns import branch, columns_of
from xunwang.rules.website._shared import absence_doubt, column_doubt
from xunwang.words import ColumnType


def service_urls(facts: SiteFacts) -> tuple[str, ...]:
    """Addresses where a person finds the services: the entry, the columns, some guides."""
    columns = columns_of(facts, ColumnType.SERVICES, ColumnType.SERVICE_STATISTICS)
    entry = (facts.service_entry.url,) if facts.service_entry else ()
    return tuple(dict.fromkeys((*entry, *(column.url for column in columns))))


def services_elsewhere(facts: SiteFacts) -> bool:
    """Whether the services are on another host (a platform of the province) that the run didn't enter."""
    if facts.service_entry is None:
        return False
    hosts = frozenset((host_of(facts.site.home_url), facts.final_host, *facts.site.hosts))
    return not same_site(host_of(facts.service_entry.url), hosts)


def service_doubt(facts: SiteFacts) -> str:
    """Why it can't be concluded that the services lack something, in Chinese; empty when it can."""
    doubt = absence_doubt(facts)
    if doubt:
        return doubt
    if services_elsewhere(facts) and facts.service_entry:
        host = host_of(facts.service_entry.url)
        return f"办事服务在其他平台（{host}）提供，本次未抓取该平台，需把该平台列入本站域名后重新检查"
    roots = columns_of(facts, ColumnType.SERVICES, ColumnType.SERVICE_STATISTICS)
    return column_doubt(branch(facts, roots))


def guides_of(facts: SiteFacts) -> tuple[GuideSeen, ...]:
    """The guides in a fixed order."""
    return tuple(sorted(facts.guides, key=lambda guide: (guide.name, guide.seen.url)))
