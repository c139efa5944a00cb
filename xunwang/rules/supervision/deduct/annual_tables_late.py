"""S-D-08 年度报表: annual tables not published by 31 January or incomplete, per table.

The duty is 国办函〔2018〕12号, its place in the assessment is recalled. The row's ``days_after_year`` are the days
from the end of the year to the last day.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from xunwang.rules.item import Item
from xunwang.rules.supervision._shared import finding, judged, today
from xunwang.rules.supervision.facts import AnnualTable, SupervisionFacts
from xunwang.rules.verdict import Finding, Verdict, unknown

ITEM = "S-D-08"


def evaluate(facts: SupervisionFacts, item: Item, now: datetime) -> Verdict:
    """A table that is late and incomplete counts once."""
    if not facts.tables:
        return unknown("年度报表尚未建立")
    deadline = date(facts.year, 12, 31) + timedelta(days=int(item.parameters["days_after_year"]))
    over = today(now) > deadline
    found = [found for table in facts.tables if (found := _fault(table, deadline, over)) is not None]
    waiting = 0 if over else sum(table.published is None for table in facts.tables)
    missing = [f"还有{waiting}张报表未公开，期限为{deadline:%Y-%m-%d}"] if waiting else []
    return judged(found, missing, f"应公开{len(facts.tables)}张，逾期或不完整{len(found)}张")


def _fault(table: AnnualTable, deadline: date, over: bool) -> Finding | None:
    if table.published is None:
        return finding(table.row, f"{table.title}没有公开。") if over else None
    if table.published > deadline:
        return finding(table.row, f"{table.title}{table.published:%Y-%m-%d}公开，晚于{deadline:%Y-%m-%d}。")
    if table.missing:
        return finding(table.row, f"{table.title}有{table.missing}项没有填写。")
    return None
