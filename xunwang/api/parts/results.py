"""What a campaign found and came to: checked sites and accounts, verdicts, findings, decisions, final results."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Field, ModelSchema, Path, Query, Router, Schema

from xunwang.access.models import User
from xunwang.access.permissions import within
from xunwang.access.roles import Action
from xunwang.api.operations import operation, person
from xunwang.api.parts.campaigns import found_by
from xunwang.api.shapes import Given, Key, Note, Page, Paging, Ref, key_of, page, tagged
from xunwang.inspection.accounts import record_account
from xunwang.inspection.models import (
    CheckedAccount,
    CheckedSite,
    Decision,
    FinalResult,
    Finding,
    ItemVerdict,
    SiteScore,
)
from xunwang.inspection.results.freeze import freeze_problems
from xunwang.inspection.review.people import open_evidence
from xunwang.inspection.review.seeing import findings_seen_by, veiled_from
from xunwang.inspection.vocabulary import Choice, Origin, Round, Ruling, Status
from xunwang.registry.vocabulary import UnitLevel
from xunwang.words import ItemKind, Level, Outcome, SiteKind, State

router = Router(tags=["检查结果"])
WITHHELD = "涉密线索，请单独打开；每次打开都会记入审计日志"
Item = Annotated[str, Field(max_length=20)]


class CheckedSiteOut(ModelSchema):
    """A site of a campaign, as the register had it when the plan was made."""

    id: int
    site: int = key_of("site", "名录中的网站")
    unit: int = key_of("unit", "主办单位")
    kind: SiteKind
    level: Level
    hosts: list[str]
    not_applicable: list[str]

    class Meta:
        """Fields."""

        model = CheckedSite
        fields = (
            "name", "unit_name", "home_url", "region", "region_code", "site_code", "has_services",
            "taken_at", "pages", "complete", "incomplete_reason",
        )  # fmt: skip


class CheckedAccountOut(ModelSchema):
    """A sampled account with its outcome."""

    id: int
    account: int = key_of("account", "名录中的新媒体")
    unit: int = key_of("unit", "主办单位")
    platform: str = Field(description="平台代码，见 GET /platforms")
    level: UnitLevel
    outcome: Outcome

    class Meta:
        """Fields."""

        model = CheckedAccount
        fields = ("stratum", "name", "unit_name", "region", "problems")


class AccountResult(Given):
    """What the check of an account came to."""

    outcome: Outcome
    problems: Note = ""


class VerdictOut(ModelSchema):
    """An indicator's verdict for one site or account."""

    id: int
    checked: int = key_of("checked", "检查中的网站或账号")
    kind: ItemKind
    state: State
    ruling: Ruling | None = Field(description="人工判定；没有时为空")

    class Meta:
        """Fields."""

        model = ItemVerdict
        fields = ("item", "measured", "missing", "needs_ruling", "version")

    @staticmethod
    def resolve_ruling(one: ItemVerdict) -> str | None:
        """None without one."""
        return one.ruling or None


class TaskOut(Schema):
    """Something that a person has to do before an indicator can be ruled on."""

    id: int
    instruction: str
    links: list[str]
    minutes: float
    done_at: datetime | None
    note: str


class VerdictWhole(VerdictOut):
    """With its tasks."""

    tasks: list[TaskOut]

    @staticmethod
    def resolve_tasks(one: ItemVerdict | VerdictWhole) -> list[Any]:
        """In their order, of a row as well as of what was made from one."""
        return one.tasks if isinstance(one, VerdictWhole) else list(one.tasks.all())


class EvidenceOut(Schema):
    """Where it was seen."""

    url: str | None
    at: str | None
    digest: str | None
    fragment: str | None
    note: str | None


class FindingOut(Schema):
    """A finding. Its status is withheld from those who may still give the blind opinion."""

    id: int
    checked: int
    verdict: int
    item: str
    is_veto: bool
    origin: Origin
    summary: str
    amount: int
    restricted: bool
    withdrawn: bool
    status: Status | None = Field(description="为空：令牌持有人尚可盲审，不显示他人的结论")
    version: int


class FindingWhole(FindingOut):
    """With its evidence."""

    evidence: list[EvidenceOut]


class DecisionOut(Schema):
    """A person's word."""

    id: int
    finding: int | None
    verdict: int
    round: Round
    choice: Choice | Ruling
    reason: str
    seconds: int
    by: str
    at: datetime


class FinalOut(Schema):
    """A finalisation."""

    number: int
    at: datetime
    by: str
    program: str
    digest: str
    figures: dict[str, Any] = Field(description="汇总数字，比例为百分数")
    problems: list[str] = Field(description="与核定时不一致之处；为空表示一致")


class ScoreOut(ModelSchema):
    """A site's final result. Points are null where nothing is scored."""

    id: int
    site: int = key_of("site", "检查中的网站")
    outcome: Outcome
    veto_items: list[str]
    deductions: dict[str, str]

    class Meta:
        """Fields."""

        model = SiteScore
        fields = ("deduct_score", "bonus", "total", "rank", "findings", "uses_unconfirmed_points", "digest")


class SiteFilterIn(Schema):
    """Which checked sites."""

    kind: SiteKind | None = None
    level: Level | None = None
    site: Ref | None = Field(None, description="名录中的网站")


class VerdictFilter(Schema):
    """Which verdicts."""

    checked: Ref | None = Field(None, description="检查中的网站或账号")
    item: Item | None = None
    state: State | None = None
    needs_ruling: bool | None = None


class FindingFilter(Schema):
    """Which findings."""

    checked: Ref | None = Field(None, description="检查中的网站或账号")
    item: Item | None = None
    status: Status | None = None
    is_veto: bool | None = None
    withdrawn: bool | None = None


class DecisionFilter(Schema):
    """Which decisions."""

    finding: Ref | None = None
    verdict: Ref | None = None
    round: Round | None = None


@operation(router, "GET /campaigns/{key}/sites", Action.SEE_CAMPAIGNS, Page[CheckedSiteOut], "检查中的网站")
def checked_sites(
    request: HttpRequest, key: Key, paging: Query[Paging], chosen: Query[SiteFilterIn]
) -> Page[CheckedSiteOut]:
    """Sites of a campaign."""
    rows = found_by(request, key).sites.filter(**chosen.model_dump(exclude_none=True))
    return page(rows, paging, CheckedSiteOut.from_orm)


@operation(
    router, "GET /campaigns/{key}/accounts", Action.SEE_CAMPAIGNS, Page[CheckedAccountOut], "抽查的新媒体"
)
def checked_accounts(request: HttpRequest, key: Key, paging: Query[Paging]) -> Page[CheckedAccountOut]:
    """Sampled accounts of a campaign."""
    return page(found_by(request, key).accounts.all(), paging, CheckedAccountOut.from_orm)


@operation(
    router,
    "PUT /campaigns/{key}/accounts/{account}/result",
    Action.REVIEW_FINDINGS,
    CheckedAccountOut,
    "登记新媒体检查结果",
)
def account_result(
    request: HttpRequest, key: Key, account: Annotated[int, Path(ge=1)], body: AccountResult
) -> CheckedAccountOut:
    """Write down what the check of an account came to; ``account`` is its key in the register."""
    known = found_by(request, key)
    record_account(known, min(account, 2**53), body.outcome, body.problems, person(request))
    return CheckedAccountOut.from_orm(known.accounts.get(account=account))


@operation(router, "GET /campaigns/{key}/verdicts", Action.SEE_CAMPAIGNS, Page[VerdictOut], "指标判定")
def verdicts(
    request: HttpRequest, key: Key, paging: Query[Paging], chosen: Query[VerdictFilter]
) -> Page[VerdictOut]:
    """Verdicts of a campaign."""
    rows = found_by(request, key).verdicts.filter(**chosen.model_dump(exclude_none=True))
    return page(rows, paging, VerdictOut.from_orm)


@operation(router, "GET /verdicts/{key}", Action.SEE_CAMPAIGNS, VerdictWhole, "一项指标判定和它的任务")
def verdict(request: HttpRequest, key: Key, response: HttpResponse) -> VerdictWhole:
    """One verdict."""
    return tagged(response, VerdictWhole.from_orm(verdict_by(request, key)))  # type: ignore[no-any-return]


@operation(router, "GET /campaigns/{key}/findings", Action.SEE_CAMPAIGNS, Page[FindingOut], "发现的问题")
def findings(
    request: HttpRequest, key: Key, paging: Query[Paging], chosen: Query[FindingFilter]
) -> Page[FindingOut]:
    """Findings of a campaign. Restricted ones are listed only for those who may open them."""
    known, user = found_by(request, key), person(request)
    rows = findings_seen_by(user).filter(campaign=known, **chosen.model_dump(exclude_none=True))
    veiled = veiled_from(user, known)
    if chosen.status is not None:
        rows = rows.exclude(pk__in=veiled.values("pk"))
    hidden = set(veiled.values_list("pk", flat=True))
    return page(rows, paging, lambda one: FindingOut(**_facts(one, hidden)))


@operation(router, "GET /findings/{key}", Action.SEE_CAMPAIGNS, FindingWhole, "问题和证据")
def finding(request: HttpRequest, key: Key, response: HttpResponse) -> FindingWhole:
    """One finding with its evidence; opening a restricted one is written into the audit log."""
    found = finding_by(request, key)
    return tagged(response, whole(found, person(request)))  # type: ignore[no-any-return]


@operation(
    router, "GET /campaigns/{key}/decisions", Action.SEE_CAMPAIGNS, Page[DecisionOut], "复核和裁定的决定"
)
def decisions(
    request: HttpRequest, key: Key, paging: Query[Paging], chosen: Query[DecisionFilter]
) -> Page[DecisionOut]:
    """What people decided. Opinions on what the person may still review blindly are left out."""
    known, user = found_by(request, key), person(request)
    rows = known.decisions.select_related("by").filter(**chosen.model_dump(exclude_none=True))
    rows = rows.exclude(finding__in=veiled_from(user, known).values("pk"))
    restricted = Finding.objects.filter(campaign=known, restricted=True)
    unseen = restricted.exclude(pk__in=findings_seen_by(user).values("pk"))
    return page(rows.exclude(finding__in=unseen.values("pk")), paging, decision_out)


@operation(router, "GET /campaigns/{key}/results", Action.SEE_CAMPAIGNS, list[FinalOut], "核定的结果和汇总")
def results(request: HttpRequest, key: Key) -> list[FinalOut]:
    """Finalisations, the one that counts first."""
    finals = found_by(request, key).finals.select_related("by", "campaign")[:20]
    return [_final(one, check=place == 0) for place, one in enumerate(finals)]


@operation(router, "GET /campaigns/{key}/scores", Action.SEE_CAMPAIGNS, Page[ScoreOut], "网站的核定结果")
def scores(request: HttpRequest, key: Key, paging: Query[Paging]) -> Page[ScoreOut]:
    """Scores of the last finalisation; empty before."""
    last = found_by(request, key).finals.first()
    return page(SiteScore.objects.filter(final=last), paging, ScoreOut.from_orm)


def finding_by(request: HttpRequest, key: int) -> Finding:
    """A finding that the person sees, or 404."""
    rows = findings_seen_by(person(request)).select_related("campaign__unit")
    found: Finding = get_object_or_404(rows, pk=key)
    return found


def verdict_by(request: HttpRequest, key: int) -> ItemVerdict:
    """A verdict of a campaign that the person sees, or 404."""
    rows: QuerySet[ItemVerdict] = within(
        person(request), Action.SEE_CAMPAIGNS, ItemVerdict.objects.all(), "campaign__unit__path"
    )
    found: ItemVerdict = get_object_or_404(
        rows.select_related("campaign__unit").prefetch_related("tasks"), pk=key
    )
    return found


def whole(found: Finding, user: User) -> FindingWhole:
    """A finding opened by the person."""
    hidden = set(veiled_from(user, found.campaign).filter(pk=found.pk).values_list("pk", flat=True))
    evidence = [
        EvidenceOut(**{name: one.get(name) for name in EvidenceOut.model_fields})
        for one in open_evidence(found, user)
    ]
    return FindingWhole(**{**_facts(found, hidden), "summary": found.summary}, evidence=evidence)


def decision_out(one: Decision) -> DecisionOut:
    """A decision as it is told."""
    choice: Choice | Ruling = Choice(one.choice) if one.choice in set(Choice) else Ruling(one.choice)
    return DecisionOut(
        id=one.pk, finding=one.finding_id, verdict=one.verdict_id, round=Round(one.round), choice=choice,
        reason=one.reason, seconds=one.seconds, by=one.by.name, at=one.at,
    )  # fmt: skip


def _facts(one: Finding, hidden: set[int]) -> dict[str, Any]:
    return {
        "id": one.pk, "checked": one.checked_id, "verdict": one.verdict_id, "item": one.item, "is_veto": one.is_veto,
        "origin": one.origin, "summary": WITHHELD if one.restricted else one.summary, "amount": one.amount,
        "restricted": one.restricted, "withdrawn": one.withdrawn,
        "status": None if one.pk in hidden else one.status, "version": one.version,
    }  # fmt: skip


def _final(one: FinalResult, *, check: bool) -> FinalOut:
    return FinalOut(
        number=one.number, at=one.at, by=one.by.name, program=one.program, digest=one.digest, figures=one.figures,
        problems=freeze_problems(one) if check else [],
    )  # fmt: skip
