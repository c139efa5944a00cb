"""Serves the feeds of any number of accounts as plain HTTP on 127.0.0.1; each is written when it is asked for.

``/N.xml`` is the RSS feed of account N with its posts of a year. Paragraphs come from a pool, so that writing costs
little; every post has a title, an address and a time of its own. In one post of a hundred something is wrong. Of a
hundred accounts, one is gone and three sleep.
"""

from __future__ import annotations

import asyncio
import json
import sys
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import uvloop

from xunwang.simulate.dice import Dice, seed_of
from xunwang.simulate.prose import Prose, title

NOW = datetime(2020, 11, 30, 2, tzinfo=UTC)
SEED = 20201130
_POOL = 4_000
_SHORTEST, _LONGEST = 120, 1_500
"""Characters of a post: from a Weibo's to a long article's."""
_WRONG = (
    "会议布署下一阶段工作。",
    "本次活动由本公司赞助，限时秒杀，点击下单立减50元。",
    "请各单位尽快按装到位。",
)
_ONE_WRONG_IN = 100
_YEAR = timedelta(days=365)


class Writer:
    """Writes feeds."""

    def __init__(self, posts: int) -> None:
        self._posts = posts
        prose, dice = Prose(SEED), Dice(SEED)
        self._bodies = [
            "".join(f"<p>{text}</p>" for text in prose.paragraphs(dice, dice.between(_SHORTEST, _LONGEST)))
            for _ in range(_POOL)
        ]
        self._titles = [title("news", "示例县", "示例县人民政府", n, dice) for n in range(_POOL)]

    def feed(self, account: int) -> bytes | None:
        """The feed of an account; None for one that is gone."""
        if account % 100 == 17:
            return None
        newest = NOW - (timedelta(days=40) if account % 33 == 5 else timedelta(hours=account % 200))
        step = _YEAR / self._posts
        items = "".join(self._item(account, n, newest - n * step) for n in range(self._posts))
        head = f"<title>账号{account}</title><link>http://a{account}.example/</link>"
        text = (
            f"<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel>{head}{items}</channel></rss>"
        )
        return text.encode()

    def _item(self, account: int, number: int, at: datetime) -> str:
        mark = seed_of(SEED, account, number)
        wrong = _WRONG[mark % len(_WRONG)] if mark % _ONE_WRONG_IN == 0 else ""
        body = f"{self._bodies[mark % _POOL]}<p>{wrong}第{account}号第{number}条。</p>"
        url = f"http://a{account}.example/{number}"
        return (
            f"<item><title>{self._titles[mark // 7 % _POOL]}</title><link>{url}</link><guid>{url}</guid>"
            f"<pubDate>{format_datetime(at)}</pubDate><description><![CDATA[{body}]]></description></item>"
        )


class Feeds(asyncio.Protocol):
    """One connection."""

    writer: Writer

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport
        self._held = b""

    def data_received(self, data: bytes) -> None:
        self._held += data
        while b"\r\n\r\n" in self._held:
            head, _, self._held = self._held.partition(b"\r\n\r\n")
            path = head.split(b" ", 2)[1].decode("latin-1")
            body = self.writer.feed(int(path.strip("/").removesuffix(".xml")))
            self._transport.write(_whole(body))  # type: ignore[attr-defined]


def _whole(body: bytes | None) -> bytes:
    if body is None:
        return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
    return (
        b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nContent-Length: %d\r\n\r\n" % len(body)
        + body
    )


async def serve(posts: int) -> None:
    """Listen, tell where, go on until killed. ``posts``: of each account."""
    Feeds.writer = Writer(posts)
    server = await asyncio.get_running_loop().create_server(Feeds, "127.0.0.1", 0)
    print(json.dumps({"port": server.sockets[0].getsockname()[1]}), flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(serve(int(sys.argv[1])))
