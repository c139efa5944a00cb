"""Lists are read with errors that name file, row, column, value and remedy; an office can add its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from xunwang.text import ListError, Scanner, load_lists
from xunwang.text.lists import SHIPPED, read_lists
from xunwang.words import Concern, Grade

HEAD = "词语\t类别\t等级\t例外\t须有\t边界\t建议\t来源\n"


def written(folder: Path, text: str, name: str = "own.tsv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_every_shipped_row_has_a_source_and_is_read() -> None:
    lists = load_lists()
    assert len(lists.entries) > 2000
    assert len(lists.terms) > 2000
    assert all(entry.source and entry.origin for entry in lists.entries)
    assert {entry.concern for entry in lists.entries} == set(Concern) - {Concern.PERSONAL}


def test_no_shipped_entry_is_found_in_its_own_suggestion() -> None:
    """Whoever follows a suggestion must not be told again."""
    lists = load_lists()
    misspelt = [entry for entry in lists.entries if entry.concern == Concern.MISSPELLING]
    scanner = Scanner.build(lists)
    for entry in misspelt:
        if len(entry.suggestion) <= len(entry.pattern) + 2 and not entry.digit_edge:
            assert all(hit.rule != entry.rule for hit in scanner.scan(entry.suggestion)), entry.rule


def test_no_wrong_form_is_found_in_a_correct_term() -> None:
    lists = load_lists()
    scanner = Scanner.build(lists)
    text = "。".join(term.term for term in lists.terms)
    wrong = [hit for hit in scanner.scan(text) if hit.concern in (Concern.MISSPELLING, Concern.SEVERE)]
    assert wrong == []


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("某词\t没有\t错误\t\t\t\t\t甲", ["第2行", "类别", "没有", "错别字"]),
        ("某词\t错别字\t很错\t\t\t\t\t甲", ["第2行", "等级", "很错", "提示"]),
        ("某\t错别字\t错误\t\t\t\t\t甲", ["第2行", "词语", "长度"]),
        ("某词\t错别字\t错误\t某词\t\t\t\t甲", ["例外", "永远不会命中"]),
        ("某词\t错别字\t错误\t@没定义\t\t\t\t甲", ["例外", "@没定义", "#语境"]),
        ("某词\t错别字\t错误\t\t\t字母\t\t甲", ["边界", "字母", "数字"]),
        ("某词\t错别字\t错误\t\t\t\t\t", ["来源", "为空"]),
        ("某词\t错别字\t错误\t\t\t\t\t甲\t多", ["9列", "制表符"]),
    ],
)
def test_a_wrong_cell_is_named(tmp_path: Path, row: str, says: list[str]) -> None:
    path = written(tmp_path, HEAD + row + "\n")
    with pytest.raises(ListError) as raised:
        read_lists([path])
    for word in ("own.tsv", *says):
        assert word in str(raised.value)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("词语\t怪列\n", "怪列"),
        ("类别\t等级\n", "词语"),
        ("词语\t正确写法\n", "正确写法"),
        ("#默认\t类别：错别字\n", "等号"),
        ("#默认\t怪列=错别字\n", "怪列"),
        ("正确写法\t类别\t等级\t来源\n人民政府\t错别字\t错误\t甲\n", "错误写法"),
        ("正确写法\t类别\t等级\t来源\t错误写法\n人民政府\t错别字\t错误\t甲\t民政\n", "民政"),
    ],
)
def test_a_wrong_head_or_term_is_named(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(ListError, match=says):
        read_lists([written(tmp_path, text)])


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "own.tsv"
    path.write_bytes("词语\t类别\n某词\t错别字\n".encode("gbk"))
    with pytest.raises(ListError, match="UTF-8"):
        read_lists([path])


def test_an_empty_or_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ListError, match="目录"):
        load_lists(tmp_path)
    with pytest.raises(ListError, match="目录"):
        load_lists(tmp_path / "none")


def test_an_office_adds_replaces_and_switches_off(tmp_path: Path) -> None:
    written(
        tmp_path,
        "\ufeff#名称 本省词表\n#默认\t类别=错别字\t等级=提示\t来源=本省\n词语\t等级\t建议\n"
        "长舂市\t错误\t长春市\n截止目前\t\t截至目前\n通迅员\t停用\n",
    )
    scanner = Scanner.build(load_lists(tmp_path))
    (added,) = scanner.scan("长舂市人民政府")
    assert (added.rule, added.grade, added.suggestion) == ("本省词表：长舂市", Grade.ERROR, "长春市")
    (replaced,) = scanner.scan("截止目前，已完成")
    assert replaced.grade == Grade.HINT
    assert scanner.scan("本报通迅员") == ()


def test_a_wrong_form_and_a_whole_term_can_be_switched_off(tmp_path: Path) -> None:
    term = read_lists([SHIPPED / "fixed.tsv"]).terms[0]
    form = term.wrong[0]
    assert Scanner.build(load_lists()).scan(form)
    path = written(tmp_path, f"#默认\t类别=错别字\t来源=本省\n词语\t等级\n{form}\t停用\n")
    scanner = Scanner.build(load_lists(tmp_path))
    assert all(hit.match != form for hit in scanner.scan(form))
    path.write_text(f"#默认\t类别=错别字\t来源=本省\n正确写法\t等级\n{term.term}\t停用\n", encoding="utf-8")
    kept = {(kept.term, kept.grade) for kept in load_lists(tmp_path).terms}
    assert (term.term, term.grade) not in kept


def test_groups_of_context_words_are_quoted(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "#语境\t好=打击|查处\n#默认\t类别=不良信息\t等级=错误\t来源=本省\n词语\t例外\n某赌\t@好|某赌文化\n",
    )
    scanner = Scanner.build(read_lists([path]))
    assert scanner.scan("某赌平台")
    assert scanner.scan("查处某赌平台") == scanner.scan("某赌文化") == ()
