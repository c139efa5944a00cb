"""The page of all indicators is complete, current and readable."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from xunwang.rules import describe as module
from xunwang.rules.describe import describe, points_text
from xunwang.rules.edition import load_edition
from xunwang.rules.registry import indicators

ROOT = Path(__file__).resolve().parents[2]
EDITION = load_edition()
PAGE = describe(EDITION)


def test_the_page_in_the_docs_is_current() -> None:
    stored = (ROOT / "docs" / "indicators.md").read_text(encoding="utf-8")
    assert stored == PAGE, "run: python -m xunwang.rules.describe > docs/indicators.md"


def test_the_command_writes_the_page() -> None:
    made = subprocess.run(
        [sys.executable, "-X", "utf8", "-m", module.__name__], capture_output=True, text=True, encoding="utf-8",
        check=True, cwd=ROOT,
    )  # fmt: skip
    assert made.stdout == PAGE


@pytest.mark.parametrize("item", EDITION.items.values(), ids=lambda item: item.id)
def test_every_indicator_has_its_section_with_rule_and_cases(item) -> None:
    section = PAGE.split(f"\n### {item.id} {item.title}\n")[1].split("\n### ")[0]
    assert item.rule in section
    assert points_text(item) in section
    assert item.method.label in section
    if item.id in indicators():
        link = section.split("](../")[1].split(")")[0]
        assert (ROOT / link).is_file()
    unit = module._UNITS.get(item.unit)
    assert unit is not None or not item.unit, f"{item.unit} has no Chinese word"


def test_points_that_are_not_confirmed_are_marked() -> None:
    told = {name: points_text(EDITION.items[name]) for name in ("W-V-02", "W-D-05.2", "W-D-19", "W-B-04")}
    assert told == {
        "W-V-02": "单项否决",
        "W-D-05.2": "每次扣5分，上限5分（未核定）",
        "W-D-19": "每次扣1分（未核定），上限3分（未核定）",
        "W-B-04": "至多加3分（未核定）",
    }
    own = replace(
        EDITION.items["W-D-19"], points_each=Decimal("0.5"), points_confirmed=True, cap_confirmed=True
    )
    assert points_text(own) == "每次扣0.5分，上限3分"


def test_an_edition_without_review_says_so() -> None:
    assert "最近一次核对：未注明" in describe(replace(EDITION, last_review=None))
