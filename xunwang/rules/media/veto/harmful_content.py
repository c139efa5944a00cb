"""M-V-01.3 反动、暴力、色情等内容: vocabulary in posts and hijacked targets of their links as candidates.

国办秘函〔2019〕19号, part 1; recalled. What citizens write below posts the account does not publish: M-N-10.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from xunwang.rules.edition import Item
from xunwang.rules.media._shared import post_evidence, post_title
from xunwang.rules.media._text import hit_evidence, hits_of, judged_by_person, place
from xunwang.rules.media.facts import AccountFacts
from xunwang.rules.verdict import Finding, Verdict
from xunwang.words import Concern

ITEM = "M-V-01.3"
_DUTY = (
    "逐条打开内容和链接目标（在隔离环境中），判断是否发布或链接了反动、暴力、色情、赌博等内容；疑为账号被盗的同时通知主办单位。",
    2.0,
)


def evaluate(facts: AccountFacts, item: Item, at: datetime) -> Verdict:
    """Candidates when harmful content may be published or linked to."""
    return judged_by_person(facts, item, at, _findings(facts), _DUTY)


def _findings(facts: AccountFacts) -> Iterator[Finding]:
    for link in facts.link_hits:
        if link.what == "hijack":
            summary = f"{post_title(link.post)}的链接“{link.text}”指向 {link.target}，{link.why}。"
            yield Finding(summary, (post_evidence(link.post, link.why, link.text),))
    for one in hits_of(facts, Concern.HIJACK, errors_only=True):
        yield Finding(f"{place(one)}出现不良词语“{one.hit.match}”。", (hit_evidence(one),))
