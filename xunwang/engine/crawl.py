"""The crawl of one site: what to fetch next, and what to do with an answer.

A :class:`SiteCrawl` is the lane that the client pulls requests from. Every settled request is one
journal record, written before the next is asked for; replaying the journal restores the crawl, so a
killed run goes on where it was and fetches again only what was in flight.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from xunwang.clock import Clock
from xunwang.engine.browser import Browser
from xunwang.engine.extras import Extras
from xunwang.engine.journal import Journal, read_journal
from xunwang.engine.link_table import LinkTable
from xunwang.engine.observe import WARC_KINDS, Observed, is_page, observe, page_record
from xunwang.engine.page_codec import decode_page
from xunwang.engine.priorities import priority_of
from xunwang.engine.rendering import Rendering, Shown, as_shown, readable
from xunwang.engine.scope import Scope, same_owner
from xunwang.engine.settings import CrawlSettings
from xunwang.engine.worked_time import WorkedTime
from xunwang.fetch.evidence import EvidenceStore
from xunwang.fetch.frontier import Budget, Frontier, Priority, Target
from xunwang.fetch.records import Fault, Fetched, Request
from xunwang.fetch.robots import Robots
from xunwang.pages.records import Link, Page
from xunwang.pages.understand import Depth
from xunwang.pages.urls import Joiner, classify, host_of
from xunwang.rules.facts import Site
from xunwang.text.scanner import Scanner
from xunwang.words import LinkClass

_CRAWLED = (LinkClass.INTERNAL,)
_DEPTHS = {0: Depth.FULL, 1: Depth.NEAR}
"""How much is read of a page so many clicks from the home page."""
_IN_FLIGHT = 8
NOT_UNDERSTOOD = "未能理解"
"""Begins the ``detail`` of a page that opened and that our own code could not read."""


class SiteCrawl:
    """Lane of one site. ``folder`` is the site's folder in the run's archive."""

    def __init__(
        self,
        site: Site,
        folder: Path,
        settings: CrawlSettings,
        clock: Clock,
        scanner: Scanner,
        on_page: Callable[[SiteCrawl], None] = lambda _: None,
        on_end: Callable[[SiteCrawl], None] = lambda _: None,
        browser: Browser | None = None,
        on_crawl_delay: Callable[[str, float], None] = lambda _host, _seconds: None,
    ) -> None:
        self.site = site
        self.name = site.home_url
        self.pages = 0
        self.failed = 0
        self.ended = ""
        """Why the crawl is over; empty while it runs."""
        self._settings = settings
        self._clock = clock
        self._scanner = scanner
        self._on_page = on_page
        self._on_end = on_end
        self._on_crawl_delay = on_crawl_delay
        self.vantage6 = False
        self.addresses6: tuple[str, ...] = ()
        """AAAA addresses of the home page's host, and whether this machine could reach them."""
        self._hosts = frozenset({host_of(site.home_url), *site.hosts} - {""})
        self._joiner = Joiner()
        self._links = LinkTable()
        self._robots: Robots | None = None
        self._flying = 0
        self._asked_robots = False
        self._started: datetime = clock.now()
        self._frontier = self._new_frontier()
        self._scope = Scope(settings)
        self._extras = Extras(site, settings)
        self._rendering = Rendering(settings, browser)
        self._store = EvidenceStore(folder)
        self._journal_path = folder / "journal.log"
        self._replay()
        self._journal = Journal(self._journal_path)
        if not self.ended:
            self._journal.append({"t": "begin", "at": clock.now().isoformat()})

    # -- the lane -----------------------------------------------------------------------------

    def take(self) -> Request | None:
        """The next request, or None while nothing is ready."""
        if self.ended or self._flying >= _IN_FLIGHT:
            return None
        request = self._ask_robots() if self._robots is None else self._next()
        self._flying += request is not None
        return request

    def _next(self) -> Request | None:
        if self._rendering.away:
            shown = self._rendering.collect(self._hosts)
            if shown is None:
                return None
            self._keep_rendered(shown)
        out_of_time = self._out_of_time()
        target = None if out_of_time else self._frontier.take()
        if target is not None:
            return Request(target.url, tag=target)
        if self._flying or (not out_of_time and self._rendering.begin(self._hosts, self._allows)):
            return None
        extra = self._extras.take(self.vantage6, self.addresses6)
        if extra is None:
            self._end()
        return extra

    def done(self, fetched: Fetched) -> None:
        """Keep the answer to a request that :meth:`take` gave out."""
        self._flying -= 1
        if fetched.fault is Fault.STOPPED:
            return
        if fetched.request.purpose == "robots":
            self._keep_robots(fetched)
        elif isinstance(fetched.request.tag, Target):
            self._keep_page(fetched, fetched.request.tag)
        else:
            self._keep_extra(fetched)

    def idle(self) -> bool:
        """Nothing left to ask and nothing under way."""
        return bool(self.ended) and not self._flying

    def close(self) -> None:
        """Release files; the crawl can be taken up again from its journal."""
        self._journal.close()
        self._store.close()

    # -- robots -------------------------------------------------------------------------------

    def _ask_robots(self) -> Request | None:
        url = self._joiner.join(self.site.home_url, "/robots.txt")
        if url is None or self._asked_robots:
            return None
        self._asked_robots = True
        return Request(url, purpose="robots", max_bytes=512 * 1024)

    def _keep_robots(self, fetched: Fetched) -> None:
        body = fetched.body[: 512 * 1024].decode("utf-8", "replace") if fetched.ok else ""
        record = {"t": "robots", "url": fetched.url, "status": fetched.status, "body": body}
        self._journal.append({**record, "at": fetched.at.isoformat()})
        self._use_robots(record)

    def _use_robots(self, record: dict[str, Any]) -> None:
        # An unreachable robots.txt would forbid everything: the home page's own answer then tells
        # the inspector whether the site is down, so only a server that answers can forbid.
        status = record["status"] or 404
        self._robots = Robots.parse(record["body"].encode(), status, record["url"])
        self._discover_first()
        if self._settings.obey_robots and self._robots.crawl_delay:
            self._on_crawl_delay(host_of(record["url"]), self._robots.crawl_delay)

    def _allows(self, url: str) -> bool:
        if not self._settings.obey_robots or self._robots is None:
            return True
        return url == self.site.home_url or self._robots.allows(url)

    # -- pages --------------------------------------------------------------------------------

    def _keep_page(self, fetched: Fetched, target: Target) -> None:
        record: dict[str, Any] = {
            "t": "page",
            "id": target.id,
            "depth": target.depth,
            **transfer_record(fetched),
        }
        if fetched.ok and fetched.body and is_page(fetched):
            self._keep_understood(fetched, target, record)
        else:
            self.failed += not fetched.ok
            if target.id == 0 and fetched.body:
                record["digest"] = self._store.keep(fetched, warc=True).digest
        record["end"] = list(self._store.position())
        self._journal.append(record)
        self._frontier.settle(target.id, fetched.ok, len(fetched.body))
        self._on_page(self)

    def _keep_understood(self, fetched: Fetched, target: Target, record: dict[str, Any]) -> None:
        if target.id == 0:
            self._adopt_host(fetched.url)
        observed = self._observe(fetched, _DEPTHS.get(target.depth, Depth.CRAWL), record)
        if observed is None:
            record["digest"] = self._store.keep(fetched, warc=True).digest
            return
        page = observed.page
        record["digest"] = self._store.keep(fetched, warc=page.kind in WARC_KINDS).digest
        record.update(page_record(observed))
        record["links"], new = self._links.number(addresses_of(page, self._hosts))
        record["addresses"] = [self._plan(link, page, target) for link in new]
        self._count(page, record)

    def _observe(self, fetched: Fetched, depth: Depth, record: dict[str, Any]) -> Observed | None:
        """The page understood. One that defeats us is kept and named; it must not end the run of all sites."""
        try:
            return observe(
                fetched, site_hosts=self._hosts, joiner=self._joiner, scanner=self._scanner, depth=depth
            )
        except Exception as error:
            record["detail"] = f"{NOT_UNDERSTOOD}：{error!r:.200}"
            return None

    def _count(self, page: Page, record: dict[str, Any]) -> None:
        """What an understood page changes, in a crawl and in its replay."""
        self.pages += 1
        self._extras.see(page, record["depth"])
        self._rendering.see(record, page)
        if page.pages_total is not None:
            self._frontier.pages_total(record["url"], page.pages_total)

    def _plan(self, link: Link, page: Page, target: Target) -> list[Any]:
        """Queue a new link if it is to be crawled; its journal row."""
        number = self._links.id_of(link.url)
        row: list[Any] = [number, link.url, link.text[:80], str(link.link_class)]
        if link.link_class in _CRAWLED and self._scope.takes(link, page, target):
            priority = priority_of(link, page, target.depth)
            self._frontier.add(link.url, priority, target.depth + 1)
            row += [int(priority), target.depth + 1]
        return row

    def _discover_first(self) -> None:
        """The home page; of a recheck also what is to be seen again, read as if the home page led there."""
        self._discover(Link(self.site.home_url, self.site.name, LinkClass.INTERNAL), Priority.HOME, 0)
        for url in self._settings.seeds or ():
            self._frontier.add(url, Priority.REST, 1)

    def _discover(self, link: Link, priority: Priority, depth: int) -> None:
        self._links.add(link.url)
        self._frontier.add(link.url, priority, depth)

    def _adopt_host(self, url: str) -> None:
        """A home page that moved within the site's own domain keeps the crawl going there."""
        host = host_of(url)
        if host and host not in self._hosts and same_owner(host, self._hosts):
            self._hosts |= {host}
            self._frontier.hosts = self._hosts

    # -- pages filled in by script ------------------------------------------------------------

    def _keep_rendered(self, shown: Shown) -> None:
        record = shown.record()
        if shown.fetched is not None:
            self._keep_shown(shown, shown.fetched, record)
        record["end"] = list(self._store.position())
        self._journal.append(record)
        self._on_page(self)

    def _keep_shown(self, shown: Shown, fetched: Fetched, record: dict[str, Any]) -> None:
        plain = readable(fetched)
        observed = self._observe(plain, Depth.FULL, record)
        record["digest"] = self._store.keep(fetched).digest
        if observed is None:
            return
        page = as_shown(shown, observed.page, plain.body.decode())
        record.update(page_record(Observed(page, observed.hits)))
        numbers, new = self._links.number(addresses_of(page, self._hosts))
        record["links"] = [number for number in numbers if number not in shown.waiting.links]
        record["addresses"] = [self._plan(link, page, shown.waiting.target) for link in new]
        self._use_shown(page, record)

    def _use_shown(self, page: Page, record: dict[str, Any]) -> None:
        """What a rendered page changes, in a crawl and in its replay."""
        self._extras.see_again(page, record["id"])
        if page.pages_total is not None:
            self._frontier.pages_total(record["url"], page.pages_total)

    # -- extras -------------------------------------------------------------------------------

    def _keep_extra(self, fetched: Fetched) -> None:
        observed: Observed | None = None
        record = {"t": "extra", "purpose": fetched.request.purpose, **transfer_record(fetched), "digest": ""}
        if fetched.body and is_page(fetched):
            observed = self._observe(fetched, Depth.FULL, record)
            record["digest"] = self._store.keep(fetched, warc=True).digest
        record["result"] = self._extras.settle(fetched, observed)
        record["end"] = list(self._store.position())
        self._journal.append(record)

    # -- ends and resumption ------------------------------------------------------------------

    def _out_of_time(self) -> bool:
        return (self._clock.now() - self._started).total_seconds() > self._settings.max_seconds

    def _end(self) -> None:
        reason = self._frontier.exhausted() or ("时间预算用尽" if self._out_of_time() else "")
        self.ended = reason or "全部完成"
        traps = [
            [report.kind, report.pattern, list(report.examples), report.cut]
            for report in self._frontier.traps
        ]
        self._journal.append(
            {
                "t": "end",
                "reason": reason,
                "traps": traps,
                "vantage6": self.vantage6,
                "addresses6": list(self.addresses6),
                "at": self._clock.now().isoformat(),
            }
        )
        self._store.seal()
        self._on_end(self)

    def _new_frontier(self) -> Frontier:
        settings = self._settings
        budget = Budget(settings.max_pages, settings.max_bytes, settings.max_seconds, settings.max_depth)
        return Frontier(self.site.home_url, self._hosts, budget, self._allows)

    def _replay(self) -> None:
        """Restore everything from the journal of an earlier process."""
        end = (0, 0)
        worked = WorkedTime()
        for record in read_journal(self._journal_path):
            kind = record["t"]
            worked.note(record)
            if kind == "robots":
                self._use_robots(record)
            elif kind == "page":
                self._replay_page(record)
            elif kind == "rendered":
                self._replay_rendered(record)
            elif kind == "extra":
                self._extras.replay(record)
            elif kind == "end":
                self.ended = record["reason"] or "全部完成"
            if "end" in record:
                end = (record["end"][0], record["end"][1])
        self._started -= worked.total()
        self._store.truncate(end)

    def _replay_page(self, record: dict[str, Any]) -> None:
        if "page" in record:
            if record["id"] == 0:
                self._adopt_host(record["final"])
            self._replay_addresses(record)
            self._count(decode_page(record["page"]), record)
        ok = 200 <= record["status"] < 300 and not record["fault"]
        self.failed += not ok
        self._frontier.replay_settled(record["id"], ok, record["bytes"])

    def _replay_rendered(self, record: dict[str, Any]) -> None:
        self._rendering.settle(record["id"], record["seconds"])
        if "page" in record:
            self._replay_addresses(record)
            self._use_shown(decode_page(record["page"]), record)

    def _replay_addresses(self, record: dict[str, Any]) -> None:
        for row in record["addresses"]:
            self._links.add(row[1])
            if len(row) > 4:
                self._frontier.add(row[1], Priority(row[4]), row[5])


def addresses_of(page: Page, site_hosts: frozenset[str]) -> list[Link]:
    """All addresses that a page refers to, also those that are not written as links."""
    others = (page.refresh_url, page.next_page, *page.frames, *[item.url for item in page.items])
    return [*page.links, *[Link(url, "", classify(url, site_hosts)) for url in others if url]]


def transfer_record(fetched: Fetched) -> dict[str, Any]:
    """The transfer's facts as plain values."""
    record: dict[str, Any] = {
        "url": fetched.request.url,
        "final": fetched.url,
        "at": fetched.at.isoformat(),
        "status": fetched.status,
        "fault": str(fetched.fault),
        "bytes": len(fetched.body),
        "times": [round(value, 6) for value in fetched.timings],
    }
    if fetched.detail:
        record["detail"] = fetched.detail[:300]
    if fetched.hops:
        record["hops"] = [list(hop) for hop in fetched.hops]
    if modified := fetched.header("last-modified"):
        record["modified"] = modified[:40]
    if fetched.address:
        record["address"] = fetched.address
    if fetched.certificate is not None and not fetched.certificate.valid:
        record["tls"] = fetched.certificate.problem
    return record
