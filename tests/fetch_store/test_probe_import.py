"""Logs of other probers are taken over row by row, with exact words about what is wrong."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xunwang.fetch.probes import import_csv

URL = "https://www.example.gov.cn/"
AT = datetime(2026, 3, 1, 0, 30, tzinfo=UTC)


def only(text: str, **options: object) -> tuple:
    result = import_csv(text.encode(), **options)  # type: ignore[arg-type]
    assert result.errors == ()
    assert len(result.records) == 1
    record = result.records[0]
    return record.at, record.site, record.vantage, record.seconds, record.status, record.fault


@pytest.mark.parametrize(
    "text",
    [
        f"时间,网址,状态码,耗时(秒),监测点,错误\n2026-03-01 08:30:00,{URL},200,1.25,联通,\n",
        f"time,url,status,duration_ms,vantage,error\n2026-03-01T00:30:00Z,{URL},200,1250,联通,\n",
        f"监测点;探测时间;首页网址;HTTP状态码;响应时间（毫秒）\n联通;2026/3/1 8:30;{URL};200 OK;1250\n",
        f"Timestamp\tTarget\tStatus Code\tResponse Time\tNode\n1772325000\t{URL}\t200\t1.25s\t联通\n",
        f"\ufeff时间,网址,状态,耗时,监测点\n2026年03月01日08时30分,{URL},200,1250ms,联通\n",
        f"时间,网址,状态,耗时,监测点\n\n2026-03-01 08:30:00+08:00,{URL},正常,1.25,联通\n,,,,\n",
    ],
)
def test_logs_of_many_makers_mean_the_same(text: str) -> None:
    assert only(text) == (AT, URL, "联通", 1.25, 200, "")


@pytest.mark.parametrize(
    ("status", "error", "expected"),
    [
        ("", "连接超时", (0, "timeout")),
        ("超时", "", (0, "timeout")),
        ("0", "DNS 解析失败", (0, "dns")),
        ("-1", "Connection refused", (0, "refused")),
        ("", "SSL certificate problem", (0, "tls")),
        ("000", "坏了", (0, "connect")),
        ("502", "Bad Gateway", (502, "")),
        ("200", "正常", (200, "")),
    ],
)
def test_outcomes_are_read_from_status_and_words(status: str, error: str, expected: tuple[int, str]) -> None:
    text = f"时间,网址,状态码,错误\n2026-03-01 08:30:00,{URL},{status},{error}\n"
    assert only(text)[4:] == expected


def test_gb18030_is_read() -> None:
    result = import_csv(f"时间,网址,状态码\n2026-03-01 08:30:00,{URL},200\n".encode("gb18030"))
    assert [record.at for record in result.records] == [AT]


def test_a_path_is_as_good_as_its_content(tmp_path: Path) -> None:
    content = f"时间,网址,状态码\n2026-03-01 08:30:00,{URL},200\n".encode()
    (tmp_path / "log.csv").write_bytes(content)
    assert import_csv(tmp_path / "log.csv") == import_csv(content)


def test_sites_are_recognised_by_host_whatever_the_scheme() -> None:
    sites = {"示例县": "http://www.example.gov.cn/index.html"}
    for url in (URL, "www.example.gov.cn", "http://www.example.gov.cn:80/"):
        text = f"时间,网址,状态码\n2026-03-01 08:30:00,{url},200\n"
        assert only(text, sites=sites)[1] == "示例县"


def test_bad_rows_are_named_and_good_ones_kept() -> None:
    text = "\n".join(
        [
            "时间,网址,状态码,耗时",
            f"2026-03-01 08:30:00,{URL},200,1",
            f"昨天,{URL},200,1",
            "2026-03-01 08:30:00,不是网址,200,1",
            f"2026-03-01 08:30:00,{URL},200,很快",
            f"2026-03-01 08:30:00,{URL},,1",
            f"2026-03-01 08:30:00,{URL},9999,1",
            f"1826-03-01 08:30:00,{URL},200,1",
            "2026-03-01 08:30:00,http://other.gov.cn/,200,1",
            f"2026-03-01 09:30:00,{URL},200,1",
        ]
    )
    result = import_csv(text.encode(), {URL: URL})
    assert [(error.row, error.column) for error in result.errors] == [
        (3, "时间"),
        (4, "网址"),
        (5, "耗时"),
        (6, "状态码"),
        (7, "状态码"),
        (8, "时间"),
        (9, "网址"),
    ]
    assert len(result.records) == 2
    assert str(result.errors[0]) == "第 3 行“时间”列“昨天”：时间格式无法识别。请写成 2026-03-01 08:30:00。"
    assert "不在本次检查的网站名单中" in str(result.errors[-1])


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "缺少时间、网址列"),
        ("时间,状态码\n".encode(), "缺少网址列"),
        (b"\xff\xfe\xff\xff\x80", "文字编码无法识别"),
    ],
)
def test_a_file_that_is_no_log_is_refused_with_a_remedy(content: bytes, words: str) -> None:
    result = import_csv(content)
    assert result.records == ()
    assert [error.row for error in result.errors] == [0]
    assert words in str(result.errors[0])


@given(st.binary(max_size=300))
@settings(max_examples=150, deadline=None)
def test_no_content_breaks_the_import(content: bytes) -> None:
    import_csv(content)


_cells = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@given(st.lists(st.lists(_cells, max_size=5), max_size=10))
@settings(max_examples=150, deadline=None)
def test_no_cell_breaks_the_import(rows: list[list[str]]) -> None:
    text = "时间,网址,状态码,耗时,错误\n" + "\n".join(",".join(row) for row in rows)
    result = import_csv(text.encode())
    assert all(error.problem and error.remedy for error in result.errors)
