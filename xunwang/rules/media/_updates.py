"""When an account was last updated, by whatever way it is known."""

from __future__ import annotations

from datetime import date, datetime

from xunwang.calendar.windows import Window, in_window
from xunwang.rules.media._shared import local_day
from xunwang.rules.media.facts import AccountFacts, HandCheck


def updates_in(facts: AccountFacts, window: Window) -> int:
    """Posts of the window; what came after the check point is none of it.

    Only the newest post has a time of day: of the day of the check point that one is left out when it came later, and
    the day's others count.
    """
    count = sum(_counted(facts, day, window) for day in facts.days if window.start <= day <= window.end)
    newest = facts.newest.at if facts.newest else None
    if not count and newest is not None and in_window(newest, window):
        count = 1
    if not count and any(_saw_update(check, window) for check in facts.checks):
        count = 1
    return count


def last_day(facts: AccountFacts, window: Window) -> date | None:
    """Day of the last update known up to the check point."""
    days = [day for day in facts.days if day <= window.end and _counted(facts, day, window)]
    if facts.newest and facts.newest.at and facts.newest.at <= window.check_point:
        days.append(local_day(facts.newest.at))
    days += [
        check.last_post
        for check in facts.checks
        if check.last_post is not None and check.last_post <= window.end
    ]
    return max(days, default=None)


def hand_look(facts: AccountFacts, window: Window) -> HandCheck | None:
    """The newest look by a person that tells of the whole window: on the day of the check point or later.

    A later look that shows a later post says nothing of the time before; one that shows an older post, or none, does.
    """
    for check in sorted(facts.checks, key=lambda one: one.at, reverse=True):
        told = check.no_posts or (check.last_post is not None and check.last_post <= window.end)
        if told and local_day(check.at) >= window.end:
            return check
    return None


def seen_to(facts: AccountFacts, at: datetime) -> bool:
    """A way has looked at the account's page or list on the day of the check point or later."""
    seen = facts.profile.seen.at if facts.profile else facts.listing.until if facts.listing else None
    return seen is not None and local_day(seen) >= local_day(at)


def known_from(facts: AccountFacts) -> datetime | None:
    """From here on every post is counted: the list has no gap, and it is what was asked for. None: nothing is known."""
    since = facts.listing.since if facts.listing else None
    if since is None or facts.counted_from is None:
        return since
    return max(since, facts.counted_from)


def _counted(facts: AccountFacts, day: date, window: Window) -> int:
    return facts.days[day] - int(day == window.end and _after(facts, window))


def _after(facts: AccountFacts, window: Window) -> bool:
    at = facts.newest.at if facts.newest else None
    return at is not None and at > window.check_point and local_day(at) == window.end


def _saw_update(check: HandCheck, window: Window) -> bool:
    return check.last_post is not None and window.start <= check.last_post <= window.end
