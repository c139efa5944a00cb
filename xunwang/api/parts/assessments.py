"""Yearly assessments of supervising units (监管考核)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema

from xunwang.access.models import User
from xunwang.access.permissions import within
from xunwang.access.roles import Action
from xunwang.api.operations import operation, person
from xunwang.api.shapes import Key, Page, Paging, Ref, page, tagged
from xunwang.supervision.models import Assessment, FinalAssessment
from xunwang.supervision.vocabulary import Stage
from xunwang.words import Outcome

router = Router(tags=["监管考核"])


class AssessmentOut(Schema):
    """One unit, one year."""

    id: int
    unit: int
    year: int
    edition_id: str
    edition_digest: str = Field(description="自定指标版本文件的摘要（SHA-256）；随附版本为空")
    stage: Stage
    statement_due: date | None


class FinalAssessmentOut(Schema):
    """What it came to. Points are decimals as text."""

    number: int
    at: datetime
    by: str
    outcome: Outcome
    vetoes: list[str]
    points: dict[str, Any]
    score: str | None
    total: str | None
    uses_unconfirmed_points: bool
    digest: str


class AssessmentWhole(AssessmentOut):
    """With the instant of the automatic figures, and the final results, the one that counts first."""

    figures_at: datetime | None = Field(description="自动取数的时间")
    figures_digest: str
    finals: list[FinalAssessmentOut]


class AssessmentFilter(Schema):
    """Which assessments."""

    year: int | None = Field(None, ge=2000, le=2099)
    unit: Ref | None = None
    stage: Stage | None = None


@operation(router, "GET /assessments", Action.SEE_ASSESSMENTS, Page[AssessmentOut], "监管考核列表")
def assessments(
    request: HttpRequest, paging: Query[Paging], chosen: Query[AssessmentFilter]
) -> Page[AssessmentOut]:
    """Assessments of the units in the subtree, newest first."""
    rows = _seen(person(request)).filter(**chosen.model_dump(exclude_none=True))
    return page(rows, paging, lambda one: AssessmentOut(**_facts(one)), newest=True)


@operation(router, "GET /assessments/{key}", Action.SEE_ASSESSMENTS, AssessmentWhole, "监管考核的结果")
def assessment(request: HttpRequest, key: Key, response: HttpResponse) -> AssessmentWhole:
    """One assessment."""
    found = get_object_or_404(_seen(person(request)), pk=key)
    figures = found.snapshots.defer("facts", "verdicts").first()
    shown = AssessmentWhole(
        **_facts(found),
        figures_at=figures.at if figures is not None else None,
        figures_digest=figures.digest if figures is not None else "",
        finals=[_final(one) for one in found.finals.select_related("by")],
    )
    return tagged(response, shown)  # type: ignore[no-any-return]


def _seen(user: User) -> QuerySet[Assessment]:
    return within(
        user,
        Action.SEE_ASSESSMENTS,
        Assessment.objects.select_related("unit", "own_edition").defer("own_edition__text"),
        "unit__path",
    )


def _facts(one: Assessment) -> dict[str, Any]:
    return {
        "id": one.pk, "unit": one.unit_id, "year": one.year, "edition_id": one.edition_id,
        "edition_digest": one.own_edition.digest if one.own_edition else "", "stage": one.stage,
        "statement_due": one.statement_due,
    }  # fmt: skip


def _final(one: FinalAssessment) -> FinalAssessmentOut:
    return FinalAssessmentOut(
        number=one.number, at=one.at, by=one.by.name, outcome=Outcome(one.outcome), vetoes=list(one.vetoes),
        points=one.points, score=None if one.score is None else str(one.score),
        total=None if one.total is None else str(one.total), uses_unconfirmed_points=one.uses_unconfirmed_points,
        digest=one.digest,
    )  # fmt: skip
