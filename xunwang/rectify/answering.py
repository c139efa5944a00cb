"""What the unit does: signs for the order, answers item by item with proof, asks for more time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from xunwang.access.models import User
from xunwang.access.permissions import may, require
from xunwang.access.roles import Action
from xunwang.calendar.working_days import local_day
from xunwang.inspection.errors import InspectionError
from xunwang.inspection.hearing.uploads import Upload, check_uploads, keep
from xunwang.rectify.errors import RectifyError
from xunwang.rectify.models import Extension, Item, Order, Proof, Reply
from xunwang.rectify.moving import Moment, items_of, move_item, moving, note, settle
from xunwang.rectify.rechecking.want import queue_rechecks
from xunwang.rectify.vocabulary import Move, OrderState

_LONGEST = 4000


@dataclass(frozen=True, slots=True)
class Answer:
    """What was done about one item."""

    item: int
    statement: str
    done_on: date
    uploads: tuple[Upload, ...] = ()


def may_read(person: User, order: Order) -> bool:
    """Whether the person sees the problems: a unit's own people sign for the order first."""
    if order.state != OrderState.ISSUED:
        return True
    return (
        may(person, Action.ISSUE_ORDERS, order)
        or may(person, Action.ACCEPT_ORDERS, order)
        or not may(person, Action.ANSWER_ORDERS, order)
    )


def sign(order: Order, by: User, now: datetime) -> Order:
    """Sign for it. Raises RectifyError, StaleError, PermissionDenied as :func:`xunwang.rectify.moving.moving`."""
    with moving(order, Move.SIGN, by) as current:
        current.signed_at, current.signed_by = now, by
        current.state = OrderState.WORKING
        note(current, Move.SIGN, Moment(by, now))
    return order


def reply(order: Order, answers: Sequence[Answer], by: User, now: datetime) -> list[Reply]:
    """Answer some items; each is then looked at again, and waits for acceptance.

    Raises as :func:`sign`, and RectifyError for an answer without words, a day in the future or before the
    problem was seen, or a strange file.
    """
    _check(answers, now)
    moment = Moment(by, now)
    with moving(order, Move.REPLY, by) as current:
        items = items_of(current, [answer.item for answer in answers])
        _check_days(answers, local_day(current.campaign.check_point))
        replies = [_store(items[answer.item], answer, moment) for answer in answers]
        settle(current, moment)
        queue_rechecks()
    return replies


def ask_extension(order: Order, until: date, reason: str, by: User, now: datetime) -> Extension:
    """Ask for more time. Raises as :func:`sign`, RectifyError for a day that is no extension or a second request."""
    with moving(order, Move.ASK_EXTENSION, by, reason) as current:
        if until <= current.due_on or until <= local_day(now):
            raise RectifyError("申请延至的日期应晚于现定期限，也应晚于今天。")
        if current.extensions.filter(ruling="").exists():
            raise RectifyError("已有一件延期申请等待决定。")
        asked = Extension.objects.create(
            order=current, until=until, reason=reason.strip(), asked_at=now, asked_by=by
        )
        note(current, Move.ASK_EXTENSION, Moment(by, now), f"申请延至{until:%Y-%m-%d}：{reason.strip()}")
    return asked


def proof_for(person: User, proof: Proof) -> Proof:
    """The proof, for those who see the order. Raises PermissionDenied."""
    require(person, Action.SEE_ORDERS, proof)
    if not may_read(person, proof.reply.item.order):
        raise PermissionDenied("请先签收整改通知。")
    return proof


def _check(answers: Sequence[Answer], now: datetime) -> None:
    if not answers:
        raise RectifyError("请至少填写一项的整改情况。")
    if len({answer.item for answer in answers}) != len(answers):
        raise RectifyError("每项只能反馈一次。")
    for answer in answers:
        if not answer.statement.strip() or len(answer.statement) > _LONGEST:
            raise RectifyError(f"请写明整改情况，不超过{_LONGEST}字。")
        if answer.done_on > local_day(now):
            raise RectifyError("完成日期不能晚于今天。")
        try:
            check_uploads(answer.uploads)
        except InspectionError as error:
            raise RectifyError(str(error)) from error


def _check_days(answers: Sequence[Answer], seen_on: date) -> None:
    """Nothing was mended before it was seen: such a day is a slip of the pen."""
    if any(answer.done_on < seen_on for answer in answers):
        raise RectifyError(f"完成日期不能早于检查的监测时间点（{seen_on:%Y-%m-%d}），那时问题还在。")


def _store(item: Item, answer: Answer, moment: Moment) -> Reply:
    if moment.by is None:
        raise ValueError("a reply is somebody's")
    move_item(item, Move.REPLY)
    item.recheck_wanted_at = moment.at
    item.save(update_fields=["recheck_wanted_at"])
    stored = Reply.objects.create(
        item=item, statement=answer.statement.strip(), done_on=answer.done_on, at=moment.at, by=moment.by
    )
    with transaction.atomic():
        Proof.objects.bulk_create(Proof(reply=stored, **asdict(keep(one))) for one in answer.uploads)
    note(item.order, Move.REPLY, moment, answer.statement, item=item)
    return stored
