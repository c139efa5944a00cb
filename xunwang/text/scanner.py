"""One pass of all word lists over a text."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from pathlib import Path

from daachorse import CharwiseDoubleArrayAhoCorasick

from xunwang.text.context import counts
from xunwang.text.lists import load_lists
from xunwang.text.personal import Number, mask, masked_slice, personal_numbers
from xunwang.text.records import Entry, Hit, Lists, Term
from xunwang.words import Concern, Grade

MOST_HITS = 60
"""Hits kept of one page; a page with more is broken or hostile, and one look is enough."""
MOST_PER_RULE = 5
_CONTEXT = 20
_LONGEST_TEXT = 2_000_000
_LONGEST_TITLE = 500
_MOST_RAW = 20_000

__all__ = ["Hit", "Scanner", "scan_file"]

Owners = list[tuple[Entry | Term, ...]]
_Found = tuple[Entry | Term, int, int]


class Scanner:
    """All word lists as one automaton. Picklable; a scan keeps no state and never raises."""

    __slots__ = ("automaton", "index", "owners")

    def __init__(self, automaton: CharwiseDoubleArrayAhoCorasick, owners: Owners, index: array[int]) -> None:
        self.automaton = automaton
        self.owners = owners
        """Rows of the lists, together where one word belongs to several."""
        self.index = index
        """Word's number in the automaton → place among the owners."""

    @classmethod
    def build(cls, lists: Lists) -> Scanner:
        """Compile the lists: half a second for those shipped; see :mod:`xunwang.text.stored`."""
        owners: dict[str, tuple[Entry | Term, ...]] = {}
        for term in lists.terms:
            alone = (term,)
            for form in term.wrong:
                owners.setdefault(form, alone)
        for form in lists.off:
            owners.pop(form, None)
        for entry in lists.entries:
            for pattern in _cases(entry.pattern):
                owners[pattern] = (*owners.get(pattern, ()), entry)
        if not owners:
            owners["\0"] = ()  # the automaton wants at least one pattern
        places: dict[int, int] = {}
        index = array("I", [places.setdefault(id(together), len(places)) for together in owners.values()])
        distinct = {id(together): together for together in owners.values()}
        return cls(CharwiseDoubleArrayAhoCorasick(list(owners)), list(distinct.values()), index)

    def scan(self, text: str, title: str = "") -> tuple[Hit, ...]:
        """Find what the lists are about in a page's text and title, and personal data in the text.

        At most ``MOST_HITS`` hits, ``MOST_PER_RULE`` of one rule, in order of appearance, errors kept
        before hints; overlapping hits of one concern are one hit. What the title and the text both have
        is told once. Only the first 2,000,000 characters are read.
        """
        text, title = text[:_LONGEST_TEXT], title[:_LONGEST_TITLE]
        hits = self._scan(text, title, False)
        if title:
            told = {hit.rule for hit in hits}
            hits += [hit for hit in self._scan(title, title, True) if hit.rule not in told]
        return tuple(_bounded(hits)) if hits else ()

    def _scan(self, text: str, title: str, in_title: bool) -> list[Hit]:
        numbers = personal_numbers(text)
        found: list[_Found] = []
        for start, end, number in self.automaton.find_overlapping(text)[:_MOST_RAW]:
            for owner in self.owners[self.index[number]]:
                if isinstance(owner, Term) or counts(owner, text, start, end, title):
                    found.append((owner, start, end))
        hits = [_hit(text, item, numbers, in_title) for item in _apart(text, found)] if found else []
        hits += [_leak(text, number, numbers, in_title) for number in numbers if number.grade]
        return hits


def scan_file(path: Path, scanner: Scanner | None = None) -> tuple[Hit, ...]:
    """Scan a UTF-8 text file (bytes that are not UTF-8 are replaced). Raises ``OSError``."""
    scanner = scanner or Scanner.build(load_lists())
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        return scanner.scan(file.read(_LONGEST_TEXT))


def _cases(pattern: str) -> Iterable[str]:
    """The spellings of a pattern with Latin letters: lowering every text would cost more than the scan."""
    if pattern.isascii() or any(char.isascii() and char.isalpha() for char in pattern):
        return dict.fromkeys((pattern, pattern.lower(), pattern.upper()))
    return (pattern,)


def _apart(text: str, found: list[_Found]) -> list[_Found]:
    """Of overlapping finds of one concern the surest stays, then the longest."""
    ranked = sorted(found, key=lambda item: (item[0].grade != Grade.ERROR, item[1] - item[2], item[1]))
    kept: list[_Found] = []
    taken: dict[Concern, bytearray] = {}
    for item in ranked:
        owner, start, end = item
        marks = taken.setdefault(owner.concern, bytearray(len(text)))
        if not any(marks[start:end]):
            marks[start:end] = b"\1" * (end - start)
            kept.append(item)
    return kept


def _hit(text: str, item: _Found, numbers: tuple[Number, ...], in_title: bool) -> Hit:
    owner, start, end = item
    fragment = _around(text, start, end, numbers)
    match = text[start:end]
    return Hit(
        owner.concern, owner.grade, owner.rule, start, end, match, owner.suggestion, fragment, in_title
    )


def _leak(text: str, number: Number, numbers: tuple[Number, ...], in_title: bool) -> Hit:
    return Hit(
        concern=Concern.PERSONAL,
        grade=number.grade or Grade.HINT,
        rule=f"个人信息：{number.kind}",
        start=number.start,
        end=number.end,
        match=mask(text[number.start : number.end]),
        suggestion=f"{number.kind}不得完整公开，请隐去中间部分",
        fragment=_around(text, number.start, number.end, numbers),
        in_title=in_title,
    )


def _around(text: str, start: int, end: int, numbers: tuple[Number, ...]) -> str:
    """The match with a little of its own line: a viewer marks it, and a line is what the viewer's page has in one piece."""
    first = max(text.rfind("\n", 0, start) + 1, start - _CONTEXT)
    last = text.find("\n", end, end + _CONTEXT)
    return masked_slice(text, first, end + _CONTEXT if last < 0 else last, numbers)


def _bounded(hits: list[Hit]) -> list[Hit]:
    kept: list[Hit] = []
    per_rule: dict[str, int] = {}
    for hit in sorted(hits, key=lambda hit: (hit.grade != Grade.ERROR, hit.start)):
        seen = per_rule.get(hit.rule, 0)
        if seen < MOST_PER_RULE and len(kept) < MOST_HITS:
            per_rule[hit.rule] = seen + 1
            kept.append(hit)
    return sorted(kept, key=lambda hit: (not hit.in_title, hit.start, hit.end))
