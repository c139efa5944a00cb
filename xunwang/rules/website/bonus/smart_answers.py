"""W-B-05 互动交流·答复与智能问答: fast or real-time answers, question bank, intelligent Q&A.

国办秘函〔2019〕19号, part 3; recalled. The machine finds the entrance and measures the answers; a person asks.
"""

from __future__ import annotations

from datetime import datetime
from statistics import median

from xunwang.rules.edition import Item
from xunwang.rules.facts import SiteFacts
from xunwang.rules.verdict import Finding, Verdict
from xunwang.rules.website._letters import box_urls
from xunwang.rules.website._shared import candidates, evidence, task

ITEM = "W-B-05"
_INSTRUCTION = (
    "打开智能问答（没有入口的，看互动栏目有无实时答复和常见问题库），用三个常见问题试问，看能否即时、准确回答；"
    "再看公开留言的答复速度；符合的按评分标准给分，保存问答截图。"
)


def evaluate(facts: SiteFacts, item: Item, at: datetime) -> Verdict:
    """Candidate when the home page offers an entrance; always for a person to try."""
    found = []
    links = box_urls(facts)
    if facts.question_entry is not None:
        found.append(Finding("首页设有智能问答入口。", (evidence(facts.question_entry, "智能问答入口"),)))
        links = (facts.question_entry.url, *links)
    entrance = f"智能问答入口{len(found)}个"
    return candidates(found, task(facts, _INSTRUCTION, 5.0, *links), f"{entrance}，{_speed(facts)}")


def _speed(facts: SiteFacts) -> str:
    taken = [
        (letter.answered - letter.asked).days
        for letter in facts.letters
        if letter.asked and letter.answered and letter.answered >= letter.asked
    ]
    if not taken:
        return "没有可统计答复时间的公开留言"
    return f"{len(taken)}件公开留言的答复用时中位数为{median(taken):g}天"
