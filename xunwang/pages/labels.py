"""Label and value pairs of a page, whatever they are set in: tables, definition lists, headings, plain lines.

The visible text is read line by line; a line that is a known label, or begins with one and a colon, opens a
value that goes on to the next label.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from xunwang.pages.rows import fold

Key = TypeVar("Key")

MAX_LINES = 4_000
MAX_VALUE = 2_000
_TRIM = " \t\u3000：:*＊【】[]()（）、.．。·•■◆●▪|"
_NUMBER = re.compile(r"^[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]\s{0,2}")
_LONGEST_LABEL = 14


def find_label(text: str, labels: Mapping[str, Key]) -> tuple[Key, str] | None:
    """The label that a line is, or begins with before a colon, and the rest of the line."""
    plain = _NUMBER.sub("", text.strip(" \t\u3000*＊【[■◆●▪"))
    head, mark, rest = plain.partition("：") if "：" in plain[: _LONGEST_LABEL + 2] else plain.partition(":")
    name = "".join(head.split()).strip(_TRIM)
    if len(name) > _LONGEST_LABEL:
        return None
    key = labels.get(name)
    if key is None:
        return None
    return key, rest.strip() if mark else ""


def read_pairs(
    lines: Iterable[str],
    labels: Mapping[str, Key],
    stop: Callable[[str], bool] = lambda _: False,
    short: frozenset[Key] = frozenset(),
) -> dict[Key, str]:
    """Values by key; of several under one label (a row of tabs, then its panes) the longest counts.

    ``stop`` ends a value at a foreign heading. Values of ``short`` keys are one line: what follows belongs
    to the long value in which they stand (an answer with its time and office at the head).
    """
    found: list[tuple[Key, list[str]]] = []
    current: tuple[Key, list[str]] | None = None
    around: tuple[Key, list[str]] | None = None
    for number, line in enumerate(lines):
        if number > MAX_LINES:
            break
        hit = find_label(line, labels)
        if hit is not None:
            current = (hit[0], [hit[1]] if hit[1] else [])
            found.append(current)
            if hit[0] not in short:
                around = current
            elif hit[1]:
                current = around
        elif stop(line):
            current = around = None
        elif current is not None and sum(map(len, current[1])) < MAX_VALUE:
            current[1].append(line.strip())
            if current[0] in short:
                current = around
    values: dict[Key, str] = {}
    for key, parts in found:
        value = fold(" ".join(parts))
        if len(value) > len(values.get(key, "")):
            values[key] = value
    return values
