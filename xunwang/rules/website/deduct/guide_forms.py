"""W-D-13 表格样表: form or filled sample needed but not offered, or not to be downloaded, per place.

国办秘函〔2019〕19号, part 2. Presence and download are tested by machine; whether a form is needed is confirmed
by a person.
"""

from __future__ import annotations

from datetime import datetime

from xunwang.rules.edition import Item
from xunwang.rules.facts import GuideSeen, SiteFacts
from xunwang.rules.verdict import Evidence, Finding, Verdict, clear
from xunwang.rules.website._services import guides_of, service_doubt, service_urls
from xunwang.rules.website._shared import candidates, evidence, task

ITEM = "W-D-13"
_INSTRUCTION = (
    "逐个打开机器列出的办事指南：需要申请人填写表格而没有提供空白表格或填写样表的，以及表格不能下载、打不开的，按处确认扣分；"
    "再抽看其余指南，需要表格而未提供的补记。"
)


def evaluate(facts: SiteFacts, item: Item, at: datetime) -> Verdict:
    """Clear only when every guide read offers its forms and all of them could be downloaded."""
    guides = guides_of(facts)
    findings = [finding for guide in guides for finding in _findings(guide)]
    measured = f"读到办事指南{len(guides)}个，表格问题{len(findings)}处"
    served = all(guide.forms_ok and not guide.forms_broken for guide in guides)
    if guides and served and not service_doubt(facts):
        return clear(measured)
    suspected = tuple(finding.evidence[0].url for finding in findings)
    without = tuple(guide.seen.url for guide in guides if not guide.forms_ok)
    duty = task(facts, _INSTRUCTION, 5.0, *suspected, *(without or service_urls(facts)))
    return candidates(findings, duty, measured)


def _findings(guide: GuideSeen) -> list[Finding]:
    found = [
        Finding(
            f"办事指南“{guide.name}”提供的表格无法下载：{url}。",
            (evidence(guide.seen, "提供表格的页面", url), Evidence(url, None, note="无法下载的表格")),
        )
        for url in guide.forms_broken
    ]
    if guide.needs_form and not guide.forms_ok and not guide.forms_broken:
        summary = f"办事指南“{guide.name}”的办理材料需填写表格，但没有提供空白表格或样表。"
        found.append(Finding(summary, (evidence(guide.seen, "办理材料提到表格，页面没有表格附件"),)))
    return found
