"""W-V-04.3 空白栏目: columns without any content, 5 or more.

国办秘函〔2019〕19号, part 1 (CHK22, PC15). A list filled in by script is unknown until it is rendered, never blank.
"""

from __future__ import annotations

from datetime import datetime

from xunwang.rules.edition import Item
from xunwang.rules.facts import SiteFacts
from xunwang.rules.verdict import Finding, Verdict, clear, hit, unknown
from xunwang.rules.website._shared import absence_doubt, column_evidence, meets, names, unread_columns

ITEM = "W-V-04.3"


def evaluate(facts: SiteFacts, item: Item, at: datetime) -> Verdict:
    """Hit when the blank columns reach the threshold."""
    blank = [column for column in facts.columns if column.blank and not column.scripted and column.reachable]
    unread = unread_columns(facts)
    measured = f"栏目{len(facts.columns)}个，空白{len(blank)}个"
    if meets(item, len(blank)):
        findings = tuple(
            Finding(f"栏目“{column.name}”为空白栏目，没有任何内容。", (column_evidence(column, "空白栏目"),))
            for column in blank
        )
        return hit(findings, measured)
    if meets(item, len(blank) + len(unread)):
        return unknown(
            f"栏目{names(column.name for column in unread)}的内容不明（脚本加载或未能打开），可能影响结论",
            measured=measured,
        )
    doubt = absence_doubt(facts) if not facts.columns else ""
    return unknown(doubt, measured=measured) if doubt else clear(measured)
