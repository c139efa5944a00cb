"""The charts that go with a published notice, by the one chart module."""

from __future__ import annotations

from collections.abc import Mapping

from xunwang.inspection.models import FinalResult
from xunwang.notices.charts import chart_of_regions, outcomes_by_group, score_distribution
from xunwang.scoring.figures import score_bands
from xunwang.words import Outcome

TITLES: Mapping[str, str] = {
    "groups": "各类政府网站检查结果",
    "regions": "各地区政府网站合格率",
    "scores": "门户网站得分分布",
}
"""What each chart shows; also what stands for it where no picture is seen."""


def charts_of(final: FinalResult) -> dict[str, str]:
    """SVG by name; a chart without anything to show is left out."""
    sites = final.figures["sites"]
    rows = [
        (group["group"], outcome, group[outcome.value])
        for group in sites["by_category"]
        for outcome in (Outcome.QUALIFIED, Outcome.UNQUALIFIED)
        if group[outcome.value]
    ]
    rates = [
        (group["group"], 100 * group["qualified"] / group["checked"], str(group["rate"]))
        for group in sites.get("by_region", ())
        if group["checked"]
    ]
    scores = score_bands(final.scores.values_list("total", flat=True))
    found = {}
    if rows:
        found["groups"] = outcomes_by_group(rows, TITLES["groups"])
    if rates:
        found["regions"] = chart_of_regions(rates, TITLES["regions"]).svg
    if any(scores.values()):
        found["scores"] = score_distribution(scores, TITLES["scores"])
    return found
