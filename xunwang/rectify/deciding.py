"""What those above the unit do: accept or return items, decide on more time, reopen; the office cancels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from xunwang.access.models import User
from xunwang.calendar.working_days import local_day
from xunwang.rectify.deadlines import Limit
from xunwang.rectify.errors import RectifyError, StaleError
from xunwang.rectify.models import Extension, Item, Order
from xunwang.rectify.moving import Moment, items_of, move_item, moving, note, settle
from xunwang.rectify.vocabulary import ItemState, Move, OrderState, Ruling


@dataclass(frozen=True, slots=True)
class Judgement:
    """A supervisor's word on one answered item: ``ACCEPT``, or ``RETURN`` with its reason."""

    item: int
    move: Move
    reason: str = ""


def judge(
    order: Order, judgements: Sequence[Judgement], by: User, now: datetime, limit: Limit | None = None
) -> Order:
    """Accept or return answered items; the last one accepted closes the order.

    ``limit`` is the new deadline of what is returned; it must be given once the old one has passed. Nobody
    accepts what he answered himself. Raises RectifyError, StaleError, PermissionDenied, CalendarNotPublished.
    """
    if not judgements or any(one.move not in (Move.ACCEPT, Move.RETURN) for one in judgements):
        raise RectifyError("请至少选择一项，注明通过或退回。")
    if any(one.move is Move.RETURN and not one.reason.strip() for one in judgements):
        raise RectifyError("退回须逐项写明理由。")
    moment = Moment(by, now)
    with moving(order, Move.ACCEPT, by) as current:
        items = items_of(current, [one.item for one in judgements])
        for one in judgements:
            _judge(items[one.item], one, moment)
        if any(one.move is Move.RETURN for one in judgements):
            _new_deadline(current, limit, now)
        settle(current, moment)
    return order


def reopen(order: Order, numbers: Sequence[int], reason: str, limit: Limit, moment: Moment) -> Order:
    """Open accepted items again, with a reason and a new deadline. Raises as :func:`judge`."""
    if moment.by is None:
        raise ValueError("a person reopens")
    if not numbers:
        raise RectifyError("请选择要重新整改的问题。")
    with moving(order, Move.REOPEN, moment.by, reason) as current:
        for item in items_of(current, numbers).values():
            move_item(item, Move.REOPEN)
            item.relapsed = False
            item.save(update_fields=["relapsed"])
            note(current, Move.REOPEN, moment, reason, item=item)
        current.due_on = limit.last_day(moment.at)
        current.reopened += 1
        settle(current, moment)
        note(current, Move.REOPEN, moment, reason, due_on=current.due_on)
    return order


def keep_closed(item: Item, reason: str, by: User, now: datetime) -> Item:
    """What a recheck found again after acceptance is not reopened: a person says why. Raises as :func:`judge`."""
    order = item.order
    with moving(order, Move.REOPEN, by, reason) as current:
        known = items_of(current, [item.pk])[item.pk]
        if not known.relapsed:
            raise StaleError("其他人刚刚处理了这项问题，请刷新页面。")
        known.relapsed = False
        known.save(update_fields=["relapsed"])
        note(current, Move.ACCEPT, Moment(by, now), f"不重新整改：{reason.strip()}", item=known)
    item.refresh_from_db()
    return item


def cancel(order: Order, reason: str, by: User, now: datetime) -> Order:
    """Take the whole order back. Raises as :func:`judge`."""
    with moving(order, Move.CANCEL, by, reason) as current:
        current.items.exclude(state=ItemState.ACCEPTED).update(state=ItemState.WAIVED, recheck_wanted_at=None)
        current.state = OrderState.CANCELLED
        note(current, Move.CANCEL, Moment(by, now), reason)
    return order


def waive(order: Order, number: int, reason: str, by: User, now: datetime) -> Order:
    """Take one problem out of the order. Raises as :func:`judge`."""
    moment = Moment(by, now)
    with moving(order, Move.WAIVE, by, reason) as current:
        item = items_of(current, [number])[number]
        move_item(item, Move.WAIVE)
        note(current, Move.WAIVE, moment, reason, item=item)
        settle(current, moment)
    return order


def decide_extension(
    asked: Extension, ruling: Ruling, by: User, now: datetime, *, until: date | None = None, reason: str = ""
) -> Extension:
    """Grant more time (``until``: less than was asked for), or refuse it with a reason. Raises as :func:`judge`."""
    granted = ruling is Ruling.GRANTED
    move = Move.GRANT_EXTENSION if granted else Move.REFUSE_EXTENSION
    order = asked.order
    with moving(order, move, by, reason) as current:
        waiting = current.extensions.filter(pk=asked.pk, ruling="").first()
        if waiting is None:
            raise StaleError("其他人刚刚决定了这件延期申请，请刷新页面。")
        if granted:
            waiting.granted_until = _granted(waiting, until, current, now)
            current.due_on = waiting.granted_until
        waiting.ruling, waiting.ruling_reason = ruling, reason.strip()
        waiting.ruled_at, waiting.ruled_by = now, by
        waiting.save()
        note(current, move, Moment(by, now), reason, due_on=waiting.granted_until)
    asked.refresh_from_db()
    return asked


def _granted(waiting: Extension, until: date | None, order: Order, now: datetime) -> date:
    day = until or waiting.until
    if day > waiting.until:
        raise RectifyError(f"批准的日期不能晚于申请的{waiting.until:%Y-%m-%d}。")
    if day <= order.due_on or day <= local_day(now):
        raise RectifyError("批准的日期应晚于现定期限，也应晚于今天。")
    return day


def _judge(item: Item, word: Judgement, moment: Moment) -> None:
    last = item.replies.order_by("-id").values_list("by", flat=True).first()
    if moment.by is not None and last == moment.by.pk:
        raise RectifyError(f"第{item.position}项由您本人反馈，须由他人验收。")
    move_item(item, word.move)
    note(item.order, word.move, moment, word.reason, item=item)


def _new_deadline(order: Order, limit: Limit | None, now: datetime) -> None:
    if limit is not None:
        order.due_on = limit.last_day(now)
    elif order.due_on < local_day(now):
        raise RectifyError("原定期限已过，退回时请给出新的期限。")
