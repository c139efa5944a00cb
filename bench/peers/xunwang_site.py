"""Our whole inspection of one site: fetch, understand, scan, keep, journal, tables."""

from __future__ import annotations

import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from xunwang.cli.system_clock import SystemClock
from xunwang.engine.archive import Archive
from xunwang.engine.progress import Progress
from xunwang.engine.settings import CrawlSettings, RunSettings
from xunwang.engine.shard import crawl_sites
from xunwang.fetch.records import FetchSettings
from xunwang.rules.facts import Site
from xunwang.words import Level, SiteKind


def main(url: str, pages: int) -> None:
    """Inspect without politeness: the server is ours."""
    fetch = FetchSettings(
        allowed_networks=("127.0.0.0/8",),
        rate_per_host=1e6,
        connections_per_host=16,
        connections=16,
        backoff=0.0,
    )
    crawl = CrawlSettings(max_pages=pages + 1000, max_depth=1000, search_queries=0)
    settings = RunSettings(datetime(2020, 11, 30, 2, tzinfo=UTC), fetch, crawl)
    site = Site("测速网站", url, SiteKind.PORTAL, Level.COUNTY)
    with tempfile.TemporaryDirectory(prefix="xunwang-bench-") as folder:
        archive = Archive.create(Path(folder) / "run", [site], settings, settings.check_point, {})
        crawl_sites(
            archive, archive.sites, SystemClock(), progress=Progress(), resolve6=lambda _: (False, ())
        )


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
