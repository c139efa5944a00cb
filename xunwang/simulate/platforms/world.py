"""All platforms on one server: which host answers what."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from xunwang.simulate.answer import Answer, Query, html
from xunwang.simulate.attachments import GIF
from xunwang.simulate.media import APP
from xunwang.simulate.outside import dead, outside_hosts
from xunwang.simulate.platforms.bridge import Bridge
from xunwang.simulate.platforms.casting import Playbill
from xunwang.simulate.platforms.homes import Homes
from xunwang.simulate.platforms.names import (
    BRIDGE,
    HOMES,
    PICTURES,
    SHOP,
    STORE,
    WECHAT_API,
    WECHAT_PAGES,
)
from xunwang.simulate.platforms.stage import Stage
from xunwang.simulate.platforms.store import Store, service_host
from xunwang.simulate.platforms.wechat_api import WeChatApi
from xunwang.simulate.platforms.wechat_pages import WeChatPages

Answering = Callable[[Query, datetime], Answer]
_ROBOTS = Answer(200, (("Content-Type", "text/plain"),), b"User-agent: *\nAllow: /\n")
_SHOP = html("<html><head><title>云泽商城</title></head><body><h1>限时特惠</h1><p>立即购买</p></body></html>")


class Platforms:
    """Answers requests to every host of the platforms; other hosts are as in the province's outside world."""

    def __init__(self, bill: Playbill) -> None:
        stage = Stage(bill)
        self._hosts: dict[str, Answering] = {
            BRIDGE: Bridge(stage).answer,
            WECHAT_API: WeChatApi(stage).answer,
            WECHAT_PAGES: WeChatPages(stage).answer,
            STORE: Store(stage).answer,
            PICTURES: _picture,
            SHOP: lambda query, now: _SHOP,
            **dict.fromkeys(HOMES.values(), Homes(stage).answer),
            **{service_host(c): _service for c in stage.conducts if c.account.platform == APP},
        }
        self._outside = outside_hosts(frozenset())

    def answer(self, query: Query, now: datetime) -> Answer:
        """The answer to a request at an instant (aware)."""
        host = self._hosts.get(query.host)
        if host is None:
            return self._outside.get(query.host, dead)(query)
        return _ROBOTS if query.path == "/robots.txt" else host(query, now)

    def secure_hosts(self) -> Iterator[str]:
        """All of the platforms are asked over TLS."""
        return iter(self._hosts)

    def has_expired_certificate(self, host: str) -> bool:
        """None has."""
        return False


def _service(query: Query, now: datetime) -> Answer:
    return Answer(200, (("Content-Type", "application/json"),), b'{"code":0,"msg":"ok"}')


def _picture(query: Query, now: datetime) -> Answer:
    return Answer(200, (("Content-Type", "image/gif"),), GIF)
