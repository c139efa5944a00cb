"""The journal becomes tables, and the tables are read as rows."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from xunwang.engine.tables import (
    HitRow,
    carriers,
    page_places,
    pages_at_depth,
    read_addresses,
    read_hits,
    read_pages,
    targets_of_page,
    write_tables,
)

AT = datetime(2020, 11, 30, 2, 0, tzinfo=UTC)
HIT = ["typo", "error", "rule-1", "帐号", "账号", "…帐号…"]


def record(number: int, **more: Any) -> dict[str, Any]:
    url = f"http://www.x.gov.cn/{number}.html"
    return {
        "t": "page", "id": number, "depth": 1 if number else 0, "url": url, "final": url, "at": AT.isoformat(),
        "status": 200, "fault": "", "bytes": 10, "times": [0, 0, 0, 0.1, 0.2], "digest": f"{number:064x}", **more,
    }  # fmt: skip


RECORDS: list[dict[str, Any]] = [
    {"t": "robots", "url": "http://www.x.gov.cn/robots.txt", "status": 404, "body": "", "at": AT.isoformat()},
    record(
        0,
        page={"kind": "home", "title": "首页", "items": [["新闻", "http://www.x.gov.cn/1.html", "2020-11-29", 0],
                                                          ["无日期", "http://www.x.gov.cn/2.html", None, 1]]},
        links=[1, 2],
        addresses=[[0, "http://www.x.gov.cn/0.html", "首页", "internal"], [1, "http://www.x.gov.cn/1.html", "一", "internal"],
                   [2, "http://www.y.com/", "外", "other"]],
        hits=[HIT],
    ),
    record(1, page={"kind": "article"}, links=[2]),
    record(2, status=404, modified="Mon, 30 Nov 2020 00:00:00 GMT"),
    {"t": "extra", "purpose": "search", "result": {"kind": "search", "key": "x"}},
    {"t": "end", "reason": "", "traps": [], "at": AT.isoformat()},
]  # fmt: skip


def test_records_come_back_as_rows(tmp_path: Path) -> None:
    whole = write_tables(RECORDS, tmp_path)
    assert (len(whole["extras"]), whole["robots"]["status"], whole["end"]["reason"]) == (1, 404, "")
    rows = list(read_pages(tmp_path))
    assert [(row.id, row.status, row.kind, row.depth) for row in rows] == [
        (0, 200, "home", 0), (1, 200, "article", 1), (2, 404, "", 1),
    ]  # fmt: skip
    assert rows[0].at == AT
    assert rows[2].modified.startswith("Mon")
    assert list(read_hits(tmp_path)) == [HitRow(0, *HIT)]
    assert [row[:3] for row in read_addresses(tmp_path)][2] == (2, "http://www.y.com/", "外")
    assert targets_of_page(tmp_path, 0) == [1, 2]
    assert carriers(tmp_path, {1, 2, 9}) == {1: [0], 2: [0, 1], 9: []}
    assert carriers(tmp_path, set()) == {}
    assert pages_at_depth(tmp_path, 1) == {1, 2}
    assert page_places(tmp_path, {1, 7}) == {1: ("http://www.x.gov.cn/1.html", AT, f"{1:064x}", 1)}


def test_an_empty_journal_gives_empty_tables(tmp_path: Path) -> None:
    assert write_tables([], tmp_path) == {"extras": [], "rendered": [], "robots": None, "end": None}
    assert not list(read_pages(tmp_path))
    assert not list(read_hits(tmp_path))
    assert not list(read_addresses(tmp_path))
    assert targets_of_page(tmp_path, 0) == []
    assert page_places(tmp_path, {0}) == {}


def test_more_records_than_a_batch(tmp_path: Path) -> None:
    write_tables((record(number, links=list(range(30))) for number in range(2_100)), tmp_path)
    assert [row.id for row in read_pages(tmp_path)] == list(range(2_100))
    assert len(carriers(tmp_path, {29})[29]) == 2_100
