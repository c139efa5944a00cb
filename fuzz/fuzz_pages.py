"""Coverage-guided fuzzing of page understanding: no bytes may raise, hang, or take memory out of proportion.

Needs the packages of ``requirements/fuzz.lock``. Ten minutes from an empty corpus::

    python fuzz/fuzz_pages.py CORPUS_DIR -max_total_time=600 -dict=fuzz/pages.dict -max_len=16384 -timeout=5

All options are libFuzzer's. A crash leaves its input in ``crash-…``; give that file as only argument to see it.
The first byte of an input chooses address, charset and depth; the rest is the page.
"""

from __future__ import annotations

import sys
from datetime import datetime

import atheris

with atheris.instrument_imports(include=["xunwang.pages"]):
    from xunwang.pages.as_json import page_json
    from xunwang.pages.decode import decode
    from xunwang.pages.understand import Depth, understand
    from xunwang.pages.urls import Joiner
    from xunwang.words import CHINA

NOW = datetime(2021, 6, 1, 12, 0, tzinfo=CHINA)
ADDRESSES = (
    "http://www.x.gov.cn/",
    "http://www.x.gov.cn/zwgk/tz/",
    "http://www.x.gov.cn/zwgk/t20210105_1.html",
    "",
)
CHARSETS = (None, "gb2312", "utf-16", "utf-8")
HOSTS = frozenset({"www.x.gov.cn"})
JOINER = Joiner(bound=1000)


def one_page(data: bytes) -> None:
    """Decode and understand one input, and check what every caller relies on."""
    choice, body = (data[0], data[1:]) if data else (0, b"")
    charset = CHARSETS[choice >> 2 & 3]
    decoded = decode(body, charset)
    page = understand(
        body,
        url=ADDRESSES[choice & 3],
        now=NOW,
        http_charset=charset,
        site_hosts=HOSTS,
        joiner=JOINER,
        depth=Depth.CRAWL if choice & 16 else Depth.FULL,
    )
    if page.encoding != decoded.encoding:
        raise AssertionError("two readings of one page")
    if page.published is not None and not 1990 <= page.published.year <= NOW.year + 2:
        raise AssertionError(f"impossible time {page.published}")
    if any("\n" in link.text for link in page.links):
        raise AssertionError("a link's text must be one line")
    page_json(page)


if __name__ == "__main__":
    atheris.Setup(sys.argv, one_page)
    atheris.Fuzz()
