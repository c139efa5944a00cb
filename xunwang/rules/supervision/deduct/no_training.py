"""S-D-09 培训: no training in the year. Recalled. An entry of the log with its proof is enough to pass."""

from __future__ import annotations

from datetime import datetime

from xunwang.rules.item import Item
from xunwang.rules.supervision._shared import finding, judged, reaches, year_end
from xunwang.rules.supervision.facts import Row, SupervisionFacts
from xunwang.rules.verdict import Verdict, unknown

ITEM = "S-D-09"


def evaluate(facts: SupervisionFacts, item: Item, now: datetime) -> Verdict:
    """Counts entries of the year; that there is none must be declared."""
    count = len(facts.trainings or ())
    measured = f"培训{count}次"
    if not reaches(item, count):
        return judged((), (), measured)
    if facts.trainings is None:
        return unknown("培训未登记齐全：请登记，没有的也请确认“已登记齐全”")
    early = [f"{facts.year}年尚未结束"] if now <= year_end(facts) else []
    return judged([finding(Row("培训记录"), f"{facts.year}年没有组织培训。")], early, measured)
