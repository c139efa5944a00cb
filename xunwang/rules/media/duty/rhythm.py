"""M-N-17 更新节奏: long silences between posts in the window. Not in 国办发〔2018〕123号; a rule of ours for each place to set."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import pairwise
from typing import NamedTuple

from xunwang.calendar.windows import Window
from xunwang.posts.records import Shows
from xunwang.rules.edition import Item
from xunwang.rules.media._shared import account_evidence, local_day, not_running, remedy
from xunwang.rules.media._updates import known_from
from xunwang.rules.media.facts import AccountFacts
from xunwang.rules.verdict import Finding, Verdict, clear, hit, unknown
from xunwang.rules.website._shared import day_text, meets, parameter, window_of
from xunwang.words import CHINA

ITEM = "M-N-17"


class Silence(NamedTuple):
    """Days between two updates, or between one and an edge of the window."""

    start: date
    end: date

    @property
    def days(self) -> int:
        """From one update to the next."""
        return (self.end - self.start).days


def evaluate(facts: AccountFacts, item: Item, at: datetime) -> Verdict:
    """Hit when two updates lie further apart than the limit."""
    idle = not_running(facts.account, at)
    if idle or facts.account.is_app:
        return clear(idle or "移动客户端不判更新节奏")
    window = window_of(item, at)
    doubt = _doubt(facts, window)
    if doubt:
        return unknown(doubt, measured="发布内容列表不全")
    silences = list(_silences(facts, window))
    longest = max((one.days for one in silences), default=0)
    measured = f"近{item.window_days}天有更新的日子{_count(facts, window)}天，最长间隔{longest}天"
    long = [one for one in silences if one.days > parameter(item, "gap_days")]
    if not meets(item, len(long)):
        return clear(measured)
    return hit(tuple(_finding(facts, one) for one in long), measured)


def _doubt(facts: AccountFacts, window: Window) -> str:
    listing, since = facts.listing, known_from(facts)
    if listing is None or since is None or local_day(listing.until) < window.end:
        return f"没有取得近期全部发布内容，{remedy(Shows.HISTORY)}"
    if since > datetime.combine(_start(facts, window), time(), CHINA):
        return f"发布内容列表只到{day_text(local_day(since))}，{remedy(Shows.HISTORY)}"
    return f"有{facts.undated}条内容取不到发布时间，{remedy(Shows.HISTORY)}" if facts.undated else ""


def _start(facts: AccountFacts, window: Window) -> date:
    """Of the window, or of the account."""
    return max(window.start, facts.account.opened_on or window.start)


def _silences(facts: AccountFacts, window: Window) -> Iterator[Silence]:
    start = _start(facts, window)
    days = sorted(day for day in facts.days if start <= day <= window.end)
    edges = [start, *days, window.end]
    for one, two in pairwise(edges):
        yield Silence(one, two)


def _count(facts: AccountFacts, window: Window) -> int:
    return sum(window.start <= day <= window.end for day in facts.days)


def _finding(facts: AccountFacts, one: Silence) -> Finding:
    summary = f"{day_text(one.start)}至{day_text(one.end)}连续{one.days}天没有更新。"
    return Finding(summary, (account_evidence(facts, "按日发布条数"),))
