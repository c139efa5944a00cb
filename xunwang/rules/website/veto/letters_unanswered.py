"""W-V-05.2 留言超过3个月未回应: one valid message of the last year unanswered for more than 3 months.

国办秘函〔2019〕19号, part 1 (CHK22, PC15). Public letters give candidates; unpublished ones count too, so without the
owner's mailbox export nothing can be cleared. Whether a message is valid is for a person.
"""

from __future__ import annotations

from datetime import datetime

from xunwang.calendar.windows import in_window, months_before
from xunwang.rules.edition import Item
from xunwang.rules.facts import LetterSeen, SiteFacts
from xunwang.rules.verdict import Finding, Verdict, clear, needs_review, unknown
from xunwang.rules.website._shared import day_text, evidence, task
from xunwang.words import CHINA

ITEM = "W-V-05.2"


def evaluate(facts: SiteFacts, item: Item, at: datetime) -> Verdict:
    """Candidates when a letter of the window waited longer than the threshold."""
    limit = int(item.threshold or 0)
    year = months_before(at, item.window_months or 0)
    recent = [letter for letter in facts.letters if letter.asked and in_window(letter.asked, year)]
    late = [letter for letter in recent if _waited_longer(letter, limit, at)]
    measured = f"1年内公开的留言{len(recent)}件，超过{limit}个月未回应{len(late)}件"
    duty = task(
        facts,
        "逐件核实留言是否有效、是否确未回应（含未公开的留言，请调取后台信箱数据）。",
        2.0 + 2.0 * len(late),
        *(letter.seen.url for letter in late),
    )
    if late:
        return needs_review(tuple(_finding(letter, limit) for letter in late), duty, measured=measured)
    if facts.mailbox_exported:
        return clear(measured)
    return unknown("未公开的留言也在检查范围内，需网站提供信箱导出数据", duty, measured=measured)


def _waited_longer(letter: LetterSeen, months: int, at: datetime) -> bool:
    """Unanswered at the check point, or answered only after the limit."""
    if letter.asked is None or (letter.answered is None and letter.is_answered is not False):
        return False
    ended = min(letter.answered, at) if letter.answered else at
    return letter.asked.astimezone(CHINA).date() < months_before(ended, months).start


def _finding(letter: LetterSeen, months: int) -> Finding:
    asked = day_text(letter.asked.astimezone(CHINA)) if letter.asked else "日期不明"
    state = f"{day_text(letter.answered.astimezone(CHINA))}才答复" if letter.answered else "至今未答复"
    summary = f"留言《{letter.title}》{asked}提交，{state}，超过{months}个月。"
    return Finding(summary, (evidence(letter.seen, "留言"),))
