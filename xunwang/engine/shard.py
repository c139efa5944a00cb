"""Crawls a share of a run's sites in one process: the unit that executors hand out."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path

import orjson

from xunwang.clock import Clock
from xunwang.engine.archive import Archive, write_atomically
from xunwang.engine.browser import Browser
from xunwang.engine.crawl import SiteCrawl
from xunwang.engine.journal import read_journal
from xunwang.engine.progress import Progress
from xunwang.engine.tables import write_tables
from xunwang.fetch.client import Client
from xunwang.rules.facts import Site
from xunwang.text.cache import user_cache
from xunwang.text.scanner import Scanner
from xunwang.text.stored import load_scanner

Resolver = Callable[[str], tuple[bool, tuple[str, ...]]]
"""Host → (this machine has an IPv6 route, the host's AAAA addresses)."""


def crawl_sites(
    archive: Archive,
    sites: Sequence[Site],
    clock: Clock,
    *,
    progress: Progress,
    resolve6: Resolver,
    should_stop: Callable[[], bool] = lambda: False,
) -> None:
    """Crawl the given sites side by side; sites whose crawl is over are left alone.

    Stopping, or being killed, loses nothing that was journaled: call it again to go on.
    """
    waiting = [site for site in sites if not archive.crawled(site)]
    scanner = scanner_of(archive.settings.word_lists)
    addresses6 = _resolve_all(waiting, resolve6)
    fetch, settings = archive.settings.fetch, archive.settings.crawl
    with (
        Client(fetch, clock) as client,
        ThreadPoolExecutor(1) as finisher,
        closing(Browser(fetch, clock, settings.browser_page_seconds, should_stop)) as browser,
    ):
        finished = []

        def on_page(crawl: SiteCrawl) -> None:
            progress.page(crawl.site, crawl.pages, crawl.failed)

        def on_end(crawl: SiteCrawl) -> None:
            crawl.close()
            finished.append(finisher.submit(finish_site, archive, crawl.site))
            progress.site_done(crawl.site, crawl.pages, crawl.ended)

        def on_crawl_delay(host: str, seconds: float) -> None:
            client.set_crawl_delay(host, seconds)
            browser.set_crawl_delay(host, seconds)

        def lanes() -> Iterator[SiteCrawl]:
            for site in waiting:
                folder = archive.site_folder(site)
                crawl = SiteCrawl(
                    site, folder, settings, clock, scanner, on_page, on_end, browser, on_crawl_delay
                )
                crawl.vantage6, crawl.addresses6 = addresses6[site.home_url]
                if crawl.ended:
                    # Killed after the last record, before the tables were written.
                    on_end(crawl)
                else:
                    yield crawl

        with seldom_collected():
            client.run(lanes(), should_stop=should_stop)
        for outcome in finished:
            outcome.result()


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Look for reference cycles seldom: a crawl makes hardly any, and looking costs a fifth of its time.

    What lives through the crawl (word lists, edition) is not looked at in the meantime; nor before it begins, which
    in a console's process would take longer than looking again at one page.
    """
    usual = gc.get_threshold()
    gc.collect(1)
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()


def scanner_of(word_lists: str | None) -> Scanner:
    """The scanner of the shipped word lists, with those of the office's own folder if there is one."""
    return load_scanner(Path(word_lists), user_cache()) if word_lists is not None else _shipped()


@cache
def _shipped() -> Scanner:
    """The shipped lists don't change while a process lives."""
    return load_scanner(None, user_cache())


def _resolve_all(sites: Iterable[Site], resolve6: Resolver) -> dict[str, tuple[bool, tuple[str, ...]]]:
    """AAAA answers of all home pages, looked up side by side: name servers can be slow."""
    urls = [site.home_url for site in sites]
    with ThreadPoolExecutor(16) as pool:
        return dict(zip(urls, pool.map(resolve6, urls), strict=True))


def finish_site(archive: Archive, site: Site) -> None:
    """Turn the journal of an ended crawl into tables, and remove it."""
    folder = archive.site_folder(site)
    journal = folder / "journal.log"
    whole = write_tables(read_journal(journal), folder)
    write_atomically(folder / "site.json", orjson.dumps(whole))
    journal.unlink()
