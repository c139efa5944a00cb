"""A site's Crawl-delay holds after a resumption too, when its robots.txt is not asked for again."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.engine.served import CHECK_POINT, clock, site
from xunwang.engine.crawl import SiteCrawl
from xunwang.engine.journal import Journal
from xunwang.engine.settings import CrawlSettings
from xunwang.engine.shard import scanner_of

HOME = "http://www.x.gov.cn/"


@pytest.mark.parametrize(("obey", "told"), [(True, [("www.x.gov.cn", 5.0)]), (False, [])])
def test_a_resumed_crawl_tells_the_delay_of_its_journal(
    tmp_path: Path, obey: bool, told: list[tuple[str, float]]
) -> None:
    journal = Journal(tmp_path / "journal.log")
    body = "User-agent: *\nCrawl-delay: 5"
    journal.append(
        {
            "t": "robots",
            "url": HOME + "robots.txt",
            "status": 200,
            "body": body,
            "at": CHECK_POINT.isoformat(),
        }
    )
    journal.close()
    heard: list[tuple[str, float]] = []
    crawl = SiteCrawl(
        site(HOME),
        tmp_path,
        CrawlSettings(obey_robots=obey),
        clock(),
        scanner_of(None),
        on_crawl_delay=lambda host, seconds: heard.append((host, seconds)),
    )
    crawl.close()
    assert heard == told
