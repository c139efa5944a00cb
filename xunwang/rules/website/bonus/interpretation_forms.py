"""W-B-02 解读回应: accurate interpretation in several forms, response to public concern.

国办秘函〔2019〕19号, part 3; partly confirmed; G-43. The machine collects interpretations with pictures, charts,
audio or video, and response columns; a person decides.
"""

from __future__ import annotations

from datetime import datetime

from xunwang.rules.edition import Item
from xunwang.rules.facts import InterpretationSeen, SiteFacts
from xunwang.rules.verdict import Finding, Verdict, clear
from xunwang.rules.website._columns import columns_of, newest_text
from xunwang.rules.website._shared import (
    LINKS_SHOWN,
    absence_doubt,
    candidates,
    column_doubt,
    column_evidence,
    evidence,
    task,
)
from xunwang.words import ColumnType

ITEM = "W-B-02"
_FORMS = {"picture": "图片", "chart": "图表", "audio": "音频", "video": "视频"}
_INSTRUCTION = (
    "打开政策解读和回应关切栏目，确认解读是否准确，是否有图解、音视频、负责人解读等多种形式，对社会关切是否及时回应；"
    "符合的按评分标准给分，记录所依据的页面。"
)


def evaluate(facts: SiteFacts, item: Item, at: datetime) -> Verdict:
    """Clear (no bonus) only when the columns were read and show nothing of the kind."""
    columns = columns_of(facts, ColumnType.INTERPRETATION, ColumnType.RESPONSE)
    rich = [i for i in facts.interpretations if i.media]
    answers = [c for c in columns if c.type is ColumnType.RESPONSE and c.items]
    measured = f"读到解读{len(facts.interpretations)}篇，其中含图表、音视频等形式{len(rich)}篇，回应关切栏目{len(answers)}个"
    read = facts.coverage.complete and not absence_doubt(facts) and not column_doubt(columns)
    if not rich and not answers and read:
        return clear(f"{measured}，不加分")
    found = [_rich(interpretation) for interpretation in rich[:LINKS_SHOWN]]
    found += [
        Finding(
            f"设有回应关切栏目“{c.name}”，{newest_text(c.newest)}。", (column_evidence(c, "回应关切情况"),)
        )
        for c in answers
    ]
    duty = task(facts, _INSTRUCTION, 5.0, *(column.url for column in columns))
    return candidates(found, duty, measured)


def _rich(interpretation: InterpretationSeen) -> Finding:
    forms = "、".join(_FORMS.get(form, form) for form in interpretation.media)
    summary = f"解读“{interpretation.title}”采用了{forms}形式。"
    return Finding(summary, (evidence(interpretation.seen, summary),))
