"""The list of orders."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from xunwang.access.models import User
from xunwang.access.permissions import may
from xunwang.access.roles import Action
from xunwang.rectify.deadlines import time_left
from xunwang.rectify.escalating import overdue
from xunwang.rectify.models import Order
from xunwang.rectify.vocabulary import WITH_UNIT, OrderState
from xunwang.registry.vocabulary import UnitKind, UnitLevel, choices
from xunwang.web.components.listing import Cell, Column, Filter, Listing, ListSpec
from xunwang.web.downloads import table_download
from xunwang.web.pages.rectify.queries import (
    escalated_to,
    extensions_to_decide,
    listed,
    relapsed,
    to_accept,
)
from xunwang.web.people import allowed, person

TONES = {
    OrderState.ISSUED: "warn", OrderState.WORKING: "warn", OrderState.REPLIED: "warn", OrderState.CLOSED: "good",
    OrderState.CANCELLED: "plain",
}  # fmt: skip
_WAITING: Mapping[str, tuple[str, Callable[[User, datetime], QuerySet[Order]]]] = {
    "accept": ("待我验收", lambda user, now: to_accept(user)),
    "extension": ("待我决定延期", lambda user, now: extensions_to_decide(user)),
    "relapsed": ("验收后再次出现", lambda user, now: relapsed(user)),
    "escalated": ("逾期已上报", escalated_to),
}


def state_cell(order: Order) -> Cell:
    """State as a badge."""
    state = OrderState(order.state)
    return Cell(state.label, tone=TONES[state])


def due_cell(order: Order, now: datetime) -> Cell:
    """Deadline, with what is left while the unit has to act."""
    if OrderState(order.state) not in WITH_UNIT:
        return Cell(f"{order.due_on:%Y-%m-%d}")
    left = time_left(order.due_on, now)
    return Cell(
        f"{order.due_on:%Y-%m-%d}（{left.words}）",
        tone="bad" if left.days < 0 else "warn" if left.days < 4 else "plain",
    )


def _spec(user: User, now: datetime) -> ListSpec:
    return ListSpec(
        columns=(
            Column(
                "number",
                "文号",
                lambda one: Cell(one.number, reverse("order", args=[one.pk])),
                ("year", "serial"),
                "short",
            ),
            Column("unit", "整改单位", lambda one: one.unit_name, ("unit_name",)),
            Column("campaign", "检查", lambda one: one.campaign.title, ("campaign__title",)),
            Column("done", "已完成/问题", lambda one: f"{one.done}/{one.problems}", ("problems",), "number"),
            Column("state", "状态", state_cell, ("state",), "short"),
            Column("due", "期限", lambda one: due_cell(one, now), ("due_on",), "short"),
            Column(
                "issued",
                "下达日期",
                lambda one: timezone.localtime(one.issued_at).strftime("%Y-%m-%d"),
                ("issued_at",),
                "short",
            ),
            Column("reopened", "重新整改", lambda one: str(one.reopened or ""), ("reopened",), "number"),
        ),
        filters=(
            Filter("state", "状态", choices(OrderState), "state"),
            Filter(
                "overdue",
                "期限",
                [("1", "已逾期"), ("2", "曾延期")],
                lambda rows, value: _late(rows, value, now),
            ),
            Filter(
                "wait",
                "待办",
                [(key, label) for key, (label, _) in _WAITING.items()],
                lambda rows, value: rows.filter(pk__in=_WAITING[value][1](user, now).values("pk")),
            ),
            Filter("level", "级别", choices(UnitLevel), "unit__level"),
            Filter("kind", "类型", choices(UnitKind), "unit__kind"),
        ),
        search=("unit_name", "campaign__title", "written", "items__subject"),
        search_label="文号、单位、网站、账号或检查",
        empty="还没有整改通知。检查结果核定后，由省级办公室下达。",
    )


def _late(rows: QuerySet[Order], value: str, now: datetime) -> QuerySet[Order]:
    if value == "1":
        return rows.filter(pk__in=overdue(now).values("pk"))
    return rows.filter(due_on__gt=F("first_due_on"))


@allowed(Action.SEE_ORDERS)
def orders(request: HttpRequest) -> HttpResponse:
    """All that the person may see."""
    user, now = person(request), timezone.now()
    listing = Listing(_spec(user, now), _distinct(listed(user), request), request.GET)
    may_export = may(user, Action.EXPORT_REGISTER)
    if request.GET.get("export") and may_export:
        return table_download(request, "整改通知", "rectify_order", _table(listing, now))
    actions = [("统计", reverse("order_statistics"))]
    if may(user, Action.ISSUE_ORDERS):
        actions.append(("下达整改通知", reverse("order_issue")))
    context = {"title": "整改", "listing": listing, "actions": actions, "may_export": may_export}
    return render(request, "list.html", context)


def _distinct(rows: QuerySet[Order], request: HttpRequest) -> QuerySet[Order]:
    # The search looks into the items, which would count an order once for each.
    return rows.distinct() if request.GET.get("q") else rows


def _table(listing: Listing, now: datetime) -> list[list[str]]:
    columns = listing.spec.columns
    rows = [[column.label for column in columns]]
    for one in listing.things:
        cells = [column.cell(one) for column in columns]
        rows.append([cell.text if isinstance(cell, Cell) else cell for cell in cells])
    return rows
