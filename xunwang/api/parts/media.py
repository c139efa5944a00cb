"""New media: ways of collection (never their secrets), collections, checks by hand, incidents."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Query, Router, Schema, Status

from xunwang.access.roles import Action, Role
from xunwang.api.operations import operation, person
from xunwang.api.problems import ApiError
from xunwang.api.shapes import Day, Given, Instant, Key, Note, Page, Paging, Ref, page, tagged
from xunwang.collect.interface import Trouble
from xunwang.media.checks import Sight, record_check
from xunwang.media.models import AccountWay, CollectedAccount, Collection, HandCheck, Incident
from xunwang.media.queries import (
    accounts_seen_by,
    checks_seen_by,
    collections_seen_by,
    incidents_seen_by,
    ways_seen_by,
)
from xunwang.media.vocabulary import AccountState, AppUse, CollectionStatus, IncidentKind, Tried
from xunwang.posts.records import Interaction, Way

router = Router(tags=["新媒体"])


class WayOut(Schema):
    """A way of an account. Its secrets leave the office by no operation."""

    id: int
    account: int
    way: Way
    address: str
    is_on: bool
    has_secrets: bool = Field(description="已保存凭据；凭据本身不能读取")
    set_by: str
    set_as: Role | None = Field(description="填写人的角色；空：填写时尚未记录")
    set_at: datetime
    tried_at: datetime | None
    succeeded_at: datetime | None
    trouble: Trouble | None
    problem: str


class CollectionOut(Schema):
    """A collection."""

    id: int
    unit: int
    campaign: int | None
    title: str
    since: datetime
    until: datetime
    status: CollectionStatus
    posts: int
    started_at: datetime
    ended_at: datetime | None
    problem: str


class CollectedOut(Schema):
    """What one account's collection came to."""

    id: int
    account: int
    state: AccountState
    complete: bool = Field(description="检查期内的发布内容已知齐全")
    reason: str
    trouble: Trouble | None
    problem: str
    posts: int
    newest_at: datetime | None
    newest_title: str
    newest_url: str
    at: datetime | None


class CheckOut(Schema):
    """A check by hand."""

    id: int
    key: UUID
    account: int
    campaign: int | None
    at: datetime
    by: str
    last_post: date | None
    no_posts: bool
    functions: dict[Interaction, Tried]
    message_sent: datetime | None
    message_answered: datetime | None
    answer_helps: bool | None
    app: AppUse | None
    note: str
    pictures: list[str] = Field(description="截图的摘要（SHA-256）")
    withdrawn: bool


class CheckIn(Given):
    """What a person saw. The same key again gives the check that is there."""

    key: UUID = Field(description="由调用方生成；重复提交不会重复登记")
    account: Ref
    last_post: Day | None = None
    no_posts: bool = False
    functions: dict[Interaction, Tried] = Field(default_factory=dict)
    message_sent: Instant | None = None
    message_answered: Instant | None = None
    answer: Note = ""
    answer_helps: bool | None = None
    app: AppUse | None = None
    note: Note = ""


class IncidentOut(Schema):
    """An incident about an account."""

    id: int
    account: int
    kind: IncidentKind
    at: datetime
    text: str
    url: str
    noted_at: datetime
    withdrawn: bool


class OfAccount(Schema):
    """Of which account."""

    account: Ref | None = None


class CollectedFilter(Schema):
    """Which accounts of a collection."""

    state: AccountState | None = None


@operation(router, "GET /account-ways", Action.SEE_REGISTER, Page[WayOut], "新媒体的采集方式")
def account_ways(request: HttpRequest, paging: Query[Paging], chosen: Query[OfAccount]) -> Page[WayOut]:
    """Ways of the accounts in the subtree."""
    rows = ways_seen_by(person(request)).filter(**chosen.model_dump(exclude_none=True))
    return page(rows.defer(None), paging, _way)


@operation(router, "GET /collections", Action.SEE_REGISTER, Page[CollectionOut], "新媒体采集列表")
def collections(request: HttpRequest, paging: Query[Paging]) -> Page[CollectionOut]:
    """Collections over units in the subtree, newest first."""
    return page(collections_seen_by(person(request)), paging, _collection, newest=True)


@operation(router, "GET /collections/{key}", Action.SEE_REGISTER, CollectionOut, "一次采集")
def collection(request: HttpRequest, key: Key, response: HttpResponse) -> CollectionOut:
    """One collection."""
    found = get_object_or_404(collections_seen_by(person(request)), pk=key)
    return tagged(response, _collection(found))  # type: ignore[no-any-return]


@operation(
    router, "GET /collections/{key}/accounts", Action.SEE_REGISTER, Page[CollectedOut], "一次采集的各账号"
)
def collected_accounts(
    request: HttpRequest, key: Key, paging: Query[Paging], chosen: Query[CollectedFilter]
) -> Page[CollectedOut]:
    """Accounts of a collection with what was found."""
    found = get_object_or_404(collections_seen_by(person(request)), pk=key)
    return page(found.accounts.filter(**chosen.model_dump(exclude_none=True)), paging, _collected)


@operation(router, "GET /hand-checks", Action.SEE_REGISTER, Page[CheckOut], "手机核查列表")
def hand_checks(request: HttpRequest, paging: Query[Paging], chosen: Query[OfAccount]) -> Page[CheckOut]:
    """Checks of the accounts in the subtree, newest first."""
    rows = checks_seen_by(person(request)).filter(**chosen.model_dump(exclude_none=True))
    return page(rows.prefetch_related("functions", "pictures"), paging, _check, newest=True)


@operation(router, "POST /hand-checks", Action.SEE_REGISTER, CheckOut, "登记手机核查", status=201)
def hand_check_add(request: HttpRequest, body: CheckIn) -> Status[CheckOut]:
    """Write a check down, without a campaign and without pictures. Needs the right to review, or to edit the register."""
    user = person(request)
    told = body.model_dump()
    account = accounts_seen_by(user).filter(pk=told.pop("account")).first()
    if account is None:
        raise ApiError("missing")
    return Status(201, _check(record_check(Sight(account=account, **told), [], user, timezone.now())))


@operation(router, "GET /incidents", Action.SEE_REGISTER, Page[IncidentOut], "新媒体事件列表")
def incidents(request: HttpRequest, paging: Query[Paging], chosen: Query[OfAccount]) -> Page[IncidentOut]:
    """Incidents about the accounts in the subtree, newest first."""
    rows = incidents_seen_by(person(request)).filter(**chosen.model_dump(exclude_none=True))
    return page(rows, paging, _incident, newest=True)


def _way(one: AccountWay) -> WayOut:
    return WayOut(
        id=one.pk, account=one.account_id, way=Way(one.way), address=one.address, is_on=one.is_on,
        has_secrets=bool(one.sealed), set_by=one.set_by.name, set_as=Role(one.set_as) if one.set_as else None,
        set_at=one.set_at, tried_at=one.tried_at, succeeded_at=one.succeeded_at,
        trouble=_trouble(one.trouble), problem=one.problem,
    )  # fmt: skip


def _collection(one: Collection) -> CollectionOut:
    return CollectionOut(
        id=one.pk, unit=one.unit_id, campaign=one.campaign_id, title=one.title, since=one.since, until=one.until,
        status=CollectionStatus(one.status), posts=one.posts, started_at=one.started_at, ended_at=one.ended_at,
        problem=one.problem,
    )  # fmt: skip


def _collected(one: CollectedAccount) -> CollectedOut:
    return CollectedOut(
        id=one.pk, account=one.account_id, state=AccountState(one.state), complete=one.complete, reason=one.reason,
        trouble=_trouble(one.trouble), problem=one.problem, posts=one.posts, newest_at=one.newest_at,
        newest_title=one.newest_title, newest_url=one.newest_url, at=one.at,
    )  # fmt: skip


def _check(one: HandCheck) -> CheckOut:
    return CheckOut(
        id=one.pk, key=one.key, account=one.account_id, campaign=one.campaign_id, at=one.at, by=one.by.name,
        last_post=one.last_post, no_posts=one.no_posts,
        functions={Interaction(tried.function): Tried(tried.result) for tried in one.functions.all()},
        message_sent=one.message_sent, message_answered=one.message_answered, answer_helps=one.answer_helps,
        app=AppUse(one.app) if one.app else None, note=one.note,
        pictures=[picture.digest for picture in one.pictures.all()], withdrawn=hasattr(one, "withdrawal"),
    )  # fmt: skip


def _incident(one: Incident) -> IncidentOut:
    return IncidentOut(
        id=one.pk, account=one.account_id, kind=IncidentKind(one.kind), at=one.at, text=one.text, url=one.url,
        noted_at=one.noted_at, withdrawn=hasattr(one, "withdrawal"),
    )  # fmt: skip


def _trouble(name: str) -> Trouble | None:
    return Trouble(name) if name else None
