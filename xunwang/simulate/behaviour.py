"""How the accounts of 2020 behave, and how its sites answer a question: truth that no inspector reads.

The notice of 2020 gives counts, so the scene is set by counts: of the accounts that a given sample holds
exactly the share of the notice is in order, and so many sites answer within one and within five working days.
A scene that is set so shows how results are counted; it says nothing about how well a sample estimates.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from enum import Enum
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


class Trouble(Enum):
    """What is wrong with an account, in the words of the indicators."""

    ASLEEP = "监测时间点前2周内未更新，最近一次更新为{day:%Y-%m-%d}"
    NEVER = "开通后从未发布内容"
    CLOSED = "已停止使用，未办理注销备案"
    NO_FUNCTION = "提供的互动功能不能正常使用"
    WORDING = "发布内容出现严重表述错误"


_OFTEN = (Trouble.ASLEEP,) * 6 + (Trouble.NEVER,) * 2 + (Trouble.CLOSED, Trouble.NO_FUNCTION, Trouble.WORDING)


class Reply(NamedTuple):
    """A test question to a site: when it was asked and answered (None: never), and how."""

    asked: datetime
    answered: datetime | None
    quality: str


def troubles_of(
    accounts: Sequence[AccountSpec],
    sampled: Collection[str],
    excellent: Collection[str],
    check_point: datetime,
    seed: int,
) -> dict[str, str]:
    """Account key → what is wrong with it, for those that are not in order.

    ``sampled`` are keys; of them, and of the others, the share of 2020 is in order. All accounts of the
    units ``excellent`` are.
    """
    chosen = set(sampled)
    found: dict[str, str] = {}
    for part in ([a for a in accounts if a.key in chosen], [a for a in accounts if a.key not in chosen]):
        wrong = len(part) - _part(len(part), QUALIFIED_2020, SAMPLED_2020)
        open_to = [account for account in part if account.unit not in excellent]
        ranked = sorted(open_to, key=lambda account: seed_of(seed, "account", account.key))
        for account in ranked[:wrong]:
            found[account.key] = _trouble(account, check_point, seed)
    return found


def _trouble(account: AccountSpec, check_point: datetime, seed: int) -> str:
    dice = Dice(seed_of(seed, "trouble", account.key))
    return dice.pick(_OFTEN).value.format(day=check_point - timedelta(days=dice.between(16, 300)))


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
