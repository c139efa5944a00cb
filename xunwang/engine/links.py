"""Links: which targets are still to be tried, and the rounds that try them.

Pages that the crawl could not open, and targets that are not crawled (other sites, attachments,
pictures), are tried; what fails is tried again as the policy in ``fetch.links`` says. All tries go into
``link-tries.log`` of the site, so that a round can be interrupted at any moment.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from xunwang.clock import Clock
from xunwang.engine.archive import Archive
from xunwang.engine.journal import Journal, read_journal
from xunwang.engine.observe import charset_of, is_page
from xunwang.engine.tables import read_addresses, read_pages, targets_of_page
from xunwang.fetch.client import Client
from xunwang.fetch.links import LinkChecks, LinkLane, LinkSettings, TryRecord, TryResult, judge_try
from xunwang.fetch.records import Fault, Fetched
from xunwang.fetch.url_keys import url_key
from xunwang.pages.records import Page
from xunwang.pages.understand import Depth, understand
from xunwang.pages.urls import host_of, is_government
from xunwang.rules.facts import Site
from xunwang.text import hijack_words
from xunwang.words import LinkClass, PageKind

_NOT_TRIED = frozenset({LinkClass.MAIL, LinkClass.SCRIPT})
_ROUND = timedelta(hours=1)
NEVER = datetime.min.replace(tzinfo=UTC)
"""Due time of a target that was never tried: at once."""


class LinkTarget(NamedTuple):
    """An address to be tried."""

    number: int
    url: str
    text: str
    link_class: LinkClass
    on_home: bool


@dataclass(slots=True)
class SiteLinks:
    """The targets of one site, their tries, and what those outside turned out to be."""

    checks: LinkChecks
    targets: dict[str, LinkTarget] = field(default_factory=dict)
    looks: dict[str, dict[str, Any]] = field(default_factory=dict)
    """By target: ``final``, ``title``, ``hijack``, ``hops``."""
    untried: int = 0
    """Targets left out because of the bound on link checks."""

    def due(self) -> datetime | None:
        """When the next try is due; None when all is decided."""
        if self.checks.due(NEVER):
            return NEVER
        return self.checks.next_due()


def site_links(archive: Archive, site: Site) -> SiteLinks:
    """Targets of a crawled site, the home page's first, with all tries made."""
    folder = archive.site_folder(site)
    crawl = archive.settings.crawl
    links = SiteLinks(LinkChecks(LinkSettings(crawl.link_tries, timedelta(hours=crawl.link_span_hours))))
    opened, failed = _crawled(folder)
    left = crawl.max_link_checks
    for target in _targets(folder):
        if crawl.seeds is not None and target.url not in crawl.link_targets:
            continue
        if url_key(target.url) in opened:
            continue
        if target.url in failed:
            links.checks.restore(target.url, [failed[target.url]])
        else:
            left -= 1
            if left < 0:
                links.untried += 1
                continue
            links.checks.add(target.url)
        links.targets[target.url] = target
    _restore(links, folder / "link-tries.log")
    return links


def _targets(folder: Path) -> list[LinkTarget]:
    on_home = set(targets_of_page(folder, 0))
    targets = [
        LinkTarget(number, url, text, link_class, number in on_home)
        for number, url, text, kind in read_addresses(folder)
        if url.startswith("http") and (link_class := LinkClass(kind)) not in _NOT_TRIED
    ]
    return sorted(targets, key=lambda target: not target.on_home)


def _crawled(folder: Path) -> tuple[set[str], dict[str, TryRecord]]:
    """Keys of the pages that opened, and the first try of the others."""
    opened: set[str] = set()
    failed: dict[str, TryRecord] = {}
    for row in read_pages(folder):
        if row.kind == PageKind.ERROR:
            failed[row.url] = TryRecord(row.at, row.status, "soft_404", TryResult.FAILED)
        elif 200 <= row.status < 300 and not row.fault:
            opened.update((url_key(row.url), url_key(row.final)))
        else:
            result = judge_try(row.status, Fault(row.fault))
            failed[row.url] = TryRecord(row.at, row.status, row.fault, result)
    return opened, failed


def _restore(links: SiteLinks, path: Path) -> None:
    tries: dict[str, list[TryRecord]] = {}
    for record in read_journal(path):
        made = TryRecord(
            datetime.fromisoformat(record["at"]),
            record["status"],
            record["fault"],
            TryResult(record["result"]),
        )
        tries.setdefault(record["url"], []).append(made)
        if "look" in record:
            links.looks[record["url"]] = record["look"]
    before = {checked.target: checked.tries for checked in links.checks.results()}
    for url, made_tries in tries.items():
        if url in links.targets:
            links.checks.restore(url, [*before.get(url, ()), *made_tries])


def due_of(archive: Archive) -> tuple[datetime | None, int]:
    """When the next try of the run is due (None: all decided), and how many targets are undecided."""
    due: list[datetime] = []
    waiting = 0
    for site in archive.sites:
        if archive.crawled(site):
            links = site_links(archive, site)
            if (when := links.due()) is not None:
                due.append(when)
                waiting += len(links.checks.due(datetime.max.replace(tzinfo=UTC)))
    first = min(due, default=None)
    if first is None or first == NEVER:
        return first, waiting
    # One round for all that fall due within the hour: a run, and a site, has thousands of targets.
    return first + _ROUND, waiting


def try_links(
    archive: Archive,
    clock: Clock,
    *,
    on_try: Callable[[], None] = lambda: None,
    should_stop: Callable[[], bool] = lambda: False,
) -> None:
    """Try once every target of the run that is due now, all sites side by side."""
    journals: list[Journal] = []

    def lanes() -> Iterator[LinkLane]:
        for site in archive.sites:
            if not archive.crawled(site):
                continue
            links = site_links(archive, site)
            if not links.checks.due(clock.now()):
                continue
            journal = Journal(archive.site_folder(site) / "link-tries.log")
            journals.append(journal)
            yield _lane(site, links, journal, clock.now(), on_try)

    try:
        with Client(archive.settings.fetch, clock) as client:
            client.run(lanes(), should_stop=should_stop)
    finally:
        for journal in journals:
            journal.close()


def _lane(
    site: Site, links: SiteLinks, journal: Journal, now: datetime, on_try: Callable[[], None]
) -> LinkLane:
    looks: dict[str, dict[str, Any]] = {}

    def is_error_page(fetched: Fetched) -> bool:
        if not is_page(fetched):
            return False
        page = understand(
            fetched.body, url=fetched.url, now=fetched.at, http_charset=charset_of(fetched), depth=Depth.CRAWL
        )
        target = str(fetched.request.tag)
        if not is_government(host_of(fetched.url)):
            looks[target] = _look(fetched, page)
        return page.kind is PageKind.ERROR

    def keep(target: str, made: TryRecord) -> None:
        record: dict[str, Any] = {
            "url": target,
            "at": made.at.isoformat(),
            "status": made.status,
            "fault": made.fault,
            "result": str(made.result),
        }
        if target in looks:
            record["look"] = looks.pop(target)
        journal.append(record)
        on_try()

    return links.checks.lane(site.home_url, now, is_error_page, keep)


def _look(fetched: Fetched, page: Page) -> dict[str, Any]:
    """What a page outside the government's sites says of itself."""
    title = page.title or ""
    return {
        "final": fetched.url,
        "title": title[:200],
        "hijack": list(hijack_words(f"{title}\n{page.text[:2000]}")),
        "hops": [hop.url for hop in fetched.hops],
    }
