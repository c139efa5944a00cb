"""S-D-04 找错留言超期办结: messages settled only after more than one month, 2 points each; public text.

A month is a calendar month from the day of receipt: received on 31 January, the last day is 28 (29) February.
Messages of the same months as S-D-03, which counts those that are not settled at all.
"""

from __future__ import annotations

from datetime import datetime

from xunwang.calendar.windows import in_window, months_after
from xunwang.rules.item import Item
from xunwang.rules.supervision._shared import finding, judged, today, year_end, year_window
from xunwang.rules.supervision.facts import Message, SupervisionFacts
from xunwang.rules.verdict import Finding, Verdict, unknown

ITEM = "S-D-04"


def evaluate(facts: SupervisionFacts, item: Item, now: datetime) -> Verdict:
    """Counts settled messages only."""
    if facts.messages is None:
        return unknown("没有网民找错留言台账：请登记或导入，没有留言的也请确认“已登记齐全”")
    window = year_window(facts, item)
    settled = [
        message
        for message in facts.messages
        if in_window(message.received, window) and message.settled is not None and message.settled <= now
    ]
    limit = int(item.threshold or 0)
    findings = [_finding(one, limit) for one in settled if _late(one, limit)]
    early = [f"{facts.year}年尚未结束"] if now <= year_end(facts) else []
    return judged(findings, early, f"办结{len(settled)}条，超过{limit}个月{len(findings)}条")


def _late(message: Message, months: int) -> bool:
    return message.settled is not None and today(message.settled) > months_after(
        today(message.received), months
    )


def _finding(message: Message, months: int) -> Finding:
    settled = f"{today(message.settled):%Y-%m-%d}" if message.settled else ""
    return finding(
        message.row, f"{today(message.received):%Y-%m-%d}收到的留言{settled}才办结，超过{months}个月。"
    )
