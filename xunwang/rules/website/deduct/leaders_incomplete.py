"""W-D-03.2 领导信息: name, resume or duties of a leader missing or wrong, per place.

国办秘函〔2019〕19号, part 2. Presence of the fields is read by machine; whether they are right only the
owner's list tells.
"""

from __future__ import annotations

from datetime import datetime

from xunwang.rules.edition import Item
from xunwang.rules.facts import LeaderSeen, SiteFacts
from xunwang.rules.verdict import Finding, Verdict, clear
from xunwang.rules.website._columns import columns_of
from xunwang.rules.website._hints import hint_findings
from xunwang.rules.website._shared import absence_doubt, candidates, evidence, task
from xunwang.words import ColumnType

ITEM = "W-D-03.2"
_INSTRUCTION = (
    "打开领导信息栏目，对照本单位现任领导名单和最近的任免通知，逐人核对姓名、职务、简历、分工（主管或分管工作）是否齐全、"
    "准确，已离任的是否撤下、新任的是否补上；对每处缺失或错误，记录页面地址、原文和正确内容。"
)


def evaluate(facts: SiteFacts, item: Item, at: datetime) -> Verdict:
    """Candidates are leaders shown without resume or duties, and fragments that look out of date."""
    columns = columns_of(facts, ColumnType.LEADERS)
    if not columns and not facts.leaders and not absence_doubt(facts):
        return clear("没有领导信息类栏目，已由W-D-03.1扣分，不重复扣分")
    findings = tuple(_finding(leader) for leader in facts.leaders if _lacking(leader))
    findings += hint_findings(facts, "leaders", "领导信息疑似过期")
    links = (*(column.url for column in columns), *(leader.seen.url for leader in facts.leaders))
    duty = task(facts, _INSTRUCTION, 5.0, *links)
    return candidates(findings, duty, f"已读到领导{len(facts.leaders)}人，机器提示{len(findings)}处")


def _lacking(leader: LeaderSeen) -> tuple[str, ...]:
    fields = (("简历", leader.has_resume), ("分工", leader.has_duties))
    return tuple(name for name, present in fields if not present)


def _finding(leader: LeaderSeen) -> Finding:
    lacking = _lacking(leader)
    summary = f"领导“{leader.name}”的信息疑似缺少{'、'.join(lacking)}（{len(lacking)}处）。"
    return Finding(summary, (evidence(leader.seen, summary, leader.name),), amount=len(lacking))
