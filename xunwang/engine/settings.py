"""How a run is made. Everything here goes into the run's manifest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import datetime
from typing import Any

from xunwang.fetch.records import FetchSettings


@dataclass(frozen=True, slots=True)
class CrawlSettings:
    """Bounds of one site's crawl, and the size of the samples taken from it."""

    max_pages: int = 3_000
    max_bytes: int = 2 * 1024**3
    max_seconds: float = 6 * 3600.0
    """Seconds of the run's clock that one site may take."""
    max_depth: int = 8
    max_link_checks: int = 2_000
    """Targets that are not crawled (external pages, attachments, pictures) and are only tried."""
    link_tries: int = 3
    link_span_hours: float = 24.0
    """A link is broken only after ``link_tries`` tries spread over at least this span."""
    search_queries: int = 4
    footer_samples: int = 5
    tag_samples: int = 20
    ipv6_samples: int = 4
    browser_pages: int = 0
    """Pages filled in by script that are rendered by a browser, a site; 0 renders none."""
    browser_page_seconds: float = 25.0
    """Real seconds that one of them may take …"""
    browser_seconds: float = 300.0
    """… and all of a site."""
    seeds: tuple[str, ...] | None = None
    """None crawls the whole site. Else only the home page and these addresses (a recheck) …"""
    follow: str = ""
    """… and with ``near`` what the seeds link to, with ``columns`` also what the navigation leads to."""
    link_targets: tuple[str, ...] = ()
    """With ``seeds``: the only links that are tried."""
    obey_robots: bool = True
    robots_override_reason: str = ""
    """Who allowed it and why, when ``obey_robots`` is False; recorded in the manifest."""


@dataclass(frozen=True, slots=True)
class RunSettings:
    """All settings of a run."""

    check_point: datetime
    """The instant from which windows run backwards (监测时间点), aware."""
    fetch: FetchSettings = field(default_factory=FetchSettings)
    crawl: CrawlSettings = field(default_factory=CrawlSettings)
    contact: str = ""
    """E-mail or telephone put into the User-Agent."""
    word_lists: str | None = None
    """Folder of the office's own word lists, read besides ours."""
    processes: int = 1

    def with_contact(self) -> RunSettings:
        """The same settings with the contact written into the User-Agent."""
        if not self.contact:
            return self
        agent = f"XunwangInspector/0.1 (government website supervision; contact: {self.contact})"
        return replace(self, fetch=replace(self.fetch, user_agent=agent))


def to_json(settings: RunSettings) -> dict[str, Any]:
    """Plain values for the manifest."""
    values = asdict(settings)
    values["check_point"] = settings.check_point.isoformat()
    return values


def from_json(values: Mapping[str, Any]) -> RunSettings:
    """The settings of a manifest; unknown names are ignored, missing ones take their default."""
    fetch = fetch_from_json(values["fetch"])
    crawl = known_fields(CrawlSettings, values["crawl"])
    for name in ("seeds", "link_targets"):
        if crawl.get(name) is not None:
            crawl[name] = tuple(crawl[name])
    return RunSettings(
        check_point=datetime.fromisoformat(values["check_point"]),
        fetch=fetch,
        crawl=CrawlSettings(**crawl),
        contact=values.get("contact", ""),
        word_lists=values.get("word_lists"),
        processes=values.get("processes", 1),
    )


def fetch_from_json(values: Mapping[str, Any]) -> FetchSettings:
    """The client's settings of a manifest; unknown names are ignored, missing ones take their default."""
    fetch = known_fields(FetchSettings, values)
    for name in ("allowed_networks", "gateway"):
        if fetch.get(name) is not None:
            fetch[name] = tuple(fetch[name])
    fetch["resolve"] = {host: tuple(found) for host, found in fetch.get("resolve", {}).items()}
    return FetchSettings(**fetch)


def known_fields(record: type[Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a manifest that a record has a field for."""
    names = {item.name for item in fields(record)}
    return {name: value for name, value in values.items() if name in names}
