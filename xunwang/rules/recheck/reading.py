"""What a rule's verdict on a thing that was seen again says of the finding; the same for websites and accounts."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from xunwang.rules.item import Item
from xunwang.rules.recheck.methods import Again
from xunwang.rules.registry import indicators
from xunwang.rules.verdict import Finding, Verdict
from xunwang.words import Cure, State

_QUOTED = re.compile("“([^”]+)”")


def evaluate_again(facts: Any, item: Item, at: datetime) -> Verdict:
    """The very rule, as of now; a fault of ours is unknown. ``facts`` are those of a site or of an account."""
    evaluate = indicators().get(item.id)
    if evaluate is None:
        return Verdict(State.UNKNOWN, missing=f"本程序没有“{item.id}”的判定方法")
    try:
        return evaluate(facts, item, at)
    except Exception as error:
        return Verdict(State.UNKNOWN, missing=f"判定程序出错（{type(error).__name__}）")


def found_again(verdict: Verdict) -> tuple[Finding, ...]:
    """What the rule holds against the thing, decided or as a candidate."""
    return verdict.findings if verdict.state in (State.HIT, State.NEEDS_REVIEW) else ()


def read_verdict(verdict: Verdict, finding: Finding, match: str, remedy: str) -> Again:
    """The verdict as an answer to the question whether this very finding is cured.

    ``match`` says what is the same, ``remedy`` in Chinese what a person does where the rule can't tell.
    """
    found = found_again(verdict)
    if found:
        same = [one for one in found if is_same(one, finding, match)]
        if same:
            return Again(Cure.STILL_THERE, f"问题仍在：{same[0].summary}", tuple(same))
        others = "；".join(one.summary for one in found[:3])
        return Again(Cure.UNKNOWN, f"原问题未再出现，但按同一指标仍有：{others}请人工核对。", found)
    if verdict.state is State.HIT:
        return Again(Cure.STILL_THERE, f"问题仍在：{verdict.measured}。")
    if verdict.state is State.NEEDS_REVIEW:
        duty = verdict.tasks[0].instruction if verdict.tasks else "请人工核对。"
        return Again(Cure.UNKNOWN, f"系统未再发现该问题，但此项须由人判断：{duty}")
    if verdict.state is State.UNKNOWN:
        return Again(Cure.UNKNOWN, f"{verdict.missing}。{remedy}")
    return Again(Cure.CURED, f"按同一指标再次检查，未再发现该问题（{verdict.measured}）。")


def is_same(one: Finding, other: Finding, match: str) -> bool:
    """The same words: the whole sentence, the fragment that was marked, or what both sentences quote."""
    if match == "page" or one.summary == other.summary:
        return True
    if match == "sentence":
        return False
    marked = {_squeezed(shown.fragment) for shown in other.evidence if shown.fragment}
    if any(_squeezed(shown.fragment) in marked for shown in one.evidence if shown.fragment):
        return True
    now, before = quoted(one), quoted(other)
    return bool(now and before) and (now <= before or before <= now)


def quoted(finding: Finding) -> set[str]:
    """What the finding's sentence puts in quotation marks."""
    return set(_QUOTED.findall(finding.summary))


def _squeezed(text: str) -> str:
    return "".join(text.split())
