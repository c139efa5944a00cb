"""What the pages ask about orders."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Exists, Min, OuterRef, Prefetch, Q, QuerySet, TextField, Value
from django.db.models.functions import Concat

from xunwang.access.models import User
from xunwang.access.permissions import may, paths_for, within
from xunwang.access.roles import Action
from xunwang.inspection.models import Campaign
from xunwang.inspection.stages import Stage
from xunwang.rectify.escalating import overdue
from xunwang.rectify.models import Extension, Item, Order, Recheck, Reply
from xunwang.rectify.vocabulary import ItemState, OrderState
from xunwang.web.components.counts import counts

_TO_DO = {OrderState.ISSUED: "件整改通知待签收", OrderState.WORKING: "件整改正在办理，请按期反馈"}
"""What a unit has to do, by the state of its orders."""


def visible(user: User) -> QuerySet[Order]:
    """Orders that the person may see, newest first."""
    rows = within(user, Action.SEE_ORDERS, Order.objects.all(), "unit__path")
    return rows.select_related("unit", "campaign", "batch", "issuer")


def numbered(user: User) -> QuerySet[Order]:
    """The same with the number as it is ``written``, to be searched."""
    number = Concat("word", Value("〔"), "year", Value("〕"), "serial", Value("号"), output_field=TextField())
    return visible(user).annotate(written=number)


def listed(user: User) -> QuerySet[Order]:
    """The same with how many problems there are, and how many are done."""
    done = Q(items__state__in=[ItemState.ACCEPTED, ItemState.WAIVED])
    return numbered(user).annotate(problems=Count("items"), done=Count("items", filter=done))


def below(user: User) -> QuerySet[Order]:
    """Orders whose work the person accepts: those from above (see ``may_from_above``)."""
    wanted = Q()
    for path in paths_for(user, Action.ACCEPT_ORDERS):
        wanted |= Q(unit__path__startswith=path) & ~Q(unit__path=path)
        wanted |= Q(unit__path__startswith=path, unit__superior=None, unit__supervising_unit=None)
    return Order.objects.filter(wanted) if wanted else Order.objects.none()


def to_accept(user: User) -> QuerySet[Order]:
    """With answers that wait for the person's acceptance."""
    waiting = Item.objects.filter(order=OuterRef("pk"), state=ItemState.REPLIED)
    return below(user).filter(Exists(waiting))


def extensions_to_decide(user: User) -> QuerySet[Order]:
    """With a request for more time."""
    return below(user).filter(Exists(Extension.objects.filter(order=OuterRef("pk"), ruling="")))


def relapsed(user: User) -> QuerySet[Order]:
    """With a problem that a recheck found again after acceptance."""
    return below(user).filter(Exists(Item.objects.filter(order=OuterRef("pk"), relapsed=True)))


def escalated_to(user: User, now: datetime) -> QuerySet[Order]:
    """Late orders that the units above were told of, below the person."""
    return overdue(now).filter(pk__in=below(user).values("pk"), escalations__isnull=False).distinct()


def own(user: User) -> QuerySet[Order]:
    """Orders that the person answers."""
    return within(user, Action.ANSWER_ORDERS, Order.objects.all(), "unit__path")


def items_with_answers(order: Order) -> list[Item]:
    """Items in their order, with answers, proofs and rechecks; five queries."""
    return list(
        order.items.select_related("before__order", "finding", "checked__account").prefetch_related(
            Prefetch("replies", Reply.objects.select_related("by").prefetch_related("proofs")),
            Prefetch("rechecks", Recheck.objects.order_by("-id")),
        )
    )


def campaigns_to_order(user: User) -> QuerySet[Campaign]:
    """Finalised campaigns that the person may issue orders for."""
    stages = [Stage.FINAL, Stage.PUBLISHED]
    rows = within(user, Action.ISSUE_ORDERS, Campaign.objects.filter(stage__in=stages), "unit__path")
    return rows.select_related("unit")


def tasks_of(user: User, now: datetime) -> list[tuple[int, str, str]]:
    """Number, words and the query string of the list, for the home page; three queries at most."""
    found: list[tuple[int, str, str]] = []
    if may(user, Action.ANSWER_ORDERS):
        # Whoever accepts the work from above does not do it: a task of his is to accept.
        mine = own(user).exclude(pk__in=below(user).values("pk")).order_by()
        by_state = mine.values_list("state").annotate(Count("pk"), Min("due_on"))
        to_do = {state: (number, f"{_TO_DO[state]}，最早{first:%Y-%m-%d}截止", f"state={state}")
                 for state, number, first in by_state.filter(state__in=_TO_DO)}  # fmt: skip
        (late,) = counts(overdue(now).filter(pk__in=mine.values("pk")))
        found += [
            *(to_do[state] for state in _TO_DO if state in to_do),
            (late, "件整改已逾期，请立即反馈或说明情况", "overdue=1"),
        ]
    if may(user, Action.ACCEPT_ORDERS):
        replied, asked, again, told = counts(
            to_accept(user), extensions_to_decide(user), relapsed(user), escalated_to(user, now)
        )
        found += [
            (replied, "件整改等待您验收", "wait=accept"),
            (asked, "件延期申请等待您决定", "wait=extension"),
            (again, "件已验收的整改再次出现问题，请决定是否重新整改", "wait=relapsed"),
            (told, "件下级整改逾期，已上报", "wait=escalated"),
        ]
    return found
