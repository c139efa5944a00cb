"""W-D-08 解读关联: policy document and interpretation not linked to each other, per case.

国办秘函〔2019〕19号, part 2; the sample of 3 is recalled.
Sampled are the newest pairs of which both pages were read. A pair is in order when the document's page
links to the interpretation and the interpretation's page back to the document.
"""

from __future__ import annotations

from datetime import datetime

from xunwang.rules.edition import Item
from xunwang.rules.facts import SiteFacts
from xunwang.rules.verdict import Finding, Verdict, clear, hit, unknown
from xunwang.rules.website._columns import columns_of
from xunwang.rules.website._interpretation import Pair, pairs_of
from xunwang.rules.website._shared import absence_doubt, column_doubt, evidence, sample_size
from xunwang.words import ColumnType

ITEM = "W-D-08"


def evaluate(facts: SiteFacts, item: Item, at: datetime) -> Verdict:
    """Hit for each sampled pair with a direction missing."""
    size = sample_size(item)
    sample = pairs_of(facts)[:size]
    findings = tuple(_finding(pair) for pair in sample if not (pair.forward and pair.back))
    measured = f"抽查解读与文件{len(sample)}对，未相互关联{len(findings)}对"
    if findings:
        return hit(findings, measured)
    if len(sample) < size and (doubt := _doubt(facts, len(sample), size)):
        return unknown(doubt, measured=measured)
    if not facts.interpretations:
        return clear("未发布政策解读，已由W-D-06.1、W-D-07检查，不重复扣分")
    return clear(measured)


def _doubt(facts: SiteFacts, found: int, size: int) -> str:
    """Why a sample that is too small can't be taken as it is."""
    columns = columns_of(facts, ColumnType.POLICY, ColumnType.INTERPRETATION)
    doubt = absence_doubt(facts) or column_doubt(columns)
    if doubt:
        return doubt
    if not facts.coverage.complete:
        return f"抓取未完成（{facts.coverage.reason}），只配对到{found}对文件与解读，应抽查{size}对"
    if facts.interpretations and not found:
        return "有政策解读，但未能与站内政策文件配对，需人工配对后判定"
    return ""


def _finding(pair: Pair) -> Finding:
    document, interpretation = pair.document, pair.interpretation
    lacking = []
    if not pair.forward:
        lacking.append("文件页面没有链接到解读")
    if not pair.back:
        lacking.append("解读页面没有链接到文件")
    summary = f"政策文件“{document.title}”与解读“{interpretation.title}”未相互关联：{'，'.join(lacking)}。"
    shown = (evidence(document.seen, "政策文件页面"), evidence(interpretation.seen, "解读页面"))
    return Finding(summary, shown)
