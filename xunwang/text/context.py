"""Context rules: what stands around a hit decides whether it counts."""

from __future__ import annotations

from xunwang.text.records import Entry

NEAR = 24
"""Characters on both sides within which a neighbour counts."""


def counts(entry: Entry, text: str, start: int, end: int, title: str) -> bool:
    """Whether the entry's match at ``text[start:end]`` is a hit. ``title`` is that of the page."""
    if entry.digit_edge and (text[start - 1 : start].isdigit() or text[end : end + 1].isdigit()):
        return False
    if entry.unless and _excused(entry, text, start, end, title):
        return False
    if not entry.needs:
        return True
    around = text[max(0, start - NEAR) : end + NEAR]
    return any(word in around for word in entry.needs)


def _excused(entry: Entry, text: str, start: int, end: int, title: str) -> bool:
    around = text[max(0, start - NEAR) : end + NEAR]
    for word in entry.unless:
        at = word.find(entry.pattern)
        if at < 0 and (word in around or word in title):
            return True
        while at >= 0:
            if start >= at and text.startswith(word, start - at):
                return True
            at = word.find(entry.pattern, at + 1)
    return False
