"""Compiled word lists are kept, and what is wrong with the cache costs time only."""

from __future__ import annotations

from pathlib import Path

import pytest

from xunwang.text import cache
from xunwang.text.lists import load_lists
from xunwang.text.records import Hit, ListError
from xunwang.text.scanner import Scanner
from xunwang.text.stored import load_scanner

TEXT = (
    "各级人民政俯要以经验为基础，坚持以经济建设为中心；二十届三种全会精神，点击进入澳门赌场，2021年2月30日。"
)


def found(folder: Path) -> tuple[Hit, ...]:
    return load_scanner(None, folder).scan(TEXT, "测试")


def test_what_is_read_from_the_cache_finds_the_same_as_what_was_compiled(tmp_path: Path) -> None:
    fresh = Scanner.build(load_lists())
    for scanner in (load_scanner(None, tmp_path), load_scanner(None, tmp_path)):
        assert scanner.index == fresh.index
        rules = [[owner.rule for owner in owners] for owners in scanner.owners]
        assert rules == [[owner.rule for owner in owners] for owners in fresh.owners]
    assert found(tmp_path) == fresh.scan(TEXT, "测试") != ()


def test_lists_are_compiled_once(tmp_path: Path) -> None:
    found(tmp_path)
    (kept,) = tmp_path.glob("words-*.bin")
    written = kept.stat().st_mtime_ns
    found(tmp_path)
    assert kept.stat().st_mtime_ns == written


def test_a_damaged_file_is_made_anew(tmp_path: Path) -> None:
    first = found(tmp_path)
    (kept,) = tmp_path.glob("words-*.bin")
    whole = kept.read_bytes()
    for damaged in (whole[:100] + b"x" + whole[101:], whole[:5000], b""):
        kept.write_bytes(damaged)
        assert found(tmp_path) == first
        assert kept.read_bytes() == whole


def test_a_folder_that_can_not_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert found(tmp_path / "file") != ()


def test_an_edited_list_is_compiled_anew(tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    head = "词语\t类别\t等级\t建议\t来源\n"
    (own / "own.tsv").write_text(head + "某某地方话\t错别字\t错误\t改\t本单位\n", "utf-8")
    kept = tmp_path / "kept"
    assert load_scanner(own, kept).scan("某某地方话")
    (own / "own.tsv").write_text(head + "另一地方话\t错别字\t错误\t改\t本单位\n", "utf-8")
    assert not load_scanner(own, kept).scan("某某地方话")
    assert load_scanner(own, kept).scan("另一地方话")


def test_errors_of_an_offices_list_are_told_every_time(tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "own.tsv").write_text("词语\t类别\n短\t错别字\n", "utf-8")
    for _ in range(2):
        with pytest.raises(ListError):
            load_scanner(own, tmp_path / "kept")
    assert not (tmp_path / "kept").exists()


def test_few_files_are_kept(tmp_path: Path) -> None:
    for number in range(10):
        cache.keep(tmp_path / f"words-{number}.bin", b"x")
    assert len(list(tmp_path.glob("words-*"))) == 8
