"""Several people at one order at once: one is heard, the others are told."""

from __future__ import annotations

from collections import Counter
from functools import partial
from uuid import uuid4

import pytest

from tests.console.inspection.test_at_once import at_once, kinds
from tests.console.province import make_province, make_user
from tests.console.rectify.orders import (
    ISSUED,
    LATER,
    Orders,
    answered,
    answers_to,
    finalised,
    in_rectification,
    plan_of,
)
from tests.console.rectify.test_deciding import MISSED
from xunwang.access.roles import Role
from xunwang.audit.verify import verify
from xunwang.rectify.answering import reply, sign
from xunwang.rectify.deciding import Judgement, cancel, judge
from xunwang.rectify.errors import RectifyError, StaleError
from xunwang.rectify.escalating import escalate_overdue
from xunwang.rectify.issuing import issue
from xunwang.rectify.models import Batch, Escalation, Item, Order, OrderEvent, Reply
from xunwang.rectify.vocabulary import Move

pytestmark = pytest.mark.server


@pytest.fixture
def orders(committed: None) -> Orders:
    return in_rectification(make_province())


def seen(order: Order) -> Order:
    return Order.objects.select_related("unit").get(pk=order.pk)


def test_of_those_who_accept_at_once_one_is_heard(orders: Orders) -> None:
    order = answered(orders)
    people = [orders.supervisor, orders.planner, make_user("another", Role.PLANNER, orders.province.root)]
    item = order.items.get().pk
    jobs = [partial(judge, seen(order), [Judgement(item, Move.ACCEPT)], person, LATER) for person in people]
    assert kinds(at_once(*jobs)) == {Order: 1, StaleError: 2}
    assert OrderEvent.objects.filter(move="accept").count() == 1
    assert not verify().problems


def test_acceptance_return_and_cancelling_at_once_do_one_thing(orders: Orders) -> None:
    order = answered(orders)
    item = order.items.get().pk
    results = at_once(
        partial(judge, seen(order), [Judgement(item, Move.ACCEPT)], orders.supervisor, LATER),
        partial(judge, seen(order), [Judgement(item, Move.RETURN, "不实")], orders.planner, LATER),
        partial(cancel, seen(order), "误发", orders.planner, LATER),
    )
    assert kinds(results) == {Order: 1, StaleError: 2}


def test_two_answers_at_once_are_one(orders: Orders) -> None:
    sign(orders.office, orders.editor, ISSUED)
    answers = answers_to(*orders.office.items.all())
    jobs = [partial(reply, seen(orders.office), answers, orders.editor, LATER) for _ in range(3)]
    assert kinds(at_once(*jobs)) == {list: 1, StaleError: 2}
    assert Reply.objects.count() == 1


def test_a_campaign_is_ordered_once_however_many_press_the_button(committed: None) -> None:
    round_ = finalised(make_province())
    jobs = [lambda: issue(plan_of(round_), uuid4(), round_.planner, ISSUED) for _ in range(3)]
    assert kinds(at_once(*jobs)) == {Batch: 1, RectifyError: 2}
    assert set(Counter(Item.objects.values_list("finding", flat=True)).values()) == {1}


def test_a_missed_deadline_is_told_once_by_two_at_once(orders: Orders) -> None:
    counts = at_once(*(lambda: escalate_overdue(MISSED) for _ in range(3)))
    assert sum(int(str(count)) for count in counts) == 2 and Escalation.objects.count() == 2
