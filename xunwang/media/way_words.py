"""What each way of collection asks of whoever sets it up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from xunwang.posts.records import Way
from xunwang.registry.vocabulary import Platform


class Secret(NamedTuple):
    """A credential; the name is the collector's."""

    name: str
    label: str


class Extra(NamedTuple):
    """Something more that helps where a person has it; the name is that of the collector's option."""

    name: str
    label: str
    help: str
    endings: tuple[str, ...] = ()
    """Of a file that is handed in; empty: a text."""


class WayWords(NamedTuple):
    """How a way is set up. ``endings`` are those of files that are handed in; empty: an address is typed."""

    address_label: str
    address_help: str
    secrets: tuple[Secret, ...] = ()
    endings: tuple[str, ...] = ()
    platforms: frozenset[str] = frozenset()
    """Empty: all but mobile clients."""
    needs_address: bool = True
    extras: tuple[Extra, ...] = ()
    largest: int = 50 * 1024 * 1024
    """Bytes of a file that is handed in."""


WORDS: Mapping[Way, WayWords] = {
    Way.FEED: WayWords(
        "订阅地址",
        "由平台或本单位的订阅服务提供的该账号订阅源（RSS、Atom或JSON Feed），以http://或https://开头。",
    ),
    Way.WECHAT_API: WayWords(
        "接口地址",
        "一般不填，使用微信公众平台的公开接口；经本单位代理访问时填代理的地址。",
        secrets=(Secret("app_id", "AppID"), Secret("app_secret", "AppSecret")),
        platforms=frozenset({Platform.WECHAT}),
        needs_address=False,
    ),
    Way.FILE: WayWords(
        "文件", "账号主办单位或平台导出的发布记录：XLSX、CSV或JSON。", endings=("xlsx", "csv", "json")
    ),
    Way.SAVED_PAGES: WayWords(
        "文件", "浏览器保存的文章页或账号主页：HTML，或多个网页打成的ZIP。", endings=("html", "htm", "zip")
    ),
    Way.MOBILE_CLIENT: WayWords(
        "应用商店页面",
        "该客户端在应用商店的页面地址，以http://或https://开头。",
        platforms=frozenset({Platform.APP}),
        extras=(
            Extra(
                "package",
                "安装包",
                "可不填。商店的安装包取不到时读取它：版本、权限、签名；不说明商店能否下载。",
                ("apk",),
            ),
            Extra(
                "service", "服务地址", "可不填。安装包没有写明的服务地址或主机，以空格分隔，用于核对IPv6。"
            ),
        ),
        largest=200 * 1024 * 1024,
    ),
}
"""Ways that can be set up; looking by hand needs no setting."""


def ways_for(platform: str) -> tuple[Way, ...]:
    """The ways that an account on this platform may have."""
    return tuple(
        way
        for way, words in WORDS.items()
        if (platform in words.platforms if words.platforms else platform != Platform.APP)
    )
