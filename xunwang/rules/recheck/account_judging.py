"""Judges one finding of an account by what was seen again: the very rule, as of now.

As with websites a problem is cured only when the rule is clear on the very thing: on posts that were read again and say
something else, or that are gone; on posts of the window; on a client that the store lists and whose package was read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from xunwang.rules.item import Item
from xunwang.rules.media._shared import not_running
from xunwang.rules.media._updates import updates_in
from xunwang.rules.media.facts import AccountFacts
from xunwang.rules.recheck.account_methods import (
    AccountMethod,
    Look,
    LookedAccount,
    PostAgain,
    PostState,
    account_method_of,
)
from xunwang.rules.recheck.methods import ADDRESS, Again
from xunwang.rules.recheck.reading import evaluate_again, found_again, is_same, quoted, read_verdict
from xunwang.rules.verdict import Finding, Verdict
from xunwang.rules.website._shared import window_of
from xunwang.words import Cure, State

_COUNTED = re.compile(r"另有(\d+)条")
_SOURCE = "来源："
"""How the note of a repost's evidence begins."""


class _Judge(Protocol):
    def __call__(
        self, finding: Finding, item: Item, looked: LookedAccount, verdict: Verdict, at: datetime
    ) -> Again: ...


def judge_account_again(finding: Finding, item: Item, looked: LookedAccount, at: datetime) -> Again:
    """Judge a finding by what was seen again. ``at`` is the time of looking, aware: windows run back from it."""
    method = account_method_of(item.id)
    if method.look is Look.NONE:
        return Again(Cure.UNKNOWN, method.person)
    idle = not_running(looked.facts.account, at)
    if idle:
        return Again(Cure.UNKNOWN, f"{idle}，不再按该指标判定。请人工核对是否已按规定办理备案并公告。")
    if method.look.of_posts:
        return _posts(finding, item, looked, at)
    verdict = evaluate_again(looked.facts, item, at)
    return _JUDGES[method.look](finding, item, looked, verdict, at)


def _read(verdict: Verdict, finding: Finding, method: AccountMethod) -> Again:
    if found_again(verdict) and method.proves == "cure":
        return Again(
            Cure.UNKNOWN, f"按同一指标仍有：{verdict.findings[0].summary}{method.person}", verdict.findings
        )
    return read_verdict(verdict, finding, method.match, method.person)


def _unless(doubt: str, again: Again, method: AccountMethod) -> Again:
    """A cure only where there is no doubt that the rule has seen the very thing."""
    if again.cure is Cure.CURED and doubt:
        return Again(Cure.UNKNOWN, f"{doubt}，规则本次没有判到原来的问题。{method.person}")
    return again


# -- posts --------------------------------------------------------------------------------------------


def _posts(finding: Finding, item: Item, looked: LookedAccount, at: datetime) -> Again:
    method = account_method_of(item.id)
    counted = _COUNTED.match(finding.summary)
    if not looked.posts or (counted and int(counted[1]) > len(looked.posts)):
        return Again(Cure.UNKNOWN, f"不能确定问题涉及的全部内容。{method.person}")
    unseen = next((post for post in looked.posts if post.state is PostState.UNSEEN), None)
    if unseen is not None:
        return Again(Cure.UNKNOWN, f"{_named(unseen)}未能再次看到（{unseen.why}）。{method.person}")
    seen = tuple(post for post in looked.posts if post.state is PostState.SEEN)
    if not seen:
        return _gone(finding, item, looked, at)
    facts = _narrowed(looked.facts, seen)
    again = _read(evaluate_again(facts, item, at), finding, method)
    return _unless(_doubt(finding, method, facts, seen), again, method)


def _gone(finding: Finding, item: Item, looked: LookedAccount, at: datetime) -> Again:
    """The posts are no longer there; the same words in another post may be the same post, published anew."""
    method = account_method_of(item.id)
    rest = found_again(evaluate_again(looked.facts, item, at))
    same = tuple(one for one in rest if is_same(one, finding, method.match))
    if same:
        return Again(
            Cure.UNKNOWN, f"原内容已删除，但其他内容仍有同样的问题：{same[0].summary}请人工核对。", same
        )
    post = looked.posts[0]
    return Again(Cure.CURED, f"{_named(post)}已删除（{post.why}）。")


def _narrowed(facts: AccountFacts, posts: tuple[PostAgain, ...]) -> AccountFacts:
    """The facts about these posts alone; what the rule was to see of them was seen."""
    keys = {post.key for post in posts}
    comments = facts.comments
    if comments is not None:
        comments = tuple(one for one in comments if one.post is not None and one.post.key in keys)
    return replace(
        facts,
        text_hits=tuple(one for one in facts.text_hits if one.post.key in keys),
        link_hits=tuple(one for one in facts.link_hits if one.post.key in keys),
        reposts=tuple(one for one in facts.reposts if one.post.key in keys),
        off_duty=tuple(one for one in facts.off_duty if one.post.key in keys),
        comments=comments,
        listing=None if facts.listing is None else facts.listing._replace(reason=""),
        posts=len(posts),
        with_body=len(posts),
    )


def _doubt(finding: Finding, method: AccountMethod, facts: AccountFacts, seen: tuple[PostAgain, ...]) -> str:
    """Why a rule that is clear of these posts may not have judged what it judged before; empty: it has."""
    lists = (facts.text_hits, facts.link_hits, facts.reposts, facts.off_duty)
    shown = {one.post.key for each in lists for one in each}
    if any(post.found and post.key not in shown for post in seen):
        return "线索过多，该内容的未能逐条取得"
    if finding.evidence and finding.evidence[0].note.startswith(_SOURCE) and not facts.reposts:
        return "内容不再标明转载来源"
    if method.look is Look.COMMENTS or of_comment(finding):
        return ""
    targets = set(ADDRESS.findall(finding.summary))
    if all(post.edited or (targets and not targets & post.links) for post in seen):
        return ""
    return "内容没有改动"


def of_comment(finding: Finding) -> bool:
    """The finding is about a comment below the post."""
    return any(shown.note.startswith("评论") for shown in finding.evidence)


def _named(post: PostAgain) -> str:
    return f"《{post.title}》" if post.title else "原内容"


# -- the account as a whole ----------------------------------------------------------------------------


def _window(finding: Finding, item: Item, looked: LookedAccount, verdict: Verdict, at: datetime) -> Again:
    method = account_method_of(item.id)
    again = _read(verdict, finding, method)
    posted = updates_in(looked.facts, window_of(item, at)) > 0
    return _unless("" if posted else f"没有见到新发布的内容（{verdict.measured}）", again, method)


def _client(finding: Finding, item: Item, looked: LookedAccount, verdict: Verdict, at: datetime) -> Again:
    method, app = account_method_of(item.id), looked.facts.app
    read = app is not None and app.package is not None and not app.download
    if verdict.state is State.HIT and verdict.findings:
        return Again(Cure.STILL_THERE, f"问题仍在：{verdict.findings[0].summary}", verdict.findings)
    if verdict.state is State.NEEDS_REVIEW and not verdict.findings:
        listed = app is not None and app.store is not None and app.store.listed
        if listed and read and finding.summary.startswith(method.opens) and method.opens:
            return Again(
                Cure.CURED, f"应用商店已能看到该客户端，安装包可下载并能读取（{verdict.measured}）。"
            )
        return Again(Cure.UNKNOWN, f"{verdict.measured}。{method.person}")
    again = _read(verdict, finding, method)
    tested = {host for host, works in app.ipv6.items() if works} if app is not None else set()
    tried = any(check.starts for check in looked.facts.checks)
    known = read or tried or (quoted(finding) and quoted(finding) <= tested)
    return _unless("" if known else "没有取得安装包", again, method)


def _profile(finding: Finding, item: Item, looked: LookedAccount, verdict: Verdict, at: datetime) -> Again:
    method, profile = account_method_of(item.id), looked.facts.profile
    again = _read(verdict, finding, method)
    if profile is None or not profile.name or profile.subject is None:
        return _unless("没有取得平台显示的名称和认证主体", again, method)
    before = {shown.url for shown in finding.evidence}
    same = profile.seen.url in before or not any(before)
    return _unless("" if same else "本次看到的不是原来的页面", again, method)


def _plain(finding: Finding, item: Item, looked: LookedAccount, verdict: Verdict, at: datetime) -> Again:
    return _read(verdict, finding, account_method_of(item.id))


_JUDGES: Mapping[Look, _Judge] = {
    Look.WINDOW: _window,
    Look.CLIENT: _client,
    Look.PROFILE: _profile,
    Look.REGISTER: _plain,
    Look.CHECKS: _plain,
}
