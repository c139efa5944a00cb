"""What is known of an account, and which way would show what is not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from xunwang.collect.interface import Trouble
from xunwang.collect.ways import shown_by
from xunwang.media.models import AccountWay, CollectedAccount, HandCheck
from xunwang.media.way_words import WORDS, ways_for
from xunwang.posts.records import Shows, Way
from xunwang.registry.models import Account
from xunwang.registry.vocabulary import Platform
from xunwang.rules.media.facts import ways_that_show

BY_HAND = frozenset({Shows.FUNCTIONS, Shows.ANSWERS, Shows.USE, Shows.POSTS})
"""What the form of a check asks for."""
_OF_APPS = frozenset({Shows.APP, Shows.USE, Shows.FUNCTIONS, Shows.ANSWERS})
_OF_OTHERS = frozenset(Shows) - {Shows.APP, Shows.USE}


class WayLine(NamedTuple):
    """A way that the account may have."""

    way: Way
    setting: AccountWay | None
    can: tuple[Shows, ...]
    secrets: str
    """What it needs that is secret, in Chinese."""
    trouble: str
    """In Chinese; empty without."""


class KnownLine(NamedTuple):
    """Something that one may want to know of an account."""

    what: Shows
    is_known: bool
    remedy: str
    """Which way would show it; empty where it is known."""


def ways_of(account: Account) -> list[WayLine]:
    """All ways of its platform, whether set up or not."""
    settings = {Way(way.way): way for way in account.ways.defer("sealed").select_related("set_by")}
    can = _shown_by(account.platform)
    return [
        WayLine(
            way,
            setting := settings.get(way),
            _sorted(can.get(way, frozenset())),
            "、".join(secret.label for secret in WORDS[way].secrets),
            _trouble(setting),
        )
        for way in ways_for(account.platform)
    ]


def known_of(
    account: Account, collected: CollectedAccount | None, check: HandCheck | None
) -> list[KnownLine]:
    """Everything worth knowing, and what is: from the last collection and the last check by hand."""
    shown = set(collected.shown) if collected is not None else set()
    if check is not None:
        shown |= _shown_by_check(check)
    can = _shown_by(account.platform)
    wanted = _OF_APPS if account.platform == Platform.APP else _OF_OTHERS
    return [
        KnownLine(what, what in shown, "" if what in shown else ways_that_show(what, can))
        for what in Shows
        if what in wanted
    ]


def _shown_by(platform: str) -> Mapping[Way, frozenset[Shows]]:
    """What the ways of a platform can show."""
    usable = set(ways_for(platform))
    can = {way: shows for way, shows in shown_by().items() if way in usable and way in WORDS}
    return {**can, Way.BY_HAND: BY_HAND}


def _shown_by_check(check: HandCheck) -> set[str]:
    told: dict[Shows, object] = {
        Shows.FUNCTIONS: check.functions.all(),
        Shows.ANSWERS: check.message_sent,
        Shows.USE: check.app,
        Shows.POSTS: check.last_post or check.no_posts,
    }
    return {str(what) for what, seen in told.items() if seen}


def _sorted(shows: frozenset[Shows]) -> tuple[Shows, ...]:
    return tuple(what for what in Shows if what in shows)


def _trouble(way: AccountWay | None) -> str:
    if way is None or not way.trouble:
        return ""
    return f"{Trouble(way.trouble).label}：{way.problem}" if way.problem else Trouble(way.trouble).label
