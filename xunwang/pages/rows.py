"""Rows of lists: links with what stands beside them, whatever elements the list is made of.

A row is the highest element around a title link that holds no other title link: a ``li``, a ``tr``, a ``dd``,
a ``div``, a nested table of old templates, or the bare link where several share a box. Rows with the same
parent are one group.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from xunwang.pages.dates import in_year_of, read_day
from xunwang.pages.document import Document
from xunwang.pages.row_days import day_of
from xunwang.pages.urls import Joiner

MAX_LINKS = 5_000
MAX_ROW_TEXT = 600
_CLIMB = 9
_SHORTEST, _SHORTEST_DATED = 5, 3
_CATEGORY = 12
"""A link of up to so many characters beside a longer title names a category or a department."""
_WHOLE_PAGE = frozenset({"body", "html"})
_ROW_TAGS = frozenset({"li", "tr", "dd", "dt", "dl", "p"})
_INLINE = frozenset(
    {"-text", "span", "em", "i", "b", "font", "small", "label", "time", "strong", "nobr", "td"}
)
_CELLS = _INLINE | {"dt", "dd", "li", "div", "p"}
_BLOCKS = "h1,h2,h3,h4,h5,p,div,li,dt,dd"
_BESIDE = 40
_FOREIGN_LINKS = 4
_DATE = r"[\s\[【(（]{0,3}(?:(?:19|20)\d{2}\s?[-./年]\s?)?\d{1,2}\s?[-./月]\s?\d{1,2}日?(?:\s{1,3}\d{1,2}:\d{2}(?::\d{2})?)?[\s\]】)）]{0,3}"
_DATE_IN_TITLE = re.compile(rf"^{_DATE}(?=[^\d%.\-:：年月日至])|(?<=[^\d.\-])(?<!至){_DATE}$")
_DATE_PIECE = re.compile(
    rf"(?:(?:发布)?(?:时间|日期)[:：]\s?)?{_DATE}|\d{{1,2}}日?|\d{{4}}[-./年]\d{{1,2}}月?|\d{{1,2}}月"
)
_YEAR = re.compile(
    r"(?:19|20)\d\d\s?[-/.年]\s?\d|(?:^|[\s,，:：\[【(（])(?:19|20)\d\d(?:年|\d{4})?(?:$|[\s\]】)）])"
    r"|\d\d-\d\d-\d\d|二[〇○零O]|[今昨前]天|前\s?$|刚[刚才]"
)
"""What tells the year of a day beside an entry: the year itself, or a day counted from the fetch."""
_DAY_BESIDE = re.compile(r"\d\s?[-./月]\s?\d")
_LEAD = " \t\r\n\u3000\u00a0·•■□◆●▪►▶»>-—|☆★√※"
_ASIDE = re.compile(r"标题[:：]\s{0,3}([^\r\n]{4,200})")
_ASIDE_DAY = re.compile(r"(?:时间|日期)[:：]\s{0,3}(\d[\d\s\-/.年月日]{5,14})")
_SCRIPTED = re.compile(
    r"""['"]([^'"\s<>]{0,400}(?:/|\.[a-z]{2,5}\b|\?)[^'"\s<>]{0,400})['"]""", re.IGNORECASE
)


class Row(NamedTuple):
    """A list entry as it stands on the page."""

    title: str
    url: str
    day: date | None
    text: str
    """All text of the row and of what stands beside it, white space folded."""
    parent: int
    """Identity of the element that holds the group's rows."""
    node: LexborNode
    year_known: bool = True
    """False where the day is shown without its year, and the address does not tell it either."""


@dataclass(slots=True)
class Group:
    """Rows with one parent."""

    rows: list[Row] = field(default_factory=list)

    @property
    def dated(self) -> int:
        """Rows with a day."""
        return sum(row.day is not None for row in self.rows)


class _Anchor(NamedTuple):
    node: LexborNode
    href: str
    text: str


def read_rows(doc: Document, joiner: Joiner, tree: LexborHTMLParser | None = None) -> list[Group]:
    """All groups of rows of a page in order; ``tree`` is another tree than the page's own, if any."""
    body = (tree or doc.tree).body
    if body is None:
        return []
    anchors = _without_categories(_anchors(body))
    holders = _holders(anchors)
    groups: dict[int, Group] = {}
    for anchor in anchors:
        row = _row(doc, joiner, anchor, holders)
        if row is not None:
            group = groups.setdefault(row.parent, Group())
            if all(known.url != row.url for known in group.rows[-3:]):
                group.rows.append(row)
    for group in groups.values():
        if group.dated * 2 < len(group.rows):
            _look_beside(group, doc, holders)
    return list(groups.values())


def _anchors(body: LexborNode) -> list[_Anchor]:
    """Links whose text, or title, is long enough for a headline."""
    found = []
    for node in body.css("a")[:MAX_LINKS]:
        href = node.attrs.get("href")
        if href is None:
            continue
        text = fold((node.text_lexbor() or "")[:MAX_ROW_TEXT])
        if len(text) < _SHORTEST:
            text = fold(node.attrs.get("title") or "") or text
        if len(text) < _SHORTEST and not _is_dated_word(node, text):
            continue
        if href[:1] in ("#", "") or href[:11].lower() == "javascript:":
            opened = _SCRIPTED.search(f"{href[:1000]} {(node.attrs.get('onclick') or '')[:1000]}")
            if opened is None:
                continue
            href = opened[1]
        found.append(_Anchor(node, href, text))
    return found


def _is_dated_word(node: LexborNode, text: str) -> bool:
    """Whether a link too short for a headline (停电通知) has a day beside it, as only entries of lists have."""
    if len(text) < _SHORTEST_DATED or text.isascii():
        return False
    above = node.parent
    for _ in range(3):
        if above is None or above.tag in _WHOLE_PAGE:
            return False
        beside = above.text_lexbor() or ""
        if len(beside) > _BESIDE * 2:
            return False
        if _DAY_BESIDE.search(beside):
            return True
        above = above.parent
    return False


def _without_categories(anchors: list[_Anchor]) -> list[_Anchor]:
    """Leave out links to a category or department that stand beside the title in one row."""
    lines: dict[int, list[int]] = {}
    for number, anchor in enumerate(anchors):
        node = anchor.node.parent
        for _ in range(5):
            if node is None or node.tag in _WHOLE_PAGE:
                break
            if node.tag in _ROW_TAGS:
                lines.setdefault(node.mem_id, []).append(number)
                break
            node = node.parent
    dropped = set()
    for numbers in lines.values():
        if len(numbers) not in (2, 3):
            continue
        longest = max(len(anchors[number].text) for number in numbers)
        short = [
            n
            for n in numbers
            if len(anchors[n].text) <= _CATEGORY and len(anchors[n].text) * 3 <= longest * 2
        ]
        if len(short) == len(numbers) - 1:
            dropped.update(short)
    return [anchor for number, anchor in enumerate(anchors) if number not in dropped] if dropped else anchors


def _holders(anchors: list[_Anchor]) -> dict[int, str]:
    """For elements around title links: the one address below them, or an empty string for several."""
    holders: dict[int, str] = {}
    for anchor in anchors:
        node = anchor.node.parent
        for _ in range(_CLIMB + 1):
            if node is None or node.tag in _WHOLE_PAGE:
                break
            if holders.setdefault(node.mem_id, anchor.href) != anchor.href:
                if holders[node.mem_id] == "":
                    break  # all above hold several already
                holders[node.mem_id] = ""
            node = node.parent
    return holders


def _row(doc: Document, joiner: Joiner, anchor: _Anchor, holders: dict[int, str]) -> Row | None:
    url = joiner.join(doc.base, anchor.href)
    if url is None:
        return None
    node = _top(anchor, holders)
    if node.parent is None:
        return None
    pieces = _pieces(node)
    title, day = _title(anchor, doc)
    own = fold(anchor.node.text(separator=" "))
    beside = [piece for piece in pieces if piece not in own or _DATE_PIECE.fullmatch(piece)]
    shown = day_of(beside, doc.now)
    row = Row(
        title.strip(_LEAD), url, shown or day, " ".join(pieces)[:MAX_ROW_TEXT], node.parent.mem_id, node
    )
    return _with_year(row, beside if shown else [*_pieces(anchor.node), anchor.node.attrs.get("title") or ""])


def _with_year(row: Row, pieces: Sequence[str]) -> Row:
    """The row, its day in the year that the pieces of text beside it or its address tell."""
    if row.day is None or any(_YEAR.search(piece[:400]) for piece in pieces):
        return row
    told = in_year_of(row.url, row.day)
    return row._replace(day=told or row.day, year_known=told is not None)


def _top(anchor: _Anchor, holders: dict[int, str]) -> LexborNode:
    """The highest element that holds this entry alone."""
    node = anchor.node
    for _ in range(_CLIMB):
        parent = node.parent
        if parent is None or parent.tag in _WHOLE_PAGE or holders.get(parent.mem_id) != anchor.href:
            break
        if node.tag == "li" or (node.tag in _ROW_TAGS and _holds_more(parent)):
            break
        if node.tag not in _INLINE and node.tag != "a" and _holds_more(parent):
            break
        node = parent
    return node


def _holds_more(parent: LexborNode) -> bool:
    """Whether an element is too large for a row, though only one title link stands in it."""
    if len(parent.css("a")) > _FOREIGN_LINKS:
        return True
    return len(parent.text_lexbor() or "") > MAX_ROW_TEXT * 2


def _pieces(node: LexborNode) -> list[str]:
    text = node.text(separator="\n")[: MAX_ROW_TEXT * 4]
    return [piece for raw in text.split("\n")[:200] if (piece := fold(raw))]


def _title(anchor: _Anchor, doc: Document) -> tuple[str, date | None]:
    """Headline of an entry, and the day that stands in the link itself."""
    node, shown = anchor.node, anchor.text
    stated = node.attrs.get("title") or ""
    aside = _ASIDE.search(stated[:400])
    if aside:
        found = _ASIDE_DAY.search(stated[:400])
        return fold(aside[1]), read_day(found[1], doc.now) if found else None
    pieces = _pieces(node)
    day = day_of(pieces, doc.now) if len(pieces) > 1 else None
    if len(pieces) > 1 and (block := _block_title(node)):
        shown = block
    elif len(pieces) > 1 and day:
        shown = fold("".join(piece for piece in pieces if not _DATE_PIECE.fullmatch(piece))) or shown
    elif found := _DATE_IN_TITLE.search(shown):
        day = read_day(found[0], doc.now)
        shown = shown.replace(found[0].strip(), "", 1) if day else shown
    stated = fold(stated)
    if len(stated) >= len(shown.rstrip(" .…")) and "\n" not in stated and _begins_alike(stated, shown):
        return stated, day
    return shown, day


def _begins_alike(stated: str, shown: str) -> bool:
    """Whether a title attribute is the full form of the shown text, and no "click here"."""
    plain = "".join(shown.rstrip(" .…").strip(_LEAD).split())
    return not plain or plain[:6] in "".join(stated.split())


def _block_title(node: LexborNode) -> str:
    """The headline where a link encloses title, day and summary in boxes of their own."""
    heading = node.css_first("h1,h2,h3,h4,h5,.title,.tit,.bt")
    if heading is not None and len(text := fold(heading.text())) >= _SHORTEST:
        return text
    for block in node.css(_BLOCKS)[:8]:
        text = fold(block.text(deep=False)) or (
            fold(block.text()) if block.css_first(_BLOCKS) is None else ""
        )
        if len(text) >= _SHORTEST and not _DATE_PIECE.fullmatch(text):
            return text
    return ""


def _look_beside(group: Group, doc: Document, holders: dict[int, str]) -> None:
    """Give rows the day that stands behind them, or before them, outside of their own element."""
    taken = {row.node.mem_id for row in group.rows}
    tags = _CELLS if len(group.rows) > 1 else _INLINE
    choices: list[list[tuple[Row, str, date | None]]] = []
    for forward in (True, False):
        found = []
        for row in group.rows:
            text = _beside(row.node, forward, taken, holders, tags)
            found.append((row, text, day_of([text], doc.now) if text else None))
        choices.append(found)
    best = max(choices, key=lambda found: sum(day is not None for _, _, day in found))
    if any(day for _, _, day in best):
        group.rows[:] = [_with_beside(row, text, day) for row, text, day in best]


def _with_beside(row: Row, text: str, day: date | None) -> Row:
    if row.day is None:
        row = _with_year(row._replace(day=day), [text])
    return row._replace(text=f"{row.text} {text}"[:MAX_ROW_TEXT])


def _beside(
    node: LexborNode,
    forward: bool,
    taken: set[int],
    holders: dict[int, str],
    tags: Sequence[str] | frozenset[str],
) -> str:
    """Short text after or before a row, up to the next row."""
    text, steps = "", 0
    here = node.next if forward else node.prev
    while here is not None and steps < 6 and len(text) < _BESIDE:
        if here.mem_id in taken or here.mem_id in holders or here.tag == "a":
            break
        if here.tag in tags:
            piece = fold((here.text() or "")[: _BESIDE * 4])
            if len(piece) > _BESIDE:
                break
            text = f"{text} {piece}" if forward else f"{piece} {text}"
        steps += 1
        here = here.next if forward else here.prev
    return text.strip()


def fold(text: str) -> str:
    """Text with white space folded to single blanks."""
    return " ".join(text.split())
