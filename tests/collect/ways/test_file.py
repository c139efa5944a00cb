"""Files that account owners and platforms export, as an office uploads them."""

from __future__ import annotations

import io
import json
import os
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import xlsxwriter

from tests.collect.ways.driving import NOW, SPAN, Outcome, from_uploads
from xunwang.collect.interface import Source, Trouble
from xunwang.collect.ways.file import COLLECTOR
from xunwang.posts.records import Shows, Way

SOURCE = Source("wechat:吉林发布", Way.FILE, "发布.xlsx")
HEAD = ["标题", "正文", "发布时间", "阅读数"]


def ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def day(days: float) -> str:
    return f"{ago(days) + timedelta(hours=8):%Y-%m-%d %H:%M:%S}"


def xlsx(*rows: list[object]) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"default_date_format": "yyyy-mm-dd hh:mm"}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([HEAD, *rows]):
            sheet.write_row(number, 0, row)
    return stream.getvalue()


def csv(*rows: list[str], encoding: str = "utf-8") -> bytes:
    return "\n".join(",".join(row) for row in [HEAD, *rows]).encode(encoding)


def archive(**files: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, body in files.items():
            made.writestr(name, body)
    return stream.getvalue()


def collect(folder: Path, name: str, body: bytes, **options: str) -> Outcome:
    (folder / name).write_bytes(body)
    os.utime(folder / name, (NOW.timestamp(), NOW.timestamp()))
    return from_uploads(COLLECTOR, replace(SOURCE, address=name, options=options), folder)


def test_a_workbook_gives_its_posts_and_how_far_back_it_goes(tmp_path: Path) -> None:
    plain = datetime(2021, 2, 22, 10, 20)
    outcome = collect(
        tmp_path,
        "发布.xlsx",
        xlsx(["一", "正文", plain, 7], ["二", "正文", day(20), "1万"], ["三", "正文", day(40), 1]),
    )
    assert [(post.title, post.reads) for post in outcome.posts] == [("一", 7), ("二", 10_000)]
    assert outcome.posts[0].at == datetime(2021, 2, 22, 2, 20, tzinfo=UTC)
    assert outcome.end.complete
    assert outcome.end.since == ago(40)
    assert outcome.end.shown == {Shows.POSTS, Shows.HISTORY, Shows.BODY, Shows.ENGAGEMENT}
    assert all(got.answer and got.answer.digest for got in outcome.got)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_of_all_encodings(tmp_path: Path, encoding: str) -> None:
    assert [
        post.title
        for post in collect(tmp_path, "a.csv", csv(["通知", "正文", day(1), "7"], encoding=encoding)).posts
    ] == ["通知"]


def test_json_and_lines_of_json(tmp_path: Path) -> None:
    items = [{"标题": "一", "发布时间": day(1)}, {"标题": "二", "发布时间": day(2)}]
    whole = collect(tmp_path, "a.json", json.dumps({"data": items}).encode())
    lines = collect(tmp_path, "a.jsonl", "\n".join(map(json.dumps, items)).encode())
    assert [post.title for post in whole.posts] == [post.title for post in lines.posts] == ["一", "二"]


def test_good_rows_go_on_and_bad_ones_are_told_with_row_column_and_remedy(tmp_path: Path) -> None:
    rows = [["好", "正文", day(1), "7"], *([f"坏{n}", "正文", "某日", "x"] for n in range(10))]
    outcome = collect(tmp_path, "a.csv", csv(*rows))
    assert len(outcome.posts) == 11
    assert "有20处问题" in outcome.end.reason
    assert "第3行“发布时间”列：“某日”——不是可识别的日期。请写成2021-03-01 12:00。" in outcome.end.reason
    assert len(outcome.end.reason) < 1000


def test_a_file_that_starts_later_is_incomplete_unless_the_owner_says_what_it_covers(tmp_path: Path) -> None:
    body = csv(["一", "正文", day(1), "7"])
    assert not collect(tmp_path, "a.csv", body).end.complete
    stated = collect(tmp_path, "a.csv", body, covers_since="2021-01-01")
    assert stated.end.complete
    assert stated.end.since == datetime(2020, 12, 31, 16, tzinfo=UTC)


def test_an_archive_of_tables_is_read_and_a_broken_one_in_it_does_not_stop_the_rest(tmp_path: Path) -> None:
    outcome = collect(
        tmp_path,
        "a.zip",
        archive(**{"一.xlsx": xlsx(["一", "正文", day(1), 7]), "二.xlsx": b"broken", "三.csv": b"a,b\n"}),
    )
    assert [post.title for post in outcome.posts] == ["一"]
    assert "二.xlsx" in outcome.end.reason
    assert "三.csv" in outcome.end.reason
    assert outcome.got[0].answer is not None
    assert outcome.got[0].answer.url.endswith("#%E4%B8%80.xlsx")


@pytest.mark.parametrize(
    ("name", "body", "trouble"),
    [
        ("a.xlsx", b"", Trouble.BROKEN),
        ("a.xlsx", b"PK\x03\x04 broken", Trouble.BROKEN),
        ("a.csv", b"\x00\x01", Trouble.BROKEN),
        ("a.csv", "甲,乙\n1,2".encode(), Trouble.BROKEN),
        ("a.json", b"{", Trouble.BROKEN),
        ("a.json", b"[" * 100_000, Trouble.BROKEN),
        ("a.jsonl", b"{}\n{", Trouble.BROKEN),
        ("a.exe", b"MZ", Trouble.UNSUPPORTED),
        ("a.zip", archive(**{"a.exe": b"MZ"}), Trouble.UNSUPPORTED),
        ("a.zip", b"PK\x03\x04 broken", Trouble.BROKEN),
        ("a.html", b"<p>", Trouble.UNSUPPORTED),
    ],
)
def test_a_file_that_cannot_be_read_is_told_in_chinese(
    tmp_path: Path, name: str, body: bytes, trouble: Trouble
) -> None:
    failure = collect(tmp_path, name, body).failure
    assert failure.trouble is trouble
    assert failure.message.endswith("。")


@pytest.mark.parametrize(
    "address",
    ["../secret", "/etc/passwd", "a/../../b", "", "a//b", "C:\\x", "..\\x", "a\x00b", "upload:../x"],
)
def test_a_path_never_leads_out_of_the_folder(tmp_path: Path, address: str) -> None:
    (tmp_path / "uploads").mkdir()
    (tmp_path / "secret").write_text("标题\n密")
    outcome = from_uploads(COLLECTOR, replace(SOURCE, address=address), tmp_path / "uploads")
    assert outcome.failure.trouble in (Trouble.NOT_FOUND, Trouble.REFUSED)


def test_a_link_never_leads_out_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "uploads").mkdir()
    (tmp_path / "secret.csv").write_text("标题\n密")
    (tmp_path / "uploads/a.csv").symlink_to(tmp_path / "secret.csv")
    assert (
        from_uploads(COLLECTOR, replace(SOURCE, address="a.csv"), tmp_path / "uploads").failure.trouble
        is Trouble.REFUSED
    )


def test_a_file_that_is_not_there_and_a_folder_are_told(tmp_path: Path) -> None:
    (tmp_path / "a.csv").mkdir()
    for name in ("a.csv", "b.csv"):
        assert (
            from_uploads(COLLECTOR, replace(SOURCE, address=name), tmp_path).failure.trouble
            is Trouble.NOT_FOUND
        )


def test_a_post_of_the_future_is_undated(tmp_path: Path) -> None:
    (post,) = collect(tmp_path, "a.csv", csv(["一", "正文", day(-0.5), "7"])).posts
    assert post.at is None
    assert SPAN.now == NOW
