"""Labels and their values, whatever they are set in: table cells, definition lists, headings, tabs, plain lines.

The page is read segment by segment. A segment that is a known label, or begins with one, opens a value; it
goes on to the next label, to the end of the table row, or to the next heading of the same kind. An empty
cell is an empty value.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from xunwang.pages.segments import EDGE, LINK, PICTURE, Segment, plain

MAX_VALUE = 3_000
_LONGEST_LABEL = 16
_HEAD = 80
_LEAD = re.compile(
    r"[\x1d\x1e\x1f·•■□◆◇●○▪►▶»>*＊※★☆①-⑳-]*(?:第?[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）]?[、.．:：,，节章条]?)?[\x1d\x1e\x1f【\[〖「]*"
)
_CLOSE = "】]〗」"
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "dt", "th", "legend"})
_CELLS = frozenset({"td", "th"})
_CAPTION = "caption"
"""Tag given to column headings, which are no labels."""
_END_OF_PAGE = re.compile(
    r"^[【\[]?(?:主办(?:单位)?[:：]|版权所有|上一[篇条]|下一[篇条]|打印本?页?|关闭(?:窗口|本页)|相关链接|网站标识码|网站地图|分享到|扫一扫|"
    r"友情链接|ICP备|关于我们|技术支持|承办(?:单位)?[:：]某?.{0,30}主办)"
)
_FEWEST_HEADS = 3


class Vocabulary:
    """Labels with what they stand for; a label may stand for several things, or only end a value."""

    def __init__(self, labels: Mapping[str, tuple[str, ...]], weak: Collection[str] = ()) -> None:
        self.labels = dict(labels)
        self.weak = frozenset(weak)
        """Labels that count only before a colon or as a cell of their own."""


class Hit(NamedTuple):
    """A label at the beginning of a segment."""

    label: str
    keys: tuple[str, ...]
    rest: str
    """What follows it in the segment, marks included."""
    colon: bool


@dataclass(slots=True)
class Stated:
    """A label with its value."""

    label: str
    keys: tuple[str, ...]
    parts: list[str] = field(default_factory=list)
    indexed: bool = False
    """Stands in a row of labels without values: an index or tabs."""

    @property
    def raw(self) -> str:
        """Value with its marks."""
        return "\n".join(self.parts)

    @property
    def value(self) -> str:
        """Value as text, one line per block."""
        return "\n".join(line for part in self.parts if (line := plain(part)))[:MAX_VALUE]

    @property
    def linked(self) -> bool:
        """The value contains a link."""
        return LINK in self.raw

    @property
    def pictured(self) -> bool:
        """The value contains a picture."""
        return PICTURE in self.raw


def find_label(text: str, vocabulary: Vocabulary, *, cell: bool = False) -> Hit | None:
    """The label that a text is, or begins with, before a colon, an inline element's edge or a blank."""
    lead = _LEAD.match(text)
    start = lead.end() if lead else 0
    if LINK in text[:start]:
        return None  # leads to a page of its own: navigation
    packed, places = _pack(text, start)
    for size in range(min(_LONGEST_LABEL, len(packed)), 1, -1):
        keys = vocabulary.labels.get(packed[:size])
        if keys is None:
            continue
        stop = _after(packed, places, size, text)
        if stop is None:
            continue
        at, colon = stop
        rest = text[at:]
        whole = not rest.strip(" \t\u3000\u00a0\n:：" + EDGE + _CLOSE)
        if packed[:size] in vocabulary.weak and not colon and not (cell and whole):
            return None
        return Hit(
            packed[:size], keys, "" if whole and LINK not in rest and PICTURE not in rest else rest, colon
        )
    return None


def _pack(text: str, start: int) -> tuple[str, list[int]]:
    """The first characters without white space and marks, and where each stood."""
    packed, places = [], []
    for place in range(start, min(len(text), start + _HEAD)):
        char = text[place]
        if not char.isspace() and char not in "\x1d\x1e\x1f\u200b":
            packed.append(char)
            places.append(place)
    return "".join(packed), places


def _after(packed: str, places: list[int], size: int, text: str) -> tuple[int, bool] | None:
    """(where the value begins, whether behind a colon), if a label of this size ends there."""
    here = size
    if packed[here : here + 1] and packed[here] in _CLOSE:
        here += 1
        if packed[here : here + 1] not in (":", "："):
            return places[here - 1] + 1, True
    if packed[here : here + 1] and packed[here] in "（(":
        closing = next((n for n in range(here + 1, min(len(packed), here + 24)) if packed[n] in "）)"), None)
        if closing is None:
            return None
        here = closing + 1
    if here >= len(packed):
        return places[here - 1] + 1, False
    if packed[here] in ":：":
        return places[here] + 1, True
    apart = places[here] > places[here - 1] + 1
    return (places[here - 1] + 1, False) if apart else None


def read_statements(found: Sequence[Segment], vocabulary: Vocabulary) -> list[Stated]:
    """All labels of a page with their values, in order; empty values are kept."""
    pieces = [piece for segment in found for piece in _split(segment, vocabulary)]
    heads, pieces = _headed(pieces, vocabulary)
    return heads + _linear(pieces, vocabulary)


def values_by_key(stated: Iterable[Stated]) -> dict[str, Stated]:
    """For every key the first statement with a value, those in an index last; else an empty one."""
    best: dict[str, Stated] = {}
    for each in sorted(stated, key=lambda each: (each.indexed, not each.raw.strip())):
        for key in each.keys:
            known = best.get(key)
            if known is None or (not known.raw.strip() and each.raw.strip()):
                best[key] = each
    return best


def _split(segment: Segment, vocabulary: Vocabulary) -> list[Segment]:
    """Parts of a line that holds several labels, at the edges of its inline elements."""
    if EDGE not in segment.text:
        return [segment]
    parts: list[str] = []
    for part in segment.text.split(EDGE):
        if not plain(part) and LINK not in part and PICTURE not in part:
            continue
        later = parts and find_label(part, vocabulary) is not None
        if later or not parts:
            parts.append(part)
        else:
            parts[-1] += EDGE + part
    return [segment._replace(text=part) for part in parts] if len(parts) > 1 else [segment]


def _headed(pieces: list[Segment], vocabulary: Vocabulary) -> tuple[list[Stated], list[Segment]]:
    """Statements of tables whose labels stand in a head row, and the pieces outside of them."""
    rows: dict[tuple[int, int], list[Segment]] = {}
    for piece in pieces:
        if piece.path:
            rows.setdefault(piece.path[-1][:2], []).append(piece)
    heads: dict[int, tuple[int, dict[int, Stated]]] = {}
    captions: set[tuple[int, int]] = set()
    for (table, row), cells in rows.items():
        hits = {cell.path[-1][2]: find_label(cell.text, vocabulary, cell=True) for cell in cells}
        if (
            len(hits) >= _FEWEST_HEADS
            and all(hit and not hit.rest for hit in hits.values())
            and table not in heads
        ):
            heads[table] = row, {place: Stated(hit.label, hit.keys) for place, hit in hits.items() if hit}
        elif len(hits) >= _FEWEST_HEADS and all(cell.tag == "th" for cell in cells):
            captions.add((table, row))  # columns of a list of materials or the like
    left = []
    for piece in pieces:
        if piece.path and piece.path[-1][:2] in captions:
            piece = piece._replace(tag=_CAPTION)
        level = next((step for step in piece.path if step[0] in heads), None)
        if level is None or level[1] < heads[level[0]][0]:
            left.append(piece)
        elif level[1] > heads[level[0]][0] and level[2] in heads[level[0]][1]:
            stated = heads[level[0]][1][level[2]]
            if sum(map(len, stated.parts)) < MAX_VALUE and piece.text:
                stated.parts.append(piece.text)
    return [stated for _, places in heads.values() for stated in places.values()], left


@dataclass(slots=True)
class _Open:
    """The value that is being read."""

    stated: Stated
    segment: Segment
    alone: bool = True
    """Nothing else was seen in the label's table row so far."""


def _linear(pieces: list[Segment], vocabulary: Vocabulary) -> list[Stated]:
    stated: list[Stated] = []
    current: _Open | None = None
    for piece in pieces:
        hit = (
            find_label(piece.text, vocabulary, cell=piece.tag in _CELLS or piece.tag == "dt")
            if piece.text and piece.tag != _CAPTION
            else None
        )
        if hit is not None and not _is_value(piece, current):
            made = Stated(hit.label, hit.keys, [hit.rest] if hit.rest else [])
            stated.append(made)
            current = _Open(made, piece)
        elif current is not None:
            if _END_OF_PAGE.match(plain(piece.text[:60])) or not _belongs(piece, current):
                current = None
            elif piece.text and sum(map(len, current.stated.parts)) < MAX_VALUE:
                current.stated.parts.append(piece.text)
    _mark_index(stated)
    return stated


def _is_value(piece: Segment, current: _Open | None) -> bool:
    """Whether what looks like a label stands in a table inside of the value cell, as its column heading."""
    if current is None or not current.stated.keys:
        return False
    depth = len(current.segment.path)
    return 0 < depth < len(piece.path) and piece.path[depth - 1][:2] == current.segment.path[-1][:2]


def _belongs(piece: Segment, current: _Open) -> bool:
    """Whether a segment still is part of the open value."""
    label = current.segment
    if label.path:
        depth = len(label.path)
        if len(piece.path) < depth or piece.path[depth - 1][0] != label.path[-1][0]:
            return False
        same_row = piece.path[depth - 1][1] == label.path[-1][1]
        if same_row:
            if piece.path[depth - 1][2] != label.path[-1][2]:
                current.alone = False
        elif not current.alone or current.stated.parts[:1] == [""]:
            return False
    return not (label.tag in _HEADINGS and piece.tag == label.tag and piece.path == label.path)


def _mark_index(stated: list[Stated]) -> None:
    """Mark rows of labels without values that come again further on: an index of the page.

    Three or more are a row; what follows its last label is not that label's value.
    """
    run: list[Stated] = []
    for number, each in enumerate([*stated, Stated("", (), ["end"])]):
        run.append(each)
        if not each.raw.strip():
            continue
        if len(run) > _FEWEST_HEADS:
            later = {other.label for other in stated[number + 1 :]}
            if sum(one.label in later for one in run) * 2 >= len(run) - 1:
                for one in run:
                    one.indexed = True
        run = []
