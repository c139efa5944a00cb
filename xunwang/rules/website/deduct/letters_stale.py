"""W-D-16.2 留言公开: no answer published in the 2 months before the check point.

国办秘函〔2019〕19号, part 2; -3 confirmed by the self-check GGJ19. An answer without date counts as not
updated (R-10), but only where the letter's own page was read or the crawl was complete.
"""

from __future__ import annotations

from datetime import datetime

from xunwang.calendar.windows import in_window
from xunwang.rules.edition import Item
from xunwang.rules.facts import LetterSeen, SiteFacts
from xunwang.rules.verdict import Finding, Verdict, clear, hit, unknown
from xunwang.rules.website._letters import enquiry_boxes, letter_count, letter_doubt, newest_letters
from xunwang.rules.website._shared import day_text, evidence, meets, seen_before, window_of, window_text
from xunwang.words import CHINA

ITEM = "W-D-16.2"


def evaluate(facts: SiteFacts, item: Item, at: datetime) -> Verdict:
    """Hit when none of the public letters was answered in the window."""
    doubt = letter_doubt(facts)
    if not letter_count(facts):
        return unknown(doubt) if doubt else clear("没有公开留言，已由W-D-16.1扣分，不重复扣分")
    window = window_of(item, at)
    answered = [letter for letter in facts.letters if letter.answered]
    fresh = sum(in_window(letter.answered, window) for letter in answered if letter.answered)
    newest = max(answered, key=lambda letter: str(letter.answered), default=None)
    measured = f"公开留言{letter_count(facts)}件，{_newest_text(newest)}"
    if not meets(item, fresh):
        return clear(measured)
    box = next(iter(enquiry_boxes(facts)), None)
    place = box.seen if box else facts.letters[0].seen
    doubt = doubt or seen_before(place, window) or _unread(facts)
    if doubt:
        return unknown(doubt, measured=measured)
    summary = (
        f"公开留言{letter_count(facts)}件，监测时间点前{window_text(item)}"
        f"（{day_text(window.start)}至{day_text(window.end)}）内没有新的答复，{_newest_text(newest)}。"
    )
    last = (evidence(newest.seen, "最近一次答复"),) if newest else ()
    return hit((Finding(summary, (evidence(place, "留言公开列表"), *last)),), measured)


def _newest_text(newest: LetterSeen | None) -> str:
    if newest is None or newest.answered is None:
        return "未见标明日期的答复"
    return f"最近一次答复为{day_text(newest.answered.astimezone(CHINA))}"


def _unread(facts: SiteFacts) -> str:
    """Letters that may carry an answer's date on a page that was not read."""
    waiting = [
        letter
        for letter in newest_letters(facts)
        if not letter.detailed and letter.answered is None and letter.is_answered is not False
    ]
    unlisted = letter_count(facts) - len(facts.letters)
    if facts.coverage.complete or not (waiting or unlisted):
        return ""
    return (
        f"抓取未完成（{facts.coverage.reason}），{len(waiting) + unlisted}件留言的答复时间未读到，需继续抓取"
    )
