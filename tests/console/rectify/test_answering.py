"""The unit signs for its order, answers item by item with proof, and asks for more time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from tests.console.inspection.rounds import CHECK_POINT, DAY
from tests.console.province import make_user
from tests.console.rectify.orders import ISSUED, LATER, Orders, answered, answers_to
from xunwang.access.roles import Role
from xunwang.inspection.hearing.uploads import Upload
from xunwang.rectify.answering import ask_extension, may_read, reply, sign
from xunwang.rectify.deciding import decide_extension
from xunwang.rectify.errors import RectifyError, StaleError
from xunwang.rectify.models import Extension, Item, Order, Proof, Reply
from xunwang.rectify.vocabulary import Ruling

PDF = Upload("C:\\用户\\整改证明.pdf", b"%PDF-1.7 ...")


def moves(order: Order) -> list[str]:
    return list(order.events.values_list("move", flat=True))


def test_the_unit_signs_for_its_order_before_it_reads_it(orders: Orders) -> None:
    assert not may_read(orders.editor, orders.office) and may_read(orders.supervisor, orders.office)
    sign(orders.office, orders.editor, ISSUED)
    assert may_read(orders.editor, orders.office)
    assert (orders.office.signed_by, orders.office.signed_at) == (orders.editor, ISSUED)
    assert (orders.office.state, moves(orders.office)) == ("working", ["issue", "sign"])


def test_nobody_else_signs(orders: Orders) -> None:
    for person in (orders.supervisor, orders.planner):
        with pytest.raises(PermissionDenied):
            sign(orders.office, person, ISSUED)
    with pytest.raises(PermissionDenied):
        sign(orders.city, orders.editor, ISSUED)


def test_answers_wait_for_acceptance_and_are_looked_at_again(orders: Orders) -> None:
    order = answered(orders)
    assert order.state == "replied" and order.replied_at == LATER
    assert set(Item.objects.filter(order=order).values_list("state", "recheck_wanted_at")) == {
        ("replied", LATER)
    }


def test_part_of_the_items_can_be_answered(orders: Orders) -> None:
    order = orders.city
    sign(order, orders.city_editor, ISSUED)
    first, *others = order.items.all()
    reply(order, answers_to(first), orders.city_editor, LATER)
    assert order.state == "working"
    with pytest.raises(RectifyError, match="已反馈"):
        reply(order, answers_to(first), orders.city_editor, LATER)
    reply(order, answers_to(*others), orders.city_editor, LATER)
    assert order.state == "replied"


def test_proof_is_kept_under_its_digest_and_a_safe_name(orders: Orders) -> None:
    sign(orders.office, orders.editor, ISSUED)
    item = orders.office.items.first()
    assert item is not None
    reply(orders.office, answers_to(item, uploads=(PDF,)), orders.editor, LATER)
    proof = Proof.objects.get()
    assert (proof.name, proof.media_type, proof.size) == ("整改证明.pdf", "application/pdf", len(PDF.content))
    assert proof.path == f"proofs/{proof.digest[:2]}/{proof.digest}"


@pytest.mark.parametrize(
    "changes",
    [
        {"statement": "  "},
        {"done_on": (LATER + DAY).date()},
        {"done_on": (CHECK_POINT - DAY).date()},
        {"uploads": (Upload("脚本.html", b"<script>"),)},
        {"uploads": (Upload("假.pdf", b"<script>"),)},
        {"uploads": (PDF,) * 6},
        {"item": 10**9},
    ],
)  # fmt: skip
def test_answers_that_are_none_change_nothing(orders: Orders, changes: dict[str, Any]) -> None:
    sign(orders.office, orders.editor, ISSUED)
    answers = [replace(answer, **changes) for answer in answers_to(*orders.office.items.all())]
    with pytest.raises(RectifyError):
        reply(orders.office, answers, orders.editor, LATER)
    assert not Reply.objects.exists() and not Item.objects.filter(state="replied").exists()


def test_an_old_form_changes_nothing(orders: Orders) -> None:
    old = Order.objects.get(pk=orders.office.pk)
    sign(orders.office, orders.editor, ISSUED)
    with pytest.raises(StaleError):
        sign(old, orders.editor, ISSUED)


def test_more_time_is_asked_for_and_granted_by_somebody_above(orders: Orders) -> None:
    order = orders.office
    sign(order, orders.editor, ISSUED)
    asked = ask_extension(order, date(2021, 1, 20), "须改版", orders.editor, LATER)
    order.refresh_from_db()
    with pytest.raises(RectifyError, match="等待决定"):
        ask_extension(order, date(2021, 1, 21), "再次", orders.editor, LATER)
    own = make_user("own_supervisor", Role.CITY_SUPERVISOR, orders.province.department)
    with pytest.raises(RectifyError, match="上级"):
        decide_extension(asked, Ruling.GRANTED, own, LATER)
    decide_extension(asked, Ruling.GRANTED, orders.supervisor, LATER, until=date(2021, 1, 15))
    order.refresh_from_db()
    assert (order.due_on, order.first_due_on) == (date(2021, 1, 15), date(2021, 1, 4))
    assert moves(order)[-2:] == ["ask_extension", "grant_extension"]


def test_more_time_is_refused_with_a_reason(orders: Orders) -> None:
    order = orders.office
    sign(order, orders.editor, ISSUED)
    asked = ask_extension(order, date(2021, 1, 20), "须改版", orders.editor, LATER)
    order.refresh_from_db()
    asked.order = order
    with pytest.raises(RectifyError, match="理由"):
        decide_extension(asked, Ruling.REFUSED, orders.supervisor, LATER)
    decide_extension(asked, Ruling.REFUSED, orders.supervisor, LATER, reason="不需要改版")
    order.refresh_from_db()
    assert order.due_on == date(2021, 1, 4) and Extension.objects.get().ruling == "refused"


@pytest.mark.parametrize("until", [date(2021, 1, 4), date(2020, 12, 1)])
def test_an_extension_ends_later_than_the_deadline(orders: Orders, until: date) -> None:
    sign(orders.office, orders.editor, ISSUED)
    with pytest.raises(RectifyError, match="晚于"):
        ask_extension(orders.office, until, "理由", orders.editor, LATER)
