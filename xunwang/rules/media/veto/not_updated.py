"""M-V-02.1 2周内无更新: nothing published in the window before the check point, never posted, or closed without filing.

国办秘函〔2019〕19号, part 1 (BJ20, ZJ21); some counties look back ten days (``window_days`` of a derived edition). An
update by any way clears. That there was none is concluded only where somebody could have seen it: a list of posts
without a gap over the whole window, the platform's count of nothing ever, or a person who looked at or after the check
point. Posts without a time prove nothing either way. Mobile clients are M-V-02.2's.
"""

from __future__ import annotations

from datetime import datetime, time

from xunwang.calendar.windows import Window
from xunwang.posts.records import Shows
from xunwang.rules.edition import Item
from xunwang.rules.media._shared import (
    account_evidence,
    local_day,
    name_of,
    not_running,
    post_evidence,
    post_title,
    remedy,
    task,
)
from xunwang.rules.media._updates import hand_look, last_day, seen_to, updates_in
from xunwang.rules.media.facts import AccountFacts
from xunwang.rules.verdict import Evidence, Finding, Task, Verdict, clear, hit, unknown
from xunwang.rules.website._shared import day_text, meets, window_of, window_text
from xunwang.words import CHINA

ITEM = "M-V-02.1"
_NEVER_POSTED = "从未发布内容"
_CLOSED = "平台显示账号已关闭"


def evaluate(facts: AccountFacts, item: Item, at: datetime) -> Verdict:
    """Hit when it is sure that nothing was published in the window."""
    idle = not_running(facts.account, at)
    if facts.account.is_app or idle:
        return clear(idle or "移动客户端由M-V-02.2判定")
    window = window_of(item, at)
    measured = _measured(facts, window)
    if not meets(item, updates_in(facts, window)):
        return clear(measured)
    opened = facts.account.opened_on
    if opened is not None and opened > window.start:
        return clear(f"账号{day_text(opened)}开通，至监测时间点不足{window_text(item)}")
    if facts.profile is not None and facts.profile.closed:
        return _closed(facts, measured)
    if _never_posted(facts, window):
        summary = f"账号{_NEVER_POSTED}（{_never_told(facts)}）。"
        return hit((Finding(summary, _evidence(facts)),), _NEVER_POSTED)
    doubt = _doubt(facts, window)
    if doubt:
        return unknown(doubt, _look(facts, window), measured=measured)
    return hit((Finding(_summary(facts, item, window), _evidence(facts)),), measured)


def _closed(facts: AccountFacts, measured: str) -> Verdict:
    words = facts.profile.closed if facts.profile else ""
    summary = f"{_CLOSED}（“{words}”），名录仍登记为正常运行，未办理关停备案，不再更新。"
    return hit((Finding(summary, (account_evidence(facts, _CLOSED),)),), measured)


def _never_posted(facts: AccountFacts, window: Window) -> bool:
    """Somebody who looked in time saw that there is nothing; a post of whatever day disproves it."""
    if facts.newest is not None or facts.posts or facts.deleted:
        return False
    look = hand_look(facts, window)
    if look is not None and look.no_posts:
        return True
    return facts.total == 0 and seen_to(facts, window.check_point)


def _never_told(facts: AccountFacts) -> str:
    return "平台显示发布数为0" if facts.total == 0 else "人工查看账号主页没有任何内容"


def _doubt(facts: AccountFacts, window: Window) -> str:
    """Why silence can't be concluded, in Chinese; empty when it can."""
    if hand_look(facts, window) is not None:
        return ""
    if facts.listing is None and facts.profile is not None and facts.profile.moved_to:
        return f"平台显示账号已迁移至“{facts.profile.moved_to}”，需更新名录后对新账号采集"
    if facts.listing is None:
        return f"没有取得发布内容列表，最近更新不明，{remedy(Shows.POSTS)}"
    if facts.undated:
        return f"有{facts.undated}条内容取不到发布时间，{remedy(Shows.HISTORY)}"
    if local_day(facts.listing.until) < window.end:
        until = day_text(local_day(facts.listing.until))
        return f"发布内容采集于{until}，早于监测时间点，其后有无更新不明，需重新采集"
    if facts.listing.since is None or facts.listing.since > datetime.combine(window.start, time(), CHINA):
        why = f"（{facts.listing.reason}）" if facts.listing.reason else ""
        return f"发布内容列表没有覆盖{day_text(window.start)}以来的全部时间{why}，{remedy(Shows.HISTORY)}"
    return ""


def _summary(facts: AccountFacts, item: Item, window: Window) -> str:
    day = last_day(facts, window)
    if day is None:
        since = facts.listing.since if facts.listing else None
        least = (window.end - local_day(since)).days if since else item.window_days
        return f"至少连续{least}天未更新，监测时间点前{window_text(item)}内没有更新。"
    days = (window.end - day).days
    return f"连续{days}天未更新，最近一次更新为{day_text(day)}，监测时间点前{window_text(item)}内没有更新。"


def _measured(facts: AccountFacts, window: Window) -> str:
    count = updates_in(facts, window)
    day = last_day(facts, window)
    told = f"最近一次更新为{day_text(day)}" if day else "没有见到更新"
    return f"{day_text(window.start)}至监测时间点更新{count}条，{told}" if count else told


def _evidence(facts: AccountFacts) -> tuple[Evidence, ...]:
    """The newest post, what a person saw, or the account's page."""
    found = []
    if facts.newest is not None:
        found.append(post_evidence(facts.newest, f"最近一条内容{post_title(facts.newest)}"))
    if facts.checks:
        check = facts.checks[0]
        digest = check.pictures[0] if check.pictures else ""
        url = facts.profile.seen.url if facts.profile else ""
        found.append(Evidence(url, check.at, digest, note=f"{check.by}人工查看"))
    return tuple(found) or (account_evidence(facts, "账号主页"),)


def _look(facts: AccountFacts, window: Window) -> Task:
    instruction = (
        f"在手机上打开{name_of(facts.account)}，查看最近一条内容的发布日期，登记日期并截图（含时间）；"
        f"{day_text(window.start)}以来没有更新的，向下翻看确认。"
    )
    return task(facts, instruction, 2.0)
