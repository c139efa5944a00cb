"""Reproducible choices: the same names always give the same numbers.

``random.Random`` costs some 8 µs to seed, and a page needs a fresh one for each entry it lists;
splitmix64 needs none of that.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar
from zlib import crc32

T = TypeVar("T")
_MASK = (1 << 64) - 1


def seed_of(*parts: int | str) -> int:
    """A 64-bit number that depends on every part and on their order."""
    state = 0x9E3779B97F4A7C15
    for part in parts:
        value = crc32(part.encode()) if isinstance(part, str) else part
        state = ((state ^ value) * 0xBF58476D1CE4E5B9 + 0x94D049BB133111EB) & _MASK
        state ^= state >> 29
    return state


class Dice:
    """A stream of choices from a seed."""

    __slots__ = ("_state",)

    def __init__(self, seed: int) -> None:
        self._state = seed & _MASK

    def number(self, below: int) -> int:
        """An integer from 0 to ``below - 1``."""
        self._state = (self._state + 0x9E3779B97F4A7C15) & _MASK
        mixed = ((self._state ^ (self._state >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        return int((mixed >> 24) % below)

    def pick(self, choices: Sequence[T]) -> T:
        """One of the choices."""
        return choices[self.number(len(choices))]

    def between(self, low: int, high: int) -> int:
        """An integer from ``low`` to ``high``, both included."""
        return low + self.number(high - low + 1)
