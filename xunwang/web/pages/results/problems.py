"""Problems of a campaign by indicator."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xunwang.access.roles import Action
from xunwang.inspection.models import Finding
from xunwang.inspection.results.freeze import final_of
from xunwang.inspection.results.problems import ProblemLine, problem_lines
from xunwang.registry.vocabulary import choices
from xunwang.web.components.exports import listing_table
from xunwang.web.components.listing import Cell, Column, Filter, ListSpec
from xunwang.web.components.rows import RowListing
from xunwang.web.downloads import table_download
from xunwang.web.pages.campaigns.campaign import found_campaign
from xunwang.web.pages.results.charts import problems_chart
from xunwang.web.pages.results.overview import badge, tabs
from xunwang.web.people import allowed
from xunwang.words import ItemKind

_STATES = [
    ("hit", "有确认的问题"),
    ("open", "有待复核的问题"),
    ("unknown", "有待判定的网站或账号"),
    ("none", "没有问题"),
]


def _by_state(rows: Any, wanted: str) -> Any:
    return [line for line in rows if wanted in _states(line)]


def _states(line: ProblemLine) -> set[str]:
    counts = {"hit": line.sites, "open": line.open, "unknown": line.unknown}
    return {state for state, count in counts.items() if count} or {"none"}


def _list(lines: list[ProblemLine]) -> ListSpec:
    areas = list(dict.fromkeys(line.area for line in lines if line.area))
    return ListSpec(
        columns=(
            Column("id", "编号", lambda line: line.id, ("id",), "short"),
            Column("title", "指标", lambda line: line.title, ("title",)),
            Column("area", "类别", lambda line: line.area, ("area",), "short"),
            Column("sites", "有问题的网站、账号", lambda line: str(line.sites), ("sites",), "number"),
            Column("findings", "确认的问题", lambda line: str(line.findings), ("findings",), "number"),
            Column("amount", "处数", lambda line: str(line.amount), ("amount",), "number"),
            Column("open", "待复核", lambda line: str(line.open), ("open",), "number"),
            Column("unknown", "待判定的网站、账号", lambda line: str(line.unknown), ("unknown",), "number"),
            Column("waived", "不予判定", lambda line: str(line.waived), ("waived",), "number"),
            Column("dismissed", "已排除", lambda line: str(line.dismissed), ("dismissed",), "number"),
            Column("points", "分值", _points, (), "short"),
        ),
        filters=(
            Filter("kind", "部分", choices(ItemKind), "kind"),
            Filter("area", "类别", [(area, area) for area in areas], "area"),
            Filter("state", "情况", _STATES, _by_state),
        ),
        search=("id", "title"),
        search_label="编号或指标",
        empty="还没有检查结果。",
    )


def _points(line: ProblemLine) -> Cell | str:
    item = line.item
    if item is None or item.kind is ItemKind.VETO or (item.points_confirmed and item.cap_confirmed):
        return ""
    return Cell("未核定", tone="warn")


@allowed(Action.SEE_CAMPAIGNS)
def problems(request: HttpRequest, pk: int) -> HttpResponse:
    """Every indicator with the sites that have trouble with it."""
    campaign = found_campaign(request, pk)
    lines = problem_lines(campaign)
    listing = RowListing(_list(lines), lines, request.GET)
    if request.GET.get("export"):
        return table_download(request, "问题汇总", Finding._meta.db_table, listing_table(listing))
    context = {
        "title": "问题", "campaign": campaign, "listing": listing, "may_export": True,
        "tabs": tabs(campaign, "results_problems"), "badge": badge(final_of(campaign)),
        "charts": [problems_chart(lines)],
    }  # fmt: skip
    return render(request, "results/problems.html", context)
