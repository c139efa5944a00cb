"""Every indicator of new media has a module, and its cases come out as they are written."""

from __future__ import annotations

from pathlib import Path

import pytest

from xunwang.rules.cases import Case
from xunwang.rules.edition import load_edition
from xunwang.rules.media.cases import read_cases
from xunwang.rules.registry import MEDIA, MEDIA_PARTS, indicators

EDITION = load_edition()
WITHOUT_MODULE = sorted(EDITION.account_items.keys() - indicators().keys())
"""Rows that are told but judged by nobody yet: unknown wherever they are asked for."""


def case_files() -> dict[str, Path]:
    """Case file by indicator."""
    found = {}
    for part in MEDIA_PARTS:
        for path in sorted((MEDIA / part).glob("*.cases.yaml")):
            module = path.with_name(path.name.replace(".cases.yaml", ".py")).read_text(encoding="utf-8")
            found[module.split('ITEM = "')[1].split('"')[0]] = path
    return found


FILES = case_files()
CASES = [(item, case) for item, path in FILES.items() for case in read_cases(path)]


def test_only_what_a_package_shows_may_still_be_without_a_module() -> None:
    assert set(WITHOUT_MODULE) <= {"M-N-07", "M-N-13"}


@pytest.mark.parametrize("item", sorted(EDITION.account_items.keys() - set(WITHOUT_MODULE)))
def test_every_indicator_has_at_least_three_cases_beside_its_module(item: str) -> None:
    assert item in FILES, "no cases beside the module"
    assert sum(name == item for name, _ in CASES) >= 3


@pytest.mark.parametrize(("item", "case"), CASES, ids=[f"{item}-{case.name}" for item, case in CASES])
def test_case(item: str, case: Case) -> None:
    verdict = indicators()[item](case.facts, case.item(EDITION.items[item]), case.at)
    assert verdict.state is case.expect, (verdict.missing, verdict.measured, verdict.findings)
    if case.expect_amount is not None:
        assert verdict.amount == case.expect_amount
    assert case.expect_missing in verdict.missing
