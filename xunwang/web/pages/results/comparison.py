"""A campaign against an earlier one, site by site."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xunwang.access.roles import Action
from xunwang.inspection.models import SiteScore
from xunwang.inspection.results.compare import Change, Comparison, compare
from xunwang.inspection.results.present import final_campaigns
from xunwang.notices.view import number
from xunwang.web.components.exports import listing_table
from xunwang.web.components.listing import Cell, Column, Filter, ListSpec
from xunwang.web.components.rows import RowListing
from xunwang.web.downloads import table_download
from xunwang.web.pages.campaigns.campaign import found_campaign
from xunwang.web.pages.campaigns.queries import campaigns_seen_by
from xunwang.web.pages.campaigns.sites import outcome_cell
from xunwang.web.pages.results.overview import tabs
from xunwang.web.people import allowed, person

_TURNS = ("转为合格", "转为不合格", "新增", "退出")
_TONES = {"转为合格": "good", "转为不合格": "bad"}


@dataclass(frozen=True, slots=True)
class Row:
    """A site in two rounds."""

    change: Change
    name: str
    region: str
    turned: str
    before: Decimal | None
    after: Decimal | None
    gained: Decimal | None


def _row(change: Change) -> Row:
    known = change.after or change.before
    return Row(
        change=change,
        name=change.name,
        region=known.site.region if known else "",
        turned=change.turned,
        before=change.before.total if change.before else None,
        after=change.after.total if change.after else None,
        gained=change.gained,
    )


def _outcome(score: SiteScore | None) -> Cell | str:
    return outcome_cell(score.outcome) if score else "—"


def _signed(value: Decimal | None) -> str:
    if value is None:
        return "—"
    return f"+{number(value)}" if value > 0 else number(value)


def _list(rows: list[Row]) -> ListSpec:
    regions = list(dict.fromkeys(row.region for row in rows))
    return ListSpec(
        columns=(
            Column("name", "网站", lambda row: row.name, ("name",)),
            Column("region", "地区", lambda row: row.region, ("region",), "short"),
            Column("was", "以往结果", lambda row: _outcome(row.change.before), (), "short"),
            Column("is", "本次结果", lambda row: _outcome(row.change.after), (), "short"),
            Column("turned", "变化", lambda row: Cell(row.turned, tone=_TONES.get(row.turned, "plain"))
                   if row.turned else "", ("turned",), "short"),
            Column("before", "以往总分", lambda row: number(row.before), ("before",), "number"),
            Column("after", "本次总分", lambda row: number(row.after), ("after",), "number"),
            Column("gained", "增减", lambda row: _signed(row.gained), ("gained",), "number"),
        ),
        filters=(
            Filter("turned", "变化", [(turn, turn) for turn in _TURNS], "turned"),
            Filter("region", "地区", [(region, region) for region in regions], "region"),
        ),
        search=("name",),
        search_label="网站",
        empty="两次检查都没有网站。",
    )  # fmt: skip


@allowed(Action.SEE_CAMPAIGNS)
def comparison(request: HttpRequest, pk: int) -> HttpResponse:
    """Against the campaign that ``?with=`` names, else the one before."""
    campaign = found_campaign(request, pk)
    seen = set(campaigns_seen_by(person(request)).values_list("pk", flat=True))
    others = [one for one in final_campaigns(campaign) if one.pk in seen]
    wanted = request.GET.get("with", "")
    earlier = next((one for one in others if str(one.pk) == wanted), others[0] if others else None)
    found = compare(campaign, earlier) if earlier else None
    rows = [_row(change) for change in found.changes] if found else []
    kept = {"with": str(earlier.pk)} if earlier else {}
    listing = RowListing(_list(rows), rows, request.GET, kept)
    if request.GET.get("export") and found:
        return table_download(request, "两次检查对比", SiteScore._meta.db_table, listing_table(listing))
    context: dict[str, Any] = {
        "title": "与以往对比", "campaign": campaign, "tabs": tabs(campaign, "results_compare"), "others": others,
        "earlier": earlier, "listing": listing, "may_export": True, "comparison": found,
        "sides": _sides(found) if found else [],
        "turns": [(turn, sum(row.turned == turn for row in rows)) for turn in _TURNS],
    }  # fmt: skip
    return render(request, "results/compare.html", context)


def _sides(found: Comparison) -> list[tuple[str, str, str]]:
    """Figure, before, after."""
    before, after = found.before.figures, found.after.figures

    def pair(label: str, part: str, key: str) -> tuple[str, str, str]:
        values = [
            (side[part]["overall"] or {}) if part == "sites" else side[part] for side in (before, after)
        ]
        return label, *(str(value.get(key, "—")) for value in values)  # type: ignore[return-value]

    return [
        pair("检查网站", "sites", "checked"), pair("合格网站", "sites", "qualified"),
        pair("网站合格率", "sites", "rate"), pair("抽查新媒体", "accounts", "sampled"),
        pair("新媒体合格率", "accounts", "rate"), pair("5个工作日内答复", "replies", "share_5_days"),
        pair("1个工作日内答复的网站", "replies", "within_1_day"),
    ]  # fmt: skip
