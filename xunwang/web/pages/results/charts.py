"""The charts of a campaign's results."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from xunwang.inspection.models import FinalResult
from xunwang.inspection.results.lines import SiteLine
from xunwang.inspection.results.problems import ProblemLine
from xunwang.notices.charts import (
    Chart,
    chart_of_problems,
    chart_of_regions,
    chart_of_rounds,
    chart_of_scores,
)
from xunwang.scoring.figures import score_bands
from xunwang.words import ItemKind

MOST_PROBLEMS = 15
_CONFIRMED, _OPEN = "存在问题", "待人工复核"


def regions_chart(figures: Mapping[str, Any]) -> Chart | None:
    """Pass rate by region."""
    groups = figures["sites"]["by_region"]
    rates = [(group["group"], _share(group), str(group["rate"])) for group in groups if group["checked"]]
    return chart_of_regions(rates, "各地区政府网站合格率") if rates else None


def scores_chart(lines: Iterable[SiteLine]) -> Chart | None:
    """Distribution of the portals' scores."""
    bands = score_bands(line.total for line in lines if line.checked.taken_at is not None)
    return chart_of_scores(bands, "门户网站得分分布") if any(bands.values()) else None


def problems_chart(lines: Sequence[ProblemLine]) -> Chart | None:
    """The indicators that most sites have trouble with."""
    found = [line for line in lines if line.kind is not ItemKind.BONUS and (line.sites or line.open)]
    found.sort(key=lambda line: (-line.sites, -line.open, line.id))
    rows = [
        (f"{line.id} {line.title[:16]}", label, count)
        for line in found[:MOST_PROBLEMS]
        for label, count in ((_CONFIRMED, line.sites), (_OPEN, line.open_sites))
        if count
    ]
    return chart_of_problems(rows, "问题最多的指标") if rows else None


def rounds_chart(finals: Sequence[FinalResult]) -> Chart | None:
    """Pass rates over rounds; of fewer than two there is nothing to compare."""
    rows: list[tuple[str, str, float, str]] = []
    for final in finals:
        sites, accounts = final.figures["sites"]["overall"], final.figures["accounts"]
        name = f"{final.campaign.title[:12]}（{final.campaign.check_point:%Y-%m}）"
        if sites:
            rows.append((name, "政府网站", _share(sites), str(sites["rate"])))
        if accounts["sampled"]:
            share = 100 * accounts["qualified"] / accounts["sampled"]
            rows.append((name, "政务新媒体", share, str(accounts["rate"])))
    return chart_of_rounds(rows, "历次检查合格率") if len(finals) > 1 and rows else None


def _share(group: Mapping[str, Any]) -> float:
    """Per cent; what is pending has not passed."""
    qualified, checked = int(group["qualified"]), int(group["checked"])
    return round(100 * qualified / checked, 2)
