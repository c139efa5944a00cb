"""Where the sites of a run are crawled: in this process, in several, or on a Dask cluster.

The unit handed out is a share of the sites; its code is the same everywhere. A share that dies is run
again and goes on from its sites' journals.
"""

from __future__ import annotations

import multiprocessing
import os
import queue
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from xunwang.clock import Clock
from xunwang.engine.archive import Archive
from xunwang.engine.open_files import allow_many_files
from xunwang.engine.progress import Progress
from xunwang.engine.shard import crawl_sites
from xunwang.fetch.network import has_ipv6_route, resolve_aaaa
from xunwang.pages.urls import host_of
from xunwang.rules.facts import Site

_DNS_SECONDS = 5.0


class ShardError(Exception):
    """A share of the sites could not be crawled; the message names the process's end."""


def crawl(
    archive: Archive,
    clock: Clock,
    *,
    progress: Progress,
    should_stop: Callable[[], bool] = lambda: False,
) -> None:
    """Crawl all sites of a run that are not crawled yet, in as many processes as its settings say."""
    count = min(archive.settings.processes, len(archive.sites))
    if count <= 1:
        resolve6 = partial(addresses6, archive)
        crawl_sites(
            archive, archive.sites, clock, progress=progress, resolve6=resolve6, should_stop=should_stop
        )
        return
    _crawl_in_processes(archive, clock, count, progress, should_stop)


def addresses6(archive: Archive, url: str) -> tuple[bool, tuple[str, ...]]:
    """(can this machine reach IPv6, AAAA addresses of the address's host)."""
    fetch = archive.settings.fetch
    host = host_of(url)
    if fetch.gateway is not None:
        return True, tuple(address for address in fetch.resolve.get(host, ()) if ":" in address)
    return has_ipv6_route(), resolve_aaaa(host, _DNS_SECONDS)


def shares(archive: Archive, count: int) -> list[list[Site]]:
    """The sites dealt out in turn, so that each share has some of every kind."""
    waiting = [site for site in archive.sites if not archive.crawled(site)]
    return [share for start in range(count) if (share := waiting[start::count])]


class _Reporter(Progress):
    """Sends a share's progress to the parent process."""

    def __init__(self, channel: Any) -> None:
        self._channel = channel

    def page(self, site: Site, pages: int, failed: int) -> None:
        if pages % 20 == 0:
            self._channel.put(("page", site.home_url, pages, failed))

    def site_done(self, site: Site, pages: int, ended: str) -> None:
        self._channel.put(("done", site.home_url, pages, ended))


def crawl_share(folder: str, urls: list[str], clock: Clock, channel: Any, stop: Any) -> None:
    """Crawl some sites of the run in ``folder``: the body of a worker process."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    allow_many_files()
    archive = Archive(Path(folder))
    sites = [site for site in archive.sites if site.home_url in set(urls)]
    crawl_sites(
        archive,
        sites,
        clock,
        progress=_Reporter(channel),
        resolve6=partial(addresses6, archive),
        should_stop=stop.is_set,
    )


def _end_with_parent() -> None:
    """Leave at once when the parent is killed: who resumes the run must be its only writer."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _crawl_in_processes(
    archive: Archive, clock: Clock, count: int, progress: Progress, should_stop: Callable[[], bool]
) -> None:
    context = multiprocessing.get_context("spawn")
    channel, stop = context.Queue(), context.Event()
    workers = [
        context.Process(
            target=crawl_share,
            args=(str(archive.folder), [site.home_url for site in share], clock, channel, stop),
        )
        for share in shares(archive, count)
    ]
    for worker in workers:
        worker.start()
    by_url = {site.home_url: site for site in archive.sites}
    while any(worker.is_alive() for worker in workers) or not channel.empty():
        if should_stop():
            stop.set()
        try:
            kind, url, pages, rest = channel.get(timeout=0.3)
        except queue.Empty:
            continue
        if kind == "page":
            progress.page(by_url[url], pages, rest)
        else:
            progress.site_done(by_url[url], pages, rest)
    died = [worker.exitcode for worker in workers if worker.exitcode]
    if died and not should_stop():
        raise ShardError(
            f"{len(died)} 个抓取进程异常结束（退出码 {died[0]}）。已抓取的页面未丢失，请用同样的命令继续。"
        )


def crawl_on_cluster(archive: Archive, client: Any, clock: Clock, share_size: int = 8) -> None:
    """Crawl on a Dask cluster whose workers see the run's folder. ``client``: ``distributed.Client``.

    A share whose worker dies is retried by Dask and resumes from its journals.
    """
    count = max(1, -(-len(archive.sites) // share_size))
    tasks = [
        client.submit(
            _cluster_share, str(archive.folder), [site.home_url for site in share], clock, retries=3
        )
        for share in shares(archive, count)
    ]
    client.gather(tasks)


def _cluster_share(folder: str, urls: list[str], clock: Clock) -> int:
    allow_many_files()
    archive = Archive(Path(folder))
    sites = [site for site in archive.sites if site.home_url in set(urls)]
    crawl_sites(archive, sites, clock, progress=Progress(), resolve6=partial(addresses6, archive))
    return len(sites)
