"""Which account does what, in both stories."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from xunwang.simulate.behaviour import not_in_order
from xunwang.simulate.dice import Dice, seed_of
from xunwang.simulate.media import APP, MINI_PROGRAM, AccountSpec, accounts_of
from xunwang.simulate.plan import Settings, Story, plan
from xunwang.simulate.platforms.conduct import Conduct, Fault
from xunwang.simulate.platforms.problems import PROBLEMS, is_app, is_wechat, plant, posts

_VETOES = (
    "asleep", "asleep", "asleep", "asleep", "asleep", "woken_later", "moved_away", "never", "never", "closed",
    "no_function", "severe_title", "severe_body", "severe_caption", "secrecy_mark", "internal_material",
    "gambling_link", "gambling_text",
)  # fmt: skip
"""As often as the notices name them: most of the unqualified sleep."""
_APP_VETOES = ("app_taken_down", "app_unknown", "app_no_download", "app_not_starting", "app_asleep")
_APP_DUTY = "app_excessive"
_DUTIES = tuple(
    name
    for name, problem in PROBLEMS.items()
    if problem.items and not problem.veto and problem.fits is not is_app
)
_LOOKS = tuple(name for name, problem in PROBLEMS.items() if not problem.items)
_SURE = ("never",)
"""Only the interface of the platform shows these beyond doubt."""
_PASSING = (Fault.BUSY, Fault.SLUGGISH, Fault.TOKEN_LOST, Fault.GAPS, Fault.MOVED)
_API_ONLY = frozenset({Fault.TOKEN_LOST, Fault.QUOTA, Fault.WRONG_SECRET, Fault.WRONG_APP_ID})
_FEED_ONLY = frozenset({Fault.GAPS, Fault.MOVED, Fault.BROKEN, Fault.EMPTY, Fault.NOT_FOUND})
_EVERY, _TIMES = 2, 2
"""In the story of all defects one account in so many may carry something; everything is dealt so many times."""


@dataclass(frozen=True, slots=True)
class Playbill:
    """A province and, for the story of 2020, what the platforms have to know of the campaign.

    Exactly the share of the notice is in order among the accounts ``sampled`` (keys), and among the others;
    accounts of the units ``excellent`` all are.
    """

    settings: Settings
    sampled: frozenset[str] = frozenset()
    excellent: frozenset[str] = frozenset()


def conducts_of(bill: Playbill) -> list[Conduct]:
    """What every account of the province does, in the order of ``accounts_of``."""
    accounts = accounts_of(plan(bill.settings))
    found = [_plain(account, bill.settings) for account in accounts]
    if bill.settings.story is Story.YEAR_2020:
        _cast_2020(found, not_in_order(accounts, bill.sampled, bill.excellent, bill.settings.seed))
    else:
        _cast_defects(found)
    return found


def _plain(account: AccountSpec, settings: Settings) -> Conduct:
    seed = seed_of(settings.seed, "conduct", account.key)
    dice = Dice(seed)
    return Conduct(
        account=account,
        seed=seed,
        check_point=settings.check_point,
        period=(8 + dice.number(36)) / 10,
        granted=account.platform == "wechat" and dice.number(5) < 2,
        followers=dice.between(8, 400) * 100,
    )


def _cast_2020(conducts: Sequence[Conduct], wrong: Collection[str]) -> None:
    for conduct in conducts:
        dice = Dice(seed_of(conduct.seed, "cast"))
        if conduct.key in wrong:
            _spoil(conduct, dice)
        elif is_app(conduct.account) and dice.number(8) == 0:
            plant(conduct, _APP_DUTY)
        elif posts(conduct.account):
            chance = dice.number(20)
            if chance == 0:
                plant(conduct, dice.pick([n for n in _DUTIES if PROBLEMS[n].fits(conduct.account)]))
            elif chance < 4:
                plant(conduct, dice.pick(_LOOKS))
        if dice.number(30) == 0:
            _disturb(conduct, dice.pick(_PASSING))


def _spoil(conduct: Conduct, dice: Dice) -> None:
    """One veto, which some way of collection or a person's look brings to light."""
    if conduct.account.platform == APP:
        name = dice.pick(_APP_VETOES)
    elif conduct.account.platform == MINI_PROGRAM:
        name = "no_function"
    else:
        name = dice.pick(_VETOES)
    if name in _SURE and is_wechat(conduct.account):
        conduct.granted = True
    plant(conduct, name)


def _cast_defects(conducts: Sequence[Conduct]) -> None:
    """Everything at least once, each on an account of its own; all that is left behaves."""
    free = sorted(conducts[::_EVERY], key=lambda conduct: conduct.seed)
    for conduct, name in zip((c for c in conducts if is_app(c.account)), _APP_VETOES, strict=False):
        plant(conduct, name)
        if name == "app_not_starting":
            plant(conduct, _APP_DUTY)  # there are few clients, and two of their problems go together
    for fault in [fault for fault in Fault if fault is not Fault.NONE]:
        _deal(free, fault)
    for name in [name for name in PROBLEMS if PROBLEMS[name].fits is not is_app] * _TIMES:
        found = _take(free, (c for c in free if PROBLEMS[name].fits(c.account) and posts(c.account)))
        if found is not None:
            found.granted |= name in _SURE and is_wechat(found.account)
            plant(found, name)


def _deal(free: list[Conduct], fault: Fault) -> None:
    """A fault to one account by the interface and one by the feed, wherever it can happen."""
    for granted in (True, False):
        if fault in (_FEED_ONLY if granted else _API_ONLY):
            continue
        fitting = (c for c in free if posts(c.account) and (not granted or is_wechat(c.account)))
        found = _take(free, fitting)
        if found is not None:
            found.granted = granted
            _disturb(found, fault)


def _disturb(conduct: Conduct, fault: Fault) -> None:
    if fault in (_FEED_ONLY if conduct.granted else _API_ONLY):
        return
    conduct.fault = fault


def _take(free: list[Conduct], fitting: Iterable[Conduct]) -> Conduct | None:
    """The first that fits; it is free no longer."""
    found = next(iter(fitting), None)
    if found is not None:
        free.remove(found)
    return found
