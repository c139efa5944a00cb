"""Coverage-guided fuzzing of the readers of posts: no bytes may raise anything but UnreadableError, hang, or take memory.

Needs the packages of ``requirements/fuzz.lock``. Ten minutes from the examples of the tests::

    python -c "from tests.posts.samples import *; [open(f'CORPUS_DIR/{n}', 'wb').write(bytes([i % 8]) + b)
        for n, (i, b) in enumerate([(0, b) for b in FEEDS] + [(1, b) for b in PAGES] + [(4, CSV), (5, EXPORT), (6, ARCHIVE)])]"
    python fuzz/fuzz_posts.py CORPUS_DIR -max_total_time=600 -dict=fuzz/posts.dict -max_len=16384 -timeout=5

All options are libFuzzer's. A crash leaves its input in ``crash-…``; give that file as only argument to see it.
The first byte of an input chooses the reader; the rest is what it reads.
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterable
from datetime import UTC, datetime

import atheris

with atheris.instrument_imports(include=["xunwang.posts"]):
    from xunwang.pages.document import parse
    from xunwang.posts.errors import UnreadableError
    from xunwang.posts.feeds import read_feed
    from xunwang.posts.homes import PLATFORMS, read_home
    from xunwang.posts.records import Post
    from xunwang.posts.safe_json import read_json
    from xunwang.posts.saved_file import open_saved
    from xunwang.posts.saved_page import read_saved
    from xunwang.posts.sheets import read_sheet, rows_of_json
    from xunwang.posts.wechat_answers import read_basics, read_comments, read_published
    from xunwang.posts.wechat_article import read_wechat_article
    from xunwang.posts.zipped import members

NOW = datetime(2021, 6, 1, 4, 0, tzinfo=UTC)
CHARSETS = (None, "gb2312", "utf-16", "utf-8")


def _feed(body: bytes, choice: int) -> Iterable[Post]:
    return read_feed(body, url="http://a.cn/rss", charset=CHARSETS[choice & 3], now=NOW).posts


def _saved(body: bytes, choice: int) -> Iterable[Post]:
    return read_saved(open_saved(body, NOW), NOW).posts


def _article(body: bytes, choice: int) -> Iterable[Post]:
    post = read_wechat_article(body, url="https://mp.weixin.qq.com/s?mid=1", charset=None, now=NOW).post
    return [post] if post else []


def _home(body: bytes, choice: int) -> Iterable[Post]:
    platform = PLATFORMS[choice % len(PLATFORMS)]
    home = read_home(parse(body, url=f"https://{platform.hosts[0]}/", http_charset=None, now=NOW), platform)
    return home.posts if home else []


def _table(body: bytes, choice: int) -> Iterable[Post]:
    try:
        rows = list(csv.reader(io.StringIO(body.decode("utf-8", "replace"))))
    except csv.Error:
        return []
    return read_sheet(rows, NOW).posts


def _records(body: bytes, choice: int) -> Iterable[Post]:
    return read_sheet(rows_of_json(read_json(body)), NOW).posts


def _archive(body: bytes, choice: int) -> Iterable[Post]:
    for _ in members(body, (".html",)):
        pass
    return []


def _interface(body: bytes, choice: int) -> Iterable[Post]:
    value = read_json(body)
    read_comments(value, NOW)
    read_basics(value)
    return [article.post for article in read_published(value, "某", NOW).articles]


READERS = (_feed, _saved, _article, _home, _table, _records, _archive, _interface)


def one_input(data: bytes) -> None:
    """Read one input, and check what everybody who stores a post relies on."""
    choice, body = (data[0], data[1:]) if data else (0, b"")
    try:
        posts = READERS[choice % 8](body, choice >> 3)
    except UnreadableError as error:
        if not error.message.endswith("。"):
            raise AssertionError(error.message) from error
        return
    for post in posts:
        if not post.key or len(post.key) > 200:
            raise AssertionError("no key, or one too long")
        f"{post.key}{post.url}{post.title}{post.text}{post.author}{post.source}".encode()
        if post.at is not None and not 1990 <= post.at.year <= NOW.year + 2:
            raise AssertionError(f"impossible time {post.at}")


if __name__ == "__main__":
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()
