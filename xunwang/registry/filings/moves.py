"""The moves of the state machine: each checks who, checks the state, acts, and is written down."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from xunwang.access.models import User
from xunwang.access.permissions import assignments_of, require
from xunwang.access.roles import Action, roles_for
from xunwang.registry.filing_words import DECISIONS, MOVES, STEPS, FilingState, Move, Step
from xunwang.registry.filings.checks import filing_problems
from xunwang.registry.filings.effects import begin, finish_opening, take_effect
from xunwang.registry.models import Filing, FilingEvent, FilingStep, Unit
from xunwang.registry.services import RegisterError, lock_register
from xunwang.registry.snapshot import Register
from xunwang.registry.vocabulary import Status


class FilingError(Exception):
    """The move is not possible now; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class StepDone:
    """One of the five steps of an opening."""

    step: Step
    done_on: date
    number: str = ""


def submit(filing: Filing, by: User) -> Filing:
    """Send it up. Raises :class:`FilingError`, RegisterError (rules), PermissionDenied."""
    require(by, Action.SUBMIT_FILINGS, filing)
    with _moving(filing, Move.SUBMIT) as current:
        _check_rules(current)
        current.awaiting = current.first_decider
        _note(current, Move.SUBMIT, by, FilingState.DECIDING)
    return current


def withdraw(filing: Filing, by: User, note: str = "") -> Filing:
    """Take it back for good. Raises as :func:`submit`."""
    require(by, Action.SUBMIT_FILINGS, filing)
    with _moving(filing, Move.WITHDRAW) as current:
        current.awaiting = None
        _note(current, Move.WITHDRAW, by, FilingState.WITHDRAWN, note)
    return current


def possible_moves(filing: Filing) -> frozenset[Move]:
    """What may be done with this very filing now, by whoever may."""
    state = FilingState(filing.state)
    if state is FilingState.APPROVED:
        return frozenset({Move.WITHDRAW if filing.of_account else Move.COMPLETE_STEP})
    return MOVES[state]


def may_decide(by: User, filing: Filing) -> bool:
    """True for those who decide in the name of the unit whose turn it is, except for who proposed it."""
    if filing.state != FilingState.DECIDING or filing.awaiting is None or by.pk == filing.created_by_id:
        return False
    allowed = roles_for(Action.DECIDE_FILINGS)
    return by.is_active and any(
        held.role in allowed
        and held.path == (filing.awaiting.path if held.unit_id else _root_only(filing.awaiting))
        for held in assignments_of(by)
    )


def decide(filing: Filing, move: Move, by: User, *, today: date, note: str = "") -> Filing:
    """Approve, return or reject at the level whose turn it is.

    Approval goes on to the next level; the highest makes it effective. A return or a rejection needs a
    reason. Raises :class:`FilingError`, RegisterError when the rules no longer allow it.
    """
    if move not in DECISIONS:
        raise ValueError(f"{move} is no decision")
    with _moving(filing, move) as current:
        if not may_decide(by, current):
            where = current.awaiting.name if current.awaiting else ""
            raise FilingError(f"现由“{where}”审批，且提出人不能审批自己的备案。")
        if move is not Move.APPROVE and not note.strip():
            raise FilingError(f"{move.label}须写明意见。")
        at = current.awaiting
        above = at.overseer if at is not None else None
        if move is Move.RETURN:
            current.awaiting = None
            _note(current, move, by, FilingState.RETURNED, note, at)
        elif move is Move.REJECT:
            current.awaiting = None
            _note(current, move, by, FilingState.REJECTED, note, at)
        elif above is not None:
            current.awaiting = above
            _note(current, move, by, FilingState.DECIDING, note, at)
        else:
            _check_rules(current)
            current.awaiting = None
            _note(current, move, by, take_effect(current, today), note, at)
    return current


def complete_step(filing: Filing, done: StepDone, by: User, *, today: date) -> Filing:
    """Write one of the five steps down, in their order; the last opens the site (G-26).

    Raises :class:`FilingError`, and RegisterError when the site code breaks a rule.
    """
    require(by, Action.SUBMIT_FILINGS, filing)
    with _moving(filing, Move.COMPLETE_STEP) as current:
        known = {Step(step.step): step for step in current.steps.all()}
        following = next(step for step in STEPS if step not in known)
        if done.step is not following:
            raise FilingError(f"应先办理“{following.label}”：五个步骤依次进行。")
        latest = max((step.done_on for step in known.values()), default=None)
        if done.done_on > today or (latest is not None and done.done_on < latest):
            raise FilingError("办结日期不能晚于今天，也不能早于上一步。")
        if not done.number.strip():
            raise FilingError(f"请填写“{done.step.label}”的编号（域名、备案号或标识码）。")
        FilingStep.objects.create(
            filing=current, step=done.step, done_on=done.done_on, number=done.number.strip()
        )
        last = done.step is STEPS[-1]
        if last:
            finish_opening(current, done.done_on)
        state = FilingState.DONE if last else FilingState.APPROVED
        _note(current, Move.COMPLETE_STEP, by, state, f"{done.step.label}：{done.number}（{done.done_on}）")
    return current


def resume(filing: Filing, by: User, *, today: date) -> Filing:
    """End a suspension. Raises as :func:`submit`."""
    require(by, Action.SUBMIT_FILINGS, filing)
    with _moving(filing, Move.RESUME) as current:
        current.resumed_on = today
        begin(current, Status.RUNNING)
        _note(current, Move.RESUME, by, FilingState.DONE)
    return current


@contextmanager
def _moving(filing: Filing, move: Move) -> Iterator[Filing]:
    """The filing as it is now, locked; ``filing`` is brought up to date at the end."""
    with transaction.atomic():
        lock_register()
        current = Filing.objects.select_for_update(of=("self",)).get(pk=filing.pk)
        state = FilingState(current.state)
        if move not in possible_moves(current):
            raise FilingError(f"此备案现为“{state.label}”，不能“{move.label}”。请刷新页面查看最新状态。")
        yield current
    filing.refresh_from_db()


def _check_rules(filing: Filing) -> None:
    blocking = [problem for problem in filing_problems(filing, Register.load()) if problem.blocking]
    if blocking:
        raise RegisterError(blocking)


def _note(
    filing: Filing, move: Move, by: User, to: FilingState, note: str = "", by_unit: Unit | None = None
) -> None:
    FilingEvent.objects.create(
        filing=filing,
        by=by,
        by_unit=by_unit,
        move=move,
        from_state=filing.state,
        to_state=to,
        note=note.strip(),
    )
    filing.state = to
    filing.save()


def _root_only(unit: Unit) -> str:
    """A role over everything decides at the root only, not in the name of the levels below."""
    return "/" if unit.overseer is None else ""
