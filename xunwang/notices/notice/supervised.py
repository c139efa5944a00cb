"""What the yearly assessments say of the supervising offices: only when all of the year's are final."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from xunwang.calendar.working_days import local_day
from xunwang.inspection.models import Campaign
from xunwang.supervision.assessment.editions import edition_of
from xunwang.supervision.models import Assessment, FinalAssessment
from xunwang.supervision.vocabulary import Stage

QUARTERLY = "S-D-01"
"""每季度抽查：未开展、比例不足或结果未公开。"""


@dataclass(frozen=True, slots=True)
class Supervision:
    """``inspected``: offices that inspected enough sites in every quarter and published what they found."""

    offices: int
    inspected: int
    least_share: str
    """Share of sites that is enough, with %; empty where the edition has none."""


def supervision_of(campaign: Campaign) -> Supervision | None:
    """Of the year of the campaign's check point; None while an assessment is open. Three queries at most."""
    year = local_day(campaign.check_point).year
    assessments = list(Assessment.objects.filter(year=year, unit__path__startswith=campaign.unit.path))
    if not assessments or any(one.stage != Stage.FINAL for one in assessments):
        return None
    last: dict[int, FinalAssessment] = {}
    for final in FinalAssessment.objects.filter(assessment__in=assessments).order_by("number"):
        last[final.assessment_id] = final
    good = sum(not Decimal(final.points.get(QUARTERLY, "0")) for final in last.values())
    item = edition_of(assessments[0]).items.get(QUARTERLY)
    least = f"{item.threshold.normalize():f}%" if item is not None and item.threshold is not None else ""
    return Supervision(len(last), good, least)
