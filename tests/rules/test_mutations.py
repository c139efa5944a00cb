"""A window, limit, sample size or parameter moved by one changes the outcome of at least one case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from tests.rules.media.test_cases import CASES as MEDIA_CASES
from tests.rules.media.test_cases import WITHOUT_MODULE
from tests.rules.test_cases import CASES, EDITION
from xunwang.rules.cases import Case
from xunwang.rules.edition import Item
from xunwang.rules.registry import indicators
from xunwang.words import Method

NUMBERS = ("window_days", "window_months", "threshold")


def mutants() -> Iterator[tuple[str, str, int]]:
    """(indicator, field, step) of everything that can be moved."""
    for item in EDITION.items.values():
        if item.method is Method.HUMAN or item.id in WITHOUT_MODULE:  # a person applies its numbers
            continue
        names = [name for name in NUMBERS if getattr(item, name) is not None]
        names += [f"parameters.{name}" for name in item.parameters]
        for name in names:
            yield item.id, name, 1
            yield item.id, name, -1


def moved(item: Item, name: str, step: int) -> Item | None:
    """The row with one number moved; None where it would be negative."""
    if name.startswith("parameters."):
        key = name.partition(".")[2]
        value = item.parameters[key] + step
        return replace(item, parameters={**item.parameters, key: value}) if value >= 0 else None
    value = getattr(item, name) + (Decimal(step) if name == "threshold" else step)
    return replace(item, **{name: value}) if value >= 0 else None


@pytest.mark.parametrize(("item", "name", "step"), list(mutants()))
def test_moving_a_number_breaks_a_case(item: str, name: str, step: int) -> None:
    row = EDITION.items[item]
    evaluate = indicators().get(item)
    assert evaluate is not None
    cases: list[tuple[str, Case[Any]]] = [*CASES, *MEDIA_CASES]
    for known, case in cases:
        if known != item:
            continue
        original = case.item(row)
        mutant = moved(original, name, step)
        if mutant is None:
            return
        before, after = evaluate(case.facts, original, case.at), evaluate(case.facts, mutant, case.at)
        if (before.state, before.amount) != (after.state, after.amount):
            return
    pytest.fail(f"no case notices that {name} of {item} is {step:+d}")
