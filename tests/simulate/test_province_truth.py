"""Truth: complete, derived from facts, away from the limits."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from xunwang.simulate.defects import DEFECTS
from xunwang.simulate.defects.allocate import DEPARTMENTS, PORTALS
from xunwang.simulate.defects.looks import resident_id
from xunwang.simulate.plan import Settings, plan
from xunwang.simulate.roster import COLUMNS, write_list
from xunwang.simulate.spec import SiteSpec
from xunwang.simulate.truth import (
    SIX_MONTHS,
    THREE_MONTHS,
    TWO_MONTHS,
    TWO_WEEKS,
    UNREADABLE,
    YEAR,
    expectations,
    truth,
    watched,
    write_truth,
)
from xunwang.words import ColumnType, SiteKind

AUTOMATIC_AND_HYBRID = frozenset(
    {
        "W-V-01.1", "W-V-01.2", "W-V-01.3", "W-V-01.4", "W-V-01.5", "W-V-02", "W-V-03.1", "W-V-03.2",
        "W-V-04.1", "W-V-04.2", "W-V-04.3", "W-V-05.1", "W-V-05.2", "W-V-06.1", "W-V-06.2", "W-V-06.3",
        "W-D-01.1", "W-D-01.2", "W-D-02.1", "W-D-02.2", "W-D-03.1", "W-D-03.2", "W-D-04.1", "W-D-04.2",
        "W-D-05.1", "W-D-05.2", "W-D-06.1", "W-D-07", "W-D-08", "W-D-09.1", "W-D-09.2", "W-D-10.1",
        "W-D-10.2", "W-D-11.1", "W-D-11.2", "W-D-12", "W-D-13", "W-D-16.1", "W-D-16.2", "W-D-16.3",
        "W-D-16.4", "W-D-17.2", "W-D-18", "W-D-19", "W-D-20.1", "W-D-20.2", "W-D-21", "W-D-22.1",
        "W-D-22.2", "W-D-24", "W-D-25", "W-D-26", "W-B-01", "W-B-02", "W-B-04", "W-B-05",
    }
)  # fmt: skip
"""Website rows of the 2019 table whose method is automatic or hybrid."""
SIZES = (40, 310)


@pytest.fixture(params=SIZES, ids=[f"{size} sites" for size in SIZES], scope="module")
def specs(request: pytest.FixtureRequest) -> list[SiteSpec]:
    size: int = request.param
    return plan(Settings(sites=size))


def test_every_automatic_and_hybrid_indicator_is_planted(specs: list[SiteSpec]) -> None:
    found = {
        item
        for spec in specs
        for item, expected in expectations(spec).items()
        if expected.state in ("hit", "candidate")
    }
    assert found == AUTOMATIC_AND_HYBRID


def test_the_list_of_indicators_is_that_of_the_reference(shared: Path) -> None:
    text = (shared / "reference" / "indicators-2019.md").read_text(encoding="utf-8")
    rows = [line.split("|") for line in text.splitlines() if line.startswith("| W-")]
    by_machine = {
        row[1].strip()
        for row in rows
        if any(cell.strip().startswith(("automatic", "hybrid")) for cell in row)
    }
    assert by_machine == AUTOMATIC_AND_HYBRID


def test_more_than_thirty_kinds_of_defect_are_planted(specs: list[SiteSpec]) -> None:
    planted = {name for spec in specs for name in spec.defects}
    assert planted == {name for name, defect in DEFECTS.items() if not defect.look_alike}
    assert len(planted) >= 30


def test_every_look_alike_is_there(specs: list[SiteSpec]) -> None:
    present = {name for spec in specs for name in spec.look_alikes}
    assert present == {name for name, defect in DEFECTS.items() if defect.look_alike}
    assert len(present) >= 15


def test_a_defect_shows_in_the_indicators_that_it_was_planted_for(specs: list[SiteSpec]) -> None:
    for spec in specs:
        found = expectations(spec)
        for name in spec.defects:
            for item in DEFECTS[name].items:
                assert item in found, f"{spec.host}: {name}"


def test_a_site_without_defects_expects_nothing(specs: list[SiteSpec]) -> None:
    for spec in specs:
        if not spec.defects:
            assert {one.state for one in expectations(spec).values()} <= {"unknown"}, spec.host


def test_a_look_alike_alone_expects_nothing_but_unknown() -> None:
    for name, defect in DEFECTS.items():
        if not defect.look_alike:
            continue
        for kind in SiteKind:
            spec = next(s for s in plan(Settings(sites=39)) if s.kind is kind and s.has_services)
            try:
                defect.apply(spec)
            except (KeyError, IndexError):
                continue  # needs columns that this kind of site does not have
            states = {one.state for one in expectations(spec).values()}
            if kind is SiteKind.DEPARTMENT:
                assert states <= {"unknown"}, name
            else:
                # On a portal, four incomplete guides and a stale policy column are deductions, though no veto.
                decided = {one.item for one in expectations(spec).values() if one.state != "unknown"}
                assert decided <= {"W-D-11.1", "W-D-05.2"}, name


def test_deductions_are_expected_of_portals_only(specs: list[SiteSpec]) -> None:
    for spec in specs:
        if spec.kind is SiteKind.DEPARTMENT:
            assert all(item.startswith("W-V-") for item in expectations(spec))


def test_nothing_lies_within_a_day_of_a_limit(specs: list[SiteSpec]) -> None:
    for spec in specs:
        pairs = [(column.newest, limit) for column, limit in watched(spec)]
        pairs += [(column.newest, TWO_WEEKS) for column in spec.columns if column.on_home]
        pairs += [(column.newest, SIX_MONTHS) for column in spec.typed(ColumnType.INTERPRETATION)]
        unanswered = [letter.asked for letter in spec.letters if letter.answered is None]
        pairs += [(age, limit) for age in unanswered for limit in (THREE_MONTHS, YEAR)]
        answered = [letter.answered for letter in spec.letters if letter.answered is not None]
        pairs += [(min(answered, default=0.0), TWO_MONTHS), (spec.statistics_age, THREE_MONTHS)]
        assert all(abs(age - limit) >= 1 for age, limit in pairs), spec.host


def test_most_sites_of_the_full_province_are_clean() -> None:
    sites = truth(Settings(sites=310))["sites"].values()
    vetoed = [
        site
        for site in sites
        if any(i.startswith("W-V-") and e["state"] == "hit" for i, e in site["expect"].items())
    ]
    touched = [site for site in sites if any(e["state"] != "unknown" for e in site["expect"].values())]
    assert len(vetoed) == 14
    assert len(touched) < 0.2 * len(sites)


def test_programmes_name_defects_that_exist() -> None:
    assert {name for programme in DEPARTMENTS + PORTALS for name in programme} == set(DEFECTS)


def test_columns_stale_brings_its_deductions_along(specs: list[SiteSpec]) -> None:
    spec = next(spec for spec in specs if "columns_stale" in spec.defects)
    found = expectations(spec)
    assert found["W-V-04.1"].amount == 6
    assert found["W-D-05.2"].state == "hit"


def test_an_unreadable_site_expects_nothing_but_its_failure(specs: list[SiteSpec]) -> None:
    for spec in specs:
        if spec.scene in UNREADABLE:
            assert set(expectations(spec)) <= {"W-V-02"}


def test_the_truth_file_has_the_promised_shape(tmp_path: Path) -> None:
    file = tmp_path / "truth.json"
    write_truth(Settings(), file)
    read = json.loads(file.read_text(encoding="utf-8"))
    assert {"seed", "check_point", "sites"} <= set(read)
    assert len(read["sites"]) == 40
    for site in read["sites"].values():
        assert {"name", "kind", "level", "expect", "look_alikes", "tolerated"} <= set(site)
        for row in site["expect"].values():
            assert row["state"] in ("hit", "candidate", "unknown")
            assert row["amount"] is None or row["amount"] > 0
            assert row["defect"] in read["defects"] or row["defect"] == "consequence"


def test_tolerated_indicators_are_not_expected_as_well(specs: list[SiteSpec]) -> None:
    for site in truth(Settings(sites=len(specs)))["sites"].values():
        assert not set(site["tolerated"]) & set(site["expect"])


def test_the_list_has_the_columns_of_an_office(tmp_path: Path, specs: list[SiteSpec]) -> None:
    file = tmp_path / "sites.csv"
    write_list(specs, file)
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert tuple(rows[0]) == COLUMNS
    assert len(rows) == len(specs)
    assert all(len(row["site_code"]) == 10 and row["site_code"].isdigit() for row in rows)
    assert any("=" in row["intervals"] for row in rows)


def test_invented_resident_ids_have_a_right_check_character() -> None:
    # Example of the standard (GB 11643-1999, appendix).
    assert resident_id("11010519491231002") == "11010519491231002X"


def test_a_number_of_sites_out_of_range_is_refused() -> None:
    with pytest.raises(ValueError, match="310"):
        plan(Settings(sites=311))


def test_a_small_province_for_measurements_is_clean() -> None:
    assert all(not spec.defects for spec in plan(Settings(sites=5)))
