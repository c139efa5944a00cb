"""Proof that the outputs of a notice say the same, and that its figures add up.

Every output is read back, and what stands in the place of each figure is held against the figure. Sums and
shares are computed anew from the counts as the outputs give them; shares are 100 × part ÷ whole of whole
counts, rounded half up to the digits of the template.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from xunwang.notices.notice.data import Annex, NoticeData, Paragraph
from xunwang.notices.notice.figures import share_of
from xunwang.notices.notice.outputs import render_all
from xunwang.notices.notice.reading import READERS, Read, Table, squeeze

_NAMES = {"docx": "DOCX", "pdf": "PDF", "html": "HTML", "xlsx": "XLSX"}
_ALIKE = 40
"""Characters shown of a text that is not the expected one."""
_LONGEST_CELL = 2000
"""A cell that differs is no longer than this beyond what was expected."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Something that is not as computed. ``figure`` is a name, or the place for what has no name."""

    output: str
    """DOCX, PDF, HTML, XLSX, or 数据 for what the data themselves get wrong."""
    figure: str
    expected: str
    found: str

    def __str__(self) -> str:
        return f"{self.output}：{self.figure}应为“{self.expected}”，实为“{self.found}”。"


def check(data: NoticeData) -> list[Disagreement]:
    """Make all outputs and check everything; empty when all is right."""
    return [*check_data(data), *check_outputs(data, render_all(data))]


def check_data(data: NoticeData) -> list[Disagreement]:
    """Sums, shares, and figures that are told though unknown."""
    values = {name: figure.text for name, figure in data.figures.items()}
    found = list(_arithmetic("数据", data, values))
    told = (*data.text, *data.foot)
    placed = {span.figure for paragraph in told for span in paragraph.spans if span.figure}
    for name in sorted(placed):
        if data.figures[name].value is None:
            found.append(
                Disagreement("数据", f"{data.figures[name].label}（{name}）", "已知", data.figures[name].text)
            )
    return found


def check_outputs(data: NoticeData, files: Mapping[str, bytes]) -> list[Disagreement]:
    """What ``files`` (by ending) say otherwise than the data."""
    found: list[Disagreement] = []
    for kind, content in files.items():
        output = _NAMES[kind]
        try:
            read = READERS[kind](content)
        except Exception as error:  # each library has its own; a file that can't be read agrees with nothing
            found.append(Disagreement(output, "文件", "可以打开", type(error).__name__))
            continue
        values = dict(read.figures)
        found += _flow(output, data, read, values) if read.flow else _parts(output, data, read, values)
        found += _named(output, data, read)
        values.update(read.figures)
        found += _arithmetic(output, data, values)
    return list(dict.fromkeys(found))


def _parts(output: str, data: NoticeData, read: Read, values: dict[str, str]) -> Iterator[Disagreement]:
    """A file with paragraphs and tables."""
    lines = [squeeze(line) for line in read.lines]
    start = 0
    for paragraph in (*data.text, *data.foot):
        wanted = squeeze(paragraph.text)
        place = lines.index(wanted, start) if wanted in lines[start:] else None
        if place is None:
            place = _nearest(paragraph, lines, start)
            yield from _compare(output, paragraph, lines[place] if place < len(lines) else "", values)
        else:
            values.update(_values(paragraph))
        start = place + 1
    for number, annex in enumerate(data.annexes, 1):
        table = read.tables[number - 1] if number <= len(read.tables) else []
        yield from _table(output, number, annex, table)
    if len(read.tables) != len(data.annexes):
        yield Disagreement(output, "附件数", str(len(data.annexes)), str(len(read.tables)))


def _nearest(paragraph: Paragraph, lines: list[str], start: int) -> int:
    """The line that fits the paragraph's free text, else simply the next one."""
    pattern = _pattern(paragraph)
    return next((n for n in range(start, len(lines)) if pattern.fullmatch(lines[n])), start)


def _compare(output: str, paragraph: Paragraph, line: str, values: dict[str, str]) -> Iterator[Disagreement]:
    found = _pattern(paragraph).fullmatch(line)
    if found is None:
        yield Disagreement(output, f"段落“{paragraph.slot}”", paragraph.text[:60], line[:60])
        return
    spans = [span for span in paragraph.spans if span.figure]
    for span, shown in zip(spans, found.groups(), strict=True):
        values[span.figure] = shown
        if shown != squeeze(span.text):
            yield Disagreement(output, span.figure, span.text, shown)


def _pattern(paragraph: Paragraph) -> re.Pattern[str]:
    parts = ("(.*?)" if span.figure else re.escape(squeeze(span.text)) for span in paragraph.spans)
    return re.compile("".join(parts))


def _values(paragraph: Paragraph) -> dict[str, str]:
    return {span.figure: span.text for span in paragraph.spans if span.figure}


def _table(output: str, number: int, annex: Annex, table: Table) -> Iterator[Disagreement]:
    rows = [annex.columns, *annex.rows]
    if len(table) != len(rows):
        yield Disagreement(output, f"附件{number}行数", str(len(annex.rows)), str(max(0, len(table) - 1)))
    for place, (row, shown) in enumerate(zip(rows, table, strict=False)):
        for column, cell in enumerate(row):
            there = shown[column] if column < len(shown) else ""
            if squeeze(cell) != squeeze(there) and not _same_number(cell, there):
                yield Disagreement(output, _cell_name(number, place, annex.columns[column]), cell, there)


def _same_number(cell: str, shown: str) -> bool:
    try:
        return float(cell) == float(shown)
    except ValueError:
        return False


def _cell_name(number: int, row: int, column: str) -> str:
    return f"附件{number}第{row}行“{column}”"


def _flow(output: str, data: NoticeData, read: Read, values: dict[str, str]) -> Iterator[Disagreement]:
    """A file that is one long text: each piece has to stand where the one before it ended."""
    text = read.flow
    place = yield from _paragraphs_in_flow(output, data.text, text, 0, values)
    for number, annex in enumerate(data.annexes, 1):
        head = squeeze("".join(annex.columns))
        start = text.find(squeeze(f"附件{number}{annex.title}"), place)
        start = text.find(head, max(start, place))
        if start < 0:
            yield Disagreement(output, f"附件{number}", annex.title, "没有")
            continue
        place = yield from _cells_in_flow(output, text, start + len(head), _Cells.of(number, annex))
    yield from _paragraphs_in_flow(output, data.foot, text, place, values)


def _paragraphs_in_flow(
    output: str, paragraphs: Iterable[Paragraph], text: str, place: int, values: dict[str, str]
) -> Generator[Disagreement, None, int]:
    """Checks them from ``place`` on and returns where they end."""
    for paragraph in paragraphs:
        wanted = squeeze(paragraph.text)
        start = text.find(wanted, place)
        if start >= 0:
            values.update(_values(paragraph))
            place = start + len(wanted)
            continue
        found = _pattern_in_flow(paragraph).search(text, place)
        yield from _compare(output, paragraph, found[0] if found else text[place : place + _ALIKE], values)
        place = found.end() if found else place
    return place


def _pattern_in_flow(paragraph: Paragraph) -> re.Pattern[str]:
    """Starts and ends with free text; a figure at the very end takes what follows up to a full stop."""
    return re.compile(_pattern(paragraph).pattern + ("(?=。|$)" if paragraph.spans[-1].figure else ""))


class _Cells(NamedTuple):
    """All cells of an annex, row by row."""

    head: str
    names: list[str]
    cells: list[str]

    @classmethod
    def of(cls, number: int, annex: Annex) -> _Cells:
        names = [
            _cell_name(number, row, column)
            for row in range(1, len(annex.rows) + 1)
            for column in annex.columns
        ]
        return cls(squeeze("".join(annex.columns)), names, [cell for row in annex.rows for cell in row])


def _cells_in_flow(output: str, text: str, place: int, told: _Cells) -> Generator[Disagreement, None, int]:
    """Checks all cells and returns where they end; the head that a new page repeats is passed over."""
    cells = [squeeze(cell) for cell in told.cells]
    for number, wanted in enumerate(cells):
        if text.startswith(told.head, place) and not text.startswith(wanted, place):
            place += len(told.head)
        if text.startswith(wanted, place):
            place += len(wanted)
            continue
        following = cells[number + 1] if number + 1 < len(cells) else ""
        end = text.find(following, place) if following else -1
        end = end if 0 <= end <= place + len(wanted) + _LONGEST_CELL else place + len(wanted)
        yield Disagreement(output, told.names[number], told.cells[number], text[place:end])
        place = end
    return place


def _named(output: str, data: NoticeData, read: Read) -> Iterator[Disagreement]:
    for name, shown in read.figures.items():
        figure = data.figures.get(name)
        if figure is None or squeeze(shown) != squeeze(figure.text):
            yield Disagreement(output, name, figure.text if figure else "没有这一项", shown)
    if output == _NAMES["xlsx"]:
        for name in data.figures.keys() - read.figures.keys():
            yield Disagreement(output, name, data.figures[name].text, "没有")


def _arithmetic(output: str, data: NoticeData, values: Mapping[str, str]) -> Iterator[Disagreement]:
    """Sums and shares, as far as the output tells what they are made of."""
    for one in data.sums:
        parts = _counts(one.parts, values)
        total = _counts((one.total,), values)
        if parts is not None and total is not None and sum(parts) != total[0]:
            yield Disagreement(output, f"{one.total}（各项之和）", str(sum(parts)), str(total[0]))
    for share in data.shares:
        counts = _counts((share.part, share.whole), values)
        shown = values.get(share.share)
        if counts is None or shown is None:
            continue
        expected = share_of(counts[0], counts[1], share.digits) or ""
        if squeeze(shown) != expected:
            yield Disagreement(output, f"{share.share}（{share.part}÷{share.whole}）", expected, shown)


def _counts(names: Iterable[str], values: Mapping[str, str]) -> list[int] | None:
    """None unless all are there and whole numbers."""
    shown = [values.get(name, "") for name in names]
    return [int(one) for one in shown] if all(one.isascii() and one.isdecimal() for one in shown) else None
