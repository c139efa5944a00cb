"""Looking at one finding again: which indicators a few pages can tell of, and what they tell."""

from xunwang.rules.recheck.account_judging import judge_account_again, of_comment
from xunwang.rules.recheck.account_methods import (
    AccountMethod,
    Look,
    LookedAccount,
    PostAgain,
    PostState,
    account_method_of,
    account_methods,
)
from xunwang.rules.recheck.judging import judge_again
from xunwang.rules.recheck.methods import (
    RESTRICTED,
    Again,
    Looked,
    Method,
    PageState,
    Rechecked,
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
    "RESTRICTED",
    "AccountMethod",
    "Again",
    "Look",
    "Looked",
    "LookedAccount",
    "Method",
    "PageState",
    "PostAgain",
    "PostState",
    "Rechecked",
    "Scope",
    "TargetState",
    "account_method_of",
    "account_methods",
    "evidence_of",
    "judge_account_again",
    "judge_again",
    "method_of",
    "methods",
    "of_comment",
    "pages_of",
    "place_of",
    "targets_of",
]
