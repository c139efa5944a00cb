"""Starting a collection: of a unit's part of the register, of a campaign's sample, or of what failed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from xunwang.access.models import User
from xunwang.access.permissions import require
from xunwang.access.roles import Action
from xunwang.background.queue import enqueue
from xunwang.background.words import TaskName
from xunwang.calendar.working_days import local_day
from xunwang.inspection.models import Campaign
from xunwang.inspection.stages import Stage
from xunwang.media.errors import MediaError
from xunwang.media.models import AccountWay, CollectedAccount, Collection, CollectionEvent
from xunwang.media.vocabulary import AccountState, CollectionStatus, Control
from xunwang.registry.models import Account, Unit
from xunwang.registry.vocabulary import Status

_OVER = frozenset({Stage.FINAL, Stage.PUBLISHED, Stage.CANCELLED})


@dataclass(frozen=True, slots=True)
class Scope:
    """What is to be collected: posts of ``since`` ≤ t < ``until``, aware. With a campaign: its sample."""

    title: str
    unit: Unit
    since: datetime
    until: datetime
    campaign: Campaign | None = None


def start_collection(scope: Scope, by: User, now: datetime) -> Collection:
    """Start; where ``until`` is still to come, it begins then. Raises MediaError, PermissionDenied."""
    require(by, Action.RUN_CAMPAIGNS, scope.campaign or scope.unit)
    if not scope.title.strip():
        raise MediaError("请填写名称。")
    if scope.since >= scope.until:
        raise MediaError("起始时间应早于截止时间。")
    _check_stage(scope.campaign)
    if scope.campaign is not None and scope.campaign.unit_id != scope.unit.pk:
        raise MediaError("检查的采集范围应为检查本身的范围。")
    if scope.campaign is not None and local_day(scope.since) > scope.campaign.period_start:
        begins = f"{scope.campaign.period_start:%Y-%m-%d}"
        raise MediaError(f"起始时间不能晚于检查期的开始（{begins}），否则检查期内更早的内容没有人看过。")
    accounts = list(_accounts(scope))
    if not accounts:
        raise MediaError("范围内没有新媒体账号。")
    last = Collection.objects.filter(
        unit=scope.unit, campaign=scope.campaign, status=CollectionStatus.DONE
    ).first()
    collection = Collection(
        unit=scope.unit, campaign=scope.campaign, title=scope.title.strip(), since=scope.since, until=scope.until,
        previous=last,
    )  # fmt: skip
    return _begin(collection, accounts, by, now)


def collect_failed(collection: Collection, by: User, now: datetime) -> Collection:
    """Collect those that failed, or had no way, once more; in a collection of their own. MediaError, PermissionDenied."""
    require(by, Action.RUN_CAMPAIGNS, collection.campaign or collection.unit)
    _check_stage(collection.campaign)
    if collection.status != CollectionStatus.DONE:
        raise MediaError("采集完成后才能重试失败的账号。")
    failed = collection.accounts.filter(state__in=(AccountState.FAILED, AccountState.NO_WAY))
    accounts = list(failed.values_list("account_id", flat=True))
    if not accounts:
        raise MediaError("没有采集失败的账号。")
    again = Collection(
        unit=collection.unit, campaign=collection.campaign, title=f"{collection.title[:112]}（重试）",
        since=collection.since, until=collection.until, previous=collection,
    )  # fmt: skip
    return _begin(again, accounts, by, now)


def _check_stage(campaign: Campaign | None) -> None:
    if campaign is not None and Stage(campaign.stage) in _OVER:
        raise MediaError(f"检查已“{Stage(campaign.stage).label}”，不能再采集。")


def _accounts(scope: Scope) -> QuerySet[Account, int]:
    rows = Account.objects.order_by("pk")
    if scope.campaign is not None:
        rows = rows.filter(pk__in=scope.campaign.accounts.values("account_id"))
    else:
        rows = rows.filter(unit__path__startswith=scope.unit.path).exclude(status=Status.CLOSED)
    return rows.values_list("pk", flat=True)


def _begin(collection: Collection, accounts: Sequence[int], by: User, now: datetime) -> Collection:
    collection.name = f"{now:%Y%m%d-%H%M%S}-u{collection.unit_id}"
    collection.started_by, collection.started_at = by, now
    collection.next_at = max(now, collection.until)
    try:
        with transaction.atomic():
            collection.save()
            # Several may start in one second: the key tells their archives apart.
            collection.name = f"{collection.name}-{collection.pk}"
            collection.save(update_fields=["name"])
            CollectedAccount.objects.bulk_create(_rows(collection, accounts))
            CollectionEvent.objects.create(collection=collection, at=now, by=by, control=Control.START)
            enqueue(TaskName.LOOK, once=TaskName.LOOK.value)
    except IntegrityError as error:
        raise MediaError("这个范围的采集正在进行或尚未结束，请先等它完成或取消。") from error
    return collection


def _rows(collection: Collection, accounts: Sequence[int]) -> Iterator[CollectedAccount]:
    ways = AccountWay.objects.filter(is_on=True, account__in=accounts)
    with_way = set(ways.values_list("account_id", flat=True))
    keys = _keys(collection, accounts)
    for pk in accounts:
        state = AccountState.WAITING if pk in with_way else AccountState.NO_WAY
        yield CollectedAccount(collection=collection, account_id=pk, key=keys[pk], state=state)


def _keys(collection: Collection, accounts: Sequence[int]) -> dict[int, str]:
    """Names in the archive: of a campaign's sample those of its list, to which the results come back."""
    if collection.campaign is not None:
        return {one.account_id or 0: one.key for one in collection.campaign.accounts.all()}
    return {one.pk: one.key for one in Account.objects.filter(pk__in=accounts).only("platform", "name")}
