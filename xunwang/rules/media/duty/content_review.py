"""M-N-08 内容审核: slips, personal data, dead links and off-duty posts that a review before publication would have held.

国办发〔2018〕123号 demands the review; that a post has nothing to do with the office is a graded hint of ours, told with
the features that made its score (see ``docs/text.md``). Posts that only lack official words make one weak hint together.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from xunwang.rules.edition import Item
from xunwang.rules.media._shared import post_evidence, post_title
from xunwang.rules.media._text import hit_evidence, hits_of, judged_by_person, place
from xunwang.rules.media.facts import AccountFacts, OffDuty
from xunwang.rules.verdict import Finding, Verdict
from xunwang.rules.website._shared import parameter
from xunwang.text.offduty import LABELS
from xunwang.words import Concern

ITEM = "M-N-08"
_DUTY = (
    "逐条打开内容，判断文字是否有误、个人信息是否应隐去、链接是否失效、内容是否与本单位职责无关（宣传公益、本地文旅和助农等不算）。",
    1.0,
)
_FEATURES = 5
_WEAK_SHOWN = 5


def evaluate(facts: AccountFacts, item: Item, at: datetime) -> Verdict:
    """Candidates for what should not have been published as it was."""
    return judged_by_person(facts, item, at, _findings(facts, item), _DUTY)


def _findings(facts: AccountFacts, item: Item) -> Iterator[Finding]:
    for one in hits_of(facts, Concern.PERSONAL, errors_only=True):
        yield Finding(f"{place(one)}疑泄露个人信息：“{one.hit.match}”。", (hit_evidence(one),))
    for one in hits_of(facts, Concern.MISSPELLING, Concern.WORDING, errors_only=True):
        right = f"，应为“{one.hit.suggestion}”" if one.hit.suggestion else ""
        yield Finding(f"{place(one)}疑有误：“{one.hit.match}”{right}。", (hit_evidence(one),))
    for link in facts.link_hits:
        if link.what == "dead":
            yield Finding(
                f"{post_title(link.post)}的链接“{link.text}”打不开：{link.target}。",
                (post_evidence(link.post),),
            )
    hints = sorted(facts.off_duty, key=lambda one: (-one.score, one.post.key))
    strong = [one for one in hints if one.score * 100 >= parameter(item, "off_duty_strong")]
    yield from map(_off_duty, strong)
    weak = hints[len(strong) :]
    if weak:
        summary = f"另有{len(weak)}条内容没有出现公务和职责用语，线索较弱。"
        yield Finding(summary, tuple(post_evidence(one.post, _told(one)) for one in weak[:_WEAK_SHOWN]))


def _off_duty(hint: OffDuty) -> Finding:
    """With what speaks for it, and what against it."""
    kind = LABELS.get(hint.kind, hint.kind)
    summary = f"{post_title(hint.post)}疑为{kind}内容，分值{hint.score:.2f}：{_told(hint)}。"
    return Finding(summary, (post_evidence(hint.post, f"疑为{kind}内容"),))


def _told(hint: OffDuty) -> str:
    return (
        "；".join(f"{name}（{weight:+.1f}）" for name, weight in hint.features[:_FEATURES]) or "没有列出特征"
    )
