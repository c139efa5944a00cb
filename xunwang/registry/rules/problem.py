"""One rule that a row breaks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from xunwang.words import Word


class Act(Word):
    """What can be done about a problem on the spot."""

    EDIT = "edit", "修改登记"
    CHANGE = "change", "办理变更"
    MERGE = "merge", "办理整合"
    CLOSE = "close", "办理关停"
    OPEN = "open", "开设新媒体"
    EDIT_UNIT = "edit_unit", "修改单位"


class Problem(NamedTuple):
    """``field`` is the row's field; ``remedy`` says in Chinese what to do, ``act`` where.

    ``check`` names what was looked at, where a rule says several things; ``other`` is the account to merge into.
    """

    rule: str
    field: str
    message: str
    remedy: str
    blocking: bool = True
    check: str = ""
    act: Act | None = None
    other: int | None = None

    def __str__(self) -> str:
        return f"{self.message}。{self.remedy}（{self.rule}）"


def with_exemption(problems: Iterable[Problem], exemption: str) -> list[Problem]:
    """An approved exception lets the entry pass; the problem stays on record as a warning.

    What would make the register contradict itself (rules named ``R-``) has no exception.
    """
    if not exemption:
        return list(problems)
    return [one if one.rule.startswith("R-") else one._replace(blocking=False) for one in problems]
