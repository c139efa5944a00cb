"""What has to be found on each account, and what a person would see on a phone. Never served.

For each indicator two states: ``automatic``, by the account's registered way alone, and ``final``, when a person has
looked at every candidate and at the account itself. States are ``hit``, ``candidate`` (a finding for a person),
``unknown`` (the way doesn't show it) and ``clear``. An indicator that is not in ``expect`` must be neither hit nor
candidate, unless ``tolerated`` names it: its definition leaves it open.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from xunwang.posts.records import Interaction
from xunwang.simulate.media import APP, MINI_PROGRAM
from xunwang.simulate.platforms.casting import Playbill, conducts_of
from xunwang.simulate.platforms.conduct import LASTING, AppState, Conduct, Habit
from xunwang.simulate.platforms.problems import PROBLEMS, posts
from xunwang.simulate.platforms.schedule import newest, time_of
from xunwang.simulate.platforms.ways import ways_of
from xunwang.words import CHINA

FEW_FOLLOWERS, FEW_POSTS_PERIOD = 500, 7.0
"""An account with fewer, or with more days between posts, is one to look at for M-N-06."""
_BY_WORDING = {
    "severe_title": "M-V-01.1",
    "severe_body": "M-V-01.1",
    "severe_caption": "M-V-01.1",
    "secrecy_mark": "M-V-01.2",
    "internal_material": "M-V-01.2",
    "gambling_link": "M-V-01.3",
    "gambling_text": "M-V-01.3",
    "gambling_comment": "M-N-10",
    "entertainment": "M-N-08",
    "commercial": "M-N-08",
    "advertising_link": "M-N-09",
    "unlisted_repost": "M-N-09",
}
_FUNCTIONS = {
    "wechat": (Interaction.MENU, Interaction.COMMENTS, Interaction.MESSAGES),
    APP: (Interaction.MESSAGES, Interaction.SURVEY),
    MINI_PROGRAM: (Interaction.MESSAGES,),
}
_USUAL = (Interaction.COMMENTS, Interaction.PRIVATE)
_GONE = frozenset({AppState.TAKEN_DOWN, AppState.UNKNOWN_TO_STORE})


class Expected(NamedTuple):
    """One indicator's outcome."""

    item: str
    automatic: str
    final: str


class Hand(NamedTuple):
    """What a person sees who looks at the account on a phone."""

    last_post: date | None
    no_posts: bool
    functions: tuple[tuple[Interaction, bool], ...]
    """Each with whether it works."""
    answered_after: timedelta | None
    """The test message was answered after so long; None: never."""
    starts: bool | None
    """The client installs and starts; None: it is no client."""
    closed: str
    """The platform's words; empty: it is open."""


def in_order(conduct: Conduct) -> bool:
    """Nothing was planted that alone makes the account unqualified."""
    return not any(PROBLEMS[name].veto for name in conduct.problems)


def reason(conduct: Conduct) -> str:
    """What is wrong with an account that is not in order, in Chinese; else empty."""
    day = "" if conduct.final is None else f"{conduct.final.astimezone(CHINA):%Y-%m-%d}"
    titles = (PROBLEMS[name].title.format(day=day) for name in conduct.problems if PROBLEMS[name].veto)
    return "；".join(titles)


def expectations(conduct: Conduct) -> dict[str, Expected]:
    """What has to be found on one account."""
    platform = conduct.account.platform
    found = list(_app(conduct)) if platform == APP else list(_posts(conduct))
    found.append(Expected("M-V-03.1", "unknown", "clear" if conduct.interactive else "hit"))
    found += _register(conduct)
    return {one.item: one for one in found}


def tolerated(conduct: Conduct) -> set[str]:
    """Indicators that may come out either way."""
    found = {"M-N-07", "M-N-11", "M-N-17"}
    if conduct.period > FEW_POSTS_PERIOD or conduct.final is not None or conduct.habit is Habit.NEVER:
        found.add("M-N-06")
    if conduct.moved_to or conduct.shown_name:
        found |= {"M-N-04", "M-N-05"}
    if conduct.shown_subject:
        found.add("M-N-05")  # another subject may be a change that was not filed
    if "commercial" in conduct.problems:
        found.add("M-N-09")
    if "advertising_link" in conduct.problems:
        found.add("M-N-08")
    if conduct.jump:
        found |= {"M-N-15", "M-V-03.2"}
    if conduct.app is AppState.ASLEEP:
        found.add("M-N-06")
    return found


def _posts(conduct: Conduct) -> Iterator[Expected]:
    seen = posts(conduct.account) and conduct.fault not in LASTING
    if conduct.habit is Habit.NEVER:
        # An empty feed may be the bridge's fault; the interface counts.
        yield Expected("M-V-02.1", "hit" if seen and conduct.granted else "unknown", "hit")
    elif conduct.habit in (Habit.ASLEEP, Habit.CLOSED):
        yield Expected("M-V-02.1", "hit" if seen else "unknown", "hit")
    elif not seen:
        yield Expected("M-V-02.1", "unknown", "clear")
    for name in conduct.problems:
        item = _BY_WORDING.get(name)
        if item is not None:
            yield Expected(item, "candidate" if seen else "unknown", "hit")
    if not seen:
        planted = {_BY_WORDING.get(name) for name in conduct.problems}
        for item in sorted({"M-V-01.1", "M-V-01.2", "M-V-01.3"} - planted):
            yield Expected(item, "unknown", "clear")


def _app(conduct: Conduct) -> Iterator[Expected]:
    if conduct.app in _GONE:
        yield Expected("M-V-02.2", "hit", "hit")
    elif conduct.app in (AppState.ASLEEP, AppState.NO_DOWNLOAD):
        yield Expected("M-V-02.2", "candidate", "hit")
    else:
        broken = conduct.app is AppState.NOT_STARTING
        yield Expected("M-V-02.2", "unknown", "hit" if broken else "clear")
    if conduct.excessive:
        unread = conduct.app in _GONE or conduct.app is AppState.NO_DOWNLOAD
        yield Expected("M-N-13", "unknown" if unread else "candidate", "hit")


def _register(conduct: Conduct) -> Iterator[Expected]:
    profile = conduct.granted and conduct.fault not in LASTING
    if conduct.shown_name or conduct.shown_subject is not None:
        yield Expected("M-N-04", "candidate" if profile else "unknown", "hit")
    if conduct.habit is Habit.CLOSED:
        yield Expected("M-N-05", "unknown", "hit")
    if conduct.followers < FEW_FOLLOWERS:
        yield Expected("M-N-06", "candidate" if profile else "unknown", "hit")
    if conduct.jump:
        yield Expected("M-N-15", "candidate" if profile else "unknown", "hit")


def hand_check(conduct: Conduct, now: datetime) -> Hand:
    """What a person sees at an instant."""
    functions = _FUNCTIONS.get(conduct.account.platform, _USUAL)
    is_app = conduct.account.platform == APP
    last = None if is_app else newest(conduct, now)
    return Hand(
        last_post=None if last is None else time_of(conduct, last).astimezone(CHINA).date(),
        no_posts=conduct.habit is Habit.NEVER,
        functions=tuple((function, conduct.interactive) for function in functions),
        answered_after=timedelta(minutes=15 + conduct.seed % 2800) if conduct.interactive else None,
        starts=conduct.app in (AppState.FINE, AppState.ASLEEP) if is_app else None,
        closed="该账号已注销" if conduct.closed_at(now) else "",
    )


def truth_of(bill: Playbill) -> dict[str, Any]:
    """The truth of all accounts, ready for JSON."""
    conducts = conducts_of(bill)
    ways = {row.account: row.way.value for row in ways_of(conducts)}
    return {
        "seed": bill.settings.seed,
        "check_point": bill.settings.check_point.isoformat(),
        "problems": {name: problem.title for name, problem in PROBLEMS.items()},
        "accounts": {conduct.key: _account(conduct, ways.get(conduct.key, "")) for conduct in conducts},
    }


def _account(conduct: Conduct, way: str) -> dict[str, Any]:
    hand = hand_check(conduct, conduct.check_point)
    return {
        "unit": conduct.account.unit,
        "way": way,
        "habit": conduct.habit.value,
        "fault": conduct.fault.value,
        "in_order": in_order(conduct),
        "reason": reason(conduct),
        "expect": {
            one.item: {"automatic": one.automatic, "final": one.final}
            for one in expectations(conduct).values()
        },
        "tolerated": sorted(tolerated(conduct)),
        "problems": conduct.problems,
        "look_alikes": conduct.look_alikes,
        "hand": {
            "last_post": hand.last_post.isoformat() if hand.last_post else None,
            "no_posts": hand.no_posts,
            "functions": {function.value: works for function, works in hand.functions},
            "answered_after_minutes": hand.answered_after and hand.answered_after.total_seconds() / 60,
            "starts": hand.starts,
            "closed": hand.closed,
        },
    }
