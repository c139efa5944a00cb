"""Finds the S-* indicators and lets them judge a supervising unit.

One indicator is one module below ``veto``, ``deduct`` or ``bonus`` with ``ITEM`` (its id) and
``evaluate(facts, item, now) -> Verdict``. ``now`` is the instant of the assessment.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cache
from importlib import import_module
from pathlib import Path

from xunwang.rules.item import Item
from xunwang.rules.registry import RegistryError
from xunwang.rules.supervision.edition import SupervisionEdition
from xunwang.rules.supervision.facts import SupervisionFacts
from xunwang.rules.verdict import Verdict, unknown

HERE = Path(__file__).parent
PARTS = ("veto", "deduct", "bonus")

Evaluate = Callable[[SupervisionFacts, Item, datetime], Verdict]


@cache
def supervision_indicators() -> dict[str, Evaluate]:
    """All S-* indicators by id. Raises :class:`RegistryError`."""
    found: dict[str, Evaluate] = {}
    for path in sorted(module for part in PARTS for module in (HERE / part).glob("[a-z]*.py")):
        module = import_module(f"xunwang.rules.supervision.{path.parent.name}.{path.stem}")
        identifier, evaluate = getattr(module, "ITEM", None), getattr(module, "evaluate", None)
        if not isinstance(identifier, str) or not callable(evaluate):
            raise RegistryError(f"{path.name} has no ITEM or no evaluate")
        if identifier in found:
            raise RegistryError(f"{identifier} is judged by two modules, one of them {path.name}")
        found[identifier] = evaluate
    return found


def evaluate_supervisor(
    facts: SupervisionFacts, edition: SupervisionEdition, now: datetime
) -> dict[str, Verdict]:
    """Verdicts of all items in table order. What fails is unknown: a fault of ours passes nobody."""
    return {item.id: _evaluate(facts, item, now) for item in edition.items.values()}


def _evaluate(facts: SupervisionFacts, item: Item, now: datetime) -> Verdict:
    evaluate = supervision_indicators().get(item.id)
    if evaluate is None:
        return unknown(f"本程序没有“{item.id}”的判定方法，请人工检查")
    try:
        return evaluate(facts, item, now)
    except Exception as error:
        return unknown(f"判定程序出错（{type(error).__name__}: {error}），请报告给开发者")
