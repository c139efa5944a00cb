"""What a campaign found about one unit and those below it."""

from __future__ import annotations

from collections import Counter

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from xunwang.access.roles import Action
from xunwang.inspection.blind import told_as
from xunwang.inspection.models import NO_BONUS, Campaign, CheckedSite, Finding
from xunwang.inspection.results.present import results_of
from xunwang.inspection.vocabulary import Status
from xunwang.registry.models import Unit
from xunwang.scoring.figures import rate_range
from xunwang.web.components.exports import listing_table
from xunwang.web.components.listing import Column, Filter, ListSpec
from xunwang.web.components.rows import RowListing
from xunwang.web.downloads import table_download
from xunwang.web.pages.campaigns.campaign import found_campaign
from xunwang.web.pages.campaigns.sites import outcome_cell
from xunwang.web.pages.results.overview import badge, tabs
from xunwang.web.pages.results.rankings import Row, rows_of, site_cell, total_text
from xunwang.web.people import allowed
from xunwang.words import Outcome

MOST_ITEMS = 15
MOST_ACCOUNTS = 50
_FIRST = [Outcome.UNQUALIFIED, Outcome.PENDING, Outcome.QUALIFIED]


@allowed(Action.SEE_CAMPAIGNS)
def unit(request: HttpRequest, pk: int, unit: int) -> HttpResponse:
    """Sites, accounts, problems and answers of the unit's subtree, within the campaign."""
    campaign = found_campaign(request, pk)
    wanted = Unit.objects.filter(path__startswith=campaign.unit.path).select_related("superior")
    found = get_object_or_404(wanted, pk=unit)
    results = results_of(campaign)
    rows = [row for row in rows_of(results) if row.line.checked.unit.path.startswith(found.path)]
    listing = RowListing(_list(campaign), rows, request.GET)
    if request.GET.get("export"):
        return table_download(request, found.name, CheckedSite._meta.db_table, listing_table(listing))
    accounts = list(campaign.accounts.filter(unit__path__startswith=found.path).order_by("unit_name", "pk"))
    accounts.sort(key=lambda one: _FIRST.index(Outcome(one.outcome)))
    outcomes = Counter(Outcome(row.outcome) for row in rows)
    checked = Counter(Outcome(one.outcome) for one in accounts)
    above = found.superior
    context = {
        "title": found.name,
        "campaign": campaign,
        "unit": found,
        "above": (above.name, reverse("results_unit", args=[pk, above.pk]))
        if above is not None and above.path.startswith(campaign.unit.path)
        else None,
        "badge": badge(results.final),
        "tabs": tabs(campaign, ""),
        "listing": listing,
        "may_export": True,
        "total": len(rows),
        "outcomes": [(word.label, outcomes[word]) for word in Outcome],
        "rate": rate_range(outcomes[Outcome.QUALIFIED], outcomes[Outcome.PENDING], len(rows)),
        "accounts": [(one, outcome_cell(one.outcome)) for one in accounts[:MOST_ACCOUNTS]],
        "account_count": len(accounts),
        "more_accounts": max(0, len(accounts) - MOST_ACCOUNTS),
        "account_rate": rate_range(checked[Outcome.QUALIFIED], checked[Outcome.PENDING], len(accounts)),
        "problems": [
            (item, results.edition.items[item].title if item in results.edition.items else item, count)
            for item, count in _problems(campaign, found)
        ],
        "enquiries": campaign.enquiries.filter(site__unit__path__startswith=found.path).select_related(
            "site"
        ),
    }
    return render(request, "results/unit.html", context)


def _list(campaign: Campaign) -> ListSpec:
    return ListSpec(
        columns=(
            Column("name", "网站", lambda row: site_cell(campaign, row.line), ("name",)),
            Column("category", "类别", lambda row: row.category, ("category",), "short"),
            Column("outcome", "结果", lambda row: outcome_cell(row.outcome), ("outcome",), "short"),
            Column("rank", "名次", lambda row: str(row.rank or "—"), ("rank",), "number"),
            Column("total", "总分", _total, ("total",), "number"),
            Column("vetoes", "单项否决", lambda row: "、".join(row.line.vetoes)),
            Column("findings", "问题", lambda row: str(row.findings), ("findings",), "number"),
        ),
        filters=(Filter("outcome", "结果", [(word.value, word.label) for word in Outcome], "outcome"),),
        search=("name", "unit"),
        search_label="网站或单位",
        empty="该单位及其下级没有列入本次检查的网站。",
    )


def _total(row: Row) -> str:
    return total_text(row.line)


def _problems(campaign: Campaign, found: Unit) -> list[tuple[str, int]]:
    """Confirmed findings by indicator, most first."""
    rows = Finding.objects.filter(
        NO_BONUS,
        told_as(Status.CONFIRMED),
        campaign=campaign,
        withdrawn=False,
        checked__unit__path__startswith=found.path,
    )
    counted = rows.order_by().values_list("item").annotate(count=Count("pk"))
    return list(counted.order_by("-count", "item")[:MOST_ITEMS])
