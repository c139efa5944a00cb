"""What a long step asks and tells while it works: whether to stop, and how far each site is."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from xunwang.clock import Clock
from xunwang.engine.progress import Progress
from xunwang.inspection.models import Run, RunSite
from xunwang.inspection.running.words import SiteState
from xunwang.rules.facts import Site

_ASK_EVERY = 1.0
_TELL_EVERY = 2.0
"""Real seconds."""


class Watch:
    """True when the step has to end: the worker leaves, or a person has paused or cancelled what it works on.

    ``active`` is what the step works on, as long as it is active. May be asked from other threads, which get the last
    answer: the database is asked from the step's own only.
    """

    def __init__(self, active: QuerySet[Any], leaving: Callable[[], bool]) -> None:
        self._active = active
        self._leaving = leaving
        self._owner = threading.get_ident()
        self._next = 0.0
        self._stopped = False

    def __call__(self) -> bool:
        """Ask."""
        if self._stopped or self._leaving():
            return True
        if threading.get_ident() == self._owner and time.monotonic() >= self._next:
            self._next = time.monotonic() + _ASK_EVERY
            self._stopped = not self._active.exists()
        return self._stopped


class Recorder(Progress):
    """Writes the progress of a crawl into the rows of the run's sites, every few seconds."""

    def __init__(self, run: Run, clock: Clock) -> None:
        rows = RunSite.objects.filter(run=run).exclude(state=SiteState.TAKEN).select_related("site")
        self._rows = {row.site.home_url: row for row in rows}
        self._clock = clock
        self._changed: dict[int, RunSite] = {}
        self._next = 0.0

    def page(self, site: Site, pages: int, failed: int) -> None:
        """Count a page."""
        row = self._rows.get(site.home_url)
        if row is None:
            return
        if row.started_at is None:
            row.started_at = self._clock.now()
        row.state, row.pages, row.unopened = SiteState.CRAWLING, pages, failed
        self._changed[row.pk] = row
        if time.monotonic() >= self._next:
            self.flush()

    def site_done(self, site: Site, pages: int, ended: str) -> None:
        """A site's crawl is over; ``ended`` is empty where it was before this step began."""
        row = self._rows.get(site.home_url)
        if row is None or not ended:
            return
        row.state, row.pages, row.ended_at = SiteState.LINKS, pages, self._clock.now()
        row.started_at = row.started_at or row.ended_at
        self._changed[row.pk] = row
        self.flush()

    def flush(self) -> None:
        """Write what has changed."""
        self._next = time.monotonic() + _TELL_EVERY
        if self._changed:
            fields = ["state", "pages", "unopened", "started_at", "ended_at"]
            RunSite.objects.bulk_update(self._changed.values(), fields)
            self._changed.clear()
