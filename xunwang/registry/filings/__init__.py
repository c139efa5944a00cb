"""Filings: proposed by a unit, approved level by level, then in effect, with the whole history kept."""

from xunwang.registry.filings.checks import filing_problems
from xunwang.registry.filings.due import carry_out_due, overdue_suspensions, start_due_suspensions
from xunwang.registry.filings.moves import (
    FilingError,
    StepDone,
    complete_step,
    decide,
    may_decide,
    possible_moves,
    resume,
    submit,
    withdraw,
)
from xunwang.registry.filings.propose import Request, propose, revise

__all__ = [
    "FilingError",
    "Request",
    "StepDone",
    "carry_out_due",
    "complete_step",
    "decide",
    "filing_problems",
    "may_decide",
    "overdue_suspensions",
    "possible_moves",
    "propose",
    "resume",
    "revise",
    "start_due_suspensions",
    "submit",
    "withdraw",
]
