"""Which accounts of 2020 are in order, and how its sites answer a question: truth that no inspector reads.

The notice of 2020 gives counts, so the scene is set by counts: of the accounts that a given sample holds
exactly the share of the notice is in order, and so many sites answer within one and within five working days.
A scene that is set so shows how results are counted; it says nothing about how well a sample estimates.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from xunwang.calendar import add_working_days, is_working_day
from xunwang.simulate.dice import Dice, seed_of
from xunwang.simulate.media import AccountSpec
from xunwang.simulate.plan import FULL
from xunwang.simulate.spec import SiteSpec
from xunwang.simulate.truth import UNREADABLE
from xunwang.words import CHINA, SiteKind

QUALIFIED_2020, SAMPLED_2020 = 718, 912
WITHIN_FIVE_2020, WITHIN_ONE_2020 = 228, 46
"""Of 310 sites: 73.5 %, and 46 sites."""
FIRST_QUESTION = date(2020, 11, 2)


class Reply(NamedTuple):
    """A test question to a site: when it was asked and answered (None: never), and how."""

    asked: datetime
    answered: datetime | None
    quality: str


def not_in_order(
    accounts: Sequence[AccountSpec], sampled: Collection[str], excellent: Collection[str], seed: int
) -> set[str]:
    """Keys of the accounts that are not in order.

    ``sampled`` are keys; of them, and of the others, the share of 2020 is in order. All accounts of the
    units ``excellent`` are.
    """
    chosen = set(sampled)
    found: set[str] = set()
    for part in ([a for a in accounts if a.key in chosen], [a for a in accounts if a.key not in chosen]):
        wrong = len(part) - _part(len(part), QUALIFIED_2020, SAMPLED_2020)
        open_to = [account for account in part if account.unit not in excellent]
        ranked = sorted(open_to, key=lambda account: seed_of(seed, "account", account.key))
        found |= {account.key for account in ranked[:wrong]}
    return found


def replies_of(specs: Sequence[SiteSpec], seed: int) -> dict[str, Reply]:
    """Home address → how the site answers a simple question. What can't be opened never answers."""
    within_five = _part(len(specs), WITHIN_FIVE_2020, FULL)
    within_one = _part(len(specs), WITHIN_ONE_2020, FULL)
    ranked = sorted(specs, key=lambda spec: (_reach(spec), seed_of(seed, "reply", spec.host)))
    found = {}
    for place, spec in enumerate(ranked):
        dice = Dice(seed_of(seed, "days", spec.host))
        asked = _asked(dice)
        if spec.scene in UNREADABLE or place >= len(specs) - len(specs) // 12:
            found[spec.home_url] = Reply(asked, None, "")
        elif place < within_five:
            days = dice.between(0, 1) if place < within_one else dice.between(2, 5)
            found[spec.home_url] = Reply(asked, _answered(asked, days, dice), "effective")
        else:
            late = dice.number(3) > 0
            days = dice.between(6, 12) if late else dice.between(1, 5)
            quality = "effective" if late else dice.pick(("evasive", "off_point"))
            found[spec.home_url] = Reply(asked, _answered(asked, days, dice), quality)
    return found


def _reach(spec: SiteSpec) -> int:
    # Portals are scored: those that lose points elsewhere answer in time.
    if spec.scene in UNREADABLE:
        return 2
    return 0 if spec.kind is SiteKind.PORTAL and spec.defects else 1


def _asked(dice: Dice) -> datetime:
    day = FIRST_QUESTION + timedelta(days=dice.number(12))
    while not is_working_day(day):
        day += timedelta(days=1)
    return datetime(day.year, day.month, day.day, 9, dice.number(60), tzinfo=CHINA)


def _answered(asked: datetime, days: int, dice: Dice) -> datetime:
    day = add_working_days(asked.date(), days)
    return datetime(day.year, day.month, day.day, dice.between(14, 17), dice.number(60), tzinfo=CHINA)


def _part(whole: int, part: int, of: int) -> int:
    """``whole * part / of``, rounded half up."""
    return (2 * whole * part + of) // (2 * of)
