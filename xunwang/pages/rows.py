"""Rows of lists: links with what stands beside them, whatever elements the list is made of.

A row is the highest element around a title link that holds no other title link: a ``li``, a ``tr``, a ``dd``,
a ``div`` or a nested table of old templates. Rows with the same parent are one group.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from xunwang.pages.dates import read_day
from xunwang.pages.document import Document
from xunwang.pages.urls import Joiner

MAX_LINKS = 5_000
MAX_ROW_TEXT = 600
_CLIMB = 6
_SHORTEST = 5
_WHOLE_PAGE = frozenset({"body", "html"})
_DATE_IN_TITLE = re.compile(
    r"^[\s\[【(（]{0,3}(\d{4}[-./年])?\d{1,2}[-./月]\d{1,2}日?[\s\]】)）]{0,3}|"
    r"[\s\[【(（]{0,3}(?:\d{4}[-./年])?\d{1,2}[-./月]\d{1,2}日?(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?[\s\]】)）]{0,3}$"
)
_LEAD = " \t\r\n\u3000\u00a0·•■□◆●▪►▶»>-—|☆★√※"


class Row(NamedTuple):
    """A list entry as it stands on the page."""

    title: str
    url: str
    day: date | None
    text: str
    """All text of the row, white space folded."""
    parent: int
    """Identity of the element that holds the group's rows."""
    node: LexborNode


@dataclass(slots=True)
class Group:
    """Rows with one parent."""

    rows: list[Row] = field(default_factory=list)

    @property
    def dated(self) -> int:
        """Rows with a day."""
        return sum(row.day is not None for row in self.rows)


def read_rows(doc: Document, joiner: Joiner, tree: LexborHTMLParser | None = None) -> list[Group]:
    """All groups of rows of a page in order; ``tree`` is another tree than the page's own, if any."""
    body = (tree or doc.tree).body
    if body is None:
        return []
    anchors = [anchor for anchor in body.css("a[href]")[:MAX_LINKS] if len(_text(anchor)) >= _SHORTEST]
    holders = _holders(anchors)
    groups: dict[int, Group] = {}
    for anchor in anchors:
        row = _row(doc, joiner, anchor, holders)
        if row is not None:
            group = groups.setdefault(row.parent, Group())
            if all(known.url != row.url for known in group.rows[-3:]):
                group.rows.append(row)
    return list(groups.values())


def _holders(anchors: list[LexborNode]) -> dict[int, str]:
    """For elements around title links: the one address below them, or an empty string for several."""
    holders: dict[int, str] = {}
    for anchor in anchors:
        href = anchor.attributes.get("href") or ""
        node = anchor.parent
        for _ in range(_CLIMB):
            if node is None or node.tag in _WHOLE_PAGE:
                break
            if holders.setdefault(node.mem_id, href) != href:
                holders[node.mem_id] = ""
            node = node.parent
    return holders


def _row(doc: Document, joiner: Joiner, anchor: LexborNode, holders: dict[int, str]) -> Row | None:
    href = anchor.attributes.get("href") or ""
    url = joiner.join(doc.base, href)
    if url is None:
        return None
    node = anchor
    for _ in range(_CLIMB):
        parent = node.parent
        if parent is None or parent.tag in _WHOLE_PAGE or holders.get(parent.mem_id) != href:
            break
        node = parent
    if node.parent is None:
        return None
    text = fold(node.text(separator=" "))[:MAX_ROW_TEXT]
    shown = _text(anchor)
    rest = text.replace(fold(shown), " ", 1)
    day = read_day(rest, doc.now) if any(char.isdigit() for char in rest) or "天" in rest else None
    title = fold(anchor.attributes.get("title") or "")
    if len(title) < len(shown.rstrip(".…")) or "\n" in title:
        title = fold(shown)
    if day is None and (found := _DATE_IN_TITLE.search(shown)):
        day = read_day(found[0], doc.now)
        title = title.replace(found[0].strip(), "", 1) if day else title
    return Row(title.strip(_LEAD), url, day, text, node.parent.mem_id, node)


def _text(anchor: LexborNode) -> str:
    text = anchor.text(strip=True)
    return text if text else (anchor.attributes.get("title") or "").strip()


def fold(text: str) -> str:
    """Text with white space folded to single blanks."""
    return " ".join(text.split())
