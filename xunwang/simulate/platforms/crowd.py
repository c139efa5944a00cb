"""Accounts of several provinces, for measurements at the size of a large one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count, islice

from xunwang.simulate.media import ACCOUNTS
from xunwang.simulate.plan import FULL, Settings, Story
from xunwang.simulate.platforms.casting import Playbill, conducts_of
from xunwang.simulate.platforms.conduct import Conduct


def crowd(accounts: int, seed: int = 1) -> Iterator[Conduct]:
    """So many accounts, no two with the same key; one province is in memory at a time.

    With :func:`xunwang.simulate.platforms.writing.posts_of` a hundred days of 30,000 of them are a million posts.
    """
    return islice(_all(seed), accounts)


def _all(seed: int) -> Iterator[Conduct]:
    for turn in count():
        settings = Settings(seed + turn, FULL, story=Story.YEAR_2020)
        for conduct in conducts_of(Playbill(settings)):
            account = conduct.account
            if turn:
                account = account._replace(
                    name=f"{account.name}（{turn + 1}）",
                    identifier=f"{account.identifier}-{turn + 1}",
                    number=account.number + turn * ACCOUNTS,
                )
            conduct.account = account
            yield conduct
