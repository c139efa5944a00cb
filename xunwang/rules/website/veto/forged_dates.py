"""W-V-01.5 伪造发稿日期: dates that don't agree as candidates, judged by a person.

国办秘函〔2019〕19号, part 1 (CHK22). A site that wants to look updated dates old articles anew: the stated day is then
much later than the address, the list, the PubDate tag or the server's Last-Modified tell, or later than the day
on which the page was first seen; or the list is dated anew and the article is not. An older stated day is no
sign: sites that move to a new system carry old articles along. ``gap_days`` is ours.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from xunwang.rules.edition import Item
from xunwang.rules.facts import DateConflict, SiteFacts
from xunwang.rules.verdict import Finding, Verdict
from xunwang.rules.website._shared import day_text, evidence, parameter
from xunwang.rules.website.veto._candidates import judged_by_person
from xunwang.words import CHINA

ITEM = "W-V-01.5"


def evaluate(facts: SiteFacts, item: Item, at: datetime) -> Verdict:
    """Candidates when a stated day lies in the future, or long after what the address or list says."""
    gap = timedelta(days=parameter(item, "gap_days"))
    found = [(conflict, reason) for conflict in facts.date_conflicts if (reason := _reason(conflict, gap))]
    findings = [
        Finding(f"《{conflict.title}》{reason}。", (evidence(conflict.seen, "发布日期"),))
        for conflict, reason in found
    ]
    return judged_by_person(
        facts,
        item,
        findings,
        "核对稿件原始发布时间（后台记录、历史快照），判断是否伪造发稿日期。",
        4.0,
        "如有举报，请核对后台记录。",
    )


def _reason(conflict: DateConflict, gap: timedelta) -> str:
    """What speaks for a forged day, in Chinese; empty when nothing does."""
    stated = conflict.visible or conflict.in_list or conflict.meta
    if stated is None:
        return ""
    if stated > conflict.first_seen.astimezone(CHINA).date():
        return f"标注的发布日期{day_text(stated)}晚于抓取时间"
    for other, words in _traces(conflict):
        if other is not None and stated - other > gap:
            return f"标注的发布日期{day_text(stated)}晚于{words}{day_text(other)}"
    listed = conflict.in_list
    if listed is not None and listed - stated > gap:
        return f"列表所示日期{day_text(listed)}晚于正文标注的发布日期{day_text(stated)}"
    return ""


def _traces(conflict: DateConflict) -> tuple[tuple[date | None, str], ...]:
    """Days that are harder to forge than the one that visitors see."""
    modified = conflict.last_modified.astimezone(CHINA).date() if conflict.last_modified else None
    return (
        (conflict.in_url, "网址所含日期"),
        (conflict.in_list, "列表所示日期"),
        (conflict.meta, "页面标签PubDate的日期"),
        (modified, "服务器记录的最后修改日期"),
    )
