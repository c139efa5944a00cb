"""W-D-24 页面标签: sampled pages without the prescribed site, column and content tags, per page.

国办秘函〔2019〕19号, part 2; tags of 国办发〔2017〕47号 (rules-guidelines, section 3). The size of the sample
(``sample``) is not known and a choice of ours: the home page, then column and content pages in turn.
"""

from __future__ import annotations

from datetime import datetime
from itertools import chain, zip_longest

from xunwang.rules.edition import Item
from xunwang.rules.facts import SiteFacts, TagSample
from xunwang.rules.verdict import Finding, Verdict, clear, hit, unknown
from xunwang.rules.website._shared import evidence, home_doubt, parameter
from xunwang.words import PageKind

ITEM = "W-D-24"


def evaluate(facts: SiteFacts, item: Item, at: datetime) -> Verdict:
    """Hit for each sampled page with a tag missing or empty."""
    size = parameter(item, "sample")
    sample = _in_turn(facts.tags)[:size]
    findings = tuple(_finding(page) for page in sample if page.missing)
    measured = f"抽查页面{len(sample)}个，标签不全{len(findings)}个"
    if findings:
        return hit(findings, measured)
    if not sample:
        return unknown(home_doubt(facts) or "没有抓取到可检查标签的页面，需重新抓取")
    if len(sample) < size and not facts.coverage.complete:
        reason = facts.coverage.reason
        return unknown(f"抓取未完成（{reason}），应抽查{size}个页面，只有{len(sample)}个", measured=measured)
    return clear(measured)


def _in_turn(tags: tuple[TagSample, ...]) -> list[TagSample]:
    """Home page first, then columns and contents in turn, so that every kind is in a small sample."""
    home = [page for page in tags if page.kind is PageKind.HOME]
    contents = [page for page in tags if page.kind is PageKind.ARTICLE]
    columns = [page for page in tags if page.kind not in (PageKind.HOME, PageKind.ARTICLE)]
    turns = chain.from_iterable(zip_longest(columns, contents))
    return home + [page for page in turns if page is not None]


def _finding(page: TagSample) -> Finding:
    summary = f"{page.kind.label}缺少{len(page.missing)}个规定标签：{'、'.join(page.missing)}。"
    return Finding(summary, (evidence(page.seen, summary),))
