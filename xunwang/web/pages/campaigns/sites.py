"""The sites of a campaign, and one of them with every indicator."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from xunwang.access.roles import Action
from xunwang.inspection.editions import edition_of
from xunwang.inspection.models import Campaign, CheckedSite, SiteScore
from xunwang.inspection.results.freeze import final_of
from xunwang.inspection.results.standing import score_stood, standing_one
from xunwang.notices.view import number, safe_link
from xunwang.registry.vocabulary import choices
from xunwang.scoring.figures import category_name
from xunwang.web.components.exports import listing_table
from xunwang.web.components.listing import Cell, Column, Filter, Listing, ListSpec
from xunwang.web.downloads import table_download
from xunwang.web.pages.campaigns.campaign import found_campaign
from xunwang.web.pages.campaigns.indicators import counted, grouped, indicators_of
from xunwang.web.pages.campaigns.queries import regions_of, sites_with_counts
from xunwang.web.people import allowed
from xunwang.words import Level, Outcome, SiteKind

OUTCOME_TONES = {Outcome.QUALIFIED: "good", Outcome.UNQUALIFIED: "bad", Outcome.PENDING: "warn"}


def outcome_cell(outcome: str) -> Cell:
    """合格, 不合格 or 待定."""
    word = Outcome(outcome)
    return Cell(word.label, tone=OUTCOME_TONES[word])


def _work(site: Any) -> Cell:
    if site.taken_at is None:
        return Cell("没有结果", tone="plain")
    if site.open or site.rulings:
        return Cell("待复核", tone="warn")
    return Cell("已复核", tone="good")


def _by_work(rows: QuerySet[Any], wanted: str) -> QuerySet[Any]:
    if wanted == "missing":
        return rows.filter(taken_at=None)
    rows = rows.exclude(taken_at=None)
    return rows.filter(open=0, rulings=0) if wanted == "done" else rows.exclude(open=0, rulings=0)


def _list(campaign: Campaign) -> ListSpec:
    return ListSpec(
        columns=(
            Column("name", "网站", lambda one: Cell(one.name, reverse("campaign_site", args=[campaign.pk, one.pk])),
                   ("name",)),
            Column("unit", "主办单位", lambda one: one.unit_name, ("unit_name",)),
            Column("kind", "类型", lambda one: SiteKind(one.kind).label, ("kind",), "short"),
            Column("level", "级别", lambda one: Level(one.level).label, ("level",), "short"),
            Column("region", "地区", lambda one: one.region, ("region_code",), "short"),
            Column("work", "复核", _work, ("taken_at",), "short"),
            Column("pages", "页面", lambda one: str(one.pages), ("pages",), "number"),
            Column("confirmed", "确认的问题", lambda one: str(one.confirmed), ("confirmed",), "number"),
            Column("open", "待复核", lambda one: str(one.open), ("open",), "number"),
            Column("rulings", "待判定", lambda one: str(one.rulings), ("rulings",), "number"),
            Column("complete", "完整", _complete, ("complete",), "short"),
        ),
        filters=(
            Filter("work", "复核", [("missing", "没有结果"), ("open", "待复核"), ("done", "已复核")], _by_work),
            Filter("kind", "类型", choices(SiteKind), "kind"),
            Filter("level", "级别", choices((Level.PROVINCE, Level.CITY, Level.COUNTY)), "level"),
            Filter("region", "地区", regions_of(campaign), "region"),
        ),
        search=("name", "unit_name", "home_url", "site_code"),
        search_label="名称、单位、网址或标识码",
        empty="还没有选定网站。“确定计划”后在此列出。",
    )  # fmt: skip


def _complete(site: CheckedSite) -> Cell | str:
    if site.taken_at is None:
        return ""
    return "完整" if site.complete else Cell("不完整", tone="warn")


@allowed(Action.SEE_CAMPAIGNS)
def sites(request: HttpRequest, pk: int) -> HttpResponse:
    """Sites with the state of their review."""
    campaign = found_campaign(request, pk)
    listing = Listing(_list(campaign), sites_with_counts(campaign), request.GET)
    title = "检查的网站"
    if request.GET.get("export"):
        return table_download(request, title, CheckedSite._meta.db_table, listing_table(listing))
    context = {"title": title, "campaign": campaign, "listing": listing, "may_export": True}
    return render(request, "campaigns/list.html", context)


@allowed(Action.SEE_CAMPAIGNS)
def site(request: HttpRequest, pk: int, site: int) -> HttpResponse:
    """One site: every indicator with its verdict, its findings, and what is not known."""
    campaign = found_campaign(request, pk)
    checked = get_object_or_404(campaign.sites.select_related("site", "unit"), pk=site)
    edition = edition_of(campaign)
    stood = standing_one(checked)
    result = score_stood(checked, stood, edition) if stood else None
    rows = indicators_of(stood, edition)
    final = final_of(campaign)
    context = {
        "campaign": campaign,
        "checked": checked,
        "home": safe_link(checked.home_url),
        "kind": category_name(SiteKind(checked.kind), Level(checked.level)),
        "result": result,
        "outcome": outcome_cell(result.outcome) if result else None,
        "score": SiteScore.objects.filter(final=final, site=checked).first() if final else None,
        "totals": [] if result is None else _totals(result),
        "groups": grouped(rows),
        "states": counted(rows),
        "others": [edition.items[item] for item in checked.not_applicable if item in edition.items],
    }  # fmt: skip
    return render(request, "campaigns/site.html", context)


def _totals(result: Any) -> list[tuple[str, str]]:
    if result.total is None:
        return []
    low = f"{number(result.total_low)}–" if result.total_low != result.total else ""
    return [("总分", low + number(result.total)), ("扣分项得分", number(result.deduct_score)),
            ("加分", number(result.bonus))]  # fmt: skip
