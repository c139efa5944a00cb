"""Records of the text layer: list rows, and what a scan finds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from xunwang.words import Concern, Grade


class ListError(ValueError):
    """A row of a word list is wrong: whoever edits the list corrects the cell that the message names."""


class Hit(NamedTuple):
    """One occurrence of something a list, or the search for personal data, is about."""

    concern: Concern
    grade: Grade
    rule: str
    """Name of the list and of the entry: ``常见错别字：以经``."""
    start: int
    end: int
    """Offsets into the text (into the title where ``in_title``)."""
    match: str
    """Exactly ``text[start:end]``; of personal numbers the middle is masked, the length kept."""
    suggestion: str
    fragment: str
    """Exact text with about 20 characters on both sides; personal numbers in it are masked."""
    in_title: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of a word list: an expression to look for, and when it counts."""

    pattern: str
    concern: Concern
    grade: Grade
    suggestion: str = ""
    unless: tuple[str, ...] = ()
    """An expression that contains the pattern excuses where it covers the hit; any other one excuses
    when it stands within ``context.NEAR`` characters of the hit, or in the title."""
    needs: tuple[str, ...] = ()
    """At least one of these must stand within ``context.NEAR`` characters."""
    digit_edge: bool = False
    """Not next to another digit (``2月30日`` is not in ``12月30日``)."""
    source: str = ""
    note: str = ""
    origin: str = ""
    """Name of the list."""

    @property
    def rule(self) -> str:
        """Name of the list and of the entry."""
        return f"{self.origin}：{self.pattern}"


@dataclass(frozen=True, slots=True)
class Term:
    """A fixed expression whose correct wording is known, and the wrong forms of it that count.

    A wrong form may be a part of the expression (``民镇府`` of ``人民政府``): as short as it can be
    without occurring in correct text, so that it is found in every longer expression too.
    """

    term: str
    concern: Concern
    grade: Grade
    wrong: tuple[str, ...] = ()
    source: str = ""
    note: str = ""
    origin: str = ""

    @property
    def rule(self) -> str:
        """Name of the list and of the term."""
        return f"{self.origin}：{self.term}"

    @property
    def suggestion(self) -> str:
        """The correct wording."""
        return self.term


@dataclass(frozen=True, slots=True)
class Lists:
    """All word lists, ready for ``Scanner.build``."""

    entries: tuple[Entry, ...] = ()
    terms: tuple[Term, ...] = ()
    off: frozenset[str] = frozenset()
    """Expressions and wrong forms that an office has switched off."""
