"""W-D-01.2 概况信息: overview information out of date or wrong, per place (国办秘函〔2019〕19号, part 2).

The machine marks years long past and names no longer in use; a person compares with the facts (G-23, G-25).
"""

from __future__ import annotations

from datetime import datetime

from xunwang.rules.edition import Item
from xunwang.rules.facts import SiteFacts
from xunwang.rules.verdict import Verdict, clear
from xunwang.rules.website._columns import columns_of
from xunwang.rules.website._hints import hinted
from xunwang.rules.website._shared import absence_doubt, task
from xunwang.words import ColumnType, Level

ITEM = "W-D-01.2"
_INSTRUCTION = (
    "打开概况信息栏目，核对经济、社会、历史、地理、人文、行政区划等内容是否为最新情况（如地区生产总值、人口、"
    "下辖区划的年份和数字），有无错误；对每处过期或错误，记录页面地址、原文、正确内容及其出处。"
)


def evaluate(facts: SiteFacts, item: Item, at: datetime) -> Verdict:
    """Candidates are fragments that speak of a year long past as the present."""
    if facts.site.level is Level.STATE:
        return clear("国务院部门门户网站不检查概况信息")
    columns = columns_of(facts, ColumnType.OVERVIEW)
    if not columns and not absence_doubt(facts):
        return clear("没有概况信息类栏目，已由W-D-01.1扣分，不重复扣分")
    duty = task(facts, _INSTRUCTION, 5.0, *(column.url for column in columns))
    return hinted(facts, "overview", "概况信息疑似过期", duty)
