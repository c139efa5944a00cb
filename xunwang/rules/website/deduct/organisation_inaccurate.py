"""W-D-02.2 机构职能: organisation or functions not accurate, per place (国办秘函〔2019〕19号, part 2).

Organisation pages give set-up, main duties and contact (G-25); only the owner's register tells whether
they are right, so a person compares.
"""

from __future__ import annotations

from datetime import datetime

from xunwang.rules.edition import Item
from xunwang.rules.facts import SiteFacts
from xunwang.rules.verdict import Verdict, clear
from xunwang.rules.website._columns import columns_of
from xunwang.rules.website._hints import hinted
from xunwang.rules.website._shared import absence_doubt, task
from xunwang.words import ColumnType

ITEM = "W-D-02.2"
_INSTRUCTION = (
    "打开机构职能栏目，对照编办批复的“三定”规定和机构名录，核对机构名称、主要职责、内设机构、办公地址和联系电话"
    "是否准确（重点看机构改革后已撤并、更名的机构）；对每处不准确，记录页面地址、原文和正确内容。"
)


def evaluate(facts: SiteFacts, item: Item, at: datetime) -> Verdict:
    """Candidates are fragments that look out of date."""
    columns = columns_of(facts, ColumnType.ORGANISATION)
    if not columns and not absence_doubt(facts):
        return clear("没有机构职能类栏目，已由W-D-02.1扣分，不重复扣分")
    duty = task(facts, _INSTRUCTION, 5.0, *(column.url for column in columns))
    return hinted(facts, "organisation", "机构职能信息疑似不准确", duty)
