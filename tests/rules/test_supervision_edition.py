"""The edition of the S-* table: what is confirmed, what is not, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from xunwang.rules.edition import EditionError
from xunwang.rules.supervision.edition import (
    DEFAULT,
    SHIPPED,
    load_supervision_edition,
    own_edition,
    shipped_edition,
)
from xunwang.words import ItemKind

SOURCE = SHIPPED / f"{DEFAULT}.yaml"


def changed(tmp_path: Path, item: str, **changes: object) -> Path:
    """The shipped edition with one row changed."""
    raw = yaml.safe_load(SOURCE.read_text(encoding="utf-8"))
    row = next(row for row in raw["items"] if row["id"] == item)
    row.update(changes)
    path = tmp_path / "own.yaml"
    path.write_text(yaml.safe_dump(raw, allow_unicode=True), encoding="utf-8")
    return path


def test_only_three_items_have_confirmed_points() -> None:
    items = load_supervision_edition().items
    known = {
        item.id: (item.points_each, item.cap)
        for item in items.values()
        if item.points_each is not None and item.kind is not ItemKind.VETO
    }
    assert known == {"S-D-03": (3, None), "S-D-04": (2, None), "S-B-01": (5, 5)}
    assert {item.id for item in items.values() if item.points_confirmed} == {
        *known, "S-V-01", "S-V-02", "S-V-03",
    }  # fmt: skip


def test_a_hundred_points_and_twenty() -> None:
    edition = load_supervision_edition()
    assert (edition.deduct_total, edition.bonus_total, edition.fail_below, edition.bonus_above) == (
        100, 20, 60, 80,
    )  # fmt: skip


def test_every_row_tells_its_source_and_how_sure_it_is() -> None:
    edition = load_supervision_edition()
    for item in edition.items.values():
        assert item.source and set(item.source) <= set(edition.sources)
        assert item.confidence in {"text", "partial", "memory", "memory-low"}


@pytest.mark.parametrize(
    ("item", "changes", "told"),
    [
        ("S-D-03", {"points_each": -1}, "不小于0"),
        ("S-D-03", {"placeholder_points_each": 3}, "不认识的字段"),
        ("S-D-01", {"threshold": None}, "同时给出"),
        ("S-D-01", {"kind": "bonus"}, "与编号不符"),
        ("S-D-01", {"source": ["XX"]}, "没有说明"),
        ("S-D-01", {"source": []}, "写明出处"),
        ("S-D-01", {"window_months": 0}, "不小于1"),
        ("S-D-08", {"parameters": {}}, "既有数值又有说明"),
        ("S-B-01", {"points_each": 6}, "超过上限"),
        ("S-B-02", {"cap": None}, "必须有上限"),
        ("S-V-01", {"points_each": 5}, "没有分值"),
        ("S-D-05", {"method": "guess"}, "之一"),
        ("S-D-05", {"confidence": "sure"}, "之一"),
        ("S-D-05", {"title": ""}, "不能缺少"),
    ],
)
def test_a_wrong_row_is_refused_with_a_remedy(
    tmp_path: Path, item: str, changes: dict[str, object], told: str
) -> None:
    with pytest.raises(EditionError) as error:
        load_supervision_edition(changed(tmp_path, item, **changes))
    assert told in str(error.value)


@pytest.mark.parametrize("text", ["[]", "items: {", "a: 1\na: 2", "\x00", "[[[[", "a: &a [1]\nid: [*a, *a]"])
def test_a_file_that_is_no_edition_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(EditionError, match=r"YAML|顶层"):
        load_supervision_edition(path)


def test_an_office_may_set_its_own_points(tmp_path: Path) -> None:
    edition = load_supervision_edition(changed(tmp_path, "S-D-01", points_each=5, cap=20))
    assert edition.items["S-D-01"].points_confirmed


@pytest.mark.parametrize(
    ("item", "changes", "told"),
    [
        ("S-D-01", {"threshold": None, "operator": None}, "S-D-01：threshold不能缺少"),
        ("S-D-01", {"operator": ">"}, "S-D-01：operator应为"),
        ("S-D-08", {"parameters": {}, "parameter_notes": {}}, "S-D-08：缺少参数“days_after_year”"),
        ("S-D-01", {"parameters": {"x": 1}, "parameter_notes": {"x": "多余"}}, "不用参数“x”"),
        ("S-D-01", {}, "与随附的版本相同"),
    ],
)
def test_an_edition_of_an_office_s_own_has_what_the_rules_read(
    tmp_path: Path, item: str, changes: dict[str, object], told: str
) -> None:
    with pytest.raises(EditionError) as error:
        own_edition(changed(tmp_path, item, **changes).read_text(encoding="utf-8"))
    assert told in str(error.value)


def test_editions_are_found_by_their_id_only() -> None:
    assert shipped_edition(DEFAULT).id == DEFAULT
    with pytest.raises(EditionError):
        shipped_edition("../../../etc/passwd")
