"""What changed between two versions of a text, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from typing import NamedTuple

from xunwang.notices.notice import load_template

_PIECES = re.compile(r"\{\{[^{}]*\}\}|[A-Za-z0-9]+|.", re.DOTALL)
_LONGEST = 6000
"""Pieces up to which texts are compared piece by piece; longer ones line by line."""


class Piece(NamedTuple):
    """Part of a text: kept, added or removed."""

    text: str
    change: str
    """``""``, ``added`` or ``removed``."""


class Changed(NamedTuple):
    """A slot whose text changed."""

    title: str
    pieces: list[Piece]


def changes(before: Mapping[str, str], after: Mapping[str, str]) -> list[Changed]:
    """Slots that differ, in the template's order; both mappings have the words of all slots."""
    return [
        Changed(slot.title or slot.text, list(_pieces(before.get(slot.id, ""), after.get(slot.id, ""))))
        for slot in load_template().slots
        if before.get(slot.id, "").strip() != after.get(slot.id, "").strip()
    ]


def _pieces(old: str, new: str) -> Iterator[Piece]:
    a, b = _PIECES.findall(old.strip()), _PIECES.findall(new.strip())
    if len(a) + len(b) > _LONGEST:
        a, b = old.strip().splitlines(True), new.strip().splitlines(True)
    for _, a1, a2, b1, b2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        removed, added = "".join(a[a1:a2]), "".join(b[b1:b2])
        if removed == added:
            yield Piece(added, "")
            continue
        if removed:
            yield Piece(removed, "removed")
        if added:
            yield Piece(added, "added")
