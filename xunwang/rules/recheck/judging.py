"""Judges one finding by what was seen again.

The very rule judges the very thing. A problem is cured only when the rule is clear on it; what was not seen again
proves nothing.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from xunwang.rules.facts import SiteFacts
from xunwang.rules.item import SAMPLE, Item
from xunwang.rules.recheck.methods import (
    Again,
    Looked,
    Method,
    PageState,
    Scope,
    TargetState,
    method_of,
    pages_of,
    targets_of,
)
from xunwang.rules.recheck.narrowing import NARROW, WORST
from xunwang.rules.recheck.reading import evaluate_again, found_again, read_verdict
from xunwang.rules.verdict import Finding, Verdict
from xunwang.words import Cure, State

HOME_LINKS = "W-D-20.1"
_JUDGES_SCRIPTS = frozenset({"tags", "column", "home", "search", "any", "hints", "leaders"})
"""Where the rule itself says what can't be judged of a page that is bare or filled in by script, or is never clear."""


def judge_again(finding: Finding, item: Item, looked: Looked, at: datetime) -> Again:
    """Judge a finding by what was seen again. ``at`` is the time of looking, aware: windows run back from it."""
    method = method_of(item.id)
    if method.scope is Scope.NONE:
        return Again(Cure.UNKNOWN, method.person)
    if looked.facts.coverage.home is None:
        return Again(
            Cure.UNKNOWN, f"网站首页未能读到（{looked.facts.coverage.reason}），需待网站恢复后再复查。"
        )
    if method.scope is Scope.LINK:
        return _link_again(finding, item, looked, at)
    wanted = pages_of(finding, method)
    told = _unseen(wanted, method, looked)
    if told is not None:
        return told
    facts = NARROW[method.seen](looked, wanted)
    if facts is None:
        return Again(
            Cure.UNKNOWN, "页面已打开，但没有再读到原来检查的内容（可能已改版或改由脚本加载），请人工核对。"
        )
    judged = _single(item) if method.one else item
    verdict = evaluate_again(facts, judged, at)
    if verdict.state is State.CLEAR and not _would_have_spoken(facts, judged, method, at):
        return Again(
            Cure.UNKNOWN, f"规则本次没有判到原来的内容（{verdict.measured}），请人工核对或重新检查全站。"
        )
    return _read(verdict, finding, method, looked)


def _unseen(wanted: tuple[str, ...], method: Method, looked: Looked) -> Again | None:
    """What it means that a page was not seen again; None when all were, or what is left is to be judged."""
    gone = 0
    for url in wanted:
        state = looked.pages.get(url, PageState(False, 0, "没有抓取"))
        if state.read and (not state.problem or method.seen in _JUDGES_SCRIPTS):
            continue
        if state.gone and method.gone == "cured":
            gone += 1
            continue
        if state.gone:
            return Again(
                Cure.UNKNOWN,
                f"原页面已不存在（返回状态{state.status}），内容移到何处不明，请人工核对或重新检查全站。",
            )
        return Again(Cure.UNKNOWN, f"页面{url}未能读到（{state.problem}），请稍后再复查。")
    if gone and gone == len(wanted):
        return Again(Cure.CURED, "页面已下线（服务器答复该页面不存在），网站首页可正常打开。")
    return None


def _read(verdict: Verdict, finding: Finding, method: Method, looked: Looked) -> Again:
    """The rule's verdict as an answer to the question whether this very finding is cured."""
    if found_again(verdict) and method.proves == "cure":
        return Again(
            Cure.UNKNOWN, "仅看该页面仍未见整改，其他栏目有无对应内容不明，请人工核对。", verdict.findings
        )
    again = read_verdict(verdict, finding, method.match, "请人工核对，或重新检查全站。")
    closed = [url for url, state in looked.targets.items() if state in (TargetState.FAILED, TargetState.LOOK)]
    if closed and again.cure is Cure.CURED:
        return Again(Cure.UNKNOWN, f"页面仍链接到{closed[0]}，本次未能打开，请人工核对。")
    return again


def _single(item: Item) -> Item:
    """The indicator with a limit of one occurrence, a sample of one."""
    return replace(item, threshold=Decimal(1), operator=SAMPLE if item.operator == SAMPLE else ">=")


def _would_have_spoken(facts: SiteFacts, item: Item, method: Method, at: datetime) -> bool:
    """Whether the rule is clear because of what it saw: of the same thing at its worst it would not be.

    A column that left the navigation, say, is judged no more, and that is no cure.
    """
    worst = WORST.get(method.seen)
    if worst is None:
        return True
    return any(evaluate_again(bad, item, at).state is not State.CLEAR for bad in worst(facts))


def _link_again(finding: Finding, item: Item, looked: Looked, at: datetime) -> Again:
    """A target that opened is cured; one that fails is only at the end of the rule's repeated tries."""
    target = next(iter(targets_of(finding, method_of(item.id))), "")
    state = looked.targets.get(target)
    if state is None:
        return Again(Cure.UNKNOWN, "该项汇总了多个链接，请对照链接检测记录逐个核对，或重新检查全站。")
    if state is TargetState.OPENED:
        return Again(Cure.CURED, f"链接目标{target}现已能打开。")
    if state is TargetState.LOOK:
        return Again(Cure.UNKNOWN, f"链接目标{target}拒绝程序访问或应答异常，请用浏览器打开核对。")
    told = _unseen(pages_of(finding, method_of(item.id)), Method(Scope.PAGE), looked)
    if state is TargetState.ABSENT:
        if not looked.facts.columns:
            return Again(Cure.UNKNOWN, "未能从首页导航识别出任何栏目，页面可能不完整，请人工核对。")
        return told or _unlinked(finding, item, target)
    of_home = item.id == HOME_LINKS
    broken = [
        link._replace(on_home=of_home, on_second_level=of_home)
        for link in looked.facts.broken_links
        if link.target == target
    ]
    verdict = evaluate_again(replace(looked.facts, broken_links=tuple(broken)), item, at)
    return _read(verdict, finding, Method(Scope.LINK), replace(looked, targets={}))


def _unlinked(finding: Finding, item: Item, target: str) -> Again:
    """The page no longer leads there: enough for the home page, and where no other page did."""
    if item.id == HOME_LINKS or finding.summary.endswith("涉及页面1个。"):
        return Again(Cure.CURED, f"页面已不再链接到{target}。")
    return Again(Cure.UNKNOWN, f"该页面已不再链接到{target}，但原来还有其他页面链接到它，需重新检查全站。")
