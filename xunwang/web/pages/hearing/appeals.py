"""The office's side: the queue of appeals, and the decision by somebody new to the finding."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from xunwang.access.models import User
from xunwang.access.permissions import may
from xunwang.access.roles import Action
from xunwang.inspection.errors import InspectionError
from xunwang.inspection.hearing.answer import summary_told
from xunwang.inspection.hearing.appeals import decide_appeal
from xunwang.inspection.models import Appeal
from xunwang.inspection.vocabulary import AppealRuling
from xunwang.registry.vocabulary import choices
from xunwang.web.components.forms import plain
from xunwang.web.components.listing import Cell, Column, Filter, Listing, ListSpec
from xunwang.web.components.pace import opened, seconds_looked
from xunwang.web.pages.hearing.queries import OPEN_STAGES, appeals_of, appeals_to_decide, days_used
from xunwang.web.pages.review.queries import item_of
from xunwang.web.people import allowed, person

_TONES = {AppealRuling.UPHELD: "good", AppealRuling.REJECTED: "plain"}
_OPEN = "open"
_CHOICES = {ruling.value: ruling for ruling in AppealRuling}


def _summary(one: Appeal) -> str:
    return summary_told(one.finding)


def _waited(one: Appeal) -> str:
    days = days_used(one.filed_at, one.ruled_at or timezone.now())
    return "" if days is None else f"{days}个工作日"


def _ruling(one: Appeal) -> Cell:
    if not one.ruling:
        return Cell("待裁决", tone="warn")
    ruling = AppealRuling(one.ruling)
    return Cell(ruling.label, tone=_TONES[ruling])


def _of_ruling(rows: QuerySet[Appeal], value: str) -> QuerySet[Appeal]:
    return rows.filter(ruling="" if value == _OPEN else value)


_LIST = ListSpec(
    columns=(
        Column("checked", "网站或账号", lambda one: Cell(one.feedback.checked.title, reverse("appeal", args=[one.pk])),
               ("feedback__checked__name",)),
        Column("item", "指标", lambda one: one.finding.item, ("finding__item",), "short"),
        Column("summary", "问题", _summary),
        Column("statement", "申诉理由", lambda one: one.statement[:80]),
        Column("filed", "申诉时间", lambda one: f"{timezone.localtime(one.filed_at):%Y-%m-%d %H:%M}", ("filed_at",),
               "short"),
        Column("waited", "用时", _waited, (), "short"),
        Column("ruling", "裁决", _ruling, ("ruling",), "short"),
    ),
    filters=(Filter("ruling", "裁决", [(_OPEN, "待裁决"), *choices(AppealRuling)], _of_ruling),),
    search=("feedback__checked__name", "statement", "feedback__checked__unit_name"),
    search_label="网站、单位或理由",
    empty="没有申诉。单位在反馈期限内提出的申诉在这里裁决。",
)  # fmt: skip


@allowed(Action.DECIDE_APPEALS)
def appeals(request: HttpRequest) -> HttpResponse:
    """All appeals of the office; ``?mine=1``: what this very person can decide."""
    user = person(request)
    rows = appeals_to_decide(user) if request.GET.get("mine") else appeals_of(user)
    context = {
        "title": "申诉",
        "listing": Listing(_LIST, rows, request.GET),
        "actions": [("反馈情况", reverse("feedbacks"))],
    }
    return render(request, "list.html", context)


@allowed(Action.DECIDE_APPEALS)
def appeal(request: HttpRequest, pk: int) -> HttpResponse:
    """One appeal with everything that was said, and the decision."""
    user = person(request)
    found = get_object_or_404(appeals_of(user).select_related("ruled_by"), pk=pk)
    if request.method == "POST" and _decide(request, found):
        following = appeals_to_decide(user).first()
        if following is not None:
            return redirect("appeal", pk=following.pk)
        messages.info(request, "没有待您裁决的申诉了。")
        return redirect("appeals")
    return render(request, "hearing/appeal.html", _context(request, found, user))


def _decide(request: HttpRequest, found: Appeal) -> bool:
    ruling = _CHOICES.get(request.POST.get("ruling", ""))
    if ruling is None:
        messages.error(request, "请选择申诉成立或不成立。")
        return False
    now = timezone.now()
    reason = plain(request.POST.get("reason", ""), 2000)
    looked = seconds_looked(request.POST.get("opened", ""), request.POST.get("seconds", ""), now)
    try:
        decide_appeal(found, ruling, reason, person(request), now, looked)
    except (InspectionError, PermissionDenied) as error:
        messages.error(request, str(error))
        return False
    messages.success(request, f"“{found.feedback.checked.title}　{found.finding.item}”：{ruling.label}。")
    return True


def _context(request: HttpRequest, found: Appeal, user: User) -> dict[str, object]:
    decisions = list(found.finding.decisions.select_related("by"))
    insight = not found.finding.restricted or may(user, Action.OPEN_RESTRICTED, found)
    took_part = any(one.by_id == user.pk for one in decisions)
    open_ = not found.ruling and found.feedback.campaign.stage in OPEN_STAGES
    return {
        "appeal": found,
        "summary": _summary(found),
        "item": item_of(found.feedback.campaign, found.finding.item),
        "insight": insight,
        "decisions": decisions if insight else [],
        "files": found.attachments.all(),
        "decides": open_ and insight and not took_part,
        "took_part": open_ and took_part,
        "waited": _waited(found),
        "reason": request.POST.get("reason", ""),
        "opened": opened(timezone.now()),
    }
