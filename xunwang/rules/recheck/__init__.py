"""Looking at one finding again: which indicators a few pages can tell of, and what they tell."""

from xunwang.rules.recheck.judging import judge_again
from xunwang.rules.recheck.methods import (
    Again,
    Cure,
    Looked,
    Method,
    PageState,
    Scope,
    TargetState,
    evidence_of,
    method_of,
    methods,
    pages_of,
    targets_of,
)
from xunwang.rules.recheck.narrowing import place_of

__all__ = [
    "Again",
    "Cure",
    "Looked",
    "Method",
    "PageState",
    "Scope",
    "TargetState",
    "evidence_of",
    "judge_again",
    "method_of",
    "methods",
    "pages_of",
    "place_of",
    "targets_of",
]
