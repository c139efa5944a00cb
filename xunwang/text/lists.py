"""Word lists: tab-separated files that an office can edit, read and checked here.

A file has a header row with the names of its columns, in any order; lines that begin with ``#`` are
remarks; a remark ``#名称`` names the list, ``#默认`` gives values for cells that are empty or whose column is
missing, ``#语境`` names a group of words that cells can quote as ``@group``. The columns are described in
``docs/text.md``. A file whose header has ``正确写法`` is a list of fixed expressions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple, TypeVar

from xunwang.text.records import Entry, ListError, Lists, Term
from xunwang.words import Concern, Grade

SHIPPED = Path(__file__).with_name("lists")
_DEFAULTS = "#默认"
_NAME = "#名称"
_GROUP = "#语境"
_COLUMNS = {
    "词语": "pattern", "正确写法": "term", "类别": "concern", "等级": "grade", "例外": "unless",
    "须有": "needs", "边界": "edge", "建议": "suggestion", "来源": "source", "说明": "note",
    "错误写法": "wrong",
}  # fmt: skip
_HEADINGS = {name: heading for heading, name in _COLUMNS.items()}
_OFF = frozenset({"停用", "off"})
_DIGIT_EDGE = "数字"
_LONGEST = 60
_MOST_BYTES = 20_000_000
_WordT = TypeVar("_WordT", Concern, Grade)


class _Row(NamedTuple):
    """A line of a file with what is needed to complain about it."""

    file: Path
    origin: str
    line: int
    cells: Mapping[str, str]
    groups: Mapping[str, str]

    def complain(self, column: str, why: str) -> ListError:
        heading = _HEADINGS[column]
        value = self.cells.get(column, "")
        return ListError(f"{self.file.name}第{self.line}行“{heading}”列的值“{value}”{why}")


def load_lists(folder: Path | None = None) -> Lists:
    """The shipped lists, with those of ``folder`` (``*.tsv``) over them.

    A row of the folder replaces the shipped row with the same expression and concern; grade ``停用``
    takes it out (a wrong form of a fixed expression is taken out by its own row under ``词语``). Raises
    ``ListError`` naming file, line, column, value and remedy in Chinese.
    """
    return read_lists(list_files(folder))


def list_files(folder: Path | None = None) -> list[Path]:
    """Files of the shipped lists and of an office's folder, later ones over earlier ones; raises ``ListError``."""
    files = sorted(SHIPPED.glob("*.tsv"))
    if folder is not None:
        own = sorted(folder.glob("*.tsv")) if folder.is_dir() else []
        if not own:
            raise ListError(f"词表目录“{folder.name}”不存在或没有.tsv文件；请指定存放词表的目录")
        files += own
    return files


def read_lists(files: Iterable[Path]) -> Lists:
    """Read list files; later files replace rows of earlier ones. Raises ``ListError``."""
    entries: dict[tuple[str, Concern], Entry] = {}
    terms: dict[tuple[str, Grade], Term] = {}
    off: set[str] = set()
    for row in (row for path in files for row in _rows(path)):
        switched_off = row.cells.get("grade") in _OFF
        if "term" in row.cells and switched_off:
            for grade in Grade:
                terms.pop((row.cells["term"], grade), None)
        elif "term" in row.cells:
            term = _term(row)
            terms[term.term, term.grade] = term
        elif switched_off:
            off.add(_text(row, "pattern", 2))
        else:
            entry = _entry(row)
            off.discard(entry.pattern)
            entries[entry.pattern, entry.concern] = entry
    kept = tuple(entry for entry in entries.values() if entry.pattern not in off)
    return Lists(kept, tuple(terms.values()), frozenset(off))


def _lines(path: Path) -> list[str]:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise ListError(f"{path.name}超过20 MB；请拆分或删减词表")
        return path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ListError(f"{path.name}读不出内容（{error}）；请另存为UTF-8编码的制表符分隔文本") from error


def _rows(path: Path) -> Iterator[_Row]:
    defaults: dict[str, str] = {}
    groups: dict[str, str] = {}
    header: list[str] = []
    origin = path.stem
    for number, line in enumerate(_lines(path), 1):
        if line.startswith(_DEFAULTS):
            pairs = _pairs(path, number, line.removeprefix(_DEFAULTS))
            defaults = {_column(path, number, heading): value for heading, value in pairs.items()}
        elif line.startswith(_GROUP):
            groups |= _pairs(path, number, line.removeprefix(_GROUP))
        elif line.startswith(_NAME):
            origin = line.removeprefix(_NAME).strip() or origin
        elif line.strip() and not line.startswith("#"):
            cells = [cell.strip() for cell in line.split("\t")]
            if not header:
                header = _header(path, number, cells)
                continue
            if len(cells) > len(header):
                raise ListError(
                    f"{path.name}第{number}行有{len(cells)}列，表头只有{len(header)}列；请检查制表符"
                )
            given = {name: cell for name, cell in zip(header, cells, strict=False) if cell}
            yield _Row(path, origin, number, {**defaults, **given}, groups)


def _header(path: Path, number: int, cells: list[str]) -> list[str]:
    names = [_column(path, number, cell) for cell in cells]
    if ("pattern" in names) == ("term" in names):
        raise ListError(f"{path.name}第{number}行表头应在“词语”“正确写法”中有且只有一列")
    return names


def _column(path: Path, number: int, heading: str) -> str:
    name = _COLUMNS.get(heading, heading)
    if name not in _HEADINGS:
        raise ListError(f"{path.name}第{number}行的列名“{heading}”不认识；可用的列：{'、'.join(_COLUMNS)}")
    return name


def _pairs(path: Path, number: int, text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in filter(None, map(str.strip, text.split("\t"))):
        name, equals, value = part.partition("=")
        if not equals:
            raise ListError(f"{path.name}第{number}行的“{part}”缺少等号；应写成 名=值，各项以制表符分开")
        found[name.strip()] = value.strip()
    return found


@cache
def _members(words: type[_WordT]) -> dict[str, _WordT]:
    members: list[_WordT] = list(words)
    return {name: member for member in members for name in (member.value, member.label)}


def _word(row: _Row, column: str, words: type[_WordT]) -> _WordT:
    found: _WordT | None = _members(words).get(row.cells.get(column, ""))
    if found is not None:
        return found
    members: Iterable[_WordT] = words
    raise row.complain(column, f"不认识；请填写：{'、'.join(member.label for member in members)}")


def _text(row: _Row, column: str, shortest: int) -> str:
    value = row.cells.get(column, "")
    if not shortest <= len(value) <= _LONGEST:
        raise row.complain(column, f"长度应在{shortest}至{_LONGEST}字之间；请改写")
    return value


def _alternatives(row: _Row, column: str) -> tuple[str, ...]:
    words: list[str] = []
    cell = row.cells.get(column, "")
    if not cell:
        return ()
    for part in filter(None, map(str.strip, cell.split("|"))):
        if not part.startswith("@"):
            words.append(part)
        elif part[1:] in row.groups:
            words += filter(None, row.groups[part[1:]].split("|"))
        else:
            raise row.complain(column, f"引用的“{part}”没有定义；请在表前加一行 #语境 {part[1:]}=词|词")
    for word in words:
        if len(word) > _LONGEST:
            raise row.complain(column, f"中的“{word[:10]}…”超过{_LONGEST}字；用竖线“|”分开各词")
    return tuple(words)


def _entry(row: _Row) -> Entry:
    pattern = _text(row, "pattern", 2)
    edge = row.cells.get("edge", "")
    if edge not in ("", _DIGIT_EDGE):
        raise row.complain("edge", f"不认识；只能留空或填写“{_DIGIT_EDGE}”")
    unless = _alternatives(row, "unless")
    if pattern in unless:
        raise row.complain("unless", "与词语相同，词条永远不会命中；请删去或写得更长")
    return Entry(
        pattern=pattern,
        concern=_word(row, "concern", Concern),
        grade=_word(row, "grade", Grade),
        suggestion=row.cells.get("suggestion", ""),
        unless=unless,
        needs=_alternatives(row, "needs"),
        digit_edge=edge == _DIGIT_EDGE,
        source=_source(row),
        note=row.cells.get("note", ""),
        origin=row.origin,
    )


def _term(row: _Row) -> Term:
    term = _text(row, "term", 2)
    wrong = _alternatives(row, "wrong")
    if not wrong:
        raise row.complain("wrong", "为空；请写出要查的错误写法，用竖线“|”分开")
    for form in wrong:
        if len(form) < 2 or form in term:
            raise row.complain("wrong", f"中的“{form}”太短，或本来就是正确写法的一部分；请改写")
    return Term(
        term=term,
        concern=_word(row, "concern", Concern),
        grade=_word(row, "grade", Grade),
        wrong=wrong,
        source=_source(row),
        note=row.cells.get("note", ""),
        origin=row.origin,
    )


def _source(row: _Row) -> str:
    source = row.cells.get("source", "")
    if not source:
        raise row.complain("source", "为空；请写明依据，例如规范用语的文件名")
    return source
