"""The page of the S-* indicators is that of the edition."""

from __future__ import annotations

from pathlib import Path

from xunwang.rules.supervision.describe import describe_supervision, supervision_points
from xunwang.rules.supervision.edition import load_supervision_edition

ROOT = Path(__file__).resolve().parents[2]
EDITION = load_supervision_edition()


def test_the_page_is_current_and_its_cases_are_there() -> None:
    page = (ROOT / "docs/supervision-indicators.md").read_text(encoding="utf-8")
    assert page == describe_supervision(EDITION), "run python -m xunwang.rules.supervision.describe"
    for item in EDITION.items:
        assert f"### {item} " in page
    for line in page.splitlines():
        if line.startswith("| 案例 |"):
            assert (ROOT / "docs" / line.split("(")[1].split(")")[0]).resolve().is_file(), line


def test_points_that_are_not_confirmed_are_said_to_be_so() -> None:
    told = {item.id: supervision_points(item) for item in EDITION.items.values()}
    assert told["S-D-03"] == "每次扣3分"
    assert told["S-B-01"] == "每次加5分，至多加5分"
    assert told["S-B-02"] == "分值未核定，至多加15分"
    assert told["S-V-01"] == "单项否决"
    assert all(
        "未核定" in text for item, text in told.items() if item[2] == "D" and item not in ("S-D-03", "S-D-04")
    )
