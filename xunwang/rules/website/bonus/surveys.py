"""W-B-04 互动交流·征集调查: online survey channel and 6 activities or more in the year before.

国办秘函〔2019〕19号, part 3; the condition is confirmed, that it is a bonus follows from its positive wording.
An e-mail address is no channel. An activity counts by the day it began, else by the day it ended; one
without any date does not count (R-10).
"""

from __future__ import annotations

from datetime import datetime

from xunwang.calendar.windows import Window, in_window
from xunwang.rules.edition import Item
from xunwang.rules.facts import SiteFacts, SurveySeen
from xunwang.rules.verdict import Evidence, Finding, Verdict, clear, hit, unknown
from xunwang.rules.website._columns import columns_of
from xunwang.rules.website._shared import (
    absence_doubt,
    column_doubt,
    day_text,
    evidence,
    meets,
    window_of,
    window_text,
)
from xunwang.words import ColumnType

ITEM = "W-B-04"


def evaluate(facts: SiteFacts, item: Item, at: datetime) -> Verdict:
    """Hit (bonus) with a channel and enough activities; without, only clear when all was read."""
    window = window_of(item, at)
    held = [survey for survey in facts.surveys if _is_held(survey, window)]
    channel = "有在线提交渠道" if facts.has_survey_form else "未见在线提交渠道"
    measured = f"监测时间点前{window_text(item)}内开展征集调查{len(held)}次，{channel}"
    if facts.has_survey_form and meets(item, len(held)):
        return hit((Finding(f"{measured}，符合加分条件。", tuple(_shown(s) for s in held)),), measured)
    doubt = absence_doubt(facts) or column_doubt(columns_of(facts, ColumnType.CONSULTATIONS))
    if not doubt and not facts.coverage.complete:
        doubt = f"抓取未完成（{facts.coverage.reason}），征集调查可能未全部读到"
    return unknown(doubt, measured=measured) if doubt else clear(f"{measured}，不加分")


def _is_held(survey: SurveySeen, window: Window) -> bool:
    day = survey.begins or survey.ends
    return day is not None and in_window(day, window)


def _shown(survey: SurveySeen) -> Evidence:
    begins = day_text(survey.begins) if survey.begins else "未标明"
    ends = day_text(survey.ends) if survey.ends else "未标明"
    result = "，已公布结果" if survey.result_url else ""
    return evidence(survey.seen, f"“{survey.title}”：开始{begins}，截止{ends}{result}", survey.title)
