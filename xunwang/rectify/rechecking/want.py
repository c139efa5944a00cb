"""Asking for a recheck: done by whoever works the queue."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from xunwang.access.models import User
from xunwang.access.permissions import may, require
from xunwang.access.roles import Action
from xunwang.background.queue import enqueue
from xunwang.background.words import TaskName
from xunwang.rectify.errors import RectifyError
from xunwang.rectify.models import Item
from xunwang.rectify.moving import Moment, note
from xunwang.rectify.vocabulary import ItemState, Move


def want_recheck(item: Item, by: User, now: datetime) -> Item:
    """Put the item into the queue; one that is there already stays where it is.

    Raises RectifyError for a problem that was taken out, PermissionDenied.
    """
    order = item.order
    if not may(by, Action.ANSWER_ORDERS, order):
        require(by, Action.ACCEPT_ORDERS, order)
    if item.state == ItemState.WAIVED:
        raise RectifyError("这个问题已撤销，不再复查。")
    with transaction.atomic():
        fresh = Item.objects.filter(pk=item.pk, recheck_wanted_at=None)
        if fresh.update(recheck_wanted_at=now):
            note(order, Move.RECHECK, Moment(by, now), "要求复查", item=item)
            queue_rechecks()
    item.refresh_from_db()
    return item


def queue_rechecks() -> None:
    """Let a worker look at what is due, once this transaction commits."""
    enqueue(TaskName.RECHECK, alone=TaskName.RECHECK.value, once=TaskName.RECHECK.value)
