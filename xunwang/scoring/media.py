"""Why accounts of new media are unqualified, in the words of notices and their annexes; pure."""

from __future__ import annotations

from collections.abc import Sequence

from xunwang.rules.item import Item

_BY_FIRST_CLAUSE = frozenset({"M-V-02.1", "M-V-02.2", "M-V-03.1"})
"""Items whose findings begin with the reason in the words of the notice; of the others the item's title is told."""


def reasons_of(item: Item, summaries: Sequence[str]) -> list[str]:
    """Why a decided veto makes an account unqualified, in the words of a notice; nothing of what a post said."""
    if item.id in _BY_FIRST_CLAUSE and summaries:
        return [_first_clause(summary) for summary in summaries]
    return [item.title]


def _first_clause(text: str) -> str:
    """``连续26天未更新，最近一次更新为…`` → ``连续26天未更新``."""
    for mark in "，：（。":
        text = text.partition(mark)[0]
    return text
