"""What all platforms share: the accounts, their words, and the little that is remembered between requests."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from datetime import datetime, timedelta

from xunwang.simulate.answer import Answer
from xunwang.simulate.dice import seed_of
from xunwang.simulate.platforms.addresses import Place
from xunwang.simulate.platforms.casting import Playbill, conducts_of
from xunwang.simulate.platforms.conduct import Conduct, Fault
from xunwang.simulate.platforms.schedule import BEGINNING, time_of
from xunwang.simulate.platforms.writing import Written, write, written_between
from xunwang.simulate.prose import Prose

_KEEP = 8192
_SLUGGISH, _SPREAD = 6.0, 3
"""Seconds of the clock; below what a patient client waits."""
_BUSY_FOR = timedelta(seconds=20)


class Stage:
    """The accounts of a playbill. The same request at the same instant gives the same answer.

    Remembered are only when something was first asked for and how often a key was used.
    """

    def __init__(self, bill: Playbill) -> None:
        self.check_point = bill.settings.check_point
        self.seed = bill.settings.seed
        self.conducts = conducts_of(bill)
        self.prose = Prose(seed_of(bill.settings.seed, "prose"))
        self._found = {(c.account.platform, c.account.identifier): c for c in self.conducts}
        self._first: OrderedDict[str, datetime] = OrderedDict()
        self._uses: OrderedDict[str, int] = OrderedDict()

    def find(self, platform: str, identifier: str) -> Conduct | None:
        """The account that a platform knows by that identifier."""
        return self._found.get((platform, identifier))

    def published(self, conduct: Conduct, now: datetime) -> Iterator[Written]:
        """Everything published until ``now``, newest first, deleted posts marked."""
        return written_between(conduct, self.prose, BEGINNING, now, now)

    def post(self, where: Place | None, now: datetime) -> tuple[Conduct, Written] | None:
        """A post by its place; None where there is none, or none yet."""
        if where is None or not 0 <= where.account < len(self.conducts):
            return None
        conduct = self.conducts[where.account]
        if where.number < 0 or time_of(conduct, where.number) > now:
            return None
        found = [post for post in write(conduct, self.prose, where.number, now) if post.place == where.place]
        return (conduct, found[0]) if found else None

    def used(self, key: str) -> int:
        """Count a use of something; gives how often it was used before."""
        before = self._uses.pop(key, 0)
        self._uses[key] = before + 1
        if len(self._uses) > _KEEP:
            self._uses.popitem(last=False)
        return before

    def uses(self, key: str) -> int:
        """How often something was used."""
        return self._uses.get(key, 0)

    def bar(self, token: str) -> None:
        """From now on that token is not the newest."""
        self.used(f"barred {token}")

    def barred(self, token: str) -> bool:
        """Whether it is not the newest any longer."""
        return f"barred {token}" in self._uses

    def is_new(self, key: str, now: datetime) -> bool:
        """Whether it was first asked for within the last seconds."""
        first = self._first.setdefault(key, now)
        if len(self._first) > _KEEP:
            self._first.popitem(last=False)
        return now - first < _BUSY_FOR


def delayed(conduct: Conduct, answer: Answer) -> Answer:
    """The answer, late where the account's way is sluggish."""
    if conduct.fault is not Fault.SLUGGISH:
        return answer
    return answer._replace(delay=_SLUGGISH + seed_of(conduct.seed, "delay") % _SPREAD)
