"""W-V-06.1 未提供办事服务: no service entry and no guides; confirmed by a person.

国办秘函〔2019〕19号, part 1 (CHK22). Not checked where the department has no outward services.
"""

from __future__ import annotations

from datetime import datetime

from xunwang.rules.edition import Item
from xunwang.rules.facts import SiteFacts
from xunwang.rules.verdict import Finding, Verdict, clear, needs_review, unknown
from xunwang.rules.website._columns import columns_of
from xunwang.rules.website._shared import absence_doubt, evidence, meets, task
from xunwang.words import ColumnType

ITEM = "W-V-06.1"


def evaluate(facts: SiteFacts, item: Item, at: datetime) -> Verdict:
    """A candidate when neither an entry nor a guide was found."""
    entries = columns_of(facts, ColumnType.SERVICES)
    services = len(facts.guides) + len(entries) + (facts.service_entry is not None)
    measured = (
        f"办事入口{len(entries) or int(facts.service_entry is not None)}个，读到办事指南{len(facts.guides)}个"
    )
    if not meets(item, services):
        return clear(measured)
    doubt = absence_doubt(facts)
    if doubt or facts.home is None:
        return unknown(doubt, measured=measured)
    finding = Finding("没有找到办事服务入口和办事指南。", (evidence(facts.home.seen, "首页导航"),))
    duty = "人工浏览网站，确认是否确未提供办事服务；确无对外服务职能的，在名录中登记。"
    return needs_review((finding,), task(facts, duty, 5.0), measured=measured)
