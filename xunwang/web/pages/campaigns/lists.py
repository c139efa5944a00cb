"""The list of campaigns."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from xunwang.access.permissions import may
from xunwang.access.roles import Action
from xunwang.inspection.models import Campaign
from xunwang.inspection.stages import Stage
from xunwang.registry.vocabulary import choices
from xunwang.web.components.exports import listing_table
from xunwang.web.components.listing import Cell, Column, Filter, Listing, ListSpec
from xunwang.web.downloads import table_download
from xunwang.web.pages.campaigns.queries import campaigns_seen_by, with_counts
from xunwang.web.people import allowed, person

TONES = {
    Stage.DRAFT: "plain", Stage.PLANNED: "plain", Stage.RUNNING: "warn", Stage.REVIEW: "warn",
    Stage.FEEDBACK: "warn", Stage.APPEAL: "warn", Stage.FINAL: "good", Stage.PUBLISHED: "good",
    Stage.CANCELLED: "plain",
}  # fmt: skip


def stage_cell(campaign: Campaign) -> Cell:
    """Where it is."""
    stage = Stage(campaign.stage)
    return Cell(stage.label, tone=TONES[stage])


def _year(rows: Any, year: str) -> Any:
    return rows.filter(check_point__year=int(year))


def _list(years: list[int]) -> ListSpec:
    return ListSpec(
        columns=(
            Column("title", "名称", lambda one: Cell(one.title, reverse("campaign", args=[one.pk])), ("title",)),
            Column("stage", "阶段", stage_cell, ("stage",), "short"),
            Column("unit", "组织单位", lambda one: one.unit.name, ("unit__name",)),
            Column("period", "检查期", lambda one: f"{one.period_start:%Y-%m-%d}至{one.period_end:%Y-%m-%d}",
                   ("period_start",), "short"),
            Column("point", "监测时间点", lambda one: timezone.localtime(one.check_point).strftime("%Y-%m-%d %H:%M"),
                   ("check_point",), "short"),
            Column("edition", "指标版本", lambda one: one.edition_id, ("edition_id",), "short"),
            Column("sites", "网站", lambda one: str(one.site_count), ("site_count",), "number"),
            Column("accounts", "新媒体", lambda one: str(one.account_count), ("account_count",), "number"),
            Column("open", "待复核", lambda one: str(one.open_count), ("open_count",), "number"),
        ),
        filters=(
            Filter("stage", "阶段", choices(Stage), "stage"),
            Filter("year", "年份", [(str(year), f"{year}年") for year in years], _year),
        ),
        search=("title", "unit__name"),
        search_label="名称或单位",
        empty="还没有检查。检查计划员可以“制定计划”。",
    )  # fmt: skip


@allowed(Action.SEE_CAMPAIGNS)
def campaigns(request: HttpRequest) -> HttpResponse:
    """Campaigns, newest first."""
    user = person(request)
    rows = campaigns_seen_by(user)
    years = sorted({moment.year for moment in rows.datetimes("check_point", "year")}, reverse=True)
    listing = Listing(_list(years), with_counts(rows), request.GET)
    if request.GET.get("export"):
        return table_download(request, "检查", Campaign._meta.db_table, listing_table(listing))
    actions = [("制定计划", reverse("campaign_new"))] if may(user, Action.PLAN_CAMPAIGNS) else []
    context = {"title": "检查", "listing": listing, "may_export": True, "actions": actions}
    return render(request, "list.html", context)
