"""Orders by programme: the unit signs and answers, those above accept or return; by the rules of the pages."""

from __future__ import annotations

import base64
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.console.api.world import Programme
from tests.console.province import Province
from tests.console.rectify.orders import Orders, in_rectification
from xunwang.audit.models import Entry
from xunwang.rectify.models import Order, Proof


@pytest.fixture
def orders(province: Province) -> Orders:
    return in_rectification(province)


def do(programme: Programme, order: Order, what: str, body: Any = None) -> Any:
    path = f"/orders/{order.pk}"
    return programme.change("POST", f"{path}/{what}", body, read=path)


def answers(shown: Any, **changes: Any) -> dict[str, Any]:
    done_on = timezone.localdate()
    return {
        "items": [{"item": one["id"], "statement": "已改。", "done_on": done_on, **changes} for one in shown["items"]]
    }  # fmt: skip


def words(shown: Any, move: str, **changes: Any) -> dict[str, Any]:
    return {"items": [{"item": one["id"], "move": move, "reason": "首页未改"} for one in shown["items"]], **changes}  # fmt: skip


def test_a_unit_reads_the_problems_once_it_has_signed(orders: Orders) -> None:
    editor, supervisor = Programme(orders.editor), Programme(orders.supervisor)
    path = f"/orders/{orders.office.pk}"
    before = editor.get(path).json()
    assert (before["readable"], before["items"]) == (False, []) and before["problems"] > 0
    assert supervisor.get(path).json()["items"], "those above read them at once"
    signed = do(editor, orders.office, "signature").json()
    assert (signed["state"], signed["readable"]) == ("working", True)
    assert len(signed["items"]) == signed["problems"]
    assert do(editor, orders.office, "signature").json()["code"] == "refused"


def test_an_order_is_answered_returned_answered_again_and_accepted(orders: Orders) -> None:
    editor, supervisor, order = Programme(orders.editor), Programme(orders.supervisor), orders.office
    signed = do(editor, order, "signature").json()
    proof = {"name": "证明.pdf", "content": base64.b64encode(b"%PDF-1.7").decode()}
    answered = do(editor, order, "replies", answers(signed, proofs=[proof])).json()
    assert answered["state"] == "replied"
    assert {file for one in answered["items"] for reply in one["replies"] for file in reply["proofs"]} == {
        "证明.pdf"
    }
    assert Proof.objects.count() == len(signed["items"])
    late = do(supervisor, order, "judgements", words(signed, "return"))
    assert (late.status_code, late.json()["code"]) == (409, "refused")
    assert "请给出新的期限" in late.json()["detail"], "the deadline of 2020 has passed"
    due = timezone.localdate() + timedelta(days=20)
    returned = do(supervisor, order, "judgements", words(signed, "return", due={"on": due})).json()
    assert (returned["state"], returned["due_on"]) == ("working", due.isoformat())
    do(editor, order, "replies", answers(signed))
    closed = do(supervisor, order, "judgements", words(signed, "accept")).json()
    assert (closed["state"], closed["done"]) == ("closed", closed["problems"])
    told = Entry.objects.filter(subject="rectify_order", action="update", via="api")
    assert {entry.actor for entry in told} == {orders.editor.username, orders.supervisor.username}


def test_nobody_accepts_what_he_answered_himself(orders: Orders) -> None:
    admin = Programme(orders.round.admin)
    signed = do(admin, orders.office, "signature").json()
    do(admin, orders.office, "replies", answers(signed))
    refused = do(admin, orders.office, "judgements", words(signed, "accept"))
    assert refused.status_code == 409 and "由您本人反馈" in refused.json()["detail"]


def test_more_time_is_asked_for_and_granted_in_part(orders: Orders) -> None:
    editor, supervisor, order = Programme(orders.editor), Programme(orders.supervisor), orders.office
    do(editor, order, "signature")
    nothing = do(supervisor, order, "extension-ruling", {"ruling": "granted"})
    assert nothing.json()["detail"] == "没有等待决定的延期申请。"
    wanted, granted = (timezone.localdate() + timedelta(days=days) for days in (30, 10))
    asked = do(editor, order, "extensions", {"until": wanted, "reason": "改版"}).json()
    assert [(one["until"], one["ruling"]) for one in asked["extensions"]] == [(wanted.isoformat(), None)]
    ruled = do(supervisor, order, "extension-ruling", {"ruling": "granted", "until": granted}).json()
    assert (ruled["due_on"], ruled["extensions"][0]["ruling"]) == (granted.isoformat(), "granted")


def test_who_read_an_older_version_changes_nothing(orders: Orders) -> None:
    editor, path = Programme(orders.editor), f"/orders/{orders.office.pk}"
    tag = editor.get(path).headers["ETag"]
    assert editor.send("POST", f"{path}/signature", None, tag).status_code == 200
    again = editor.send("POST", f"{path}/signature", None, tag)
    assert (again.status_code, again.json()["code"]) == (412, "stale")
