"""The charts that go with a published notice, by the one chart module."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from xunwang.inspection.models import FinalResult
from xunwang.notices import charts
from xunwang.scoring.figures import BANDS
from xunwang.words import Outcome

TITLES: Mapping[str, str] = {"groups": "各类政府网站检查结果", "scores": "门户网站得分分布"}
"""What each chart shows; also what stands for it where no picture is seen."""


def charts_of(final: FinalResult) -> dict[str, str]:
    """SVG by name; a chart without anything to show is left out."""
    groups = final.figures["sites"]["by_category"]
    rows = [
        (group["group"], outcome, group[outcome.value])
        for group in groups
        for outcome in (Outcome.QUALIFIED, Outcome.UNQUALIFIED)
        if group[outcome.value]
    ]
    scores = _bands(final)
    found = {}
    if rows:
        found["groups"] = charts.outcomes_by_group(rows, TITLES["groups"])
    if any(scores.values()):
        found["scores"] = charts.score_distribution(scores, TITLES["scores"])
    return found


def _bands(final: FinalResult) -> dict[str, int]:
    totals = final.scores.filter(total__isnull=False).values_list("total", flat=True)
    counts = Counter(
        BANDS[max(0, min(len(BANDS) - 1, int(total) // 10 - 5))] for total in totals if total is not None
    )
    return {band: counts[band] for band in BANDS}
