"""How each account can be collected, as an office would enter it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from xunwang.posts.records import Way
from xunwang.simulate.dice import seed_of
from xunwang.simulate.media import APP, MINI_PROGRAM
from xunwang.simulate.platforms.addresses import home_url
from xunwang.simulate.platforms.bridge import feed_address
from xunwang.simulate.platforms.conduct import Conduct, Fault
from xunwang.simulate.platforms.keys import app_id, app_secret
from xunwang.simulate.platforms.names import WECHAT_API
from xunwang.simulate.platforms.store import store_address


class WayRow(NamedTuple):
    """One way of one account."""

    account: str
    """Key of the account."""
    way: Way
    address: str
    options: Mapping[str, str]
    secrets: Mapping[str, str]


def ways_of(conducts: Iterable[Conduct]) -> Iterator[WayRow]:
    """The automatic ways of these accounts, one each; a mini program has none but a person's look."""
    for conduct in conducts:
        platform = conduct.account.platform
        if platform == APP:
            yield WayRow(conduct.key, Way.MOBILE_CLIENT, store_address(conduct), {}, {})
        elif conduct.granted:
            yield WayRow(conduct.key, Way.WECHAT_API, f"https://{WECHAT_API}", {}, _secrets(conduct))
        elif platform != MINI_PROGRAM:
            yield WayRow(conduct.key, Way.FEED, feed_address(conduct), {}, {})


def pages_of(conducts: Iterable[Conduct]) -> Iterator[tuple[str, str]]:
    """Account key → home page that anybody can open and save, where its platform has one."""
    for conduct in conducts:
        address = home_url(conduct.account)
        if address:
            yield conduct.key, address


def _secrets(conduct: Conduct) -> dict[str, str]:
    identifier, secret = app_id(conduct), app_secret(conduct)
    if conduct.fault is Fault.WRONG_APP_ID:
        identifier = f"wx{seed_of(conduct.seed, 'wrong'):016x}"
    if conduct.fault is Fault.WRONG_SECRET:
        secret = secret[::-1]
    return {"app_id": identifier, "app_secret": secret}
