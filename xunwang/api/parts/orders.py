"""Orders (整改通知): what has to be put right, what was answered, what a recheck saw."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema

from xunwang.access.models import User
from xunwang.access.roles import Action
from xunwang.api.operations import operation, person
from xunwang.api.shapes import Key, Page, Paging, Ref, page, tagged
from xunwang.rectify.answering import may_read
from xunwang.rectify.models import Extension, Item, Order, OrderEvent, Reply
from xunwang.rectify.vocabulary import ItemState, Move, OrderState, RecheckVerdict, Ruling
from xunwang.web.pages.rectify.queries import listed, visible

router = Router(tags=["整改"])


class OrderOut(Schema):
    """An order to one unit."""

    id: int
    number: str = Field(description="发文字号")
    campaign: int
    issuer: int
    unit: int
    unit_name: str
    state: OrderState
    issued_at: datetime
    due_on: date
    signed_at: datetime | None
    replied_at: datetime | None
    closed_at: datetime | None
    reopened: int
    problems: int
    done: int = Field(description="已验收或撤销的问题数")


class ReplyOut(Schema):
    """What the unit says it did."""

    statement: str
    done_on: date
    at: datetime
    proofs: list[str] = Field(description="附件的文件名")


class OrderItemOut(Schema):
    """One problem of an order. Of a restricted one only that there is one."""

    id: int
    position: int
    indicator: str
    is_veto: bool
    subject: str
    problem: str
    url: str
    restricted: bool
    state: ItemState
    recheck: RecheckVerdict | None = Field(description="最近一次复查的结论")
    rechecked_at: datetime | None
    relapsed: bool
    replies: list[ReplyOut]


class OrderEventOut(Schema):
    """What happened to an order."""

    at: datetime
    by: str = Field(description="系统自身为空")
    item: int | None
    move: Move
    to_state: OrderState
    due_on: date | None
    note: str


class ExtensionOut(Schema):
    """More time that the unit asked for, and what was decided."""

    until: date = Field(description="申请延至")
    reason: str
    asked_at: datetime
    ruling: Ruling | None = Field(description="为空：等待决定")
    granted_until: date | None
    ruling_reason: str
    ruled_at: datetime | None


class OrderWhole(OrderOut):
    """With its problems and its history."""

    readable: bool = Field(description="主办单位签收后才能读到问题；签收前 items 为空")
    items: list[OrderItemOut]
    extensions: list[ExtensionOut] = Field(description="延期申请，新的在前")
    events: list[OrderEventOut]


class OrderFilter(Schema):
    """Which orders."""

    state: OrderState | None = None
    unit: Ref | None = None
    campaign: Ref | None = None


@operation(router, "GET /orders", Action.SEE_ORDERS, Page[OrderOut], "整改通知列表")
def orders(request: HttpRequest, paging: Query[Paging], chosen: Query[OrderFilter]) -> Page[OrderOut]:
    """Orders of the units in the subtree, newest first."""
    rows = listed(person(request)).filter(**chosen.model_dump(exclude_none=True))
    return page(rows, paging, lambda one: OrderOut(**_facts(one)), newest=True)


@operation(router, "GET /orders/{key}", Action.SEE_ORDERS, OrderWhole, "整改通知、问题和经过")
def order(request: HttpRequest, key: Key, response: HttpResponse) -> OrderWhole:
    """One order."""
    return tagged(response, whole(order_by(request, key), person(request)))  # type: ignore[no-any-return]


def order_by(request: HttpRequest, key: int) -> Order:
    """An order that the person sees, or 404."""
    found: Order = get_object_or_404(visible(person(request)), pk=key)
    return found


def whole(found: Order, user: User) -> OrderWhole:
    """An order as the person reads it; its own unit reads the problems once it has signed for them."""
    replies = Prefetch("replies", Reply.objects.prefetch_related("proofs"))
    items = list(found.items.prefetch_related(replies))
    done = sum(one.state in (ItemState.ACCEPTED, ItemState.WAIVED) for one in items)
    readable = may_read(user, found)
    return OrderWhole(
        **{**_facts(found), "problems": len(items), "done": done},
        readable=readable,
        items=[_item(one) for one in items] if readable else [],
        extensions=[_extension(one) for one in found.extensions.all()],
        events=[_event(one) for one in found.events.select_related("by")],
    )


def _facts(one: Order) -> dict[str, Any]:
    return {
        "id": one.pk, "number": one.number, "campaign": one.campaign_id, "issuer": one.issuer_id, "unit": one.unit_id,
        "unit_name": one.unit_name, "state": one.state, "issued_at": one.issued_at, "due_on": one.due_on,
        "signed_at": one.signed_at, "replied_at": one.replied_at, "closed_at": one.closed_at,
        "reopened": one.reopened, "problems": getattr(one, "problems", 0), "done": getattr(one, "done", 0),
    }  # fmt: skip


def _item(one: Item) -> OrderItemOut:
    replies = [
        ReplyOut(
            statement=said.statement,
            done_on=said.done_on,
            at=said.at,
            proofs=[file.name for file in said.proofs.all()],
        )
        for said in one.replies.all()
    ]
    return OrderItemOut(
        id=one.pk, position=one.position, indicator=one.indicator, is_veto=one.is_veto, subject=one.subject,
        problem=one.problem, url="" if one.restricted else one.url, restricted=one.restricted,
        state=ItemState(one.state), recheck=RecheckVerdict(one.recheck_verdict) if one.recheck_verdict else None,
        rechecked_at=one.rechecked_at, relapsed=one.relapsed, replies=replies,
    )  # fmt: skip


def _extension(one: Extension) -> ExtensionOut:
    return ExtensionOut(
        until=one.until, reason=one.reason, asked_at=one.asked_at, ruling=Ruling(one.ruling) if one.ruling else None,
        granted_until=one.granted_until, ruling_reason=one.ruling_reason, ruled_at=one.ruled_at,
    )  # fmt: skip


def _event(one: OrderEvent) -> OrderEventOut:
    return OrderEventOut(
        at=one.at, by=one.by.name if one.by is not None else "", item=one.item_id, move=Move(one.move),
        to_state=OrderState(one.to_state), due_on=one.due_on, note=one.note,
    )  # fmt: skip
