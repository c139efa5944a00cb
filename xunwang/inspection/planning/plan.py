"""Writing and changing the plan of a campaign."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from django.db import IntegrityError, transaction

from xunwang.access.models import User
from xunwang.access.permissions import may, require
from xunwang.access.roles import Action
from xunwang.calendar import CalendarNotPublished
from xunwang.holidays.office import add_working_days
from xunwang.inspection.editions import edition_of
from xunwang.inspection.errors import InspectionError, ObstaclesError, StaleError
from xunwang.inspection.models import Campaign
from xunwang.inspection.planning.strata import History, StratumBy
from xunwang.inspection.stages import Stage
from xunwang.registry.models import Unit
from xunwang.registry.vocabulary import UnitLevel
from xunwang.rules.edition import DEFAULT, EditionError
from xunwang.scoring.sampling import ANY
from xunwang.words import CHINA, SiteKind

MOST_ANSWER_DAYS = 60
MOST_AT_LEAST = 100


@dataclass(frozen=True, slots=True)
class Plan:
    """What a planner writes. Shares are decimals between 0 and 1; field meanings as in :class:`Campaign`."""

    unit: Unit
    title: str
    period_start: date
    period_end: date
    check_point: datetime
    seed: str
    edition_id: str = DEFAULT
    edition_text: str = ""
    levels: tuple[UnitLevel, ...] = ()
    kinds: tuple[SiteKind, ...] = ()
    region_codes: tuple[str, ...] = ()
    site_share: Decimal = Decimal(1)
    account_shares: Mapping[str, Decimal] = field(default_factory=lambda: {ANY: Decimal(0)})
    account_strata: tuple[StratumBy, ...] = (StratumBy.LEVEL,)
    account_at_least: int = 1
    account_history: History = History.ANY
    double_share: Decimal = Decimal("0.05")
    answer_days: int = 5


class Fault(NamedTuple):
    """Something wrong with a plan. ``field``: of :class:`Plan`, or ``reviewers``."""

    field: str
    sentence: str


def create(plan: Plan, by: User, now: datetime, reviewers: tuple[User, ...] = ()) -> Campaign:
    """A new campaign in draft. Raises :class:`ObstaclesError` with all that is wrong, PermissionDenied."""
    require(by, Action.PLAN_CAMPAIGNS, plan.unit)
    return _write(Campaign(created_by=by, created_at=now), plan, reviewers)


def revise(campaign: Campaign, plan: Plan, by: User, reviewers: tuple[User, ...] = ()) -> Campaign:
    """Change a draft that is still as ``campaign`` shows it. Raises as :func:`create`, and StaleError."""
    require(by, Action.PLAN_CAMPAIGNS, campaign)
    require(by, Action.PLAN_CAMPAIGNS, plan.unit)
    with transaction.atomic():
        current = Campaign.objects.select_for_update().get(pk=campaign.pk)
        if current.version != campaign.version:
            raise StaleError("其他人刚刚修改了这项检查，请刷新后再改。")
        if current.stage != Stage.DRAFT:
            raise InspectionError(f"检查现为“{Stage(current.stage).label}”，计划不能再改；可先退回拟制。")
        current.version += 1
        return _write(current, plan, reviewers)


def plan_problems(plan: Plan, reviewers: tuple[User, ...] = ()) -> list[str]:
    """Everything that is wrong with a plan, in Chinese; empty for a good one."""
    return [problem.sentence for problem in faults_of(plan, reviewers)]


def faults_of(plan: Plan, reviewers: tuple[User, ...] = ()) -> list[Fault]:
    """Everything that is wrong with a plan, each with the field of :class:`Plan` that it is about."""
    return [*_problems_of_days(plan), *_problems_of_shares(plan), *_problems_of_rest(plan, reviewers)]


def filled(campaign: Campaign, plan: Plan) -> Campaign:
    """The campaign with the plan's values, not stored: what a preview takes."""
    for name in (part.name for part in fields(Plan)):
        value = getattr(plan, name)
        setattr(campaign, name, list(value) if isinstance(value, tuple) else value)
    campaign.account_shares = {name: str(share) for name, share in plan.account_shares.items()}
    return campaign


def _write(campaign: Campaign, plan: Plan, reviewers: tuple[User, ...]) -> Campaign:
    problems = plan_problems(plan, reviewers)
    if problems:
        raise ObstaclesError(problems)
    filled(campaign, plan)
    try:
        with transaction.atomic():
            campaign.save()
            campaign.reviewers.set(reviewers)
    except IntegrityError as error:
        if "campaign_title_once" not in str(error):
            raise
        raise ObstaclesError([f"已有名为“{plan.title}”的检查，请另取名称。"]) from error
    return campaign


def _problems_of_days(plan: Plan) -> Iterator[Fault]:
    if plan.period_end < plan.period_start:
        yield Fault("period_end", "检查期的结束日期早于开始日期。")
    if plan.check_point.tzinfo is None:
        yield Fault("check_point", "监测时间点须带时区。")
        return
    if plan.check_point.astimezone(CHINA).date() < plan.period_start:
        yield Fault("check_point", "监测时间点早于检查期。")
    if not 1 <= plan.answer_days <= MOST_ANSWER_DAYS:
        yield Fault("answer_days", f"反馈期限应为1至{MOST_ANSWER_DAYS}个工作日。")
        return
    try:
        add_working_days(plan.period_end, plan.answer_days)
    except CalendarNotPublished as error:
        yield Fault("period_end", f"{error}。")


def _problems_of_shares(plan: Plan) -> Iterator[Fault]:
    shares = [
        ("site_share", "网站检查比例", plan.site_share),
        ("double_share", "盲审比例", plan.double_share),
    ]
    for name, share in plan.account_shares.items():
        shares.append(("account_shares", f"新媒体抽查比例（{name}）", share))
    for field_name, label, share in shares:
        if not 0 <= Fraction(share) <= 1:
            yield Fault(field_name, f"{label}应在0和1之间。")
    if not 0 <= plan.account_at_least <= MOST_AT_LEAST:
        yield Fault("account_at_least", f"每层至少抽取数应为0至{MOST_AT_LEAST}。")
    if len(set(plan.account_strata)) != len(plan.account_strata):
        yield Fault("account_strata", "新媒体分层有重复的项目。")


def _problems_of_rest(plan: Plan, reviewers: tuple[User, ...]) -> Iterator[Fault]:
    if not plan.title.strip():
        yield Fault("title", "没有填写名称。")
    if not plan.seed.strip() or "\n" in plan.seed:
        yield Fault("seed", "没有填写抽样种子（任意一行文字，与抽样记录一并公布）。")
    for code in plan.region_codes:
        if not (len(code) == 6 and code.isascii() and code.isdigit()):
            yield Fault("region_codes", f"行政区划代码“{code}”应为6位数字。")
    try:
        edition_of(plan)
    except EditionError as error:
        yield from (Fault("edition_id", f"指标版本文件：{problem}") for problem in error.problems)
    except InspectionError as error:
        yield Fault("edition_id", str(error))
    for person in reviewers:
        if not may(person, Action.REVIEW_FINDINGS, plan.unit):
            yield Fault("reviewers", f"“{person.name}”没有复核此范围问题的权限。")
