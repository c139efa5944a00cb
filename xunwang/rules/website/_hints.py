"""Content hints turned into candidates: what the machine marks and a person judges."""

from __future__ import annotations

from xunwang.rules.facts import SiteFacts
from xunwang.rules.verdict import Finding, Task, Verdict
from xunwang.rules.website._shared import candidates, evidence


def hinted(facts: SiteFacts, what: str, doubt: str, duty: Task) -> Verdict:
    """Needs review, with one candidate for each marked fragment; ``doubt`` says what is suspected."""
    findings = hint_findings(facts, what, doubt)
    return candidates(findings, duty, f"机器提示{len(findings)}处")


def hint_findings(facts: SiteFacts, what: str, doubt: str) -> tuple[Finding, ...]:
    """One candidate for each distinct marked fragment of that kind, in the order of the pages."""
    marked = {(hint.seen.url, hint.fragment): hint for hint in facts.content_hints if hint.what == what}
    return tuple(
        Finding(f"{doubt}：“{hint.fragment}”。", (evidence(hint.seen, doubt, hint.fragment),))
        for hint in marked.values()
    )
