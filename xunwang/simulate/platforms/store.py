"""An app store: pages of mobile clients and their packages."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from functools import lru_cache
from html import escape
from typing import NamedTuple

from xunwang.simulate.answer import Answer, Query, html
from xunwang.simulate.dice import seed_of
from xunwang.simulate.media import APP
from xunwang.simulate.platforms.conduct import AppState, Conduct
from xunwang.simulate.platforms.homes import rounded
from xunwang.simulate.platforms.names import STORE
from xunwang.simulate.platforms.packages import PackageSpec, Traits, package_bytes, package_of
from xunwang.simulate.platforms.stage import Stage, delayed

_PACKAGE = ".apk"
_KEEP = 64
_OLD = 1100
"""Days since the last version of a client that nobody looks after."""


class Listing(NamedTuple):
    """What the store says of a client."""

    version: str
    updated: date
    size: int
    downloads: int


def store_address(conduct: Conduct) -> str:
    """Page of the client."""
    return f"https://{STORE}/app/{conduct.account.identifier}"


class Store:
    """Answers ``/app/<package>`` and ``/download/<package>.apk``."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._package = lru_cache(maxsize=_KEEP)(package_bytes)

    def answer(self, query: Query, now: datetime) -> Answer:
        """A page, or a package."""
        name = query.path.rpartition("/")[2]
        conduct = self._stage.find(APP, name.removesuffix(_PACKAGE))
        if conduct is None or conduct.app is AppState.UNKNOWN_TO_STORE:
            return html(_note("抱歉，您查找的应用不存在"), 404)
        if conduct.app is AppState.TAKEN_DOWN:
            return html(_note("该应用已下架"), 404 if name.endswith(_PACKAGE) else 200)
        if query.path.startswith("/app/"):
            return delayed(conduct, html(_page(conduct, _listing(conduct))))
        if conduct.app is AppState.NO_DOWNLOAD:
            return html(_note("文件不存在"), 404)
        kind = (("Content-Type", "application/vnd.android.package-archive"),)
        return Answer(200, kind, self._package(package(conduct)))


def service_host(conduct: Conduct) -> str:
    """The host that the client talks to."""
    return ".".join(reversed(conduct.account.identifier.removesuffix(".client").split(".")))


def package(conduct: Conduct) -> PackageSpec:
    """What the client's package says."""
    traits = Traits(excessive=3 if conduct.excessive else 0)
    return package_of(conduct.seed, conduct.name, service_host(conduct), conduct.check_point, traits)


def _listing(conduct: Conduct) -> Listing:
    dice = seed_of(conduct.seed, "listing")
    days = _OLD + dice % 300 if conduct.app is AppState.ASLEEP else 20 + dice % 150
    return Listing(
        version=package(conduct).version,
        updated=(conduct.check_point - timedelta(days=days)).date(),
        size=(180 + dice % 400) * 104_858,
        downloads=conduct.followers // (50 if conduct.app is AppState.ASLEEP else 1),
    )


def _page(conduct: Conduct, listing: Listing) -> str:
    account = conduct.account
    data = {
        "@context": "https://schema.org",
        "@type": "MobileApplication",
        "name": conduct.name,
        "operatingSystem": "ANDROID",
        "softwareVersion": listing.version,
        "dateModified": listing.updated.isoformat(),
        "author": {"@type": "Organization", "name": conduct.subject},
    }
    return f"""<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>{escape(conduct.name)}下载_{escape(conduct.name)}官方版 - 应用商店</title>
<script type="application/ld+json">{json.dumps(data, ensure_ascii=False)}</script></head>
<body><div class="app-detail"><h1 class="app-name">{escape(conduct.name)}</h1>
<p class="app-count">{rounded(listing.downloads)}次下载</p>
<a class="download-btn" href="https://{STORE}/download/{account.identifier}{_PACKAGE}">立即下载</a>
<div class="app-intro">{escape(account.introduction)}</div>
<ul class="app-info"><li><span>版本号</span><em>{listing.version}</em></li>
<li><span>更新时间</span><em>{listing.updated:%Y-%m-%d}</em></li>
<li><span>大小</span><em>{listing.size / 1_048_576:.1f}MB</em></li>
<li><span>包名</span><em>{account.identifier}</em></li>
<li><span>开发者</span><em>{escape(conduct.subject)}</em></li></ul></div></body></html>
"""


def _note(words: str) -> str:
    return f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{words}</title></head><body><p>{words}</p></body></html>"
