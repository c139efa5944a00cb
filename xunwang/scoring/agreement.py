"""How far two reviewers agree beyond chance (Cohen's kappa)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of ``pairs`` double reviews, ``agreed`` had the same answer twice."""

    pairs: int
    agreed: int
    kappa: Fraction | None
    """1 for full agreement, 0 for what chance gives, below for less; None where it is not defined: no pairs,
    or all answers the same, which chance alone would give too."""


def agreement(pairs: Iterable[tuple[str, str]]) -> Agreement:
    """Agreement of (first, second) answers, exact (J. Cohen, Educational and Psychological Measurement 20, 1960)."""
    table = Counter(pairs)
    total = table.total()
    agreed = sum(count for (first, second), count in table.items() if first == second)
    if not total:
        return Agreement(0, 0, None)
    firsts: Counter[str] = Counter()
    seconds: Counter[str] = Counter()
    for (first, second), count in table.items():
        firsts[first] += count
        seconds[second] += count
    chance = Fraction(sum(firsts[answer] * seconds[answer] for answer in firsts), total * total)
    observed = Fraction(agreed, total)
    return Agreement(total, agreed, None if chance == 1 else (observed - chance) / (1 - chance))
