"""M-N-11 留言办理: questions answered late or not at all, and answers that say nothing (国办发〔2018〕123号).

The text says 限时 without a number: ``answer_days`` is ours. A comment is held against the account only when it asks or
demands something, and only where the way of collection shows answers at all; a test message that a person has sent
counts likewise. What is poor about an answer: :mod:`xunwang.text.answers`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from xunwang.posts.records import Shows
from xunwang.rules.edition import Item
from xunwang.rules.media._shared import account_evidence, findings_links, local_day, not_running, remedy, task
from xunwang.rules.media.facts import AccountFacts, CommentSeen
from xunwang.rules.verdict import Evidence, Finding, Verdict, clear, needs_review, unknown
from xunwang.rules.website._shared import day_text, evidence, meets, parameter
from xunwang.text.answers import answer_sign

ITEM = "M-N-11"
_ASKS = re.compile(
    r"[?？]|请问|怎么|如何|什么时候|几时|哪里|能否|可否|是否|多少|吗|反映|投诉|举报|求助|希望.{0,10}(?:解决|处理|答复)"
)
_SHOWN = 40
_LOOKED_AT = 500
_DUTY = "逐条查看留言和答复，判断是否应答复而未答复、超过时限，或答非所问、空洞说教、态度冷漠。"


def evaluate(facts: AccountFacts, item: Item, at: datetime) -> Verdict:
    """Candidates are late, missing and poor answers, and a test message without answer."""
    idle = not_running(facts.account, at)
    if idle:
        return clear(idle)
    limit = parameter(item, "answer_days")
    findings = (*_comments(facts, limit, at), *_test_messages(facts, limit, at))
    asked = [one for one in facts.comments or () if _asks(one)]
    measured = f"提问或诉求{len(asked)}条，答复存疑{len(findings)}处"
    if meets(item, len(findings)):
        offered = task(facts, _DUTY, 1.0 * len(findings), *findings_links(findings))
        return needs_review(findings, offered, measured=measured)
    tested = any(check.message_answered is not None for check in facts.checks)
    if not tested and (facts.comments is None or not _shows_answers(facts)):
        return unknown(f"没有取得留言和答复，{remedy(Shows.ANSWERS)}", measured="留言答复未采集到")
    return clear(measured)


def _comments(facts: AccountFacts, limit: int, at: datetime) -> Iterator[Finding]:
    shows = _shows_answers(facts)
    for one in facts.comments or ():
        why = _why(one, limit, at, shows)
        if why:
            text = one.text.strip()[:_SHOWN].rstrip("。")
            yield Finding(f"留言“{text}”{why}。", (_comment_evidence(facts, one),))


def _why(one: CommentSeen, limit: int, at: datetime, shows_answers: bool) -> str:
    """What is wrong with how a comment was dealt with, in Chinese; empty if nothing is."""
    if one.at is not None and one.at > at:
        return ""
    if one.answer is not None:
        poor = answer_sign(one.answer)
        if poor is not None:
            return f"的答复“{one.answer.strip()[:_SHOWN]}”{poor.why}"
        days = _days(one.at, one.answered_at)
        return f"{days}天后才答复" if days is not None and days > limit and _asks(one) else ""
    days = _days(one.at, at)
    if not shows_answers or one.answered_at is not None or days is None or days <= limit or not _asks(one):
        return ""
    return f"已{days}天没有答复"


def _days(start: datetime | None, end: datetime | None) -> int | None:
    """Whole days between two times, by the calendar in Asia/Shanghai."""
    return None if start is None or end is None else (local_day(end) - local_day(start)).days


def _asks(one: CommentSeen) -> bool:
    return _ASKS.search(one.text[:_LOOKED_AT]) is not None


def _shows_answers(facts: AccountFacts) -> bool:
    return any(Shows.ANSWERS in way.shown for way in facts.ways) or any(
        one.answer is not None for one in facts.comments or ()
    )


def _test_messages(facts: AccountFacts, limit: int, at: datetime) -> Iterator[Finding]:
    for check in facts.checks:
        if check.message_sent is None:
            continue
        told = f"{day_text(local_day(check.message_sent))}发出的测试留言"
        pictures = check.pictures[0] if check.pictures else ""
        seen = (Evidence(account_evidence(facts).url, check.at, pictures, note=f"{check.by}人工试用"),)
        if check.message_answered is not None and check.answer_helps is False:
            yield Finding(f"{told}的答复没有解决问题（检查人判断）。", seen)
        waited = _days(check.message_sent, check.message_answered or check.at) or 0
        if waited > limit:
            state = "后才答复" if check.message_answered else "没有答复"
            yield Finding(f"{told}{waited}天{state}。", seen)


def _comment_evidence(facts: AccountFacts, one: CommentSeen) -> Evidence:
    if one.post is None:
        return account_evidence(facts, "留言")
    return evidence(one.post.seen, "留言", one.text[:_LOOKED_AT])
