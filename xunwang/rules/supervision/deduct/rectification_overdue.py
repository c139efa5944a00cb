"""S-D-06 问题整改: problems named in notices and not corrected in time, per problem. Recalled.

Corrected on the last day is in time. What is not due yet counts neither way, nor
what was answered and waits for acceptance.
"""

from __future__ import annotations

from datetime import datetime

from xunwang.rules.item import Item
from xunwang.rules.supervision._shared import finding, judged, today
from xunwang.rules.supervision.facts import OrderedProblem, SupervisionFacts
from xunwang.rules.verdict import Verdict, unknown

ITEM = "S-D-06"


def evaluate(facts: SupervisionFacts, item: Item, now: datetime) -> Verdict:
    """Problems due in the assessed year."""
    if facts.ordered is None:
        return unknown("没有整改通知和办理记录")
    due = [problem for problem in facts.ordered if problem.due < today(now)]
    waiting = len(facts.ordered) - len(due)
    doubtful = [problem for problem in due if problem.in_doubt]
    findings = [finding(one.row, _told(one)) for one in due if not one.in_doubt and _late(one)]
    missing = [f"还有{waiting}个问题未到整改期限"] if waiting else []
    missing += [f"还有{len(doubtful)}个问题已反馈、待验收"] if doubtful else []
    return judged(findings, missing, f"到期{len(due)}个，未按期整改{len(findings)}个")


def _late(problem: OrderedProblem) -> bool:
    return problem.corrected is None or problem.corrected > problem.due


def _told(problem: OrderedProblem) -> str:
    done = f"{problem.corrected:%Y-%m-%d}才整改" if problem.corrected else "至今未整改"
    return f"{problem.summary}（期限{problem.due:%Y-%m-%d}，{done}）"
