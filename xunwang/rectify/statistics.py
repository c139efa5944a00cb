"""How rectification goes: by unit, region or indicator, counted in problems."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from statistics import median
from typing import NamedTuple

from django.db.models import QuerySet

from xunwang.calendar import CalendarNotPublished
from xunwang.calendar.working_days import local_day
from xunwang.holidays.office import working_days_between
from xunwang.rectify.models import Item, Order, OrderEvent
from xunwang.rectify.vocabulary import ITEM_WITH_UNIT, WITH_UNIT, ItemState, Move
from xunwang.words import Word

WHOLE = "合计"
ACCOUNTS = "政务新媒体"


class By(Word):
    """What the figures are grouped by."""

    UNIT = "unit", "单位"
    REGION = "region", "地区"
    INDICATOR = "indicator", "指标"


class _Row(NamedTuple):
    pk: int
    order: int
    state: str
    unit: str
    indicator: str
    region: str
    issued_at: datetime
    first_due_on: date
    due_on: date
    order_state: str


@dataclass(slots=True)
class Line:
    """Figures of one group. Problems that were taken out of their order are not counted."""

    group: str
    issued: int = 0
    replied: int = 0
    """Answered at least once."""
    accepted: int = 0
    overdue: int = 0
    """With the unit after the deadline."""
    extended: int = 0
    """In orders whose deadline was moved back."""
    reopened: int = 0
    """Opened again after they had been accepted."""
    days: list[int] = field(default_factory=list)
    """Working days from the issue to the acceptance, of those accepted."""

    @property
    def median_days(self) -> str:
        """Median of the working days; a dash where none is known."""
        return f"{median(self.days):g}" if self.days else "—"


def figures(orders: QuerySet[Order], by: By, now: datetime) -> list[Line]:
    """Figures of the orders' problems by group, most problems first, and their sum at the end; four queries."""
    rows = list(_rows(orders))
    accepted = _last(orders, Move.ACCEPT)
    replied = _last(orders, Move.REPLY)
    reopened = _last(orders, Move.REOPEN)
    lines: dict[str, Line] = {}
    whole = Line(WHOLE)
    group_of = _GROUPS[by]
    for row in rows:
        line = lines.setdefault(group_of(row), Line(group_of(row)))
        for one in (line, whole):
            _count(one, row, local_day(now), replied, reopened)
        days = _days(row, accepted.get(row.pk))
        if days is not None:
            line.days.append(days)
            whole.days.append(days)
    return [*sorted(lines.values(), key=lambda line: (-line.issued, line.group)), whole]


def _rows(orders: QuerySet[Order]) -> Iterable[_Row]:
    found = Item.objects.filter(order__in=orders.order_by().values("pk")).exclude(state=ItemState.WAIVED)
    names = (
        "pk", "order", "state", "order__unit_name", "indicator", "checked__region",
        "order__issued_at", "order__first_due_on", "order__due_on", "order__state",
    )  # fmt: skip
    return (_Row(*values) for values in found.order_by("pk").values_list(*names).iterator(5000))


def _last(orders: QuerySet[Order], move: Move) -> Mapping[int, datetime]:
    """When each item was last moved so."""
    events = OrderEvent.objects.filter(
        order__in=orders.order_by().values("pk"), move=move, item__isnull=False
    )
    return dict(events.order_by("pk").values_list("item", "at"))


def _count(
    line: Line, row: _Row, today: date, replied: Mapping[int, datetime], reopened: Mapping[int, datetime]
) -> None:
    with_unit = row.state in ITEM_WITH_UNIT and row.order_state in WITH_UNIT
    line.issued += 1
    line.replied += row.pk in replied
    line.accepted += row.state == ItemState.ACCEPTED
    line.overdue += with_unit and row.due_on < today
    line.extended += row.due_on > row.first_due_on
    line.reopened += row.pk in reopened


def _days(row: _Row, accepted: datetime | None) -> int | None:
    """None while it is not accepted, and where the calendar of a year is not published."""
    if accepted is None or row.state != ItemState.ACCEPTED:
        return None
    try:
        return working_days_between(row.issued_at, accepted)
    except CalendarNotPublished:
        return None


_GROUPS: Mapping[By, Callable[[_Row], str]] = {
    By.UNIT: lambda row: row.unit,
    By.REGION: lambda row: row.region or "—",
    By.INDICATOR: lambda row: row.indicator or ACCOUNTS,
}
