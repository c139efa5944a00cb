"""Host names of the platforms: reserved ones (RFC 2606), which no name server resolves."""

from __future__ import annotations

from collections.abc import Iterable

BRIDGE = "bridge.platform.example"
"""Gives feeds of accounts of any platform."""
WECHAT_API = "api.wechat.platform.example"
WECHAT_PAGES = "mp.wechat.platform.example"
STORE = "store.platform.example"
PICTURES = "img.platform.example"
HOMES = {
    "weibo": "weibo.platform.example",
    "douyin": "douyin.platform.example",
    "toutiao": "toutiao.platform.example",
}
"""Platforms whose accounts have a home page that anybody can open, by platform."""
SHOP = "mall.yunzeshop.example"
"""Sells things; official accounts must not link to it."""


def addresses(others: Iterable[str] = ()) -> dict[str, tuple[str, ...]]:
    """What a name server would say of these and of ``others``, for ``FetchSettings.resolve``.

    The addresses are from a documentation range (RFC 5737): connections go to the gateway.
    """
    hosts = [BRIDGE, WECHAT_API, WECHAT_PAGES, STORE, PICTURES, *HOMES.values(), SHOP, *others]
    return {host: (f"192.0.2.{number % 250}",) for number, host in enumerate(hosts, 1)}
