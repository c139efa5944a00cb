"""Campaigns (检查): the plan, its workload, the stages and what stands in their way, the sampling record."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, ModelSchema, Query, Router, Schema
from ninja.responses import Status

from xunwang.access.models import User
from xunwang.access.permissions import may, within
from xunwang.access.roles import Action
from xunwang.api.operations import operation, person
from xunwang.api.problems import ApiError
from xunwang.api.shapes import (
    Day,
    Given,
    IfMatch,
    Instant,
    Key,
    Line,
    Note,
    Page,
    Paging,
    Ref,
    key_of,
    page,
    require_unchanged,
    tagged,
)
from xunwang.inspection.models import Campaign, SamplingRecord
from xunwang.inspection.models.sampling import Population
from xunwang.inspection.moves import move_alone, obstacles_to
from xunwang.inspection.planning.plan import Plan, create, revise
from xunwang.inspection.planning.sample import record_problems
from xunwang.inspection.planning.strata import History, StratumBy
from xunwang.inspection.planning.workload import preview
from xunwang.inspection.stages import STEPS, Move, Stage, moves_from
from xunwang.registry.models import Unit
from xunwang.registry.vocabulary import UnitLevel
from xunwang.words import SiteKind

router = Router(tags=["检查"])
Share = Annotated[Decimal, Field(ge=0, le=1, max_digits=5, decimal_places=4)]


class CampaignOut(ModelSchema):
    """A campaign."""

    id: int
    unit: int = key_of("unit", "组织单位")
    stage: Stage
    levels: list[UnitLevel]
    kinds: list[SiteKind]
    account_strata: list[StratumBy]
    account_shares: dict[str, str]
    account_history: History
    reviewers: list[str] = Field(description="指定的复核员；为空时凡有权限者均可")

    class Meta:
        """Fields."""

        model = Campaign
        fields = (
            "title", "period_start", "period_end", "check_point", "edition_id", "region_codes", "site_share",
            "seed", "account_at_least", "double_share", "answer_days", "created_at",
        )  # fmt: skip

    @staticmethod
    def resolve_reviewers(one: Campaign | CampaignOut) -> list[str]:
        """User names, of a row as well as of what was made from one."""
        if isinstance(one, CampaignOut):
            return one.reviewers
        return sorted(user.username for user in one.reviewers.all())


class PlanChange(Given):
    """Fields of the plan to change; those left out stay."""

    unit: Ref | None = None
    title: Line | None = None
    period_start: Day | None = None
    period_end: Day | None = None
    check_point: Instant | None = None
    seed: str | None = Field(None, min_length=1, max_length=64)
    edition_id: str | None = Field(None, min_length=1, max_length=40)
    edition_text: str | None = Field(None, max_length=500_000, description="自定指标版本（YAML）")
    levels: list[UnitLevel] | None = Field(None, max_length=10)
    kinds: list[SiteKind] | None = Field(None, max_length=10)
    region_codes: list[str] | None = Field(None, max_length=1000)
    site_share: Share | None = None
    account_shares: dict[str, Share] | None = Field(None, max_length=1000)
    account_strata: list[StratumBy] | None = Field(None, max_length=10)
    account_at_least: int | None = Field(None, ge=0, le=100, description="每层至少抽取")
    account_history: History | None = None
    double_share: Share | None = None
    answer_days: int | None = Field(None, ge=1, le=60)
    reviewers: list[Annotated[str, Field(max_length=64)]] | None = Field(
        None, max_length=500, description="用户名"
    )


class PlanNew(PlanChange):
    """A new plan."""

    unit: Ref
    title: Line
    period_start: Day
    period_end: Day
    check_point: Instant
    seed: str = Field(min_length=1, max_length=64)


class WorkloadOut(Schema):
    """What a plan means in work. Estimates."""

    sites: dict[str, int]
    accounts: dict[str, int]
    population: int = Field(description="可抽的新媒体总数")
    review_hours: float
    enquiry_hours: float
    account_hours: float
    double_hours: float
    hours: float


class MoveOut(Schema):
    """A step that could follow."""

    move: Move
    to: Stage
    allowed: bool = Field(description="令牌持有人有权办理")
    reason_needed: bool
    obstacles: list[str] = Field(description="还有哪些事项没有办完")


class StageIn(Given):
    """A step."""

    move: Move
    note: Note = ""


class CampaignEventOut(Schema):
    """A step that was taken."""

    at: datetime
    by: str
    move: Move
    from_stage: Stage
    to_stage: Stage
    note: str


class StratumOut(Schema):
    """One stratum and what was drawn from it."""

    name: str
    population: int
    share: str
    chosen: list[str]


class SamplingOut(Schema):
    """How the sample was drawn: enough to draw it again."""

    population: Population
    at: datetime
    by: str
    method: str
    seed: str
    at_least: int
    frame_digest: str
    frame: dict[str, list[str]]
    strata: list[StratumOut]
    problems: list[str] = Field(description="按记录重新抽样时不一致之处；为空表示一致")


class CampaignFilter(Schema):
    """Which campaigns."""

    stage: Stage | None = None
    unit: Ref | None = None


@operation(router, "GET /campaigns", Action.SEE_CAMPAIGNS, Page[CampaignOut], "检查列表")
def campaigns(
    request: HttpRequest, paging: Query[Paging], chosen: Query[CampaignFilter]
) -> Page[CampaignOut]:
    """Campaigns of the offices in the subtree, newest first."""
    rows = seen(person(request)).filter(**chosen.model_dump(exclude_none=True))
    return page(rows, paging, CampaignOut.from_orm, newest=True)


@operation(router, "GET /campaigns/{key}", Action.SEE_CAMPAIGNS, CampaignOut, "检查")
def campaign(request: HttpRequest, key: Key, response: HttpResponse) -> CampaignOut:
    """One campaign."""
    return tagged(response, CampaignOut.from_orm(found_by(request, key)))  # type: ignore[no-any-return]


@operation(router, "POST /campaigns", Action.PLAN_CAMPAIGNS, CampaignOut, "拟制检查计划", status=201)
def campaign_new(request: HttpRequest, body: PlanNew) -> Status[CampaignOut]:
    """A new campaign in draft."""
    user = person(request)
    given = body.model_dump(exclude_none=True)
    reviewers = _people(given.pop("reviewers", []))
    plan = Plan(**_values(given, user))
    made = create(plan, user, timezone.now(), reviewers)
    return Status(201, CampaignOut.from_orm(made))


@operation(router, "PATCH /campaigns/{key}", Action.PLAN_CAMPAIGNS, CampaignOut, "修改检查计划")
def campaign_edit(request: HttpRequest, key: Key, match: IfMatch, body: PlanChange) -> CampaignOut:
    """Change a draft."""
    user = person(request)
    known = found_by(request, key)
    require_unchanged(match, CampaignOut.from_orm(known))
    given = body.model_dump(exclude_unset=True, exclude_none=True)
    reviewers = _people(given.pop("reviewers")) if "reviewers" in given else tuple(known.reviewers.all())
    plan = Plan(**{**_plan_of(known), **_values(given, user)})
    return CampaignOut.from_orm(revise(known, plan, user, reviewers))


@operation(router, "GET /campaigns/{key}/preview", Action.SEE_CAMPAIGNS, WorkloadOut, "工作量预估")
def campaign_preview(request: HttpRequest, key: Key) -> WorkloadOut:
    """The workload, by the register of now."""
    work = preview(found_by(request, key))
    values = {one.name: getattr(work, one.name) for one in fields(work)}
    return WorkloadOut(**{**values, "sites": dict(work.sites), "accounts": dict(work.accounts)}, hours=work.hours)  # fmt: skip


@operation(router, "GET /campaigns/{key}/moves", Action.SEE_CAMPAIGNS, list[MoveOut], "可以进入的阶段和障碍")
def campaign_moves(request: HttpRequest, key: Key) -> list[MoveOut]:
    """What may follow, and what stands in the way."""
    known, now = found_by(request, key), timezone.now()
    return [
        MoveOut(
            move=step,
            to=STEPS[step].target,
            allowed=may(person(request), STEPS[step].action, known),
            reason_needed=STEPS[step].reason,
            obstacles=[STEPS[step].follows] if STEPS[step].follows else obstacles_to(known, step, now),
        )
        for step in moves_from(Stage(known.stage))
    ]


@operation(router, "POST /campaigns/{key}/moves", Action.SEE_CAMPAIGNS, CampaignOut, "进入下一阶段")
def campaign_move(request: HttpRequest, key: Key, match: IfMatch, body: StageIn) -> CampaignOut:
    """Take a step."""
    known = found_by(request, key)
    require_unchanged(match, CampaignOut.from_orm(known))
    return CampaignOut.from_orm(move_alone(known, body.move, person(request), timezone.now(), body.note))


@operation(router, "GET /campaigns/{key}/events", Action.SEE_CAMPAIGNS, list[CampaignEventOut], "检查的经过")
def campaign_events(request: HttpRequest, key: Key) -> list[CampaignEventOut]:
    """The steps taken, in their order."""
    rows = found_by(request, key).events.select_related("by")
    return [
        CampaignEventOut(
            at=one.at, by=one.by.name, move=Move(one.move), from_stage=Stage(one.from_stage),
            to_stage=Stage(one.to_stage), note=one.note,
        )
        for one in rows
    ]  # fmt: skip


@operation(router, "GET /campaigns/{key}/sampling", Action.SEE_CAMPAIGNS, list[SamplingOut], "抽样记录")
def campaign_sampling(request: HttpRequest, key: Key) -> list[SamplingOut]:
    """The drawings, newest first."""
    return [_sampling(one) for one in found_by(request, key).samplings.select_related("by")[:20]]


def seen(user: User) -> QuerySet[Campaign]:
    """Campaigns that the person may see."""
    rows = Campaign.objects.select_related("unit").prefetch_related("reviewers")
    return within(user, Action.SEE_CAMPAIGNS, rows, "unit__path")


def found_by(request: HttpRequest, key: int) -> Campaign:
    """One of them, or 404."""
    found: Campaign = get_object_or_404(seen(person(request)), pk=key)
    return found


def _values(given: dict[str, Any], user: User) -> dict[str, Any]:
    values = {name: tuple(value) if isinstance(value, list) else value for name, value in given.items()}
    if "unit" in values:
        units = within(user, Action.PLAN_CAMPAIGNS, Unit.objects.all())
        values["unit"] = get_object_or_404(units, pk=values["unit"])
    return values


def _plan_of(known: Campaign) -> dict[str, Any]:
    values: dict[str, Any] = {one.name: getattr(known, one.name) for one in fields(Plan)}
    values |= {
        "levels": tuple(UnitLevel(word) for word in known.levels),
        "kinds": tuple(SiteKind(word) for word in known.kinds),
        "account_strata": tuple(StratumBy(word) for word in known.account_strata),
        "account_history": History(known.account_history),
        "region_codes": tuple(known.region_codes),
        "account_shares": {name: Decimal(share) for name, share in known.account_shares.items()},
    }
    return values


def _people(names: list[str]) -> tuple[User, ...]:
    found = {user.username: user for user in User.objects.filter(username__in=names, is_active=True)}
    unknown = [name for name in names if name not in found]
    if unknown:
        raise ApiError("invalid", f"没有这些在用的用户：{'、'.join(unknown[:5])}。")
    return tuple(found.values())


def _sampling(one: SamplingRecord) -> SamplingOut:
    return SamplingOut(
        population=Population(one.population), at=one.at, by=one.by.name, method=one.method, seed=one.seed,
        at_least=one.at_least, frame_digest=one.frame_digest, frame=one.frame,
        strata=[StratumOut(**stratum) for stratum in one.strata], problems=record_problems(one),
    )  # fmt: skip
