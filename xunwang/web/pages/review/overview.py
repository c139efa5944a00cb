"""What waits in a campaign's review, how quickly it goes, and how far the reviewers agree."""

from __future__ import annotations

from fractions import Fraction

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from xunwang.access.permissions import may
from xunwang.access.roles import Action
from xunwang.inspection.blind import still_open
from xunwang.inspection.models import Campaign, Finding
from xunwang.inspection.review.agreement import (
    blind_agreement,
    effort_by_item,
    effort_by_person,
    effort_of,
)
from xunwang.inspection.review.queue import progress
from xunwang.inspection.stages import Stage
from xunwang.inspection.vocabulary import Origin, Status
from xunwang.registry.vocabulary import choices
from xunwang.scoring.agreement import Agreement
from xunwang.web.components.listing import Cell, Column, Filter, Listing, ListSpec
from xunwang.web.downloads import table_download
from xunwang.web.pages.review.queries import (
    campaigns_of,
    counts_by_item,
    findings_of,
    last_decided,
    may_review,
    titles_of,
    waiting_for,
    with_blind,
    without_open_blind,
)
from xunwang.web.people import allowed, person

TONES = {
    Status.CANDIDATE: "plain", Status.SECOND: "warn", Status.UNSURE: "warn", Status.CONFIRMED: "bad",
    Status.DISMISSED: "good",
}  # fmt: skip
_STAGE_TONES = {Stage.REVIEW: "warn", Stage.FEEDBACK: "warn", Stage.APPEAL: "warn", Stage.FINAL: "good"}
_FEW = 20
_READINGS = (
    (Fraction(0), "不高于偶然"),
    (Fraction(1, 5), "极低"),
    (Fraction(2, 5), "一般"),
    (Fraction(3, 5), "中等"),
    (Fraction(4, 5), "较高"),
    (Fraction(1), "很高"),
)
"""J. R. Landis, G. G. Koch, Biometrics 33, 1977: upper ends and names."""


def reading_of(result: Agreement) -> str:
    """What an agreement means, in plain words."""
    if not result.pairs:
        return "还没有盲审意见，不能计算。"
    if result.kappa is None:
        return f"{result.pairs}对意见全部相同且只有一种，不能计算κ。"
    name = next(name for end, name in _READINGS if result.kappa <= end)
    told = f"{result.pairs}对意见中{result.agreed}对相同；扣除偶然一致后，一致程度{name}。"
    return told + (f"不足{_FEW}对，仅供参考。" if result.pairs < _FEW else "")


_CAMPAIGNS = ListSpec(
    columns=(
        Column("title", "检查", lambda one: Cell(one.title, reverse("review", args=[one.pk])), ("title",)),
        Column("unit", "组织单位", lambda one: one.unit.name, ("unit__name",)),
        Column(
            "stage",
            "阶段",
            lambda one: Cell(Stage(one.stage).label, tone=_STAGE_TONES.get(Stage(one.stage), "plain")),
            ("stage",),
            "short",
        ),
        Column("open", "待复核", lambda one: str(one.open), ("open",), "number"),
        Column("vetoes", "其中单项否决", lambda one: str(one.open_vetoes), ("open_vetoes",), "number"),
        Column("findings", "问题", lambda one: str(one.standing), ("standing",), "number"),
    ),
    filters=(Filter("stage", "阶段", choices(Stage), "stage"),),
    search=("title", "unit__name"),
    search_label="检查名称或组织单位",
    empty="还没有检查。检查进入复核阶段后，问题在这里逐个复核。",
)


@allowed(Action.SEE_CAMPAIGNS)
def reviews(request: HttpRequest) -> HttpResponse:
    """Campaigns with what waits in them."""
    open_ = still_open("findings__") & Q(findings__withdrawn=False)
    rows = campaigns_of(person(request)).annotate(
        open=Count("findings", filter=open_),
        open_vetoes=Count("findings", filter=open_ & Q(findings__is_veto=True)),
        standing=Count("findings", filter=Q(findings__withdrawn=False)),
    )
    listing = Listing(_CAMPAIGNS, rows, request.GET)
    return render(request, "list.html", {"title": "复核", "listing": listing})


@allowed(Action.SEE_CAMPAIGNS)
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """One campaign: queues, pace, agreement, indicators, and reviewers for those who settle."""
    user = person(request)
    campaign = get_object_or_404(campaigns_of(user), pk=pk)
    result, far = blind_agreement(campaign), progress(campaign, user)
    efforts = [(one.name, one.minutes_each) for one in effort_by_item(campaign)]
    settles = may(user, Action.SETTLE_DISPUTES, campaign)
    context = {
        "campaign": campaign,
        "stage": Stage(campaign.stage),
        "waiting": waiting_for(campaign, user),
        "reviews": may_review(user, campaign),
        "settles": settles,
        "progress": far,
        "statuses": [(status.label, TONES[status], far.findings.get(status, 0)) for status in Status],
        "own": effort_of(campaign, user),
        "agreement": result,
        "kappa": None if result.kappa is None else f"{float(result.kappa):.2f}",
        "reading": reading_of(result),
        "items": counts_by_item(campaign, efforts),
        "people": effort_by_person(campaign) if settles else [],
        "back_to": last_decided(campaign, user),
    }
    return render(request, "review/review.html", context)


@allowed(Action.SEE_CAMPAIGNS)
def findings(request: HttpRequest, pk: int) -> HttpResponse:
    """All findings of a campaign but the restricted ones, to look through and to export."""
    user = person(request)
    campaign = get_object_or_404(campaigns_of(user), pk=pk)
    rows = with_blind(findings_of(user).filter(campaign=campaign, withdrawn=False, restricted=False))
    listing = Listing(_spec(campaign, keeps_secret=may_review(user, campaign)), rows, request.GET)
    may_export = may(user, Action.SEE_CAMPAIGNS, campaign)
    if request.GET.get("export"):
        table = [[column.label for column in listing.spec.columns]]
        table += [
            [_text(column.cell(one)) for column in listing.spec.columns] for one in listing.things.iterator()
        ]
        return table_download(request, f"{campaign.title}问题", "inspection_finding", table)
    context = {
        "title": "问题",
        "listing": listing,
        "may_export": may_export,
        "back": (campaign.title, reverse("review", args=[pk])),
    }
    return render(request, "review/findings.html", context)


def _spec(campaign: Campaign, *, keeps_secret: bool) -> ListSpec:
    titles = titles_of(campaign)

    def state(one: Finding) -> Cell:
        if keeps_secret and getattr(one, "blind_open", False):
            return Cell("盲审中", tone="plain")
        status = Status(one.status)
        return Cell(status.label, tone=TONES[status])

    def of_status(rows: QuerySet[Finding], value: str) -> QuerySet[Finding]:
        chosen = rows.filter(status=value)
        return without_open_blind(chosen) if keeps_secret else chosen

    return ListSpec(
        columns=(
            Column("checked", "网站或账号", lambda one: one.checked.title, ("checked__name",)),
            Column("item", "指标", lambda one: f"{one.item} {titles.get(one.item, '')}", ("item",)),
            Column(
                "summary",
                "问题",
                lambda one: Cell(one.summary, reverse("finding", args=[one.pk])),
                ("summary",),
            ),
            Column("amount", "处数", lambda one: str(one.amount), ("amount",), "number"),
            Column("origin", "来源", lambda one: Origin(one.origin).label, ("origin",), "short"),
            Column("status", "状态", state, () if keeps_secret else ("status",), "short"),
        ),
        filters=(
            Filter("status", "状态", choices(Status), of_status),
            Filter(
                "item", "指标", [(item, f"{item} {title}"[:40]) for item, title in titles.items()], "item"
            ),
            Filter("veto", "单项否决", [("1", "是"), ("0", "否")], "is_veto"),
            Filter("origin", "来源", choices(Origin), "origin"),
        ),
        search=("checked__name", "summary", "checked__home_url"),
        search_label="网站或问题",
        empty="本次检查没有问题记录。",
    )


def _text(value: Cell | str) -> str:
    return value.text if isinstance(value, Cell) else value
