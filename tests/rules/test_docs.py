"""The examples of ``docs/rules.md`` work as they stand there."""

from __future__ import annotations

import re
from pathlib import Path

from xunwang.rules.cases import read_cases
from xunwang.rules.edition import describe_differences, load_edition
from xunwang.rules.registry import indicators

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "rules.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL)


def test_the_province_of_the_docs_derives_its_edition(tmp_path: Path) -> None:
    path = tmp_path / "edition.yaml"
    path.write_text(next(text for text in EXAMPLES if "derives" in text), encoding="utf-8")
    edition = load_edition(path)
    assert (edition.id, edition.fail_below, edition.items["W-V-02"].threshold) == ("某省2020", 70, 3)
    assert any("W-B-06" in difference for difference in describe_differences(edition))


def test_the_case_of_the_docs_comes_out_as_written(tmp_path: Path) -> None:
    path = tmp_path / "x.cases.yaml"
    path.write_text(next(text for text in EXAMPLES if "expect:" in text), encoding="utf-8")
    (case,) = read_cases(path)
    verdict = indicators()["W-V-04.1"](case.facts, load_edition().items["W-V-04.1"], case.at)
    assert (verdict.state, verdict.amount) == (case.expect, case.expect_amount)


def test_every_file_and_function_that_the_docs_name_exists() -> None:
    root = Path(__file__).resolve().parents[2]
    for name in re.findall(r"`(xunwang/[\w/.]+\.(?:py|yaml))`", TEXT):
        assert (root / name).is_file(), name
    shared = "".join(
        path.read_text(encoding="utf-8") for path in (root / "xunwang/rules/website").glob("_*.py")
    )
    for name in ("meets", "window_of", "sample_size", "parameter", "absence_doubt", "column_doubt",
                 "seen_before", "column_evidence"):  # fmt: skip
        assert name in TEXT
        assert f"def {name}(" in shared
