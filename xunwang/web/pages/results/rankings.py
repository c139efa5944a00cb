"""Site by site: the ranking with the scores of each area, and the list of vetoes."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from xunwang.access.roles import Action
from xunwang.inspection.models import Campaign, SiteScore
from xunwang.inspection.results.lines import SiteLine, area_names
from xunwang.inspection.results.present import Results, results_of
from xunwang.notices.view import number
from xunwang.web.components.exports import listing_table
from xunwang.web.components.listing import Cell, Column, Filter, ListSpec
from xunwang.web.components.rows import RowListing
from xunwang.web.downloads import table_download
from xunwang.web.pages.campaigns.campaign import found_campaign
from xunwang.web.pages.campaigns.sites import outcome_cell
from xunwang.web.pages.results.overview import badge, tabs
from xunwang.web.people import allowed
from xunwang.words import Level, Outcome, SiteKind


@dataclass(frozen=True, slots=True)
class Row:
    """A line with what it is sorted and filtered by."""

    line: SiteLine
    name: str
    unit: str
    category: str
    kind: str
    level: str
    region: str
    outcome: str
    rank: int | None
    total: Decimal | None
    deduct: Decimal | None
    bonus: Decimal | None
    findings: int
    areas: tuple[Decimal, ...]


def rows_of(found: Results) -> list[Row]:
    """All sites: the ranked ones first, best first, then the rest in the order of the list."""
    names = area_names(found.edition)
    rows = [
        Row(
            line=line, name=line.checked.name, unit=line.checked.unit_name, category=line.category,
            kind=SiteKind(line.checked.kind).label, level=Level(line.checked.level).label, region=line.checked.region,
            outcome=line.outcome.value, rank=line.rank, total=line.total, deduct=line.deduct_score, bonus=line.bonus,
            findings=line.findings, areas=tuple(line.areas[name] for name in names),
        )
        for line in found.lines
    ]  # fmt: skip
    levels = [level.label for level in Level]
    return sorted(rows, key=lambda row: (row.rank is None, levels.index(row.level), row.rank or 0))


def site_cell(campaign: Campaign, line: SiteLine) -> Cell:
    """Name, leading to the site's indicators."""
    return Cell(line.checked.name, reverse("campaign_site", args=[campaign.pk, line.checked.pk]))


def total_text(line: SiteLine) -> str:
    """The total, or its range while something is open."""
    if line.total is None:
        return "—"
    low = f"{number(line.total_low)}–" if line.total_low != line.total else ""
    return f"{low}{number(line.total)}"


def _columns(found: Results) -> tuple[Column, ...]:
    areas = tuple(
        Column(f"area{place}", f"{name} 扣分", partial(_off, place), (), "number")
        for place, name in enumerate(area_names(found.edition))
    )
    return (
        Column("rank", "名次", lambda row: str(row.rank or "—"), ("rank", "level"), "number"),
        Column("name", "网站", lambda row: site_cell(found.campaign, row.line), ("name",), "name"),
        Column("category", "类别", lambda row: row.category, ("category",)),
        Column("region", "地区", lambda row: row.region, ("region",)),
        Column("outcome", "结果", lambda row: outcome_cell(row.outcome), ("outcome",), "short"),
        Column("total", "总分", lambda row: total_text(row.line), ("total",), "number rate"),
        Column("deduct", "扣分项得分", lambda row: number(row.deduct), ("deduct",), "number"),
        *areas,
        Column("bonus", "加分", lambda row: number(row.bonus), ("bonus",), "number"),
        Column("vetoes", "单项否决", lambda row: "、".join(row.line.vetoes)),
        Column("findings", "问题", lambda row: str(row.findings), ("findings",), "number"),
        Column("points", "分值", _confirmed, (), "short"),
    )


def _off(place: int, row: Row) -> str:
    """Points off; only where something is scored."""
    return number(row.areas[place]) if row.total is not None else "—"


def _confirmed(row: Row) -> Cell | str:
    return Cell("未核定", tone="warn") if row.line.unconfirmed else ""


def _choices(rows: list[Row], name: str) -> list[tuple[str, str]]:
    return [(value, value) for value in dict.fromkeys(getattr(row, name) for row in rows)]


@allowed(Action.SEE_CAMPAIGNS)
def ranking(request: HttpRequest, pk: int) -> HttpResponse:
    """Portals are ranked among those of their level; department sites are judged by vetoes only."""
    campaign = found_campaign(request, pk)
    found = results_of(campaign)
    rows = rows_of(found)
    spec = ListSpec(
        columns=_columns(found),
        filters=(
            Filter("outcome", "结果", [(word.value, word.label) for word in Outcome], "outcome"),
            Filter("category", "类别", _choices(rows, "category"), "category"),
            Filter("level", "级别", _choices(rows, "level"), "level"),
            Filter("kind", "类型", _choices(rows, "kind"), "kind"),
            Filter("region", "地区", _choices(rows, "region"), "region"),
        ),
        search=("name", "unit"),
        search_label="网站或单位",
        empty="还没有网站。",
    )
    lead = "门户网站在同级中按总分排名；单项否决的网站和部门网站不计分。"
    return _page(request, found, ("排名", "results_ranking"), RowListing(spec, rows, request.GET), lead)


@dataclass(frozen=True, slots=True)
class VetoRow:
    """A site and an indicator that vetoes it, or may."""

    line: SiteLine
    name: str
    unit: str
    region: str
    category: str
    item: str
    title: str
    state: str


def _veto_rows(found: Results) -> list[VetoRow]:
    items = found.edition.items
    return [
        VetoRow(line, line.checked.name, line.checked.unit_name, line.checked.region, line.category, item,
                items[item].title if item in items else item, state)
        for line in found.lines
        for state, mine in (("decided", line.vetoes), ("open", line.open_vetoes))
        for item in mine
    ]  # fmt: skip


def _veto_state(row: VetoRow) -> Cell:
    return Cell("已确认", tone="bad") if row.state == "decided" else Cell("待定", tone="warn")


@allowed(Action.SEE_CAMPAIGNS)
def vetoes(request: HttpRequest, pk: int) -> HttpResponse:
    """Sites that a single indicator makes unqualified, and those where one is still open."""
    campaign = found_campaign(request, pk)
    found = results_of(campaign)
    rows = _veto_rows(found)
    items = [(row.item, f"{row.item} {row.title}") for row in rows]
    spec = ListSpec(
        columns=(
            Column("name", "网站", lambda row: site_cell(campaign, row.line), ("name",)),
            Column("unit", "主办单位", lambda row: row.unit, ("unit",)),
            Column("category", "类别", lambda row: row.category, ("category",), "short"),
            Column("region", "地区", lambda row: row.region, ("region",), "short"),
            Column("item", "指标", lambda row: Cell(f"{row.item} {row.title}", _anchor(campaign, row)), ("item",)),
            Column("state", "状态", _veto_state, ("state",), "short"),
        ),
        filters=(
            Filter("state", "状态", [("decided", "已确认"), ("open", "待定")], "state"),
            Filter("item", "指标", sorted(dict(items).items()), "item"),
            Filter("region", "地区", [(name, name) for name in dict.fromkeys(row.region for row in rows)], "region"),
        ),
        search=("name", "unit", "title"),
        search_label="网站、单位或指标",
        empty="没有单项否决的问题，也没有待定的单项否决指标。",
    )  # fmt: skip
    return _page(request, found, ("单项否决", "results_vetoes"), RowListing(spec, rows, request.GET), "")


def _anchor(campaign: Campaign, row: VetoRow) -> str:
    return f"{reverse('campaign_site', args=[campaign.pk, row.line.checked.pk])}#{row.item}"


def _page(
    request: HttpRequest, found: Results, page: tuple[str, str], listing: RowListing, lead: str
) -> HttpResponse:
    title, name = page
    if request.GET.get("export"):
        return table_download(request, title, SiteScore._meta.db_table, listing_table(listing))
    context: dict[str, Any] = {
        "title": title, "campaign": found.campaign, "listing": listing, "may_export": True, "lead": lead,
        "tabs": tabs(found.campaign, name), "badge": badge(found.final),
    }  # fmt: skip
    return render(request, "campaigns/list.html", context)
