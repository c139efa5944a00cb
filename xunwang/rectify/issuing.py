"""Orders are issued in bulk: previewed first, then all of them or none."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

import orjson
from django.db import transaction
from django.db.models import Max

from xunwang.access.models import User
from xunwang.access.permissions import require
from xunwang.access.roles import Action
from xunwang.calendar.working_days import local_day
from xunwang.database.locks import Lock, lock_until_commit
from xunwang.inspection.holding import hold
from xunwang.inspection.models import Campaign, FinalResult
from xunwang.inspection.results.freeze import final_of
from xunwang.inspection.stages import Stage
from xunwang.rectify.deadlines import Limit
from xunwang.rectify.errors import RectifyError, StaleError
from xunwang.rectify.models import Batch, Item, Order, OrderEvent
from xunwang.rectify.problems import Problem, problems_of
from xunwang.rectify.vocabulary import Move, OrderState
from xunwang.registry.models import Unit

_WORD = 30
_TEXT = 4000


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be ordered. Empty ``units``: all that have problems without an order."""

    campaign: Campaign
    limit: Limit
    word: str
    """发文代字."""
    text: str
    units: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Draft:
    """The order that a unit would get."""

    unit: Unit
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What issuing would do now."""

    final: FinalResult
    due_on: date
    drafts: tuple[Draft, ...]

    @property
    def items(self) -> int:
        """Problems in all."""
        return sum(len(draft.problems) for draft in self.drafts)

    @property
    def digest(self) -> str:
        """Of the units and their problems: tells whether something has changed since."""
        lines = [[draft.unit.pk, *(list(problem.key) for problem in draft.problems)] for draft in self.drafts]
        return hashlib.sha256(orjson.dumps([self.final.digest, lines])).hexdigest()


def preview(plan: Plan, by: User, now: datetime) -> Preview:
    """What would be issued. Five queries.

    Raises RectifyError where nothing can be, CalendarNotPublished, PermissionDenied.
    """
    require(by, Action.ISSUE_ORDERS, plan.campaign)
    final = final_of(plan.campaign)
    if final is None:
        raise RectifyError("检查结果尚未核定（或已撤回核定），核定后才能下达整改通知。")
    if not plan.word.strip() or len(plan.word) > _WORD:
        raise RectifyError(f"请填写发文代字，不超过{_WORD}字。")
    if not plan.text.strip() or len(plan.text) > _TEXT:
        raise RectifyError(f"请填写整改要求，不超过{_TEXT}字。")
    due_on = plan.limit.last_day(now)
    return Preview(final, due_on, tuple(_drafts(plan)))


def issue(plan: Plan, key: UUID, by: User, now: datetime, *, seen: str = "") -> Batch:
    """Issue the orders, in one transaction. The same ``key`` again gives the batch that there is.

    ``seen`` is the digest of the preview that the person has agreed to. Raises as :func:`preview`, and
    StaleError when it would come out otherwise now.
    """
    with transaction.atomic():
        lock_until_commit(Lock.ORDERS)
        known = Batch.objects.filter(key=key).first()
        if known is not None:
            require(by, Action.ISSUE_ORDERS, known.campaign)
            return known
        hold(plan.campaign.pk, {Stage.FINAL, Stage.PUBLISHED})
        ready = preview(plan, by, now)
        if not ready.drafts:
            raise RectifyError("没有需要下达整改通知的单位：没有已确认的问题，或均已下达。")
        if seen and seen != ready.digest:
            raise StaleError("预览之后情况有变，请重新核对预览再下达。")
        return _store(plan, ready, key, by, now)


def _drafts(plan: Plan) -> Iterator[Draft]:
    """By unit, in the order of the register."""
    rows = sorted(
        problems_of(plan.campaign), key=lambda one: (one.unit.region_code, one.unit.path, one.order)
    )
    for _, group in groupby(rows, key=lambda one: one.unit.pk):
        problems = tuple(group)
        if not plan.units or problems[0].unit.pk in plan.units:
            yield Draft(problems[0].unit, problems)


def _store(plan: Plan, ready: Preview, key: UUID, by: User, now: datetime) -> Batch:
    batch = Batch.objects.create(
        key=key,
        campaign=plan.campaign,
        final=ready.final,
        at=now,
        by=by,
        text=plan.text.strip(),
        limit=plan.limit.words,
        orders=len(ready.drafts),
        items=ready.items,
        digest=ready.digest,
    )
    orders = Order.objects.bulk_create(_orders(batch, plan, ready, now))
    Item.objects.bulk_create(_items(orders, ready.drafts), batch_size=500)
    OrderEvent.objects.bulk_create(
        OrderEvent(order=order, at=now, by=by, move=Move.ISSUE, to_state=order.state, due_on=order.due_on)
        for order in orders
    )
    return batch


def _orders(batch: Batch, plan: Plan, ready: Preview, now: datetime) -> Iterator[Order]:
    issuer, word, year = plan.campaign.unit_id, plan.word.strip(), local_day(now).year
    numbered = Order.objects.filter(issuer=issuer, word=word, year=year)
    last = numbered.aggregate(last=Max("serial"))["last"] or 0
    for serial, draft in enumerate(ready.drafts, start=last + 1):
        yield Order(
            batch=batch,
            campaign=plan.campaign,
            issuer_id=issuer,
            unit=draft.unit,
            unit_name=draft.unit.name,
            word=word,
            year=year,
            serial=serial,
            issued_at=now,
            first_due_on=ready.due_on,
            due_on=ready.due_on,
            state=OrderState.ISSUED,
        )


def _items(orders: Iterable[Order], drafts: Iterable[Draft]) -> Iterator[Item]:
    for order, draft in zip(orders, drafts, strict=True):
        for position, problem in enumerate(draft.problems, start=1):
            yield Item(order=order, position=position, **_fields(problem))


def _fields(problem: Problem) -> Mapping[str, object]:
    return {
        "checked_id": problem.checked,
        "verdict_id": problem.verdict,
        "finding_id": problem.finding,
        "indicator": problem.indicator,
        "is_veto": problem.is_veto,
        "subject": problem.subject,
        "problem": problem.text,
        "url": problem.url,
        "restricted": problem.restricted,
        "before_id": problem.before,
    }
