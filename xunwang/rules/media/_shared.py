"""What the indicators of new media share: tasks, evidence, and which way would show what is not known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from xunwang.posts.records import Shows, Way
from xunwang.rules.media.facts import Account, AccountFacts, PostSeen, ways_that_show
from xunwang.rules.verdict import Evidence, Finding, Task, Verdict, needs_review
from xunwang.rules.website._shared import LINKS_SHOWN, day_text, evidence
from xunwang.words import CHINA

SHOWN_BY: Mapping[Way, frozenset[Shows]] = {
    Way.FEED: frozenset({Shows.POSTS, Shows.HISTORY, Shows.BODY, Shows.DELETIONS}),
    Way.WECHAT_API: frozenset(
        {Shows.POSTS, Shows.HISTORY, Shows.BODY, Shows.COMMENTS, Shows.DELETIONS, Shows.PROFILE,
         Shows.FOLLOWERS, Shows.FUNCTIONS, Shows.ANSWERS}
    ),
    Way.FILE: frozenset(
        {Shows.POSTS, Shows.HISTORY, Shows.BODY, Shows.ENGAGEMENT, Shows.PROFILE, Shows.FOLLOWERS}
    ),
    Way.SAVED_PAGES: frozenset(
        {Shows.POSTS, Shows.HISTORY, Shows.BODY, Shows.ENGAGEMENT, Shows.PROFILE, Shows.FOLLOWERS}
    ),
    Way.MOBILE_CLIENT: frozenset({Shows.APP}),
    Way.BY_HAND: frozenset(
        {Shows.POSTS, Shows.COMMENTS, Shows.PROFILE, Shows.FOLLOWERS, Shows.FUNCTIONS, Shows.ANSWERS, Shows.APP, Shows.USE}
    ),
}  # fmt: skip
"""What each way can show at its best; what it has shown of an account is in ``AccountFacts.ways``."""


def remedy(what: Shows) -> str:
    """Which ways would show it, in Chinese."""
    return ways_that_show(what, SHOWN_BY)


def page_of(facts: AccountFacts) -> str:
    """Address where a person finds the account; empty when no way has shown one."""
    if facts.profile is not None and facts.profile.seen.url:
        return facts.profile.seen.url
    if facts.app is not None:
        return facts.app.seen.url
    return facts.newest.seen.url if facts.newest is not None else ""


def name_of(account: Account) -> str:
    """``微信“示例发布”``: how a person finds it."""
    return f"{account.platform_label}“{account.name}”"


def task(facts: AccountFacts, instruction: str, minutes: float, *links: str) -> Task:
    """What a person has to do, with the account's own page first among the links."""
    offered = dict.fromkeys(link for link in (page_of(facts), *links) if link)
    return Task(instruction, tuple(offered)[: LINKS_SHOWN + 1], minutes)


def checklist(facts: AccountFacts, instruction: str, minutes: float, measured: str = "") -> Verdict:
    """An entry of the checklist: a person looks, the machine has nothing to add."""
    return needs_review((), task(facts, instruction, minutes), measured=measured)


def account_evidence(facts: AccountFacts, note: str = "") -> Evidence:
    """Evidence on the account's own page; of what only the register says, just the note."""
    if facts.profile is not None:
        return evidence(facts.profile.seen, note)
    if facts.app is not None:
        return evidence(facts.app.seen, note)
    return Evidence("", None, note=note or "名录登记")


def post_evidence(post: PostSeen, note: str = "", fragment: str = "") -> Evidence:
    """Evidence on a post."""
    return evidence(post.seen, note or post_time(post), fragment)


def post_title(post: PostSeen) -> str:
    """``《标题》``, or what stands for it."""
    return f"《{post.title}》" if post.title else "一条没有标题的内容"


def post_time(post: PostSeen) -> str:
    """When it was published, in Chinese."""
    return f"发布于{day_text(local_day(post.at))}" if post.at else "没有标明发布时间"


def local_day(at: datetime) -> date:
    """The day in Asia/Shanghai."""
    return at.astimezone(CHINA).date()


def not_running(account: Account, at: datetime) -> str:
    """Why the account is not judged at all at the check point, in Chinese; empty when it is."""
    day = local_day(at)
    if account.closed_on is not None and account.closed_on <= day:
        return f"名录登记账号已于{day_text(account.closed_on)}关停"
    if account.closed_on is None and account.status == "closed":
        return "名录登记账号已关停"
    if account.status == "suspended":
        return "名录登记账号已备案暂停"
    if account.status == "planned" or (account.opened_on is not None and account.opened_on > day):
        return "名录登记账号尚未开通"
    return ""


def findings_links(findings: Iterable[Finding]) -> list[str]:
    """Addresses that a person opens for these findings; restricted ones are not told."""
    return [one.url for finding in findings if not finding.restricted for one in finding.evidence if one.url]
