"""W-B-01 信息发布·数据发布: data published and updated regularly, with charts or open download.

国办秘函〔2019〕19号, part 3; partly confirmed. The machine collects what speaks for the bonus, a person decides.
"""

from __future__ import annotations

from datetime import datetime

from xunwang.rules.edition import Item
from xunwang.rules.facts import SiteFacts
from xunwang.rules.verdict import Finding, Verdict, clear
from xunwang.rules.website._columns import columns_of, newest_text
from xunwang.rules.website._shared import absence_doubt, candidates, column_evidence, task
from xunwang.words import ColumnType

ITEM = "W-B-01"
_INSTRUCTION = (
    "打开数据发布、数据开放栏目，确认数据是否定期发布并及时更新、是否有图表展示、是否提供可下载的开放格式数据；"
    "符合的按评分标准给分，注明栏目、更新日期和数据格式并截图。"
)


def evaluate(facts: SiteFacts, item: Item, at: datetime) -> Verdict:
    """Clear (no bonus) only when the site surely has neither data column nor data file."""
    columns = columns_of(facts, ColumnType.DATA, ColumnType.OPEN_DATA)
    measured = f"数据类栏目{len(columns)}个，可下载数据文件{facts.data_files}个"
    if not columns and not facts.data_files and not absence_doubt(facts):
        return clear(f"{measured}，不加分")
    files = f"，全站数据文件{facts.data_files}个" if facts.data_files else ""
    found = (
        Finding(
            f"设有数据类栏目“{column.name}”，{newest_text(column.newest)}{files}。",
            (column_evidence(column, "数据发布情况"),),
        )
        for column in columns
        if column.items or facts.data_files
    )
    duty = task(facts, _INSTRUCTION, 4.0, *(column.url for column in columns))
    return candidates(found, duty, measured)
