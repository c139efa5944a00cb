"""Incidents that an office has recorded, as candidates."""

from __future__ import annotations

from datetime import datetime

from xunwang.rules.media.facts import AccountFacts
from xunwang.rules.verdict import Finding
from xunwang.rules.website._shared import evidence, moment_text

_LONGEST = 120


def recorded(facts: AccountFacts, what: str, label: str, at: datetime) -> tuple[Finding, ...]:
    """One candidate for each incident of that kind up to the check point, oldest first."""
    mine = sorted(
        {one for one in facts.incidents if one.what == what and one.at <= at},
        key=lambda one: (one.at, one.text, one.seen.url),
    )
    return tuple(
        Finding(
            f"{moment_text(one.at)}登记的{label}：{one.text[:_LONGEST].rstrip('。')}。",
            (evidence(one.seen, label, one.text),),
        )
        for one in mine
    )
