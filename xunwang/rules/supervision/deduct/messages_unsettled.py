"""S-D-03 找错留言未办结: messages of the previous year that are still not settled, 3 points each; public text.

The assessment is held in the year after the assessed one, so "previous year" is the assessed year: the row's
months up to its end. Settled is what has a day of settlement by ``now``.
"""

from __future__ import annotations

from datetime import datetime

from xunwang.calendar.windows import in_window
from xunwang.rules.item import Item
from xunwang.rules.supervision._shared import finding, judged, today, year_end, year_window
from xunwang.rules.supervision.facts import SupervisionFacts
from xunwang.rules.verdict import Verdict, unknown

ITEM = "S-D-03"


def evaluate(facts: SupervisionFacts, item: Item, now: datetime) -> Verdict:
    """Before the year is over, what is open may still be settled in it."""
    if facts.messages is None:
        return unknown("没有网民找错留言台账：请登记或导入，没有留言的也请确认“已登记齐全”")
    window = year_window(facts, item)
    received = [message for message in facts.messages if in_window(message.received, window)]
    still_open = [one for one in received if one.settled is None or one.settled > now]
    findings = [
        finding(one.row, f"{today(one.received):%Y-%m-%d}收到的留言至今未办结。") for one in still_open
    ]
    early = [f"{facts.year}年尚未结束"] if now <= year_end(facts) else []
    return judged(findings, early, f"收到{len(received)}条，未办结{len(findings)}条")
