"""The check-up of new media (体检): everything that stands against the accounts and units of the register."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from xunwang.registry.models import Account
from xunwang.registry.rules import Figures, Problem, Standing, account_problems, coverage_problems
from xunwang.registry.services import account_row
from xunwang.registry.snapshot import AccountRow, Register, UnitRow

FiguresSource = Callable[[], Mapping[int, Figures]]
"""Gives followers and posts of the accounts of which it knows some, by key."""
_sources: list[FiguresSource] = []


def figures_from(source: FiguresSource) -> None:
    """Ask ``source`` for figures from now on. For whoever collects them, when the programme starts."""
    if source not in _sources:
        _sources.append(source)


def known_figures() -> dict[int, Figures]:
    """What all sources know; of two the later one is believed."""
    return {key: figures for source in _sources for key, figures in source().items()}


class Line(NamedTuple):
    """One problem of an account, or of a unit that should have one (``account`` None)."""

    problem: Problem
    unit: UnitRow
    account: AccountRow | None


def problems_of_account(
    account: Account, register: Register | None = None, figures: Mapping[int, Figures] | None = None
) -> list[Problem]:
    """Of entry and standing, of one account as it is stored."""
    known = register or Register.load()
    row = account_row(account)
    return [*account_problems(row, known), *Standing(known, figures).of_account(row)]


def check_up(register: Register, figures: Mapping[int, Figures] | None = None) -> Iterator[Line]:
    """All lines, accounts in the order of the register, then the units without any. Linear in the register.

    ``figures`` are followers and posts of those accounts of which they are known, by key.
    """
    standing = Standing(register, figures)
    for account in register.accounts.values():
        unit = register.units[account.unit_id]
        for problem in (*account_problems(account, register), *standing.of_account(account)):
            yield Line(problem, unit, account)
    for unit in register.units.values():
        for problem in coverage_problems(unit, register):
            yield Line(problem, unit, None)
