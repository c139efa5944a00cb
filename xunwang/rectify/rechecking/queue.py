"""Working the queue of rechecks: one item is one person's, or one process's, at a time."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from xunwang import __version__
from xunwang.access.models import User
from xunwang.engine.archive import ArchiveError
from xunwang.rectify.models import Item, Order, Recheck
from xunwang.rectify.moving import Moment, note
from xunwang.rectify.rechecking.looking import look_again
from xunwang.rectify.rechecking.settings import Settings
from xunwang.rectify.vocabulary import ItemState, Move, RecheckVerdict
from xunwang.rules.recheck import Rechecked
from xunwang.rules.verdict import Evidence

CLAIM = timedelta(minutes=30)
"""How long a claimed item is left to whoever claimed it: longer than a recheck may take."""
_RETRY = timedelta(hours=1)
_WITH = ("order__campaign", "order__unit", "checked__account__unit", "finding")


def due_items(now: datetime) -> QuerySet[Item]:
    """Items whose recheck is due and that nobody works on, oldest wish first."""
    free = Q(recheck_claimed_until=None) | Q(recheck_claimed_until__lte=now)
    rows = Item.objects.filter(free, recheck_wanted_at__lte=now).exclude(state=ItemState.WAIVED)
    return rows.order_by("recheck_wanted_at", "pk")


def hurry(number: int, now: datetime) -> bool:
    """Make one item due at once; False where there is no such item, or it was taken out."""
    rows = Item.objects.filter(pk=number).exclude(state=ItemState.WAIVED)
    return bool(rows.update(recheck_wanted_at=now))


def recheck_due(now: datetime, settings: Settings, *, most: int = 1000, only: int | None = None) -> int:
    """Look again at what is due (or at one item of it); gives how many looks came to an end.

    Can be killed at any time: an item is claimed for :data:`CLAIM`, then taken up again where it was left. Several
    processes share the queue.
    """
    done = 0
    tried: set[int] = set()
    while len(tried) < most and not settings.should_stop():
        item = _claim(now, settings.clock.now(), tried, only)
        if item is None:
            break
        tried.add(item.pk)
        done += recheck_item(item, settings) is not None
    return done


def recheck_item(item: Item, settings: Settings, by: User | None = None) -> Recheck | None:
    """Look again at one item. None: it is not over, and the item stays in the queue.

    The item should be claimed (see :func:`recheck_due`) or nobody else's concern.
    """
    # A new answer begins a new look: what was fetched before it says nothing about it.
    run = f"{item.pk}-{item.replies.count()}-{item.rechecks.count() + 1}"
    try:
        done = look_again(item, settings.folder / run, settings)
    except ArchiveError:
        _wait(item, settings.clock.now() + _RETRY)
        return None
    if done.again_at is not None:
        _wait(item, done.again_at)
        return None
    return _store(item, done, run if done.fetched else "", settings.clock.now(), by)


def _claim(due: datetime, now: datetime, tried: set[int], only: int | None) -> Item | None:
    with transaction.atomic():
        rows = due_items(due).exclude(pk__in=tried)
        if only is not None:
            rows = rows.filter(pk=only)
        item = rows.select_for_update(of=("self",), skip_locked=True).first()
        if item is None:
            return None
        Item.objects.filter(pk=item.pk).update(recheck_claimed_until=now + CLAIM)
    return Item.objects.select_related(*_WITH).get(pk=item.pk)


def _wait(item: Item, until: datetime) -> None:
    Item.objects.filter(pk=item.pk).update(recheck_wanted_at=until, recheck_claimed_until=None)


def _store(item: Item, done: Rechecked, run: str, now: datetime, by: User | None) -> Recheck:
    """Write down what it came to. An accepted item in which the problem is there again waits for a person."""
    with transaction.atomic():
        order = Order.objects.select_for_update(of=("self",)).get(pk=item.order_id)
        current = Item.objects.get(pk=item.pk)
        made = Recheck.objects.create(
            item=current,
            at=now,
            by=by,
            verdict=done.cure,
            told=done.told,
            evidence=[_row(one) for one in done.evidence],
            run=run,
            program=f"xunwang {__version__}",
        )
        current.recheck_verdict, current.rechecked_at = done.cure, now
        current.recheck_wanted_at = current.recheck_claimed_until = None
        if current.state == ItemState.ACCEPTED and done.cure is RecheckVerdict.STILL_THERE:
            current.relapsed = True
        current.save()
        note(order, Move.RECHECK, Moment(by, now), f"{done.cure.label}：{done.told}", item=current)
    return made


def _row(one: Evidence) -> dict[str, Any]:
    return {**asdict(one), "at": one.at.isoformat() if one.at else None}
