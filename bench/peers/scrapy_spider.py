"""Scrapy's plain crawl of one site: follow every link of the host, extract nothing."""

from __future__ import annotations

import sys

from scrapy.crawler import CrawlerProcess
from scrapy.linkextractors import LinkExtractor
from scrapy.spiders import CrawlSpider, Rule


class Plain(CrawlSpider):
    """Follows all links of the start page's host."""

    name = "plain"
    allowed_domains = ("127.0.0.1",)
    rules = (Rule(LinkExtractor(), follow=True),)


SETTINGS = {
    "LOG_LEVEL": "ERROR",
    "ROBOTSTXT_OBEY": False,
    "CONCURRENT_REQUESTS": 16,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 16,
    "DOWNLOAD_DELAY": 0,
    "TELNETCONSOLE_ENABLED": False,
    "ASYNCIO_EVENT_LOOP": "uvloop.Loop",
}

if __name__ == "__main__":
    process = CrawlerProcess(SETTINGS)
    process.crawl(Plain, start_urls=[sys.argv[1]])
    process.start()
