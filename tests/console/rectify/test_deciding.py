"""Those above the unit accept or return; orders close, are reopened and cancelled; missed deadlines are told."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied

from tests.console.inspection.rounds import DAY
from tests.console.province import make_user
from tests.console.rectify.orders import ISSUED, LATER, Orders, answered, answers_to
from xunwang.access.models import Assignment
from xunwang.access.roles import Role
from xunwang.rectify.answering import reply, sign
from xunwang.rectify.deadlines import Limit
from xunwang.rectify.deciding import Judgement, cancel, judge, keep_closed, reopen, waive
from xunwang.rectify.errors import RectifyError, StaleError
from xunwang.rectify.escalating import escalate_overdue, overdue
from xunwang.rectify.models import Escalation, Item, Order, OrderEvent
from xunwang.rectify.moving import Moment
from xunwang.rectify.vocabulary import Move

MISSED = datetime(2021, 1, 5, 1, tzinfo=UTC)


def accepting(order: Order) -> list[Judgement]:
    return [Judgement(item.pk, Move.ACCEPT) for item in order.items.all()]


def test_an_order_closes_when_all_its_items_are_accepted(orders: Orders) -> None:
    order = answered(orders)
    judge(order, accepting(order), orders.supervisor, LATER + DAY)
    assert (order.state, order.closed_at) == ("closed", LATER + DAY)
    assert OrderEvent.objects.filter(order=order).last().move == "close"


def test_what_is_returned_with_a_reason_goes_back_to_the_unit(orders: Orders) -> None:
    order = answered(orders)
    item = order.items.get()
    with pytest.raises(RectifyError, match="理由"):
        judge(order, [Judgement(item.pk, Move.RETURN)], orders.supervisor, LATER)
    judge(order, [Judgement(item.pk, Move.RETURN, "页面仍打不开")], orders.supervisor, LATER)
    assert order.state == "working" and order.replied_at is None
    reply(order, answers_to(item), orders.editor, LATER + DAY)
    judge(order, accepting(order), orders.supervisor, LATER + DAY)
    assert order.state == "closed" and item.replies.count() == 2


def test_after_the_deadline_a_return_sets_a_new_one(orders: Orders) -> None:
    order = answered(orders)
    back = [Judgement(order.items.get().pk, Move.RETURN, "不实")]
    with pytest.raises(RectifyError, match="新的期限"):
        judge(order, back, orders.supervisor, MISSED)
    judge(order, back, orders.supervisor, MISSED, Limit(3))
    assert order.due_on == date(2021, 1, 8)


def test_nobody_accepts_the_work_of_his_own_unit_or_his_own_answer(orders: Orders) -> None:
    own = make_user("own", Role.CITY_SUPERVISOR, orders.province.department)
    Assignment.objects.create(user=orders.editor, role=Role.CITY_SUPERVISOR, unit=orders.province.city)
    order = answered(orders)
    with pytest.raises(RectifyError, match="上级"):
        judge(order, accepting(order), own, LATER)
    with pytest.raises(RectifyError, match="您本人"):
        judge(order, accepting(order), orders.editor, LATER)


def test_a_supervisor_accepts_below_only(orders: Orders) -> None:
    sign(orders.city, orders.city_editor, ISSUED)
    reply(orders.city, answers_to(*orders.city.items.all()), orders.city_editor, LATER)
    with pytest.raises(RectifyError, match="上级"):
        judge(orders.city, accepting(orders.city), orders.supervisor, LATER)
    judge(orders.city, accepting(orders.city), orders.planner, LATER)
    assert orders.city.state == "closed"


def test_units_and_auditors_accept_nothing(orders: Orders) -> None:
    order = answered(orders)
    for person in (orders.editor, orders.province.user(Role.AUDITOR), orders.province.user(Role.REVIEWER)):
        with pytest.raises(PermissionDenied):
            judge(order, accepting(order), person, LATER)


def test_accepted_items_are_reopened_with_a_reason_and_a_new_deadline(orders: Orders) -> None:
    order = answered(orders)
    judge(order, accepting(order), orders.supervisor, LATER)
    item = order.items.get()
    by = Moment(orders.supervisor, MISSED)
    with pytest.raises(RectifyError, match="理由"):
        reopen(order, [item.pk], "", Limit(5), by)
    reopen(order, [item.pk], "复查又打不开", Limit(5), by)
    item.refresh_from_db()
    assert (order.state, order.reopened, item.state) == ("working", 1, "open")
    assert order.due_on == date(2021, 1, 12) and order.closed_at is None


def test_what_was_found_again_after_acceptance_waits_for_a_person(orders: Orders) -> None:
    order = answered(orders)
    judge(order, accepting(order), orders.supervisor, LATER)
    Item.objects.filter(order=order).update(relapsed=True)
    item = order.items.select_related("order").get()
    keep_closed(item, "属当日网络故障", orders.supervisor, LATER)
    assert not item.relapsed and item.state == "accepted"
    with pytest.raises(StaleError):
        keep_closed(item, "再次", orders.supervisor, LATER)


def test_an_order_is_cancelled_with_a_reason_and_its_problems_can_be_ordered_anew(orders: Orders) -> None:
    with pytest.raises(RectifyError, match="理由"):
        cancel(orders.office, " ", orders.planner, LATER)
    with pytest.raises(PermissionDenied):
        cancel(orders.office, "误发", orders.supervisor, LATER)
    cancel(orders.office, "误发", orders.planner, LATER)
    assert orders.office.state == "cancelled"
    assert set(orders.office.items.values_list("state", flat=True)) == {"waived"}
    with pytest.raises(RectifyError):
        sign(orders.office, orders.editor, LATER)


def test_when_the_last_open_problem_is_taken_out_the_order_closes_or_is_void(orders: Orders) -> None:
    waive(orders.office, orders.office.items.get().pk, "申诉后撤销", orders.planner, LATER)
    assert orders.office.state == "cancelled"
    sign(orders.city, orders.city_editor, ISSUED)
    first, *others = orders.city.items.all()
    reply(orders.city, answers_to(first), orders.city_editor, LATER)
    judge(orders.city, [Judgement(first.pk, Move.ACCEPT)], orders.planner, LATER)
    for item in others:
        waive(orders.city, item.pk, "撤销", orders.planner, LATER)
    assert orders.city.state == "closed"


def test_a_missed_deadline_is_told_to_the_unit_above_once(orders: Orders) -> None:
    last_day = datetime(2021, 1, 4, 15, tzinfo=UTC)
    assert escalate_overdue(last_day) == 0, "the last day is still in time"
    assert escalate_overdue(MISSED) == 2
    assert escalate_overdue(MISSED + DAY) == 0
    told = {row.order.unit.name: row.told.name for row in Escalation.objects.all()}
    assert told == {"松江市教育局": "松江市人民政府", "松江市人民政府": "白山省人民政府"}
    assert OrderEvent.objects.filter(move="escalate", by=None).count() == 2


def test_each_missed_deadline_is_told(orders: Orders) -> None:
    order = answered(orders)
    judge(order, [Judgement(order.items.get().pk, Move.RETURN, "不实")], orders.supervisor, LATER, Limit(3))
    assert escalate_overdue(MISSED) == 2
    order.refresh_from_db()
    reply(order, answers_to(order.items.get()), orders.editor, MISSED)
    judge(order, [Judgement(order.items.get().pk, Move.RETURN, "不实")], orders.supervisor, MISSED, Limit(1))
    assert escalate_overdue(MISSED + 5 * DAY) == 1
    assert Escalation.objects.filter(order=order).count() == 2


def test_who_has_answered_in_time_is_not_late(orders: Orders) -> None:
    answered(orders)
    assert list(overdue(MISSED)) == [orders.city]
