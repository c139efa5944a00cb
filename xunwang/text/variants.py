"""Variants of fixed expressions with exactly one wrong character.

A long fixed expression with one character exchanged for one that sounds or looks alike is hardly ever
right, whatever stands around it: so its variants can be looked for as they are, in the same pass as all
other patterns, without segmenting the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from xunwang.text.records import Term


def variants(term: Term, similar: Mapping[str, str]) -> Iterator[str]:
    """All variants of ``term`` that count, doubtful ones included."""
    right, legit = term.term, term.legit
    for at, char in enumerate(right):
        like = similar.get(char)
        if like:
            head, tail = right[:at], right[at + 1 :]
            for other in like:
                variant = head + other + tail
                if variant not in legit:
                    yield variant
