"""W-D-17.2 办理答复: poor answers — shirking, perfunctory, off the point — per case.

国办秘函〔2019〕19号, part 2; recalled. The machine marks answers that are very short (fewer characters than
``short_answer``), that send the asker elsewhere with little more (fewer than ``evasive_answer``), and that
several letters share (``repeats`` or more). Numbers and words are hints of ours, a person judges.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime

from xunwang.rules.edition import Item
from xunwang.rules.facts import LetterSeen, SiteFacts
from xunwang.rules.verdict import Finding, Verdict
from xunwang.rules.website._hints import hint_findings
from xunwang.rules.website._letters import box_urls, newest_letters
from xunwang.rules.website._shared import candidates, evidence, parameter, task

ITEM = "W-D-17.2"
_INSTRUCTION = (
    "阅读机器标出的和最近公开的留言答复，逐件判断有无推诿（让网民另找其他单位而不说明、不转办）、敷衍（套话、空话、过于简短）、"
    "答非所问；属实的按件确认，记录问题和答复原文。没有公开留言的，以模拟提问（W-D-17.1）收到的答复判断。"
)
_COURTESY = re.compile(
    r"(?:尊敬的)?(?:网友|市民|先生|女士|同志|您)?[您你]好|感谢.{0,20}(?:支持|关注|关心|理解|监督)|[\s\d\W_]+"
)
_ELSEWHERE = re.compile(
    r"不(?:属于?|在|是)我.{0,6}(?:职责|职权|管辖|职能)|请.{0,4}(?:自行|直接)?(?:咨询|联系|拨打|致电|前往)"
    r"|请.{0,4}[到向].{0,10}(?:反映|咨询|办理|投诉)"
)
_LOOKED_AT = 2_000
"""Characters of an answer that are looked at."""


def evaluate(facts: SiteFacts, item: Item, at: datetime) -> Verdict:
    """Candidates are answers with one of the three marks."""
    letters = [letter for letter in newest_letters(facts) if letter.answer]
    shared = Counter(_body(letter) for letter in letters)
    marks = ((letter, _mark(item, _body(letter), letter.answer or "", shared)) for letter in letters)
    findings = [_finding(letter, mark) for letter, mark in marks if mark]
    findings += hint_findings(facts, "answer_quality", "留言答复质量存疑")
    links = (*(f.evidence[0].url for f in findings), *(letter.seen.url for letter in letters))
    duty = task(facts, _INSTRUCTION, 5.0 + len(findings), *(links or box_urls(facts)))
    measured = f"读到公开答复{len(letters)}件，机器提示{len(findings)}件"
    return candidates(findings, duty, measured)


def _mark(item: Item, body: str, answer: str, shared: Counter[str]) -> str:
    """What looks poor about an answer, in Chinese; empty if nothing does."""
    if len(body) < parameter(item, "short_answer"):
        return f"实质内容只有{len(body)}字，疑似敷衍"
    if len(body) < parameter(item, "evasive_answer") and _ELSEWHERE.search(answer[:_LOOKED_AT]):
        return f"实质内容只有{len(body)}字且让网民另找其他单位，疑似推诿"
    if shared[body] >= parameter(item, "repeats"):
        return f"与其他留言的答复雷同（共{shared[body]}件），疑似模板答复"
    return ""


def _body(letter: LetterSeen) -> str:
    """The answer without courtesies, numbers and marks: what is left says something."""
    return _COURTESY.sub("", (letter.answer or "")[:_LOOKED_AT])


def _finding(letter: LetterSeen, why: str) -> Finding:
    answer = (letter.answer or "").strip()
    summary = f"留言“{letter.title}”的答复{why}。"
    return Finding(summary, (evidence(letter.seen, why, answer[:_LOOKED_AT]),))
