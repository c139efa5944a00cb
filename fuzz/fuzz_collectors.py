"""Coverage-guided fuzzing of collectors: whatever the answers, an ending or CollectError, and no secret in what is kept.

Needs the packages of ``requirements/fuzz.lock``. Ten minutes from an empty corpus::

    python fuzz/fuzz_collectors.py CORPUS_DIR -max_total_time=600 -dict=fuzz/posts.dict -max_len=16384 -timeout=10

All options are libFuzzer's. The first byte of an input chooses the way and the name of the upload; the rest is a chain of
answers: a byte for status and fault, two for the length, the body.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta

import atheris

with atheris.instrument_imports(include=["xunwang.posts", "xunwang.collect"]):
    from xunwang.collect.interface import CollectError, Got, Source, Span
    from xunwang.collect.ways import collectors
    from xunwang.fetch.records import Fault, Fetched, Request
    from xunwang.posts.records import Way

    COLLECTORS = collectors()

NOW = datetime(2021, 6, 1, 4, 0, tzinfo=UTC)
SPAN = Span(NOW - timedelta(days=14), NOW, NOW)
WAYS = (Way.FEED, Way.WECHAT_API, Way.FILE, Way.SAVED_PAGES)
NAMES = ("a.csv", "a.json", "a.jsonl", "a.zip", "a.html", "a.mhtml", "a.xlsx", "a.bin")
STATUSES = (200, 200, 200, 200, 304, 404, 429, 500)
FAULTS = (Fault.NONE, Fault.NONE, Fault.NONE, Fault.TIMEOUT)
SECRETS = {"app_id": "wx01", "app_secret": "the-secret-of-it"}
MOST_ASKED = 700


class Answers:
    """Answers in turn; the last one again and again."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.asked = 0

    def next(self, request: Request) -> Fetched:
        """The answer to the next request."""
        self.asked += 1
        if self.asked > MOST_ASKED:
            raise AssertionError("asks without end")
        kind = self.data[0] if self.data else 0
        length = int.from_bytes(self.data[1:3], "big")
        body, rest = self.data[3 : 3 + length], self.data[3 + length :]
        self.data = rest or self.data
        fault = FAULTS[kind >> 3 & 3]
        return Fetched(request, request.url, NOW, STATUSES[kind & 7], fault, "", (("ETag", '"e"'),), body)


def one_input(data: bytes) -> None:
    """Drive one collector through the answers that the input holds."""
    choice, rest = (data[0], data[1:]) if data else (0, b"")
    way = WAYS[choice & 3]
    address = NAMES[choice >> 2 & 7] if way in (Way.FILE, Way.SAVED_PAGES) else "http://a.cn/rss"
    answers = Answers(rest)
    steps = COLLECTORS[way].collect(Source("weibo:x", way, address, {}, SECRETS), SPAN, {})
    reply: Fetched | None = None
    try:
        while True:
            step = steps.send(reply)
            if isinstance(step, Got):
                reply = None
                if "the-secret-of-it" in repr(step) and b"the-secret-of-it" not in data:
                    raise AssertionError("a secret is kept")
            else:
                reply = answers.next(step)
    except StopIteration as stop:
        if not stop.value.shown <= COLLECTORS[way].shows:
            raise AssertionError("shows more than it can") from stop
    except CollectError as error:
        if not error.message:
            raise AssertionError("an error without words") from error


if __name__ == "__main__":
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()
