"""Problems that had to be corrected in a year, from the orders (整改通知)."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from django.db.models import Max

from xunwang.calendar.working_days import local_day
from xunwang.rectify.models import Item
from xunwang.rectify.vocabulary import ItemState, OrderState
from xunwang.rules.supervision.facts import OrderedProblem, Row

_ANSWERED = frozenset({ItemState.REPLIED, ItemState.ACCEPTED})


def ordered_problems(year: int) -> dict[int, tuple[OrderedProblem, ...]]:
    """By the key of the unit, those whose limit (with extensions) lies in the year. One query.

    An accepted problem was corrected on the day of its last answer. What was waived is no problem.
    """
    rows = (
        Item.objects.filter(order__due_on__range=(date(year, 1, 1), date(year, 12, 31)))
        .exclude(state=ItemState.WAIVED)
        .exclude(order__state=OrderState.CANCELLED)
        .select_related("order")
        .annotate(answered_at=Max("replies__at"))
        .order_by("order_id", "position")
    )
    found: dict[int, list[OrderedProblem]] = defaultdict(list)
    for item in rows:
        found[item.order.unit_id].append(_problem(item))
    return {unit: tuple(problems) for unit, problems in found.items()}


def _problem(item: Item) -> OrderedProblem:
    order, answered = item.order, getattr(item, "answered_at", None)
    return OrderedProblem(
        Row(f"整改通知{order.number}", f"order:{order.pk}"),
        f"{item.subject}：{item.problem}",
        order.due_on,
        local_day(answered) if answered and item.state in _ANSWERED else None,
        in_doubt=item.state == ItemState.REPLIED,
    )
