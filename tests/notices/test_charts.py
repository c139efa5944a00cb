"""Charts: one drawing for pages and documents, each with its table, none with anything that a strict page refuses."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from xunwang.notices import charts
from xunwang.notices.tiles import TilesError, read_tiles, tiles_for

JILIN = [
    "长春市",
    "吉林市",
    "四平市",
    "辽源市",
    "通化市",
    "白山市",
    "松原市",
    "白城市",
    "延边朝鲜族自治州",
    "长白山管委会",
]


def rates(names: list[str]) -> list[tuple[str, float, str]]:
    return [(name, 90.0 + place, f"{90 + place}.00%") for place, name in enumerate(names)]


def test_the_regions_of_the_province_stand_where_they_lie() -> None:
    tiles = tiles_for(["省直", *JILIN])
    assert len(set(tiles.values())) == 11
    assert tiles["白城市"][0] < tiles["松原市"][0] < tiles["延边朝鲜族自治州"][0], "west to east"
    assert tiles["松原市"][1] < tiles["长春市"][1] < tiles["通化市"][1], "north to south"
    assert tiles["长白山管委会"] != tiles["白山市"] and tiles["长白山管委会"] == read_tiles()["长白山"]
    assert tiles["省直"][1] > max(tiles[name][1] for name in JILIN), "what is no place stands below"


def test_regions_that_nobody_placed_make_a_grid() -> None:
    tiles = tiles_for([f"第{number}市" for number in range(10)])
    assert sorted(tiles.values()) == [
        (n % 4, n // 4) for n in sorted(range(10), key=lambda n: (n % 4, n // 4))
    ]
    assert len(set(tiles_for([f"{n}市" for n in range(30)]).values())) == 30
    assert tiles_for([]) == {}
    two = tiles_for(["吉林市", "吉林某区"])
    assert len(set(two.values())) == 2, "one tile has one region"


@pytest.mark.parametrize(
    "text", ["places: [1]", "{}", "places: {a: [0, 0], b: [0, 0]}", "places: {a: [-1, 0]}", "["]
)
def test_a_faulty_file_of_tiles_is_told(tmp_path: Path, text: str) -> None:
    file = tmp_path / "tiles.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(TilesError, match=r"tiles\.yaml"):
        read_tiles(file)


def every_chart() -> list[charts.Chart]:
    return [
        charts.chart_of_regions(rates(["省直", *JILIN]), "地区"),
        charts.chart_of_scores({"60以下": 1, "60–69": 2}, "得分"),
        charts.chart_of_problems([("W-V-02 站点", "存在问题", 3), ("W-V-02 站点", "待人工复核", 1)], "问题"),
        charts.chart_of_rounds(
            [("2019", "政府网站", 90.0, "90.00%"), ("2020", "政府网站", 95.5, "95.50%")], "历次"
        ),
    ]


def test_a_chart_needs_nothing_that_a_strict_page_refuses() -> None:
    for chart in every_chart():
        assert not re.search(r"\sstyle=|<style|<script|\son\w+=|https?://(?!www\.w3\.org)", chart.svg), (
            chart.title
        )
        head, _, inner = chart.svg.partition(">")
        assert f'role="img" aria-label="{chart.title}"' in head
        assert "role=" not in inner and "aria-" not in inner, (
            "the picture is one thing; its parts are in the table"
        )


def test_the_table_beside_a_chart_tells_the_same() -> None:
    regions, scores, problems, rounds = every_chart()
    assert regions.heads == ("地区", "合格率") and regions.rows[1] == ("长春市", "91.00%")
    assert scores.rows == (("60以下", "1"), ("60–69", "2"))
    assert problems.rows[1] == ("W-V-02 站点", "待人工复核", "1")
    assert rounds.rows[-1] == ("2020", "政府网站", "95.50%")
    for chart in every_chart():
        assert all(len(row) == len(chart.heads) for row in chart.rows)
    assert all(words in regions.svg for _, words in regions.rows)


def test_names_from_outside_stay_names() -> None:
    bad = '"><script>alert(1)</script>'
    chart = charts.chart_of_regions([(bad, 1.0, bad)], bad)
    assert "<script" not in chart.svg


def test_the_same_data_is_drawn_once() -> None:
    charts._rendered.cache_clear()
    first = charts.chart_of_scores({"60以下": 7}, "一")
    again = charts.chart_of_scores({"60以下": 7}, "二")
    other = charts.chart_of_scores({"60以下": 8}, "一")
    assert charts._rendered.cache_info().misses == 2
    assert first.svg == again.svg.replace("二", "一") != other.svg
