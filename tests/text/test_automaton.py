"""Compiled word lists are kept, and what is wrong with the cache costs time only."""

from __future__ import annotations

from pathlib import Path

from xunwang.text.automaton import compile_words

WORDS = [f"词{chr(0x4E00 + number)}条" for number in range(6000)]
TEXT = "前面词一条后面词七条"


def _found(folder: Path) -> list[tuple[int, int, int]]:
    return compile_words(WORDS, folder).find_overlapping(TEXT)


def test_a_second_compilation_is_read_from_the_cache_and_finds_the_same(tmp_path: Path) -> None:
    first = _found(tmp_path)
    (kept,) = tmp_path.glob("words-*.bin")
    written = kept.stat().st_mtime_ns
    assert first == _found(tmp_path) != []
    assert kept.stat().st_mtime_ns == written


def test_a_damaged_file_is_made_anew(tmp_path: Path) -> None:
    first = _found(tmp_path)
    (kept,) = tmp_path.glob("words-*.bin")
    whole = kept.read_bytes()
    kept.write_bytes(whole[:100] + b"x" + whole[101:])
    assert _found(tmp_path) == first
    assert kept.read_bytes() == whole
    kept.write_bytes(b"")
    assert _found(tmp_path) == first


def test_a_folder_that_can_not_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert _found(tmp_path / "file") != []


def test_other_words_have_another_file_and_few_files_are_kept(tmp_path: Path) -> None:
    for number in range(10):
        compile_words([*WORDS, f"词条之{number}"], tmp_path)
    assert len(list(tmp_path.glob("words-*"))) == 8


def test_short_lists_are_not_kept(tmp_path: Path) -> None:
    compile_words(WORDS[:10], tmp_path)
    assert not list(tmp_path.iterdir())
