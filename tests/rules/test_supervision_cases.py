"""The S-* indicators: each has a module, its cases come out as written, and no number moves unnoticed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rules.test_mutations import NUMBERS, moved
from xunwang.rules.cases import Case
from xunwang.rules.supervision.cases import read_supervision_cases
from xunwang.rules.supervision.edition import load_supervision_edition
from xunwang.rules.supervision.facts import SupervisionFacts
from xunwang.rules.supervision.registry import HERE, PARTS, evaluate_supervisor, supervision_indicators
from xunwang.words import State

EDITION = load_supervision_edition()


def case_files() -> dict[str, Path]:
    """Case file by indicator."""
    found = {}
    for path in sorted(file for part in PARTS for file in (HERE / part).glob("*.cases.yaml")):
        module = path.with_name(path.name.replace(".cases.yaml", ".py")).read_text(encoding="utf-8")
        found[module.split('ITEM = "')[1].split('"')[0]] = path
    return found


FILES = case_files()
CASES = [(item, case) for item, path in FILES.items() for case in read_supervision_cases(path)]


@pytest.mark.parametrize("item", EDITION.items)
def test_every_indicator_has_a_module_and_at_least_three_cases(item: str) -> None:
    assert item in supervision_indicators(), "no module judges it"
    assert sum(name == item for name, _ in CASES) >= 3


def test_there_is_no_module_for_an_indicator_that_does_not_exist() -> None:
    assert set(supervision_indicators()) == set(EDITION.items)


@pytest.mark.parametrize(("item", "case"), CASES, ids=[f"{item}-{case.name}" for item, case in CASES])
def test_case(item: str, case: Case[SupervisionFacts]) -> None:
    verdict = supervision_indicators()[item](case.facts, case.item(EDITION.items[item]), case.at)
    assert verdict.state is case.expect, (verdict.missing, verdict.measured, verdict.findings)
    if case.expect_amount is not None:
        assert verdict.amount == case.expect_amount
    assert case.expect_missing in verdict.missing
    assert bool(verdict.missing) == (verdict.state is State.UNKNOWN)


def mutants() -> Iterator[tuple[str, str, int]]:
    """Everything that can be moved, in rows that persons apply as well."""
    for item in EDITION.items.values():
        names = [name for name in NUMBERS if getattr(item, name) is not None]
        names += [f"parameters.{name}" for name in item.parameters]
        yield from ((item.id, name, step) for name in names for step in (1, -1))


@pytest.mark.parametrize(("item", "name", "step"), list(mutants()))
def test_moving_a_number_breaks_a_case(item: str, name: str, step: int) -> None:
    evaluate = supervision_indicators()[item]
    for known, case in CASES:
        if known != item:
            continue
        original = case.item(EDITION.items[item])
        mutant = moved(original, name, step)
        assert mutant is not None
        before, after = evaluate(case.facts, original, case.at), evaluate(case.facts, mutant, case.at)
        if (before.state, before.amount) != (after.state, after.amount):
            return
    pytest.fail(f"no case notices that {name} of {item} is {step:+d}")


def test_of_a_unit_about_which_nothing_is_known_nothing_passes_but_unclaimed_bonuses() -> None:
    facts = SupervisionFacts("示例市", 2020)
    verdicts = evaluate_supervisor(facts, EDITION, CASES[0][1].at)
    passed = {item for item, verdict in verdicts.items() if verdict.state is State.CLEAR}
    assert passed == {"S-D-01", "S-B-01", "S-B-02"}
    assert all(verdict.missing for verdict in verdicts.values() if verdict.state is State.UNKNOWN)
