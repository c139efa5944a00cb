"""Broken links: which count, and which still have to be tried again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from xunwang.rules.edition import Item
from xunwang.rules.facts import BrokenLink, LinkTry, SiteFacts
from xunwang.rules.verdict import Evidence, Finding, Task, Verdict, clear, hit, unknown
from xunwang.rules.website._shared import LINKS_SHOWN, moment_text, parameter
from xunwang.words import LinkClass

_LISTED = 500
"""Findings written out one by one; the points are used up long before. The rest is one finding."""
_FAULTS = {
    "dns": "域名无法解析",
    "refused": "服务器拒绝连接",
    "connect": "无法连接",
    "tls": "加密连接失败",
    "timeout": "超时",
    "slow": "响应过慢",
    "reset": "连接中断",
    "truncated": "内容不完整",
    "too_many_redirects": "跳转次数过多",
    "redirect_loop": "循环跳转",
    "bad_answer": "应答不是网页",
    "bad_url": "地址格式错误",
}


def is_of_home(facts: SiteFacts, link: BrokenLink) -> bool:
    """Whether W-D-20.1 counts the link.

    The home page carries it, or, where that is only a navigation entrance, a second-level page does.
    """
    navigation_only = facts.home is not None and facts.home.navigation_only
    return link.on_home or (navigation_only and link.on_second_level)


def judge_links(facts: SiteFacts, item: Item, concerned: Callable[[BrokenLink], bool], doubt: str) -> Verdict:
    """Judge the broken links of some pages.

    A link counts after ``tries`` failed tries spread over at least ``span_hours``. Each distinct target
    counts once, however many pages and links lead to it. ``doubt`` is why silence proves nothing.
    """
    links = {link.target: link for link in facts.broken_links if concerned(link) and _counts(link)}
    confirmed = [link for link in links.values() if not _retry(item, link)]
    waiting = [link for link in links.values() if _retry(item, link)]
    measured = f"全站检测链接{facts.links_checked}个，确认打不开{len(confirmed)}个，待复测{len(waiting)}个"
    if confirmed:
        duties = (_retest(item, waiting),) if waiting and not _exhausted(item, len(confirmed)) else ()
        return hit(_findings(confirmed), measured, duties)
    if waiting:
        duty = _retest(item, waiting)
        return unknown(duty.instruction, duty, measured=measured)
    if doubt or not facts.links_checked:
        return unknown(doubt or "尚未检测链接，需完成链接检测后再判定", measured=measured)
    return clear(measured)


def _counts(link: BrokenLink) -> bool:
    return link.link_class not in (LinkClass.MAIL, LinkClass.SCRIPT)


def _retry(item: Item, link: BrokenLink) -> int:
    """How many more tries the link needs before it counts as broken; 0 when it does."""
    lacking = max(0, parameter(item, "tries") - len(link.tries))
    return lacking or int(_due(item, link) > _times(link)[-1])


def _due(item: Item, link: BrokenLink) -> datetime:
    return _times(link)[0] + timedelta(hours=parameter(item, "span_hours"))


def _times(link: BrokenLink) -> list[datetime]:
    return sorted(attempt.at for attempt in link.tries) or [link.seen.at]


def _exhausted(item: Item, count: int) -> bool:
    """Whether so many links cost all that the item can cost, so that more don't matter."""
    if item.points_each is None or item.cap is None:
        return False
    return item.points_each * count >= item.cap


def _retest(item: Item, waiting: list[BrokenLink]) -> Task:
    due = max(max(_due(item, link), _times(link)[-1]) for link in waiting)
    times = max(_retry(item, link) for link in waiting)
    text = (
        f"有{len(waiting)}个链接打不开，但测试次数或间隔不足（需{item.parameters['tries']}次，"
        f"间隔{item.parameters['span_hours']}小时以上），还需再测{times}次，最后一次不早于{moment_text(due)}"
    )
    return Task(text, tuple(link.target for link in waiting[:LINKS_SHOWN]), 0.0)


def _findings(confirmed: list[BrokenLink]) -> tuple[Finding, ...]:
    findings = tuple(_finding(link) for link in confirmed[:_LISTED])
    rest = confirmed[_LISTED:]
    if rest:
        summary = f"另有{len(rest)}个打不开的链接，清单见链接检测记录。"
        shown = tuple(_page(link) for link in rest[:LINKS_SHOWN])
        findings += (Finding(summary, shown, amount=len(rest)),)
    return findings


def _finding(link: BrokenLink) -> Finding:
    times = _times(link)
    last = max(link.tries, key=lambda attempt: attempt.at)
    text = f"“{link.text}”" if link.text else ""
    summary = (
        f"{link.link_class.label}链接{text}（{link.target}）打不开：{moment_text(times[0])}至"
        f"{moment_text(times[-1])}测试{len(times)}次均失败，最后一次{_failure(last)}，"
        f"涉及页面{link.pages}个。"
    )
    return Finding(summary, (_page(link), Evidence(link.target, last.at, note="打不开的目标")))


def _page(link: BrokenLink) -> Evidence:
    return Evidence(link.seen.url, link.seen.at, link.seen.digest, link.text, f"链接到{link.target}")


def _failure(attempt: LinkTry) -> str:
    if attempt.fault:
        return _FAULTS.get(attempt.fault, attempt.fault)
    return f"返回状态{attempt.status}"
