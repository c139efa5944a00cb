"""A list over rows in memory is searched, filtered, sorted and paged like one over the database."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from xunwang.web.components.exports import listing_table
from xunwang.web.components.listing import Cell, Column, Filter, ListSpec
from xunwang.web.components.rows import RowListing


@dataclass
class Place:
    code: str


@dataclass
class Row:
    name: str
    points: Decimal | None
    place: Place


ROWS = [
    Row("甲", Decimal(9), Place("1")),
    Row("乙", None, Place("2")),
    Row("丙", Decimal(10), Place("1")),
]


def scored(rows: Any, _: str) -> Any:
    return [row for row in rows if row.points is not None]


SPEC = ListSpec(
    columns=(
        Column("name", "名称", lambda row: Cell(row.name, "/x/"), ("name",)),
        Column("points", "分", lambda row: str(row.points or "—"), ("points",), "number"),
        Column("place", "地", lambda row: row.place.code, ("place__code", "points")),
    ),
    filters=(
        Filter("place", "地", [("1", "一"), ("2", "二")], "place__code"),
        Filter("scored", "计分", [("1", "是")], scored),
    ),
    search=("name",),
    empty="没有。",
)


def names(**query: str) -> str:
    return "".join(row.name for row in RowListing(SPEC, ROWS, query).things)


def test_rows_are_searched_and_filtered() -> None:
    assert names() == "甲乙丙"
    assert names(q="乙") == "乙" and names(q="丁") == ""
    assert names(place="1") == "甲丙" and names(place="9") == "甲乙丙", "what is no choice is no filter"
    assert names(place="2", scored="1") == ""


def test_rows_without_a_value_come_last_whichever_way_the_rest_goes() -> None:
    assert names(sort="points") == "甲丙乙" and names(sort="-points") == "丙甲乙"
    assert names(sort="-place") == "乙丙甲" and names(sort="nonsense") == "甲乙丙"


def test_other_parts_of_the_address_are_kept() -> None:
    listing = RowListing(SPEC, ROWS, {"q": "甲"}, {"with": "7"})
    assert listing.address(sort="name") == "?with=7&q=%E7%94%B2&sort=name"
    assert listing.cleared() == "?with=7" and listing.total == 1


def test_an_export_has_all_pages() -> None:
    many = [Row(f"{number:03}", Decimal(number), Place("1")) for number in range(120)]
    listing = RowListing(SPEC, many, {"page": "2"})
    assert listing.pages == 3 and len(listing.rows()) == 50
    table = listing_table(listing)
    assert table[0] == ["名称", "分", "地"] and len(table) == 121 and table[1] == ["000", "—", "1"]
