"""Every indicator of websites has a module, and its cases come out as they are written."""

from __future__ import annotations

from pathlib import Path

import pytest

from xunwang.rules.cases import Case, read_cases
from xunwang.rules.edition import load_edition
from xunwang.rules.registry import PARTS, WEBSITE, indicators

EDITION = load_edition()


def case_files() -> dict[str, Path]:
    """Case file by indicator."""
    found = {}
    for part in PARTS:
        for path in sorted((WEBSITE / part).glob("*.cases.yaml")):
            module = path.with_name(path.name.replace(".cases.yaml", ".py")).read_text(encoding="utf-8")
            item = module.split('ITEM = "')[1].split('"')[0]
            found[item] = path
    return found


FILES = case_files()
CASES = [(item, case) for item, path in FILES.items() for case in read_cases(path)]


@pytest.mark.parametrize("item", EDITION.site_items)
def test_every_indicator_has_a_module_and_at_least_three_cases(item: str) -> None:
    assert item in indicators(), "no module judges it"
    assert item in FILES, "no cases beside the module"
    assert sum(name == item for name, _ in CASES) >= 3


def test_there_is_no_module_for_an_indicator_that_does_not_exist() -> None:
    assert set(indicators()) <= set(EDITION.items)


@pytest.mark.parametrize(("item", "case"), CASES, ids=[f"{item}-{case.name}" for item, case in CASES])
def test_case(item: str, case: Case) -> None:
    verdict = indicators()[item](case.facts, case.item(EDITION.items[item]), case.at)
    assert verdict.state is case.expect, (verdict.missing, verdict.measured, verdict.findings)
    if case.expect_amount is not None:
        assert verdict.amount == case.expect_amount
    assert case.expect_missing in verdict.missing
