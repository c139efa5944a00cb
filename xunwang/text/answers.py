"""How an answer to a citizen reads: empty, cold, sending elsewhere, too short (M-N-11). Hints, a person judges."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from xunwang.text.signs import load_signs

_LOOKED_AT = 2_000
_MARKS = re.compile(r"[\s\d\W_]+")


class AnswerSign(NamedTuple):
    """What looks poor about an answer."""

    kind: str
    """``empty``, ``cold``, ``elsewhere`` or ``short``."""
    why: str
    """In Chinese, with the words."""


class _Lists(NamedTuple):
    courtesies: re.Pattern[str]
    empty: frozenset[str]
    elsewhere: Sequence[str]
    cold: Sequence[str]
    short: int
    evasive: int


@cache
def _lists(folder: Path | None) -> _Lists:
    data = load_signs("answers", folder)
    courtesies = sorted(data["courtesies"], key=len, reverse=True)
    return _Lists(
        re.compile("|".join(map(re.escape, courtesies)) or r"(?!)"),
        frozenset(_MARKS.sub("", word) for word in data["empty"]),
        data["elsewhere"],
        data["cold"],
        data["short"],
        data["evasive"],
    )


def answer_sign(answer: str, folder: Path | None = None) -> AnswerSign | None:
    """What looks poor about an answer; None when nothing does. At most its first 2,000 characters are read.

    ``cold`` before ``empty`` before ``elsewhere`` before ``short``. An answer that says where to go *and* what to
    bring is long enough not to be called evasive.
    """
    lists = _lists(folder)
    text = answer[:_LOOKED_AT]
    body = _MARKS.sub("", lists.courtesies.sub("", text))
    cold = next((word for word in lists.cold if word in text), None)
    if cold and len(body) < lists.evasive:
        return AnswerSign("cold", f"含有“{cold}”，疑似态度冷漠")
    if not body or body in lists.empty:
        return AnswerSign("empty", "除问候外没有实质内容，疑似空洞")
    elsewhere = next((word for word in lists.elsewhere if word in text), None)
    if elsewhere and len(body) < lists.evasive:
        return AnswerSign(
            "elsewhere", f"实质内容只有{len(body)}字且让留言人另找他处（“{elsewhere}”），疑似推诿"
        )
    if len(body) < lists.short:
        return AnswerSign("short", f"实质内容只有{len(body)}字，疑似敷衍")
    return None
