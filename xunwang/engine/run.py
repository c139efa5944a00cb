"""A whole run: crawl all sites, try failed links again, seal. Can be called again at any time to go on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from xunwang.clock import Clock
from xunwang.engine.archive import Archive
from xunwang.engine.executors import crawl
from xunwang.engine.links import due_of, try_links
from xunwang.engine.progress import Progress

_STEP = timedelta(seconds=1)


class Ending(NamedTuple):
    """How a call ended."""

    stopped: bool
    """Stopped on request: call again to go on."""
    links_open: int
    """Targets that failed and have not been tried often enough, over long enough, to count."""
    links_due: datetime | None
    """When the next of them is due; None when the run is complete and sealed."""


def inspect_run(
    archive: Archive,
    clock: Clock,
    *,
    progress: Progress,
    should_stop: Callable[[], bool] = lambda: False,
    wait: bool = False,
) -> Ending:
    """Do what is left of a run. With ``wait``, sleep until the last repeated try of links is done.

    Raises :class:`~xunwang.engine.archive.ArchiveError` while another process works on the run.
    """
    if archive.sealed:
        return Ending(False, 0, None)
    with archive.only_writer():
        return _go_on(archive, clock, progress, should_stop, wait)


def _go_on(
    archive: Archive, clock: Clock, progress: Progress, should_stop: Callable[[], bool], wait: bool
) -> Ending:
    waiting = [site for site in archive.sites if not archive.crawled(site)]
    if waiting:
        progress.phase("抓取", len(archive.sites))
        for site in archive.sites:
            if archive.crawled(site):
                progress.site_done(site, 0, "")
        crawl(archive, clock, progress=progress, should_stop=should_stop)
        if should_stop():
            return Ending(True, 0, None)
    return _try_links(archive, clock, progress, should_stop, wait)


def _try_links(
    archive: Archive, clock: Clock, progress: Progress, should_stop: Callable[[], bool], wait: bool
) -> Ending:
    while True:
        due, waiting = due_of(archive)
        if due is None:
            now = clock.now().isoformat()
            archive.note(sealed=now, ended=now)
            return Ending(False, 0, None)
        if due > clock.now():
            if not wait:
                archive.note(ended=clock.now().isoformat())
                return Ending(False, waiting, due)
            wait_until(due, clock, should_stop)
            if should_stop():
                return Ending(True, waiting, due)
        progress.phase("检查链接", waiting)
        try_links(archive, clock, on_try=progress.step, should_stop=should_stop)
        if should_stop():
            return Ending(True, waiting, due)


def wait_until(due: datetime, clock: Clock, should_stop: Callable[[], bool]) -> None:
    """Sleep until ``due``, but no longer than a second of real time after a wish to stop."""
    while not should_stop() and (left := due - clock.now()) > timedelta(0):
        clock.sleep_until(clock.now() + min(left, _STEP) if clock.scale >= 1 else due)
