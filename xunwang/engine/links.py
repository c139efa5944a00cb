"""Links: which targets are still to be tried, and the rounds that try them.

A page that the crawl could not open, and every target that is not crawled (other sites, attachments,
pictures), is tried. What fails is tried again, spaced as the settings say; only what fails at every
try over the whole span is broken. All tries go into ``link-tries.log`` of the site.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from xunwang.clock import Clock
from xunwang.engine.archive import Archive
from xunwang.engine.journal import Journal, read_journal
from xunwang.engine.observe import is_page
from xunwang.engine.settings import CrawlSettings
from xunwang.engine.tables import targets_of_page, read_addresses, read_pages
from xunwang.fetch.client import Client
from xunwang.fetch.links import LinkState, judge_try, wants_get
from xunwang.fetch.records import Fault, Fetched, Request
from xunwang.fetch.url_keys import url_key
from xunwang.pages import title_of
from xunwang.pages.urls import host_of, is_government
from xunwang.rules.facts import LinkTry, Site
from xunwang.text.hijack import hijack_words
from xunwang.words import LinkClass

_TRIED_CLASSES = frozenset(
    {LinkClass.INTERNAL, LinkClass.GOVERNMENT, LinkClass.EXTERNAL, LinkClass.ATTACHMENT, LinkClass.IMAGE,
     LinkClass.MEDIA}
)  # fmt: skip
_LOOK_INTO = 128 * 1024
"""Bytes read of a page outside the government's sites, to see what it has become."""
_IN_FLIGHT = 8


class LinkTarget(NamedTuple):
    """An address to be tried."""

    number: int
    url: str
    text: str
    link_class: LinkClass
    on_home: bool


@dataclass(slots=True)
class SiteLinks:
    """The targets of one site and all tries so far."""

    targets: dict[str, LinkTarget]
    tries: dict[str, list[LinkTry]] = field(default_factory=dict)
    looks: dict[str, dict[str, Any]] = field(default_factory=dict)
    """What targets outside turned out to be: ``final``, ``title``, ``hijack``, ``hops``."""

    def state(self, url: str, settings: CrawlSettings) -> LinkState:
        """What the tries of a target say so far."""
        span = timedelta(hours=settings.link_span_hours)
        return judge_try(self.tries.get(url, ()), settings.link_tries, span)

    def always_failed(self, url: str) -> bool:
        """Every try so far failed in a way that counts."""
        return all(failed(made.status, made.fault) for made in self.tries.get(url, ()))

    def due(self, url: str, settings: CrawlSettings) -> datetime | None:
        """When a target is to be tried next; None when its state is settled."""
        tries = self.tries.get(url)
        if not tries:
            return datetime.min
        if self.state(url, settings) is not LinkState.OPEN:
            return None
        pause = timedelta(hours=settings.link_span_hours) / max(1, settings.link_tries - 1)
        return tries[-1].at + pause


def site_links(archive: Archive, site: Site) -> SiteLinks:
    """Targets of a crawled site, the home page's first, with the tries made."""
    folder = archive.site_folder(site)
    links = SiteLinks({})
    opened = _crawled(folder, links)
    on_home = set(targets_of_page(folder, 0))
    rows = [
        LinkTarget(number, url, text, LinkClass(kind), number in on_home)
        for number, url, text, kind in read_addresses(folder)
        if kind in _TRIED_CLASSES and url.startswith("http")
    ]
    rows.sort(key=lambda target: not target.on_home)
    untried = archive.settings.crawl.max_link_checks
    for target in rows:
        if url_key(target.url) in opened:
            continue
        if target.url not in links.tries:
            untried -= 1
            if untried < 0:
                continue
        links.targets[target.url] = target
    for record in read_journal(folder / "link-tries.log"):
        _take_record(links, record)
    return links


def _crawled(folder: Any, links: SiteLinks) -> set[str]:
    """Keys of the pages that opened; the others' first try is noted."""
    opened: set[str] = set()
    for row in read_pages(folder):
        if 200 <= row.status < 300 and not row.fault:
            opened.update((url_key(row.url), url_key(row.final)))
        elif row.fault != Fault.ROBOTS:
            links.tries[row.url] = [LinkTry(row.at, row.status, row.fault)]
    return opened


def _take_record(links: SiteLinks, record: Mapping[str, Any]) -> None:
    made = LinkTry(datetime.fromisoformat(record["at"]), record["status"], record["fault"])
    links.tries.setdefault(record["url"], []).append(made)
    if "look" in record:
        links.looks[record["url"]] = record["look"]


@dataclass(frozen=True, slots=True)
class OpenLinks:
    """Targets of all sites that are not settled, with the time at which each is due."""

    waiting: dict[Site, list[tuple[datetime, LinkTarget]]]

    @property
    def due(self) -> datetime | None:
        """When the first is due."""
        return min((when for found in self.waiting.values() for when, _ in found), default=None)

    @property
    def failing(self) -> int:
        """How many have failed at least once."""
        return sum(when != FIRST for found in self.waiting.values() for when, _ in found)

    def due_by(self, now: datetime) -> dict[Site, list[LinkTarget]]:
        """Targets that are due, by site."""
        found = {
            site: [target for when, target in rows if when <= now] for site, rows in self.waiting.items()
        }
        return {site: targets for site, targets in found.items() if targets}


FIRST = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
"""Due time of a target that was never tried."""


def open_links(archive: Archive) -> OpenLinks:
    """What is left to try in a run."""
    waiting: dict[Site, list[tuple[datetime, LinkTarget]]] = {}
    for site in archive.sites:
        if not archive.crawled(site):
            continue
        links = site_links(archive, site)
        rows = []
        for target in links.targets.values():
            due = links.due(target.url, archive.settings.crawl)
            if due is not None:
                rows.append((FIRST if due == datetime.min else due, target))
        if rows:
            waiting[site] = rows
    return OpenLinks(waiting)


class _Lane:
    """One site's round of tries."""

    def __init__(self, site: Site, targets: list[LinkTarget], journal: Journal, on_try: Callable[[], None]) -> None:
        self.name = site.home_url
        self._hosts = {host_of(site.home_url), *site.hosts}
        self._queue = deque((target, _first_method(target)) for target in targets)
        self._journal = journal
        self._flying = 0
        self._on_try = on_try

    def take(self) -> Request | None:
        if not self._queue or self._flying >= _IN_FLIGHT:
            return None
        target, method = self._queue.popleft()
        self._flying += 1
        return Request(target.url, method, purpose="link", max_bytes=_LOOK_INTO, tag=target)

    def done(self, fetched: Fetched) -> None:
        self._flying -= 1
        target = fetched.request.tag
        if fetched.fault is Fault.STOPPED or not isinstance(target, LinkTarget):
            return
        if fetched.request.method == "HEAD" and wants_get(fetched):
            self._queue.append((target, "GET"))
            return
        record: dict[str, Any] = {
            "url": target.url,
            "at": fetched.at.isoformat(),
            "status": fetched.status,
            "fault": str(fetched.fault),
        }
        if look := _look(fetched):
            record["look"] = look
        self._journal.append(record)
        self._on_try()

    def idle(self) -> bool:
        return not self._queue and not self._flying


def _first_method(target: LinkTarget) -> str:
    """Pages outside are read, to see what they have become; for the rest the head is enough."""
    return "GET" if target.link_class is LinkClass.EXTERNAL else "HEAD"


def _look(fetched: Fetched) -> dict[str, Any] | None:
    """What a page outside the government's sites says of itself; None for others."""
    if not fetched.body or is_government(host_of(fetched.url)) or not is_page(fetched):
        return None
    title = title_of(fetched.body) or ""
    return {
        "final": fetched.url,
        "title": title[:200],
        "hijack": list(hijack_words(title)),
        "hops": [hop.url for hop in fetched.hops],
    }


def try_links(
    archive: Archive,
    due: Mapping[Site, list[LinkTarget]],
    clock: Clock,
    *,
    on_try: Callable[[], None] = lambda: None,
    should_stop: Callable[[], bool] = lambda: False,
) -> None:
    """Try the given targets once each, all sites side by side."""
    journals: list[Journal] = []

    def lanes() -> Iterator[_Lane]:
        for site, targets in due.items():
            journal = Journal(archive.site_folder(site) / "link-tries.log")
            journals.append(journal)
            yield _Lane(site, targets, journal, on_try)

    with Client(archive.settings.fetch, clock) as client:
        client.run(lanes(), should_stop=should_stop)
    for journal in journals:
        journal.close()


__all__ = ["FIRST", "LinkTarget", "OpenLinks", "SiteLinks", "open_links", "site_links", "try_links"]
