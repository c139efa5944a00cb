"""Jumps of followers and of engagement, told from an account's own habit by robust statistics.

**Followers.** Between two records the change is divided by the days between them. The habit is the median of these daily
changes, its spread the median absolute deviation (MAD) times 1.4826, which for normally distributed changes is the
standard deviation, and which a few jumps can't inflate as they would inflate a standard deviation. So that an account
whose followers hardly move is not suspected for every little movement, the spread is at least the size of the habit
itself and at least five followers a day. A step is a hint when it is ``jump_least`` followers or more *and* its daily
change is ``jump_times`` spreads or more away from the habit. Fewer than five steps are no habit: nothing is said.

**Engagement.** Reads of posts are spread over orders of magnitude, so logarithms are looked at: a post is a hint when
its reads are ``reads_times`` times the upper end of the habit or more, which is the median times the exponential of
three spreads (MAD of the logarithms times 1.4826). Fewer than eight posts are no habit.

Both are hints with the whole series in the evidence: a viral post, a campaign or merged accounts look the same.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from xunwang.rules.edition import Item
from xunwang.rules.media._shared import account_evidence, local_day
from xunwang.rules.media.facts import AccountFacts, Point
from xunwang.rules.verdict import Finding
from xunwang.rules.website._shared import day_text, parameter

_STEPS = 5
_POSTS = 8
_TO_DEVIATION = 1.4826
_LEAST_SPREAD = 5.0
_DAY = 86_400
_SHOWN = 12


class Jump(NamedTuple):
    """A step of the series that is far from the habit."""

    before: Point
    after: Point

    @property
    def change(self) -> int:
        """How many more, or fewer."""
        return self.after.value - self.before.value


def _known(points: Iterable[Point], at: datetime) -> list[Point]:
    return sorted({point for point in points if point.at <= at})


def follower_jumps(points: Iterable[Point], item: Item, at: datetime) -> tuple[Jump, ...]:
    """Steps of the followers' series that are hints (see above), oldest first."""
    known = _known(points, at)
    steps = [Jump(one, two) for one, two in pairwise(known) if one.at < two.at]
    if len(steps) < _STEPS:
        return ()
    daily = [_daily(step) for step in steps]
    habit = median(daily)
    spread = max(_deviation(daily, habit), abs(habit), _LEAST_SPREAD)
    least, times = parameter(item, "jump_least"), parameter(item, "jump_times")
    return tuple(
        step
        for step, change in zip(steps, daily, strict=True)
        if abs(step.change) >= least and abs(change - habit) >= times * spread
    )


def _daily(step: Jump) -> float:
    """Change a day; of records within one day, the change itself."""
    return step.change / max((step.after.at - step.before.at).total_seconds() / _DAY, 1.0)


def _deviation(values: Sequence[float], middle: float) -> float:
    return _TO_DEVIATION * median(abs(value - middle) for value in values)


def follower_findings(facts: AccountFacts, item: Item, at: datetime) -> tuple[Finding, ...]:
    """One hint for each jump, with the series in its evidence."""
    return tuple(
        Finding(
            f"关注人数{day_text(local_day(jump.before.at))}至{day_text(local_day(jump.after.at))}由{jump.before.value}人"
            f"变为{jump.after.value}人（{jump.change:+}人），明显偏离平时的变化。",
            (account_evidence(facts, _series_text("关注人数", facts.followers, at)),),
        )
        for jump in follower_jumps(facts.followers, item, at)
    )


def follower_text(facts: AccountFacts, item: Item, at: datetime) -> str:
    """What the series says, in Chinese."""
    known = _known(facts.followers, at)
    if len(known) <= _STEPS:
        return f"关注人数记录{len(known)}次，不足以判断变化"
    return f"关注人数记录{len(known)}次，异常变化{len(follower_jumps(known, item, at))}次"


def can_tell(facts: AccountFacts, at: datetime) -> bool:
    """Whether either series is long enough for a habit."""
    return len(_known(facts.followers, at)) > _STEPS or len(_known(facts.engagement, at)) >= _POSTS


def read_outliers(points: Iterable[Point], item: Item, at: datetime) -> tuple[Point, ...]:
    """Posts whose reads are far above the account's habit (see above), oldest first."""
    known = _known(points, at)
    if len(known) < _POSTS:
        return ()
    logs = [math.log1p(point.value) for point in known]
    habit = median(logs)
    upper = math.expm1(habit) * math.exp(3 * _deviation(logs, habit))
    limit = parameter(item, "reads_times") * max(round(upper, 6), 1.0)
    return tuple(point for point in known if point.value >= limit)


def read_findings(facts: AccountFacts, item: Item, at: datetime) -> tuple[Finding, ...]:
    """One hint for all posts whose reads are far above the habit: they are one question to the unit."""
    outliers = read_outliers(facts.engagement, item, at)
    if not outliers:
        return ()
    told = "、".join(f"{day_text(local_day(one.at))}{one.value}次" for one in outliers[:_SHOWN])
    summary = f"{len(outliers)}条内容的阅读（点赞）量明显高于平时：{told}。"
    return (
        Finding(summary, (account_evidence(facts, _series_text("阅读（点赞）量", facts.engagement, at)),)),
    )


def _series_text(name: str, points: Iterable[Point], at: datetime) -> str:
    """``关注人数：2020年6月1日1200、…``: the newest records, oldest first."""
    known = _known(points, at)[-_SHOWN:]
    return f"{name}：" + "、".join(f"{day_text(local_day(point.at))}{point.value}" for point in known)
