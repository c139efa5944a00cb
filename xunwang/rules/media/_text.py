"""What the text indicators of posts share: hits as candidates, and what of an account was read at all.

Quotations and correction notices are no mistakes: what stands in quotation marks beside 应为, 误写 and the like, and
whatever a post says whose title calls itself a correction or a lesson in wording.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from xunwang.posts.records import Shows
from xunwang.rules.edition import Item
from xunwang.rules.media._shared import (
    findings_links,
    local_day,
    name_of,
    not_running,
    post_evidence,
    post_title,
    remedy,
    task,
)
from xunwang.rules.media._updates import seen_to
from xunwang.rules.media.facts import AccountFacts, PostHit
from xunwang.rules.verdict import Evidence, Finding, Task, Verdict, clear, needs_review, unknown
from xunwang.rules.website._shared import day_text, meets
from xunwang.words import Concern, Grade

_WHERE = {"title": "标题", "body": "正文", "picture": "图片说明", "comment": "评论"}
_CORRECTION = re.compile(
    r"更正|勘误|纠错|正误|误(?:写|称|为|作|植)|错(?:写|误表述)|应(?:为|写作|称)|规范(?:用语|表述|称谓)|禁用词|慎用词|易错|不(?:能|得|应|要)(?:写|称|说)|不规范"
)
_TITLE = re.compile(r"更正|勘误|纠错|规范用语|规范表述|易错|禁用词|慎用词|错别字")
_OPEN, _CLOSE = "“「『\"‘'", "”」』\"’'"


def hits_of(
    facts: AccountFacts, *concerns: Concern, errors_only: bool = False, comments: bool = False
) -> tuple[PostHit, ...]:
    """Hits about the concerns, each wording in each post once; ``comments``: those of citizens, else those of posts."""
    found = {
        (one.post.key, one.hit.rule, one.hit.match): one
        for one in facts.text_hits
        if one.hit.concern in concerns
        and (one.where == "comment") == comments
        and (one.hit.grade is Grade.ERROR or not errors_only)
        and not is_quoted(one)
    }
    return tuple(sorted(found.values(), key=lambda one: (one.post.key, one.hit.rule, one.hit.match)))


def is_quoted(one: PostHit) -> bool:
    """Whether the post quotes the words as wrong instead of using them."""
    if _TITLE.search(one.post.title):
        return True
    fragment, match = one.hit.fragment, one.hit.match
    at = fragment.find(match)
    if at < 0 or not _CORRECTION.search(fragment.replace(match, "")):
        return False
    before, after = fragment[:at], fragment[at + len(match) :]
    return max((before.rfind(mark) for mark in _OPEN), default=-1) >= 0 and any(m in after for m in _CLOSE)


def hit_evidence(one: PostHit) -> Evidence:
    """The post with the very words."""
    return post_evidence(
        one.post, f"{_WHERE.get(one.where, one.where)}；词库：{one.hit.rule}", one.hit.fragment
    )


def place(one: PostHit) -> str:
    """``《标题》正文``."""
    return f"{post_title(one.post)}{_WHERE.get(one.where, one.where)}"


def judged_by_person(
    facts: AccountFacts, item: Item, at: datetime, findings: Iterable[Finding], duty: tuple[str, float]
) -> Verdict:
    """Candidates with what a person has to do about each (``duty``: instruction, minutes).

    Without candidates the account is cleared only as far as its posts were read; else it is told what was not.
    """
    known = tuple(findings)
    if meets(item, len(known)):
        offered = task(facts, duty[0], duty[1] * len(known), *findings_links(known))
        return needs_review(known, _untold(offered, known), measured=f"线索{len(known)}处")
    idle = not_running(facts.account, at)
    if idle:
        return clear(f"{idle}，不检查发布内容")
    if facts.total == 0 and not facts.posts and not facts.deleted and seen_to(facts, at):
        return clear("账号没有发布过内容")
    return _rest(facts, at)


def _untold(offered: Task, findings: Iterable[Finding]) -> Task:
    """The task without the addresses of restricted findings: the newest post may be the very one."""
    hidden = {one.url for finding in findings if finding.restricted for one in finding.evidence}
    return replace(offered, links=tuple(link for link in offered.links if link not in hidden))


def _rest(facts: AccountFacts, at: datetime) -> Verdict:
    """The verdict where nothing was found."""
    look = task(
        facts, f"打开{name_of(facts.account)}，翻看检查期内发布的内容，判断有无此类问题，有的截图登记。", 4.0
    )
    if facts.account.is_app:
        return needs_review((), look, measured="移动客户端的内容没有采集方式，由人查看")
    if facts.listing is None:
        missing = f"没有取得账号的发布内容，{remedy(Shows.POSTS)}"
        return unknown(missing, look, measured="没有取得发布内容")
    if facts.posts and not facts.with_body:
        missing = f"{facts.posts}条内容只取得标题，没有正文，{remedy(Shows.BODY)}"
        return unknown(missing, look, measured=f"已扫描{facts.posts}条内容的标题，未发现线索")
    scanned = f"已扫描{facts.with_body}条内容的文字和链接，未发现线索"
    gaps = [facts.listing.reason] if facts.listing.reason else []
    if local_day(facts.listing.until) < local_day(at):
        gaps.append(f"采集于{day_text(local_day(facts.listing.until))}，其后至监测时间点的内容没有采集")
    if facts.with_body < facts.posts:
        gaps.append(f"另有{facts.posts - facts.with_body}条没有正文")
    if gaps:
        return needs_review((), look, measured=f"{scanned}（{'；'.join(gaps)}）")
    return clear(f"{scanned}（图片、音视频不在扫描范围）")
