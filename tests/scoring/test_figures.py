"""Ranks, pass rates by kind and region, distribution of scores."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.scoring.making import EDITION, hits, missing, scored
from xunwang.scoring import RunResult, SiteResult, figures_of, rank
from xunwang.scoring.figures import percent
from xunwang.words import CHINA, Level, Outcome, SiteKind

AT = datetime(2020, 11, 30, 10, tzinfo=CHINA)


def portal(total: str, level: Level = Level.CITY, region: str = "甲市") -> SiteResult:
    result = scored(level=level, region=region)
    return replace(result, total=Decimal(total))


def run(*sites: SiteResult) -> RunResult:
    return RunResult("run", AT, AT, AT, EDITION, sites, {})


def test_ties_share_a_rank_and_the_next_is_left_out() -> None:
    results = rank([portal("90"), portal("95.5"), portal("90.00"), portal("80")])
    assert [result.rank for result in results] == [2, 1, 2, 4]


def test_portals_are_ranked_among_their_own_level() -> None:
    results = rank([portal("70", Level.COUNTY), portal("95"), portal("80", Level.COUNTY)])
    assert [result.rank for result in results] == [2, 1, 1]


def test_what_is_not_scored_has_no_rank() -> None:
    vetoed, department = scored({"W-V-02": hits()}), scored(kind=SiteKind.DEPARTMENT)
    assert [result.rank for result in rank([vetoed, portal("60"), department])] == [None, 1, None]


def test_rates_are_a_range_while_something_is_pending() -> None:
    pending = scored({"W-V-02": missing()}, kind=SiteKind.DEPARTMENT)
    failed = scored({"W-V-02": hits()}, kind=SiteKind.DEPARTMENT)
    passed = scored(kind=SiteKind.DEPARTMENT)
    overall = figures_of(run(pending, failed, passed)).overall
    assert (overall.total, overall.qualified, overall.unqualified, overall.pending) == (3, 1, 1, 1)
    assert (overall.rate_low, overall.rate_high) == ("33.33%", "66.67%")
    assert overall.rate == "33.33%–66.67%"
    assert figures_of(run(failed, passed)).overall.rate == "50.00%"


def test_figures_are_told_by_category_and_region_in_order_of_appearance() -> None:
    figures = figures_of(
        run(
            portal("90", Level.PROVINCE, ""),
            scored({"W-V-02": hits()}, kind=SiteKind.DEPARTMENT, level=Level.PROVINCE, region="省直"),
            scored({"W-V-02": hits(), "W-V-03.1": hits()}, kind=SiteKind.DEPARTMENT, region="乙市"),
            portal("80", Level.COUNTY, "乙市"),
        )
    )
    assert [(c.group, c.total, c.qualified) for c in figures.by_category] == [
        ("省级政府门户网站", 1, 1),
        ("省直部门网站", 1, 0),
        ("市级政府部门网站", 1, 0),
        ("县级政府门户网站", 1, 1),
    ]
    assert [(c.group, c.total) for c in figures.by_region] == [("未填写地区", 1), ("省直", 1), ("乙市", 2)]
    assert figures.vetoes == {"W-V-02": 2, "W-V-03.1": 1}


@pytest.mark.parametrize(
    ("total", "band"),
    [("0", "60以下"), ("59.99", "60以下"), ("60", "60–69"), ("69.99", "60–69"), ("80", "80–89"),
     ("99.99", "90–99"), ("100", "100及以上"), ("130", "100及以上")],
)  # fmt: skip
def test_scores_fall_into_their_bands(total: str, band: str) -> None:
    scores = figures_of(run(portal(total))).scores
    assert scores[band] == 1
    assert sum(scores.values()) == 1


def test_a_run_without_sites_has_no_rate() -> None:
    assert figures_of(run()).overall.rate == "—"


@given(st.integers(0, 400), st.integers(1, 400))
def test_rates_are_rounded_half_up_to_hundredths(part: int, whole: int) -> None:
    exact = Decimal(100 * part) / whole
    told = Decimal(percent(part, whole).removesuffix("%"))
    assert abs(told - exact) <= Decimal("0.005")
    assert percent(1, 32) == "3.13%"  # 3.125


@given(st.lists(st.sampled_from(list(Outcome)), min_size=1, max_size=30))
def test_the_parts_make_the_whole(outcomes) -> None:
    sites = [replace(scored(), outcome=outcome) for outcome in outcomes]
    overall = figures_of(run(*sites)).overall
    assert overall.total == overall.qualified + overall.unqualified + overall.pending == len(outcomes)
