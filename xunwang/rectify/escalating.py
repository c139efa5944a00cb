"""Missed deadlines are told to the unit above: run once a day."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from xunwang.calendar.working_days import local_day
from xunwang.rectify.models import Escalation, Order
from xunwang.rectify.moving import Moment, note
from xunwang.rectify.vocabulary import WITH_UNIT, Move


def overdue(now: datetime) -> QuerySet[Order]:
    """Orders whose deadline has passed while the unit still has to act."""
    return Order.objects.filter(state__in=sorted(WITH_UNIT), due_on__lt=local_day(now))


def escalate_overdue(now: datetime) -> int:
    """Tell the unit above of each missed deadline, once; gives how many were told. Twice does no harm.

    Told is the supervising unit, else the superior; of the root's own orders the office that issued them.
    """
    told = Escalation.objects.filter(order=OuterRef("pk"), due_on=OuterRef("due_on"))
    count = 0
    for number in overdue(now).exclude(Exists(told)).order_by("pk").values_list("pk", flat=True):
        count += _escalate(number, now)
    return count


def _escalate(number: int, now: datetime) -> bool:
    with transaction.atomic():
        order = (
            overdue(now)
            .select_for_update(of=("self",))
            .select_related("unit__supervising_unit", "unit__superior", "issuer")
            .filter(pk=number)
            .first()
        )
        if order is None:
            return False
        above = order.unit.overseer or order.issuer
        _, made = Escalation.objects.get_or_create(
            order=order, due_on=order.due_on, defaults={"told": above, "at": now}
        )
        if made:
            note(
                order, Move.ESCALATE, Moment(None, now), f"期限{order.due_on:%Y-%m-%d}已过，上报{above.name}"
            )
    return made
