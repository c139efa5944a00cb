"""Verdicts as a snapshot keeps them, and as the score takes them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from datetime import date, datetime
from typing import Any

import orjson

from xunwang.rules.supervision.facts import SupervisionFacts
from xunwang.rules.verdict import Verdict
from xunwang.scoring.supervision import Standing
from xunwang.supervision.models import ItemDecision
from xunwang.supervision.vocabulary import Ruling
from xunwang.words import State

_STATES = {Ruling.HIT: State.HIT, Ruling.CLEAR: State.CLEAR, Ruling.WAIVED: State.CLEAR}


def facts_json(facts: SupervisionFacts) -> dict[str, Any]:
    """Facts as plain values: the figures with the rows behind them."""
    return {name: _plain(getattr(facts, name)) for name in facts.__dataclass_fields__}


def verdicts_json(verdicts: Mapping[str, Verdict]) -> dict[str, dict[str, Any]]:
    """Verdicts as plain values; ``basis`` is the digest of the rest, which a decision refers to."""
    return {item: _verdict(verdict) for item, verdict in verdicts.items()}


def standings(
    verdicts: Mapping[str, Mapping[str, Any]], decisions: Mapping[str, ItemDecision]
) -> dict[str, Standing]:
    """Where every item stands: a decision counts while the verdict that it was made about stands."""
    return {item: _standing(verdict, decisions.get(item)) for item, verdict in verdicts.items()}


def is_current(decision: ItemDecision | None, verdict: Mapping[str, Any]) -> bool:
    """Whether the decision was made about this very verdict."""
    return decision is not None and decision.basis == verdict["basis"]


def digest_of(value: object) -> str:
    """SHA-256 over JSON (keys sorted, UTF-8, no spaces)."""
    return hashlib.sha256(orjson.dumps(value, option=orjson.OPT_SORT_KEYS)).hexdigest()


def _standing(verdict: Mapping[str, Any], decision: ItemDecision | None) -> Standing:
    if decision is not None and is_current(decision, verdict):
        return Standing(_STATES[Ruling(decision.ruling)], decision.amount, decision.points)
    return Standing(State(verdict["state"]), verdict["amount"])


def _verdict(verdict: Verdict) -> dict[str, Any]:
    told: dict[str, Any] = {
        "state": verdict.state.value,
        "amount": verdict.amount,
        "measured": verdict.measured,
        "missing": verdict.missing,
        "findings": [
            {"summary": one.summary, "ref": one.evidence[0].url, "label": one.evidence[0].fragment}
            for one in verdict.findings
        ],
        "tasks": [task.instruction for task in verdict.tasks],
    }
    return {**told, "basis": digest_of(told)}


def _plain(value: Any) -> Any:
    if hasattr(value, "_asdict"):
        return {name: _plain(part) for name, part in value._asdict().items()}
    if is_dataclass(value) and not isinstance(value, type):
        return _plain(asdict(value))
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple | list):
        return [_plain(part) for part in value]
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value
