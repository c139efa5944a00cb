"""Sites on a local server, and runs over them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.fetch_store.local_server import Asked, LocalServer, Reply, serve
from xunwang.engine.archive import Archive
from xunwang.engine.settings import CrawlSettings, RunSettings
from xunwang.fetch.records import FetchSettings
from xunwang.rules.facts import Site
from xunwang.simulate.answer import Query
from xunwang.simulate.clock import ProvinceClock
from xunwang.simulate.province import Province
from xunwang.words import CHINA, Level, SiteKind

CHECK_POINT = datetime(2020, 11, 30, 10, 0, tzinfo=CHINA)
MISSING = Reply(404, "<title>404</title>没有".encode())

Pages = Mapping[str, "str | bytes | Reply | Callable[[Asked], Reply]"]
"""By address without scheme; text is sent as UTF-8."""


def clock(scale: float = 0.5) -> ProvinceClock:
    """A clock of its own, standing at the check point, that jumps."""
    return ProvinceClock(CHECK_POINT, scale=scale)


def site(home_url: str, kind: SiteKind = SiteKind.DEPARTMENT, name: str = "") -> Site:
    """A row of a list of sites."""
    return Site(name=name or f"网站{home_url}", home_url=home_url, kind=kind, level=Level.COUNTY)


@contextmanager
def pages_served(pages: Pages) -> Iterator[LocalServer]:
    """Serve the pages; what is not among them is answered with 404."""

    def answer(asked: Asked) -> Reply:
        found = pages.get(asked.host + asked.path) or pages.get(asked.host + urlsplit(asked.path).path)
        if found is None:
            return MISSING
        if isinstance(found, Reply):
            return found
        if callable(found):
            return found(asked)
        kind = (("Content-Type", "text/html"),)
        return Reply(200, found if isinstance(found, bytes) else found.encode(), kind)

    with serve(answer) as server:
        yield server


@contextmanager
def province_served(province: Province) -> Iterator[LocalServer]:
    """Serve a province as it is at its check point: equal questions get equal answers."""

    def answer(asked: Asked) -> Reply:
        path, _, query = asked.path.partition("?")
        found = province.answer(
            Query(asked.method, asked.host, path, query, body=asked.body), province.check_point
        )
        return Reply(found.status, found.body, found.headers)

    with serve(answer) as server:
        yield server


def new_run(
    folder: Path,
    sites: list[Site],
    fetch: FetchSettings,
    crawl: CrawlSettings | None = None,
    processes: int = 1,
    **changes: Any,
) -> Archive:
    """A run over served sites, nothing fetched yet. ``changes`` are to the client's settings."""
    settings = RunSettings(
        CHECK_POINT, replace(fetch, **changes), crawl or CrawlSettings(), processes=processes
    )
    return Archive.create(folder, sites, settings, CHECK_POINT, {})
