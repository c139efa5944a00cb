"""The assessment of one unit: items, decisions, hearing, steps."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from xunwang.access.models import User
from xunwang.access.permissions import may
from xunwang.access.roles import Action
from xunwang.rules.item import Item
from xunwang.rules.supervision.describe import supervision_points
from xunwang.supervision.assessment.decide import Word, decide
from xunwang.supervision.assessment.hearing import Said, answer, state
from xunwang.supervision.assessment.moves import freeze, obstacles_to_final, snapshot_is_whole, take
from xunwang.supervision.assessment.standing import Picture, final_of, picture_of
from xunwang.supervision.assessment.verdicts import is_current
from xunwang.supervision.models import Assessment, Statement
from xunwang.supervision.queries import assessments_seen_by
from xunwang.supervision.vocabulary import Move, Opinion, Ruling, Stage
from xunwang.web.components.forms import plain
from xunwang.web.pages.supervision.common import address_of, attempt, uploads_of
from xunwang.web.people import allowed, person
from xunwang.words import State

SHOWN_FINDINGS = 20
_TONES = {State.HIT: "bad", State.CLEAR: "good", State.NEEDS_REVIEW: "warn", State.UNKNOWN: "warn"}
_MOVES = {
    Stage.PREPARING: (Move.FREEZE, Move.SEND),
    Stage.HEARING: (Move.FINALISE, Move.RETURN),
    Stage.FINAL: (Move.REOPEN,),
}


def assessment_context(assessment: Assessment, user: User) -> dict[str, Any]:
    """What the page shows of an assessment."""
    picture = picture_of(assessment)
    stage, score = Stage(assessment.stage), picture.score
    may_assess = may(user, Action.ASSESS_SUPERVISION, assessment)
    may_state = may(user, Action.REPORT_SUPERVISION, assessment) and stage is Stage.HEARING
    return {
        "stage": stage,
        "edition": picture.edition,
        "snapshot": picture.snapshot,
        "whole": snapshot_is_whole(picture.snapshot),
        "score": score,
        "final": final_of(assessment),
        "items": [_item(item, picture) for item in picture.edition.items.values()],
        "rulings": list(Ruling),
        "statements": picture.statements,
        "opinions": list(Opinion),
        "events": assessment.events.select_related("by"),
        "may_assess": may_assess,
        "may_decide": may_assess and stage is not Stage.FINAL,
        "may_state": may_state,
        "moves": _MOVES[stage] if may_assess else (),
        "obstacles": obstacles_to_final(picture, timezone.now()) if stage is not Stage.FINAL else (),
    }


def _item(item: Item, picture: Picture) -> dict[str, Any]:
    verdict = picture.snapshot.verdicts.get(item.id, {})
    decision, standing = picture.decisions.get(item.id), picture.standings[item.id]
    findings = verdict.get("findings", [])
    return {
        "item": item,
        "points": supervision_points(item),
        "machine": State(verdict["state"]),
        "machine_tone": _TONES[State(verdict["state"])],
        "verdict": verdict,
        "findings": [(one, address_of(one["ref"])) for one in findings[:SHOWN_FINDINGS]],
        "more": max(0, len(findings) - SHOWN_FINDINGS),
        "decision": decision,
        "stale": decision is not None and not is_current(decision, verdict),
        "standing": standing,
        "tone": _TONES[standing.state],
        "off": picture.score.points.get(item.id),
        "unpriced": item.id in picture.score.unpriced,
        "wants_points": not item.points_confirmed,
        "most": item.cap or "",
    }


class DecisionForm(forms.Form):
    """What a person says to an item."""

    item = forms.CharField(max_length=20)
    basis = forms.CharField(max_length=64)
    ruling = forms.ChoiceField(choices=[(one.value, one.label) for one in Ruling])
    amount = forms.IntegerField(min_value=0, max_value=10_000, required=False)
    points = forms.DecimalField(
        min_value=Decimal(0), max_value=Decimal(100), decimal_places=2, required=False
    )
    reason = forms.CharField(max_length=2000)

    def word(self, request: HttpRequest) -> Word:
        """As the service takes it. Raises SupervisionError for strange files."""
        data = self.cleaned_data
        return Word(
            data["item"],
            data["basis"],
            Ruling(data["ruling"]),
            data["reason"],
            data["amount"] or 0,
            data["points"],
            uploads_of(request),
        )


@require_POST
@allowed(Action.ASSESS_SUPERVISION)
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide an item."""
    found = _found(request, pk)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        messages.error(request, "请选择判定、填写处数和理由；分值为0至100的数。")
        return _back(found)
    return _try(
        request,
        found,
        lambda: decide(found, form.word(request), person(request), timezone.now()),
        f"已判定{form.cleaned_data['item']}。",
    )


@require_POST
@allowed(Action.ASSESS_SUPERVISION)
def step(request: HttpRequest, pk: int) -> HttpResponse:
    """Freeze, send, return, finalise, reopen."""
    found = _found(request, pk)
    try:
        move = Move(request.POST.get("move", ""))
    except ValueError as error:
        raise Http404 from error
    if move is Move.OPEN:
        raise Http404
    version = request.POST.get("version", "")
    found.version = int(version) if version.isdecimal() and len(version) < 8 else 0
    note = plain(request.POST.get("note", ""), 2000)

    def act() -> object:
        if move is Move.FREEZE:
            return freeze(found, person(request), timezone.now())
        return take(found, move, person(request), timezone.now(), note)

    return _try(request, found, act, f"“{move.label}”已完成。")


@require_POST
@allowed(Action.REPORT_SUPERVISION)
def statement(request: HttpRequest, pk: int) -> HttpResponse:
    """The unit says what it thinks."""
    found = _found(request, pk)
    opinion = Opinion.AGREES if request.POST.get("opinion") == Opinion.AGREES else Opinion.OBJECTS
    text = plain(request.POST.get("text", ""), 4000)

    def act() -> object:
        said = Said(opinion, text, uploads_of(request))
        return state(found, said, person(request), timezone.now())

    return _try(request, found, act, "意见已提交。")


@require_POST
@allowed(Action.ASSESS_SUPERVISION)
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """The office answers a statement."""
    seen = assessments_seen_by(person(request))
    rows = Statement.objects.select_related("assessment__unit").filter(assessment__in=seen)
    said = get_object_or_404(rows, pk=pk)
    text = plain(request.POST.get("text", ""), 4000)
    return _try(
        request, said.assessment, lambda: answer(said, text, person(request), timezone.now()), "已答复。"
    )


def _found(request: HttpRequest, pk: int) -> Assessment:
    return get_object_or_404(assessments_seen_by(person(request)), pk=pk)


def _try(request: HttpRequest, assessment: Assessment, act: Any, told: str) -> HttpResponse:
    attempt(request, act, told)
    return _back(assessment)


def _back(assessment: Assessment) -> HttpResponse:
    return redirect("supervisor", pk=assessment.unit_id, year=assessment.year)
