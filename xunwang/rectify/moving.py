"""Moving an order: locked, checked against what the person has seen, written down."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from xunwang.access.models import User
from xunwang.access.permissions import assignments_of, require
from xunwang.access.roles import Action, roles_for
from xunwang.rectify.errors import RectifyError, StaleError
from xunwang.rectify.models import Item, Order, OrderEvent
from xunwang.rectify.vocabulary import ITEM_STEPS, ITEM_WITH_UNIT, STEPS, ItemState, Move, OrderState


@dataclass(frozen=True, slots=True)
class Moment:
    """Who does it (None: the system), and when."""

    by: User | None
    at: datetime


def may_from_above(person: User, action: Action, order: Order) -> bool:
    """True when a role of the person allows the action and holds above the order's unit.

    Nobody is above the root: there its own people decide.
    """
    roles = roles_for(action)
    own = order.unit.path
    held = [one.path for one in assignments_of(person) if one.role in roles and own.startswith(one.path)]
    return person.is_active and any(path != own or order.unit.overseer is None for path in held)


def may_move(person: User, move: Move, order: Order) -> bool:
    """Whether the person may make the move on this order in its present state."""
    step = STEPS[move]
    if OrderState(order.state) not in step.sources:
        return False
    if step.from_above:
        return may_from_above(person, step.action, order)
    own = order.unit.path
    roles = roles_for(step.action)
    return any(one.role in roles and own.startswith(one.path) for one in assignments_of(person))


@contextmanager
def moving(order: Order, move: Move, by: User, reason: str = "") -> Iterator[Order]:
    """The order as it is now, locked; ``order`` is brought up to date at the end.

    Raises RectifyError where the move does not lead on from here or lacks its reason, StaleError where
    ``order`` shows an older version, PermissionDenied.
    """
    step = STEPS[move]
    require(by, step.action, order)
    if step.from_above and not may_from_above(by, step.action, order):
        raise RectifyError("本单位的整改由上级或监管单位验收和决定。")
    if step.reason and not reason.strip():
        raise RectifyError(f"“{move.label}”须写明理由。")
    with transaction.atomic():
        current = Order.objects.select_for_update(of=("self",)).select_related("unit").get(pk=order.pk)
        state = OrderState(current.state)
        if current.version != order.version:
            raise StaleError("其他人刚刚处理了这份整改通知，请查看最新状态后再办。")
        if state not in step.sources:
            raise RectifyError(f"此整改通知现为“{state.label}”，不能“{move.label}”。请刷新页面。")
        yield current
        current.version += 1
        current.save()
    order.refresh_from_db()


def note(
    order: Order,
    move: Move,
    moment: Moment,
    text: str = "",
    *,
    item: Item | None = None,
    due_on: date | None = None,
) -> OrderEvent:
    """Write down what happened; the order shows its state afterwards."""
    return OrderEvent.objects.create(
        order=order,
        item=item,
        at=moment.at,
        by=moment.by,
        move=move,
        to_state=order.state,
        due_on=due_on,
        note=text.strip(),
    )


def move_item(item: Item, move: Move) -> None:
    """Bring an item into the state that the move leads to. Raises RectifyError from another state."""
    sources, target = ITEM_STEPS[move]
    state = ItemState(item.state)
    if state not in sources:
        raise RectifyError(f"第{item.position}项现为“{state.label}”，不能“{move.label}”。")
    item.state = target
    item.save(update_fields=["state"])


def items_of(order: Order, numbers: Sequence[int]) -> dict[int, Item]:
    """Items of the order by key, locked with it. Raises RectifyError for one that is not in it."""
    found = {item.pk: item for item in order.items.filter(pk__in=numbers)}
    if len(found) != len(set(numbers)):
        raise RectifyError("所选问题不在这份整改通知中，请刷新页面。")
    for item in found.values():
        item.order = order
    return found


def settle(order: Order, moment: Moment) -> None:
    """Let the order follow its items: with the unit, waiting for acceptance, or closed."""
    states = [ItemState(state) for state in order.items.values_list("state", flat=True)]
    if all(state is ItemState.WAIVED for state in states):
        order.state = OrderState.CANCELLED
        note(order, Move.CANCEL, moment, "所有问题均已撤销")
    elif all(state in (ItemState.ACCEPTED, ItemState.WAIVED) for state in states):
        order.state, order.closed_at = OrderState.CLOSED, moment.at
        note(order, Move.CLOSE, moment, "所有问题均已验收")
    elif order.signed_at is None:
        order.state = OrderState.ISSUED
    elif any(state in ITEM_WITH_UNIT for state in states):
        order.state, order.replied_at, order.closed_at = OrderState.WORKING, None, None
    else:
        order.state, order.closed_at = OrderState.REPLIED, None
        order.replied_at = order.replied_at or moment.at
