"""How rectification goes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from xunwang.access.permissions import may, within
from xunwang.access.roles import Action
from xunwang.inspection.models import Campaign
from xunwang.rectify.statistics import By, Line, figures
from xunwang.web.downloads import table_download
from xunwang.web.pages.rectify.queries import visible
from xunwang.web.people import allowed, person

HEADS = ("问题", "已反馈", "已验收", "逾期", "曾延期", "重新整改", "整改用时中位数（工作日）")


@allowed(Action.SEE_ORDERS)
def order_statistics(request: HttpRequest) -> HttpResponse:
    """Figures of one campaign's orders, or of all; by unit, region or indicator."""
    user = person(request)
    orders = visible(user)
    campaigns = list(
        Campaign.objects.filter(orders__in=orders.order_by().values("pk")).distinct().order_by("-check_point")
    )
    chosen = next((one for one in campaigns if str(one.pk) == request.GET.get("campaign")), None)
    if chosen is not None:
        orders = orders.filter(campaign=chosen)
    by = next((one for one in By if one.value == request.GET.get("by")), By.UNIT)
    lines = figures(orders, by, timezone.now())
    if request.GET.get("export") and may(user, Action.EXPORT_REGISTER):
        own = within(user, Action.EXPORT_REGISTER, orders, "unit__path")
        return table_download(
            request, "整改统计", "rectify_order", _table(figures(own, by, timezone.now()), by)
        )
    context = {
        "campaigns": campaigns,
        "chosen": chosen,
        "by": by,
        "all_by": list(By),
        "heads": HEADS,
        "lines": [(line, _cells(line)) for line in lines],
        "any": lines[-1].issued,
        "may_export": may(user, Action.EXPORT_REGISTER),
    }
    return render(request, "rectify/statistics.html", context)


def _cells(line: Line) -> list[str]:
    counts = (line.issued, line.replied, line.accepted, line.overdue, line.extended, line.reopened)
    return [*map(str, counts), line.median_days]


def _table(lines: list[Line], by: By) -> list[list[str]]:
    return [[by.label, *HEADS], *([line.group, *_cells(line)] for line in lines)]
