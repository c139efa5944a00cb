"""The results of a campaign as a whole."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from xunwang.access.roles import Action
from xunwang.inspection.models import Campaign, FinalResult
from xunwang.inspection.results.freeze import freeze_problems
from xunwang.inspection.results.present import Results, rounds_until, with_figures
from xunwang.inspection.stages import Move
from xunwang.web.components.listing import Cell
from xunwang.web.downloads import table_download
from xunwang.web.pages.campaigns.campaign import found_campaign, offers_of
from xunwang.web.pages.results.charts import regions_chart, rounds_chart, scores_chart
from xunwang.web.people import allowed, person

_TABS = (
    ("总览", "results"), ("排名", "results_ranking"), ("单项否决", "results_vetoes"), ("问题", "results_problems"),
    ("与以往对比", "results_compare"), ("换版本试算", "results_whatif"),
)  # fmt: skip
_BREAKDOWNS = (("by_category", "网站类别", "category"), ("by_level", "级别", "level"), ("by_kind", "类型", "kind"),
               ("by_region", "地区", "region"))  # fmt: skip


def tabs(campaign: Campaign, current: str) -> list[tuple[str, str, bool]]:
    """Label, address and whether it is the page shown."""
    return [(label, reverse(name, args=[campaign.pk]), name == current) for label, name in _TABS]


def badge(final: FinalResult | None) -> Cell:
    """Whether the results can still change."""
    if final is None:
        return Cell("暂定，随复核而变", tone="warn")
    return Cell(f"第{final.number}次核定", tone="good")


@allowed(Action.SEE_CAMPAIGNS)
def results(request: HttpRequest, pk: int) -> HttpResponse:
    """Overall figures, pass rates, digest; ``?check=1`` proves the digest."""
    campaign = found_campaign(request, pk)
    found, figures = with_figures(campaign)
    if request.GET.get("export"):
        rows = [[str(cell) for cell in row] for row in figure_rows(figures)]
        return table_download(request, "检查结果汇总", FinalResult._meta.db_table, rows)
    check = bool(request.GET.get("check")) and found.final is not None
    offers = offers_of(campaign, person(request), (Move.FINALISE, Move.REOPEN))
    # A campaign of accounts only has nothing to say about sites.
    sites = bool(found.lines) or not figures["accounts"]["sampled"]
    context = {
        "title": "检查结果",
        "campaign": campaign,
        "tabs": tabs(campaign, "results"),
        "badge": badge(found.final),
        "final": found.final,
        "figures": figures,
        "sites": sites,
        "breakdowns": _breakdowns(campaign, figures) if sites else [],
        "vetoed": sum(bool(line.vetoes) for line in found.lines),
        "pending": sum(line.outcome == "pending" for line in found.lines),
        "unconfirmed": any(line.unconfirmed for line in found.lines),
        "vetoes": _vetoes(found, figures),
        "account_vetoes": _account_vetoes(found, figures),
        "charts": [regions_chart(figures), scores_chart(found.lines), rounds_chart(rounds_until(campaign))],
        "offers": offers,
        "checked": check,
        "problems": freeze_problems(found.final) if check and found.final else [],
        "earlier": campaign.finals.select_related("by"),
    }
    return render(request, "results/results.html", context)


def figure_rows(figures: Any) -> list[list[object]]:
    """All figures as a table."""
    rows: list[list[object]] = [["对象", "分组", "项目", "总数", "合格", "不合格", "待定", "合格率"]]
    for key, label, _ in (("overall", "合计", ""), *_BREAKDOWNS):
        groups = figures["sites"][key]
        for one in [groups] if isinstance(groups, dict) else groups or []:
            rows.append(["政府网站", label, one["group"], one["checked"], one["qualified"], one["unqualified"],
                         one["pending"], one["rate"]])  # fmt: skip
    accounts = figures["accounts"]
    failed = accounts["sampled"] - accounts["qualified"] - accounts["pending"]
    rows.append(["政务新媒体", "合计", "合计", accounts["sampled"], accounts["qualified"], failed, accounts["pending"],
                 accounts["rate"]])  # fmt: skip
    for key, label in (("by_level", "级别"), ("by_region", "地区")):
        for one in accounts[key]:
            rows.append(
                [
                    "政务新媒体",
                    label,
                    one["group"],
                    one["sampled"],
                    one["qualified"],
                    "",
                    one.get("pending", ""),
                    one["rate"],
                ]
            )
    return rows


def _breakdowns(campaign: Campaign, figures: Any) -> list[tuple[str, list[tuple[Any, str]]]]:
    """Groups of sites, each with the address of its ranking."""
    ranking = reverse("results_ranking", args=[campaign.pk])
    return [
        (label, [(one, f"{ranking}?{urlencode({key: one['group']})}") for one in figures["sites"][name]])
        for name, label, key in _BREAKDOWNS
    ]


def _account_vetoes(found: Results, figures: Any) -> list[tuple[str, str, int]]:
    """Why accounts failed; results that were frozen before this was counted tell nothing."""
    items = found.edition.items
    counts = figures["accounts"].get("vetoes", {})
    return [
        (item, items[item].title if item in items else item, count)
        for item, count in sorted(counts.items(), key=lambda pair: -pair[1])
    ]


def _vetoes(found: Results, figures: Any) -> list[tuple[str, str, int, str]]:
    address = reverse("results_vetoes", args=[found.campaign.pk])
    items = found.edition.items
    return [
        (item, items[item].title if item in items else item, count, f"{address}?{urlencode({'item': item})}")
        for item, count in sorted(figures["sites"]["vetoes"].items(), key=lambda pair: -pair[1])
    ]
