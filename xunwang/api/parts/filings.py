"""Filings (备案): proposed, changed while in draft, moved, and their steps."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Query, Router, Schema
from ninja.responses import Status

from xunwang.access.models import User
from xunwang.access.permissions import may, require, within
from xunwang.access.roles import Action
from xunwang.api.entering import filled_in, require_valid
from xunwang.api.operations import operation, person
from xunwang.api.problems import ApiError
from xunwang.api.register import RuleProblem
from xunwang.api.shapes import (
    Day,
    Given,
    IfMatch,
    Key,
    Note,
    Page,
    Paging,
    Ref,
    page,
    require_unchanged,
    tagged,
)
from xunwang.registry.filing_words import DECISIONS, MOVES, FilingKind, FilingState, Move, Step
from xunwang.registry.filings import (
    FilingError,
    StepDone,
    complete_step,
    decide,
    filing_problems,
    may_decide,
    possible_moves,
    propose,
    resume,
    revise,
    submit,
    withdraw,
)
from xunwang.registry.models import Account, Filing, Unit, WebSite
from xunwang.registry.services import lock_register
from xunwang.registry.snapshot import Register
from xunwang.web.pages.filings.forms import FilingForm, Subject
from xunwang.web.pages.filings.queries import waiting_for

router = Router(tags=["备案"])


class FilingRow(Schema):
    """A filing in a list."""

    id: int
    kind: FilingKind
    state: FilingState
    unit: int
    site: int | None
    account: int | None
    title: str
    awaiting: int | None = Field(description="待审批的单位")
    created_at: datetime


class EventOut(Schema):
    """What somebody did with it."""

    at: datetime
    by: str
    by_unit: int | None
    move: Move
    to_state: FilingState
    note: str


class StepOut(Schema):
    """A step of an opening that is done."""

    step: Step
    done_on: date
    number: str


class FilingOut(FilingRow):
    """A filing with its history."""

    reason: str
    proposal: dict[str, Any] = Field(description="拟登记的内容")
    merge_into: int | None
    merge_into_account: int | None
    public_notice: str
    from_date: date | None
    until_date: date | None
    resumed_on: date | None
    events: list[EventOut]
    steps: list[StepOut]
    moves: list[Move] = Field(description="令牌持有人现在可以办理的操作")


class FilingContent(Given):
    """What is asked for. Which fields are needed depends on the kind."""

    reason: Note = Field(min_length=1)
    name: str | None = Field(None, max_length=120)
    home_url: str | None = Field(None, max_length=300)
    kind: str | None = Field(
        None, max_length=16, description="网站类型 portal、department；账号类别 publishing、service"
    )
    aliases: list[str] | None = Field(None, max_length=50)
    has_services: bool | None = None
    platform: str | None = Field(None, max_length=16, description="新媒体的平台")
    identifier: str | None = Field(None, max_length=120)
    subject: str | None = Field(None, max_length=120)
    wechat_type: str | None = Field(None, max_length=16, description="公众号：subscription 或 service")
    introduction: str | None = Field(None, max_length=500)
    page_url: str | None = Field(None, max_length=300)
    sponsor: str | None = Field(None, max_length=120, description="账号变更：拟变更的主办单位全称")
    exemption: str | None = Field(None, max_length=200)
    merge_into: Ref | None = None
    into: str | None = Field(None, max_length=120, description="账号整合：并入的同平台账号名称")
    public_notice: str | None = Field(None, max_length=2000, description="账号：告知公众的内容")
    from_date: Day | None = None
    until_date: Day | None = None


class FilingNew(Given):
    """A new filing: an opening names the unit, everything else the site or the account."""

    of: FilingKind = Field(description="事项")
    unit: Ref | None = Field(None, description="开设：申请单位")
    opens: str | None = Field(None, pattern="^(site|account)$", description="开设：site 或 account")
    site: Ref | None = None
    account: Ref | None = None
    content: FilingContent


class MoveIn(Given):
    """What to do with a filing."""

    move: Move
    note: Note = ""


class StepIn(Given):
    """A step of an opening."""

    step: Step
    done_on: Day
    number: str = Field(min_length=1, max_length=60)


class FilingFilter(Schema):
    """Which filings."""

    kind: FilingKind | None = None
    state: FilingState | None = None
    unit: Ref | None = None
    site: Ref | None = None
    account: Ref | None = None
    mine: bool = Field(False, description="只看等待令牌持有人审批的")


@operation(router, "GET /filings", Action.SEE_FILINGS, Page[FilingRow], "备案列表")
def filings(request: HttpRequest, paging: Query[Paging], chosen: Query[FilingFilter]) -> Page[FilingRow]:
    """Filings of the subtree, newest first."""
    user = person(request)
    rows = within(user, Action.SEE_FILINGS, waiting_for(user) if chosen.mine else _all(), "unit__path")
    wanted = chosen.model_dump(exclude={"mine"}, exclude_none=True)
    return page(rows.filter(**wanted), paging, _row, newest=True)


@operation(router, "GET /filings/{key}", Action.SEE_FILINGS, FilingOut, "备案")
def filing(request: HttpRequest, key: Key, response: HttpResponse) -> FilingOut:
    """One filing with its history."""
    return tagged(response, _shown(_found(request, key), person(request)))  # type: ignore[no-any-return]


@operation(router, "GET /filings/{key}/problems", Action.SEE_FILINGS, list[RuleProblem], "备案与规则的核对")
def filing_rules(request: HttpRequest, key: Key) -> list[RuleProblem]:
    """What stands against a filing that is still to be submitted; empty afterwards."""
    found = _found(request, key)
    if Move.SUBMIT not in MOVES[FilingState(found.state)]:
        return []
    return [RuleProblem(**one._asdict()) for one in filing_problems(found, Register.load())]


@operation(router, "POST /filings", Action.SUBMIT_FILINGS, FilingOut, "提出备案（草稿）", status=201)
def filing_new(request: HttpRequest, body: FilingNew) -> Status[FilingOut]:
    """Write a draft."""
    user = person(request)
    subject = _subject(user, body)
    form = _filled(subject, body.content, None)
    return Status(201, _shown(_kept(lambda: propose(form.request_of(subject), user)), user))


@operation(router, "PUT /filings/{key}", Action.SUBMIT_FILINGS, FilingOut, "修改草稿或退回的备案")
def filing_edit(request: HttpRequest, key: Key, match: IfMatch, body: FilingContent) -> FilingOut:
    """Write a draft anew."""
    user = person(request)
    lock_register()
    found = _found(request, key)
    require(user, Action.SUBMIT_FILINGS, found)
    require_unchanged(match, _shown(found, user))
    subject = Subject.of_filing(found)
    form = _filled(subject, body, found)
    return _shown(_kept(lambda: revise(found, form.request_of(subject), user)), user)


@operation(router, "POST /filings/{key}/moves", Action.SEE_FILINGS, FilingOut, "提交、撤回、审批、恢复运行")
def filing_move(request: HttpRequest, key: Key, match: IfMatch, body: MoveIn) -> FilingOut:
    """Move a filing."""
    user, today = person(request), timezone.localdate()
    lock_register()
    found = _found(request, key)
    require_unchanged(match, _shown(found, user))
    if body.move in DECISIONS:
        decide(found, body.move, user, today=today, note=body.note)
    elif body.move is Move.SUBMIT:
        submit(found, user)
    elif body.move is Move.WITHDRAW:
        withdraw(found, user, body.note)
    elif body.move is Move.RESUME:
        resume(found, user, today=today)
    else:
        raise FilingError("请用步骤的操作登记。")
    return _shown(found, user)


@operation(router, "POST /filings/{key}/steps", Action.SUBMIT_FILINGS, FilingOut, "登记开设的步骤")
def filing_step(request: HttpRequest, key: Key, match: IfMatch, body: StepIn) -> FilingOut:
    """Write a step down."""
    user = person(request)
    lock_register()
    found = _found(request, key)
    require(user, Action.SUBMIT_FILINGS, found)
    require_unchanged(match, _shown(found, user))
    done = StepDone(body.step, body.done_on, body.number)
    complete_step(found, done, user, today=timezone.localdate())
    return _shown(found, user)


def _subject(user: User, body: FilingNew) -> Subject:
    given = [name for name in ("unit", "site", "account") if getattr(body, name) is not None]
    wanted = {"unit"} if body.of is FilingKind.OPEN else {"site", "account"}
    if len(given) != 1 or not wanted.issuperset(given) or (body.opens is None) == ("unit" in given):
        raise ApiError("invalid", "开设须写明 unit 和 opens；其他事项须写明 site 或 account 之一。")
    if body.unit is not None:
        unit = get_object_or_404(within(user, Action.SUBMIT_FILINGS, Unit.objects.all()), pk=body.unit)
        return Subject(body.of, unit, of=body.opens or "site")
    thing: WebSite | Account
    if body.site is not None:
        sites = within(user, Action.SUBMIT_FILINGS, WebSite.objects.select_related("unit"), "unit__path")
        thing = get_object_or_404(sites, pk=body.site)
    else:
        rows = within(user, Action.SUBMIT_FILINGS, Account.objects.select_related("unit"), "unit__path")
        thing = get_object_or_404(rows, pk=body.account)
    return Subject(body.of, thing.unit, thing)


def _filled(subject: Subject, content: FilingContent, known: Filing | None) -> FilingForm:
    """The form of the page, filled with what is given over what is registered."""
    given = content.model_dump(exclude_unset=True, exclude_none=True)
    form = subject.form(filled_in(subject.form(None, known), given), known)
    require_valid(form)
    return form


def _kept(write: Any) -> Filing:
    try:
        return write()  # type: ignore[no-any-return]
    except ValueError as error:
        raise FilingError(str(error)) from error


def _row(one: Filing) -> FilingRow:
    return FilingRow(**_facts(one))


def _facts(one: Filing) -> dict[str, Any]:
    return {
        "id": one.pk, "kind": one.kind, "state": one.state, "unit": one.unit_id, "site": one.site_id,
        "account": one.account_id, "title": str(one), "awaiting": one.awaiting_id, "created_at": one.created_at,
    }  # fmt: skip


def _shown(one: Filing, user: User) -> FilingOut:
    events = one.events.select_related("by")
    return FilingOut(
        **_facts(one),
        reason=one.reason,
        proposal=one.proposal,
        merge_into=one.merge_into_id,
        merge_into_account=one.merge_into_account_id,
        public_notice=one.public_notice,
        from_date=one.from_date,
        until_date=one.until_date,
        resumed_on=one.resumed_on,
        events=[
            EventOut(
                at=event.at, by=event.by.name, by_unit=event.by_unit_id, move=Move(event.move),
                to_state=FilingState(event.to_state), note=event.note,
            )
            for event in events
        ],
        steps=[
            StepOut(step=Step(step.step), done_on=step.done_on, number=step.number)
            for step in one.steps.all()
        ],
        moves=_moves(one, user),
    )  # fmt: skip


def _moves(one: Filing, user: User) -> list[Move]:
    possible = possible_moves(one)
    own = may(user, Action.SUBMIT_FILINGS, one)
    decides = may_decide(user, one)
    return [move for move in Move if move in possible and (decides if move in DECISIONS else own)]


def _all() -> QuerySet[Filing]:
    return Filing.objects.select_related(
        "unit", "site", "account", "awaiting", "merge_into", "merge_into_account", "created_by"
    )


def _found(request: HttpRequest, key: int) -> Filing:
    rows = within(person(request), Action.SEE_FILINGS, _all(), "unit__path")
    found: Filing = get_object_or_404(rows, pk=key)
    return found
