"""M-N-06 关注人数少、使用率低: candidates for merging or closing (国办发〔2018〕123号).

The text has no numbers: ``followers_least`` and ``posts_least`` are ours, for each place to set. A year of posts is
judged only where the list of posts is known over the year. One of the two figures alone makes a candidate, but clears
nothing.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta

from xunwang.posts.records import Shows
from xunwang.rules.edition import Item
from xunwang.rules.media._shared import account_evidence, local_day, name_of, not_running, remedy, task
from xunwang.rules.media._updates import known_from
from xunwang.rules.media.facts import AccountFacts
from xunwang.rules.verdict import Finding, Verdict, clear, needs_review, unknown
from xunwang.rules.website._shared import meets, names, parameter
from xunwang.words import CHINA

ITEM = "M-N-06"
_YEAR = 365


def evaluate(facts: AccountFacts, item: Item, at: datetime) -> Verdict:
    """A candidate when few follow the account, or when it publishes little."""
    idle = not_running(facts.account, at)
    if idle:
        return clear(idle)
    if facts.account.is_app:
        return unknown("移动客户端的使用量没有采集方式，需主办单位提供", measured="使用量不明")
    followers, posts = followers_of(facts, at), posts_of_year(facts, at)
    measured = f"关注人数{_told(followers, '人')}，近一年发布{_told(posts, '条')}"
    reasons = []
    if followers is not None and followers < parameter(item, "followers_least"):
        reasons.append(f"关注人数只有{followers}人")
    if posts is not None and posts < parameter(item, "posts_least"):
        reasons.append(f"近一年只发布{posts}条")
    if meets(item, int(bool(reasons))):
        return _candidate(facts, "，".join(reasons), measured)
    if followers is None:
        return unknown(f"没有取得关注人数，{remedy(Shows.FOLLOWERS)}", measured=measured)
    if posts is None:
        return unknown(f"没有取得近一年的全部发布内容，{remedy(Shows.HISTORY)}", measured=measured)
    return clear(measured)


def _candidate(facts: AccountFacts, reasons: str, measured: str) -> Verdict:
    others = sorted({peer.name for peer in facts.account.peers if peer.same_unit})
    merge = f"，可与同一单位的{names(others)}整合" if others else ""
    finding = Finding(f"{reasons}，建议评估是否清理整合{merge}。", (account_evidence(facts, measured),))
    instruction = (
        f"核对{name_of(facts.account)}的定位和维护能力，判断应保留、整合还是关停（数字界限由各地自定）。"
    )
    return needs_review((finding,), task(facts, instruction, 2.0), measured=measured)


def _told(number: int | None, unit: str) -> str:
    return "未采集到" if number is None else f"{number}{unit}"


def followers_of(facts: AccountFacts, at: datetime) -> int | None:
    """Followers as the newest record up to the check point has them, else as the profile shows."""
    known = [point for point in facts.followers if point.at <= at]
    if known:
        return max(known).value
    return facts.profile.followers if facts.profile else None


def posts_of_year(facts: AccountFacts, at: datetime) -> int | None:
    """Posts of the 365 days before the check point; None where the list does not reach back so far."""
    end = local_day(at)
    start = end - timedelta(days=_YEAR)
    since = known_from(facts)
    if since is None or since > datetime.combine(start, time(), CHINA):
        return None
    return sum(number for day, number in facts.days.items() if start <= day <= end)
