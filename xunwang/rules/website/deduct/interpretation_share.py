"""W-D-07 解读比例: own documents of wide concern without interpretation, per document.

国办秘函〔2019〕19号, part 2; the sample of 3 is recalled; G-42.
The machine draws the newest of the unit's own documents, leaving out those that by their title concern
few people; a person confirms or replaces the sample.
"""

from __future__ import annotations

import re
from datetime import datetime

from xunwang.rules.edition import Item
from xunwang.rules.facts import PolicySeen, SiteFacts
from xunwang.rules.verdict import Finding, Verdict, clear, unknown
from xunwang.rules.website._columns import columns_of
from xunwang.rules.website._interpretation import pairs_of
from xunwang.rules.website._shared import (
    absence_doubt,
    candidates,
    column_doubt,
    day_text,
    evidence,
    sample_size,
    task,
)
from xunwang.words import ColumnType

ITEM = "W-D-07"
_NARROW = re.compile(r"任免|任职|免职|领导小组|议事协调|会议的?通知|值班|表彰|表扬|人事|同志|分工")
_INSTRUCTION = (
    "核对抽样：下列文件是否以本地区（本部门）名义印发且社会关注度较高，不合适的请换成其他文件；逐件在站内查找解读材料"
    "（图解、问答、访谈等均可），找不到的按件确认扣分。"
)


def evaluate(facts: SiteFacts, item: Item, at: datetime) -> Verdict:
    """Candidates are the sampled documents to which no interpretation was found."""
    documents = _of_wide_concern(facts)
    if not documents:
        doubt = absence_doubt(facts) or column_doubt(columns_of(facts, ColumnType.POLICY))
        return unknown(doubt or "未识别到以本地区（本部门）名义印发的政策文件，需人工提供抽样文件")
    interpreted = {pair.document.seen.url for pair in pairs_of(facts)}
    lacking = [d for d in documents if not d.interpretations and d.seen.url not in interpreted]
    if not lacking and facts.coverage.complete:
        return clear(f"本级政策文件{len(documents)}件均有解读")
    sample = documents[: sample_size(item)]
    findings = tuple(_finding(document) for document in sample if document in lacking)
    duty = task(facts, _INSTRUCTION, 4.0, *(document.seen.url for document in sample))
    measured = f"按发布时间由近及远抽取{len(sample)}件，未见解读{len(findings)}件"
    return candidates(findings, duty, measured)


def _of_wide_concern(facts: SiteFacts) -> list[PolicySeen]:
    """The unit's own documents, newest first; undated ones last."""
    own = [document for document in facts.policies if document.own and not _NARROW.search(document.title)]
    return sorted(own, key=lambda d: (str(d.day or ""), d.title, d.seen.url), reverse=True)


def _finding(document: PolicySeen) -> Finding:
    when = f"（{day_text(document.day)}发布）" if document.day else ""
    summary = f"政策文件“{document.title}”{when}未见解读。"
    return Finding(summary, (evidence(document.seen, "文件页面没有解读链接，解读栏目也没有同名解读"),))
