"""One rule that a row breaks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Problem(NamedTuple):
    """``field`` is the row's field; ``remedy`` says in Chinese what to do."""

    rule: str
    field: str
    message: str
    remedy: str
    blocking: bool = True

    def __str__(self) -> str:
        return f"{self.message}。{self.remedy}（{self.rule}）"


def with_exemption(problems: Iterable[Problem], exemption: str) -> list[Problem]:
    """An approved exception lets the entry pass; the problem stays on record as a warning.

    What would make the register contradict itself (rules named ``R-``) has no exception.
    """
    return [
        problem._replace(blocking=False) if exemption and not problem.rule.startswith("R-") else problem
        for problem in problems
    ]
