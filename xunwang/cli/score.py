"""How well a run found what the simulated province planted: precision and recall by indicator."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from xunwang.rules.edition import Edition
from xunwang.scoring.records import AccountResult, RunResult
from xunwang.words import Method, State

PLANTED = frozenset({"hit", "candidate"})


def score(result: RunResult, truth: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """By indicator: sites planted, found, false alarms, precision, recall, and the sites in question.

    A site counts as found under an automatic indicator when the verdict is a hit, under a hybrid one
    when there is a hit or at least one candidate with a finding. Only automatic and hybrid indicators
    are scored; where the truth expects ``unknown``, nothing else will do. What the truth tolerates (open to
    interpretation) counts neither way.
    """
    rows: dict[str, dict[str, Any]] = {}
    for item in result.edition.site_items.values():
        if item.method is Method.HUMAN:
            continue
        planted, found, wrong_unknown = set(), set(), set()
        for site in result.sites:
            if item.id not in site.verdicts:
                continue
            name = site.site.home_url
            known = truth["sites"].get(name, {})
            if item.id in known.get("tolerated", ()):
                continue
            expected = known.get("expect", {}).get(item.id, {})
            verdict = site.verdicts[item.id]
            if expected.get("state") in PLANTED:
                planted.add(name)
            elif expected.get("state") == "unknown" and verdict.state is not State.UNKNOWN:
                wrong_unknown.add(name)
            if verdict.state is State.HIT or (verdict.state is State.NEEDS_REVIEW and verdict.findings):
                found.add(name)
        rows[item.id] = _row(result.edition, item.id, planted, found, wrong_unknown)
    return rows


def score_accounts(
    results: Iterable[AccountResult], edition: Edition, truth: Mapping[str, Any]
) -> dict[str, dict[str, Any]]:
    """The same for accounts of new media, by what their registered ways of collection alone can show.

    The truth's ``automatic`` states count; vetoes and duties are scored alike.
    """
    items = [item.id for item in edition.account_items.values() if item.method is not Method.HUMAN]
    sets: dict[str, tuple[set[str], set[str], set[str]]] = {item: (set(), set(), set()) for item in items}
    for result in results:
        known = truth["accounts"].get(result.account.key, {})
        for item in items:
            verdict = result.verdicts.get(item)
            if verdict is None or item in known.get("tolerated", ()):
                continue
            planted, found, wrong_unknown = sets[item]
            expected = known.get("expect", {}).get(item, {}).get("automatic")
            if expected in PLANTED:
                planted.add(result.account.key)
            if verdict.state is State.HIT or (verdict.state is State.NEEDS_REVIEW and verdict.findings):
                found.add(result.account.key)
            elif expected == "unknown" and verdict.state is State.CLEAR:
                wrong_unknown.add(result.account.key)
    return {item: _row(edition, item, *sets[item]) for item in items}


def _row(
    edition: Edition, item: str, planted: set[str], found: set[str], unknown: set[str]
) -> dict[str, Any]:
    right = planted & found
    return {
        "method": str(edition.items[item].method),
        "planted": len(planted),
        "found": len(found),
        "false_alarms": len(found - planted),
        "precision": round(len(right) / len(found), 4) if found else None,
        "recall": round(len(right) / len(planted), 4) if planted else None,
        "missed_sites": sorted(planted - found),
        "false_sites": sorted(found - planted),
        "not_unknown": sorted(unknown),
    }
