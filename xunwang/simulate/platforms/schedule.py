"""When an account posts: a slot for every number, found without walking through those before it.

Number 0 is the first post after the account was opened. Slots lie ``period`` days apart with some jitter, between
eight and twenty o'clock; a later number is always a later instant.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from xunwang.simulate.dice import seed_of
from xunwang.simulate.platforms.conduct import Conduct, Habit
from xunwang.words import CHINA

BEGINNING = datetime(2000, 1, 1, tzinfo=CHINA)
"""Before the first post of any account."""
_DAY = timedelta(days=1)
_FIRST_HOUR, _HOURS = 8, 12
_FINE = 10_000


def time_of(conduct: Conduct, number: int) -> datetime:
    """When that post was or will be published, by the slots alone or as the account's last one."""
    if conduct.final is not None and number == last_before_sleep(conduct):
        return conduct.final
    return _slot(conduct, number)


def numbers(conduct: Conduct, since: datetime, until: datetime) -> Iterator[int]:
    """Numbers of the posts of ``since`` ≤ t < ``until``, newest first."""
    if conduct.habit is Habit.NEVER:
        return
    number = _first_from(conduct, until) - 1
    end = None if conduct.final is None else last_before_sleep(conduct)
    if end is not None and conduct.final is not None and conduct.final < until:
        number = max(number, end)  # its slot may lie later than it was published
    while number >= 0:
        if end is not None and number > end and not _awake(conduct, number):
            number = end
            continue
        at = time_of(conduct, number)
        if at < since:
            return
        if at < until:
            yield number
        number -= 1


def count(conduct: Conduct, until: datetime) -> int:
    """How many slots were used before ``until``."""
    newest = next(numbers(conduct, BEGINNING, until), None)
    if newest is None:
        return 0
    end = None if conduct.final is None else last_before_sleep(conduct)
    if end is None or newest <= end or conduct.resumes is None:
        return newest + 1
    return end + 1 + newest - _first_from(conduct, conduct.resumes) + 1


def last_before_sleep(conduct: Conduct) -> int:
    """Number of the post that is published at ``final``."""
    assert conduct.final is not None
    return _first_from(conduct, conduct.final)


def newest(conduct: Conduct, until: datetime) -> int | None:
    """Number of the newest post before ``until``; None: there is none."""
    return next(numbers(conduct, BEGINNING, until), None)


def _awake(conduct: Conduct, number: int) -> bool:
    return conduct.resumes is not None and _slot(conduct, number) >= conduct.resumes


def _first_from(conduct: Conduct, when: datetime) -> int:
    """The first number whose slot is not before ``when``."""
    origin = datetime.combine(conduct.account.opened_on, time(), CHINA)
    number = max(0, int((when - origin) / _DAY / conduct.period) - 2)
    while _slot(conduct, number) < when:
        number += 1
    return number


def _slot(conduct: Conduct, number: int) -> datetime:
    spread = min(0.8, conduct.period / 2)
    jitter = seed_of(conduct.seed, "slot", number) % _FINE / _FINE * spread
    days, part = divmod(number * conduct.period + jitter, 1.0)
    seconds = int((_FIRST_HOUR + part * _HOURS) * 3600)
    return (
        datetime.combine(conduct.account.opened_on, time(), CHINA)
        + int(days) * _DAY
        + timedelta(seconds=seconds)
    )
