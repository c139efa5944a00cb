"""W-D-16.4 留言公开: a published message lacks message time, answer time, answering unit or answer text.

国办秘函〔2019〕19号, part 2; per field. The newest answered letters whose own page was read are sampled; the
size of the sample (``sample``) is a choice of ours. A letter still waiting for its answer is not judged.
"""

from __future__ import annotations

from datetime import datetime

from xunwang.rules.edition import Item
from xunwang.rules.facts import LetterSeen, SiteFacts
from xunwang.rules.verdict import Finding, Verdict, clear, hit, unknown
from xunwang.rules.website._letters import letter_count, letter_doubt, newest_letters
from xunwang.rules.website._shared import evidence, parameter

ITEM = "W-D-16.4"


def evaluate(facts: SiteFacts, item: Item, at: datetime) -> Verdict:
    """Hit for each sampled letter with fields missing."""
    readable = [letter for letter in newest_letters(facts) if letter.detailed and _is_answered(letter)]
    sample = readable[: parameter(item, "sample")]
    findings = tuple(_finding(letter) for letter in sample if _lacking(letter))
    measured = f"抽查留言{len(sample)}件，要素不全{len(findings)}件"
    if findings:
        return hit(findings, measured)
    if sample:
        return clear(measured)
    doubt = letter_doubt(facts)
    if doubt:
        return unknown(doubt, measured=measured)
    if not letter_count(facts):
        return clear("没有公开留言，已由W-D-16.1扣分，不重复扣分")
    if facts.letters and all(letter.is_answered is False for letter in facts.letters):
        return clear("公开的留言均在办理中，没有可抽查的答复")
    return unknown("公开留言的详情页未能读到，无法核对留言要素，需继续抓取", measured=measured)


def _is_answered(letter: LetterSeen) -> bool:
    if letter.is_answered is not None:
        return letter.is_answered
    return bool(letter.answered or letter.department or letter.answer)


def _lacking(letter: LetterSeen) -> tuple[str, ...]:
    fields = (
        ("留言时间", letter.asked),
        ("答复时间", letter.answered),
        ("答复单位", letter.department),
        ("答复内容", letter.answer),
    )
    return tuple(name for name, value in fields if not value)


def _finding(letter: LetterSeen) -> Finding:
    lacking = _lacking(letter)
    summary = f"公开留言“{letter.title}”缺少{'、'.join(lacking)}（{len(lacking)}项）。"
    return Finding(summary, (evidence(letter.seen, summary),), amount=len(lacking))
