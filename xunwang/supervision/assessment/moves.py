"""The steps of an assessment: opened, frozen, sent, heard, final, reopened. Each is written down."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import NamedTuple

from django.db import IntegrityError, transaction

from xunwang import __version__
from xunwang.access.models import User
from xunwang.access.permissions import require
from xunwang.access.roles import Action
from xunwang.calendar import CalendarNotPublished
from xunwang.calendar.working_days import local_day
from xunwang.holidays.office import add_working_days
from xunwang.registry.models import Unit
from xunwang.rules.supervision.edition import DEFAULT
from xunwang.rules.supervision.registry import evaluate_supervisor
from xunwang.supervision.assessment.editions import choose, edition_mark, edition_of
from xunwang.supervision.assessment.standing import Picture, picture_of
from xunwang.supervision.assessment.verdicts import digest_of, facts_json, verdicts_json
from xunwang.supervision.errors import ObstaclesError, StaleError, SupervisionError
from xunwang.supervision.facts.build import facts_of
from xunwang.supervision.facts.material import Material, load_material
from xunwang.supervision.ledger.clocks import limits
from xunwang.supervision.models import Assessment, AssessmentEvent, FinalAssessment, OwnEdition, Snapshot
from xunwang.supervision.vocabulary import Move, Stage

_FROM = {
    Move.FREEZE: Stage.PREPARING,
    Move.SEND: Stage.PREPARING,
    Move.RETURN: Stage.HEARING,
    Move.FINALISE: Stage.HEARING,
    Move.REOPEN: Stage.FINAL,
}
_TO = {
    Move.FREEZE: Stage.PREPARING,
    Move.SEND: Stage.HEARING,
    Move.RETURN: Stage.PREPARING,
    Move.FINALISE: Stage.FINAL,
    Move.REOPEN: Stage.PREPARING,
}
_REASON = frozenset({Move.RETURN, Move.REOPEN})


def open_year(
    units: Iterable[Unit], year: int, by: User, now: datetime, own_text: str = ""
) -> list[Assessment]:
    """Open the assessment of a year for units that have none, and freeze their figures.

    ``own_text`` is the office's own edition, empty for the shipped one. Raises SupervisionError for a year that has
    not begun and as :func:`choose`, PermissionDenied.
    """
    units = list(units)
    for unit in units:
        require(by, Action.ASSESS_SUPERVISION, unit)
    if year > local_day(now).year:
        raise SupervisionError(f"{year}年还没有开始。")
    with transaction.atomic():
        known = set(Assessment.objects.filter(year=year, unit__in=units).values_list("unit_id", flat=True))
        wanted = [unit for unit in units if unit.pk not in known]
        if not wanted:
            return []
        opening = _Opening(year, choose(year, own_text, by, now), by, now, load_material(year))
        return [_open(unit, opening) for unit in wanted]


def freeze(assessment: Assessment, by: User, now: datetime) -> Snapshot:
    """Take the figures as they are now. Raises SupervisionError, StaleError, PermissionDenied."""
    with transaction.atomic():
        current = _hold(assessment, Move.FREEZE, by)
        snapshot = _freeze(current, by, now, load_material(current.year))
        _go(current, Move.FREEZE, by, now, f"第{snapshot.number}次取数")
    assessment.refresh_from_db()
    return snapshot


def take(assessment: Assessment, move: Move, by: User, now: datetime, note: str = "") -> Assessment:
    """Send, return, finalise or reopen. Raises ObstaclesError, SupervisionError, StaleError, PermissionDenied."""
    if move in _REASON and not note.strip():
        raise SupervisionError(f"“{move.label}”须写明理由。")
    with transaction.atomic():
        current = _hold(assessment, move, by)
        effect = _EFFECTS.get(move)
        if effect is not None:
            effect(current, by, now)
        _go(current, move, by, now, note.strip())
    assessment.refresh_from_db()
    return assessment


def obstacles_to_final(picture: Picture, now: datetime) -> list[str]:
    """What is left before an assessment can be final, in Chinese."""
    found = [f"{item}还没有判定" for item in picture.score.open_items]
    found += [f"{item}的分值未核定，请定分" for item in picture.score.unpriced]
    unanswered = [one for one in picture.statements if one.answered_at is None and one.text]
    if unanswered:
        found.append(f"还有{len(unanswered)}条意见没有答复")
    due = picture.assessment.statement_due
    if not picture.heard and due is not None and local_day(now) <= due:
        found.append(f"被考核单位尚可在{due:%Y-%m-%d}前反馈意见")
    return found


class _Opening(NamedTuple):
    """What all assessments have in common that are opened at once."""

    year: int
    own: OwnEdition | None
    by: User
    now: datetime
    material: Material


def _open(unit: Unit, told: _Opening) -> Assessment:
    try:
        with transaction.atomic():
            assessment = Assessment.objects.create(
                unit=unit,
                year=told.year,
                edition_id=told.own.edition_id if told.own else DEFAULT,
                own_edition=told.own,
                created_at=told.now,
            )
    except IntegrityError as error:
        raise StaleError(f"“{unit.name}”的考核刚刚由其他人建立，请刷新。") from error
    AssessmentEvent.objects.create(assessment=assessment, at=told.now, by=told.by, move=Move.OPEN)
    _freeze(assessment, told.by, told.now, told.material)
    return assessment


def _freeze(assessment: Assessment, by: User, now: datetime, material: Material) -> Snapshot:
    facts = facts_of(assessment.unit, material)
    edition = edition_of(assessment)
    told, judged = facts_json(facts), verdicts_json(evaluate_supervisor(facts, edition, now))
    whole = [assessment.unit.name, assessment.year, edition_mark(assessment), told, judged]
    return Snapshot.objects.create(
        assessment=assessment,
        number=assessment.snapshots.count() + 1,
        at=now,
        by=by,
        program=f"xunwang {__version__}",
        facts=told,
        verdicts=judged,
        digest=digest_of(whole),
    )


def snapshot_is_whole(snapshot: Snapshot) -> bool:
    """Whether the frozen figures are still those that the digest was made of."""
    assessment = snapshot.assessment
    edition = edition_mark(assessment)
    whole = [assessment.unit.name, assessment.year, edition, snapshot.facts, snapshot.verdicts]
    return digest_of(whole) == snapshot.digest


def _hold(assessment: Assessment, move: Move, by: User) -> Assessment:
    current = Assessment.objects.select_related("unit").select_for_update(of=("self",)).get(pk=assessment.pk)
    require(by, Action.ASSESS_SUPERVISION, current)
    if current.stage != _FROM[move]:
        raise SupervisionError(f"考核现为“{Stage(current.stage).label}”，不能“{move.label}”。请刷新页面。")
    if current.version != assessment.version:
        raise StaleError("其他人刚刚改动了这项考核，请刷新后再试。")
    return current


def _go(assessment: Assessment, move: Move, by: User, now: datetime, note: str) -> None:
    AssessmentEvent.objects.create(assessment=assessment, at=now, by=by, move=move, note=note)
    assessment.stage = _TO[move]
    assessment.version += 1
    assessment.save(update_fields=["stage", "version", "statement_due"])


def _send(assessment: Assessment, by: User, now: datetime) -> None:
    try:
        assessment.statement_due = add_working_days(now, limits()["statement_working_days"].value)
    except CalendarNotPublished as error:
        raise SupervisionError(str(error)) from error


def _finalise(assessment: Assessment, by: User, now: datetime) -> None:
    picture = picture_of(assessment)
    obstacles = obstacles_to_final(picture, now)
    if obstacles:
        raise ObstaclesError(obstacles)
    score = picture.score
    FinalAssessment.objects.create(
        assessment=assessment,
        number=assessment.finals.count() + 1,
        at=now,
        by=by,
        outcome=score.outcome,
        vetoes=list(score.vetoes),
        points={item: f"{points:f}" for item, points in score.points.items()},
        score=score.high,
        total=score.total_high,
        uses_unconfirmed_points=score.uses_unconfirmed_points,
        digest=final_digest(picture),
    )


def final_digest(picture: Picture) -> str:
    """Digest over the snapshot, the decisions that count, the statements and the score."""
    score = picture.score
    return digest_of(
        [
            picture.snapshot.digest,
            sorted(
                [one.item, one.basis, one.ruling, one.amount, str(one.points), one.reason]
                for one in picture.decisions.values()
            ),
            [[one.opinion, one.text, one.answer] for one in picture.statements],
            [score.outcome, list(score.vetoes), {item: str(points) for item, points in score.points.items()}],
            [str(score.high), str(score.total_high)],
        ]
    )


_EFFECTS: dict[Move, Callable[[Assessment, User, datetime], None]] = {
    Move.SEND: _send,
    Move.FINALISE: _finalise,
}
