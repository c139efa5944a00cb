"""What is done about an order: its unit signs, answers and asks for more time; those above accept, return and decide."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Router

from xunwang.access.models import User
from xunwang.access.roles import Action
from xunwang.api.operations import operation, person
from xunwang.api.parts.orders import OrderWhole, order_by, whole
from xunwang.api.problems import ApiError
from xunwang.api.shapes import Day, Given, IfMatch, Key, Note, Ref, require_unchanged
from xunwang.api.uploads import AttachmentIn, uploads_in
from xunwang.rectify.answering import Answer, ask_extension, reply, sign
from xunwang.rectify.deadlines import Limit
from xunwang.rectify.deciding import Judgement, decide_extension, judge
from xunwang.rectify.models import Order
from xunwang.rectify.vocabulary import Move, Ruling

router = Router(tags=["整改"])


class ItemAnswerIn(Given):
    """What was done about one problem."""

    item: Ref = Field(description="问题的 id")
    statement: str = Field(min_length=1, max_length=4000, description="整改情况")
    done_on: Day = Field(description="完成日期")
    proofs: list[AttachmentIn] = Field([], max_length=5, description="证明材料")


class OrderAnswerIn(Given):
    """Answers to some or all problems."""

    items: list[ItemAnswerIn] = Field(min_length=1, max_length=500)


class ExtensionIn(Given):
    """More time that is asked for."""

    until: Day = Field(description="申请延至")
    reason: Annotated[str, Field(min_length=1, max_length=2000)]


class JudgementIn(Given):
    """A word on one answered problem."""

    item: Ref = Field(description="问题的 id")
    move: Literal["accept", "return"] = Field(description="accept 验收通过，return 退回")
    reason: Note = Field("", description="退回时必填")


class DueIn(Given):
    """A new deadline: one of the two."""

    working_days: int | None = Field(None, ge=1, le=250)
    on: Day | None = None


class JudgementsIn(Given):
    """Words on some or all answered problems."""

    items: list[JudgementIn] = Field(min_length=1, max_length=500)
    due: DueIn | None = Field(None, description="退回后的期限；原定期限已过的必填")


class ExtensionRulingIn(Given):
    """A decision on more time."""

    ruling: Ruling
    until: Day | None = Field(None, description="同意时可早于所申请的日期")
    reason: Note = Field("", description="不同意时必填")


@operation(router, "POST /orders/{key}/signature", Action.ANSWER_ORDERS, OrderWhole, "签收整改通知")
def order_sign(request: HttpRequest, key: Key, match: IfMatch) -> OrderWhole:
    """Sign for an order; its problems can be read afterwards."""
    found, user, now = _read(request, key, match)
    sign(found, user, now)
    return whole(order_by(request, key), user)


@operation(router, "POST /orders/{key}/replies", Action.ANSWER_ORDERS, OrderWhole, "反馈整改情况")
def order_reply(request: HttpRequest, key: Key, match: IfMatch, body: OrderAnswerIn) -> OrderWhole:
    """Answer problems; each is looked at again and waits for acceptance."""
    found, user, now = _read(request, key, match)
    answers = [Answer(one.item, one.statement, one.done_on, uploads_in(one.proofs)) for one in body.items]
    reply(found, answers, user, now)
    return whole(order_by(request, key), user)


@operation(router, "POST /orders/{key}/extensions", Action.ANSWER_ORDERS, OrderWhole, "申请延期")
def order_extend(request: HttpRequest, key: Key, match: IfMatch, body: ExtensionIn) -> OrderWhole:
    """Ask for more time; until it is decided on, the deadline stays."""
    found, user, now = _read(request, key, match)
    ask_extension(found, body.until, body.reason, user, now)
    return whole(order_by(request, key), user)


@operation(router, "POST /orders/{key}/judgements", Action.ACCEPT_ORDERS, OrderWhole, "验收或退回整改")
def order_judge(request: HttpRequest, key: Key, match: IfMatch, body: JudgementsIn) -> OrderWhole:
    """Accept or return answered problems; the last one accepted closes the order."""
    found, user, now = _read(request, key, match)
    words = [Judgement(one.item, Move(one.move), one.reason) for one in body.items]
    due = Limit(body.due.working_days, body.due.on) if body.due is not None else None
    judge(found, words, user, now, due)
    return whole(order_by(request, key), user)


@operation(
    router, "POST /orders/{key}/extension-ruling", Action.ACCEPT_ORDERS, OrderWhole, "决定等待中的延期申请"
)
def order_extension_rule(
    request: HttpRequest, key: Key, match: IfMatch, body: ExtensionRulingIn
) -> OrderWhole:
    """Grant more time, or refuse it. One request at most waits."""
    found, user, now = _read(request, key, match)
    asked = found.extensions.filter(ruling="").first()
    if asked is None:
        raise ApiError("refused", "没有等待决定的延期申请。")
    asked.order = found
    decide_extension(asked, body.ruling, user, now, until=body.until, reason=body.reason)
    return whole(order_by(request, key), user)


def _read(request: HttpRequest, key: int, match: str) -> tuple[Order, User, datetime]:
    """The order in the version that was read, by whom, and now; the service refuses it once it has changed."""
    found, user = order_by(request, key), person(request)
    require_unchanged(match, whole(found, user))
    return found, user, timezone.now()
