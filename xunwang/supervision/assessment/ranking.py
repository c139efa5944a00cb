"""The ranking of a year's final assessments."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import OuterRef, QuerySet, Subquery

from xunwang.scoring.supervision import ranks
from xunwang.supervision.models import Assessment, FinalAssessment
from xunwang.supervision.vocabulary import Stage


class Ranked(NamedTuple):
    """A final assessment with its place."""

    final: FinalAssessment
    rank: int | None
    """None after a veto."""


def ranking(year: int) -> dict[int, Ranked]:
    """By the key of the unit, over all units of the year that are final. One query."""
    finals = finals_of(Assessment.objects.filter(year=year, stage=Stage.FINAL))
    places = ranks([(final.assessment.unit_id, final.total) for final in finals])
    return {final.assessment.unit_id: Ranked(final, places.get(final.assessment.unit_id)) for final in finals}


def finals_of(assessments: QuerySet[Assessment]) -> list[FinalAssessment]:
    """The results that count of assessments that are final."""
    last = FinalAssessment.objects.filter(assessment=OuterRef("assessment")).order_by("-number")
    rows = FinalAssessment.objects.filter(assessment__in=assessments, pk=Subquery(last.values("pk")[:1]))
    return list(rows.select_related("assessment"))
