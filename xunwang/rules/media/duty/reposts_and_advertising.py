"""M-N-09 转载来源与商业广告: reposts from outside the list, advertising and links to it (国办发〔2018〕123号).

The list of sources is an office's own (``xunwang/text/signs/sources.yaml``); a source that is not in it, and a word that
advertisers use, are candidates.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from xunwang.rules.edition import Item
from xunwang.rules.media._shared import post_evidence, post_title
from xunwang.rules.media._text import judged_by_person
from xunwang.rules.media.facts import AccountFacts, LinkHit
from xunwang.rules.verdict import Finding, Verdict

ITEM = "M-N-09"
_DUTY = (
    "逐条打开内容，核对转载来源是否为党政网站或稿源单位，判断文字、图片和链接是否为商业广告（助农、消费券等公益推广不算）。",
    1.0,
)
_KINDS = ("advertising", "commercial")


def evaluate(facts: AccountFacts, item: Item, at: datetime) -> Verdict:
    """Candidates are reposts from sources that are not listed, and signs of advertising."""
    return judged_by_person(facts, item, at, _findings(facts), _DUTY)


def _findings(facts: AccountFacts) -> Iterator[Finding]:
    for link in facts.link_hits:
        if link.what in _KINDS:
            yield Finding(_advertising(link), (post_evidence(link.post, link.why, link.text),))
    for one in facts.reposts:
        if not one.listed:
            summary = f"{post_title(one.post)}转载自“{one.source}”，不在允许转载的来源之列。"
            yield Finding(summary, (post_evidence(one.post, f"来源：{one.source}", one.source),))


def _advertising(link: LinkHit) -> str:
    if not link.target:
        return f"{post_title(link.post)}疑有商业广告（{link.why}）：“{link.text}”。"
    return f"{post_title(link.post)}的链接“{link.text}”指向 {link.target}（{link.why}）。"
