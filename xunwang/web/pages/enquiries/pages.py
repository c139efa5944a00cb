"""The list of test questions with its figures, and one site's question with its answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from xunwang.access.models import User
from xunwang.access.roles import Action
from xunwang.calendar import CalendarNotPublished
from xunwang.holidays.office import working_days_between
from xunwang.inspection.enquiries import (
    AT_ONCE,
    SOON,
    Question,
    Reply,
    ask,
    days_counted,
    record_reply,
    reply_figures,
    rule_by_enquiries,
)
from xunwang.inspection.enquiry_table import table_of
from xunwang.inspection.errors import InspectionError
from xunwang.inspection.models import Campaign, CheckedSite, Enquiry
from xunwang.inspection.stages import Stage
from xunwang.inspection.vocabulary import Quality
from xunwang.registry.vocabulary import choices
from xunwang.web.components.listing import Cell, Column, Filter, Listing, ListSpec
from xunwang.web.downloads import table_download
from xunwang.web.pages.review.queries import AT_WORK, campaigns_of, may_review
from xunwang.web.people import allowed, person
from xunwang.words import Level, SiteKind

_STATES = (("none", "未提问"), ("waiting", "没有答复"), ("answered", "已答复"))
_TONES = {Quality.EFFECTIVE: "good", Quality.EVASIVE: "bad", Quality.OFF_POINT: "bad"}
_MOMENT = "%Y-%m-%dT%H:%M"


class QuestionForm(forms.Form):
    """What was asked, where and when."""

    question = forms.CharField(
        label="问题", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="简单、常见的咨询，不涉及个人信息。",
    )  # fmt: skip
    url = forms.URLField(label="提交网址", max_length=500, required=False, assume_scheme="http")
    receipt = forms.CharField(label="受理编号", max_length=100, required=False)
    asked_at = forms.DateTimeField(
        label="提交时间", widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_MOMENT)
    )

    def clean_asked_at(self) -> Any:
        """Not in the future."""
        if self.cleaned_data["asked_at"] > timezone.now():
            raise forms.ValidationError("提交时间不能晚于现在。")
        return self.cleaned_data["asked_at"]


class ReplyForm(forms.Form):
    """What was answered, and what that is worth."""

    answered_at = forms.DateTimeField(
        label="答复时间", widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_MOMENT)
    )
    quality = forms.ChoiceField(label="答复质量", choices=[("", "请选择"), *choices(Quality)])
    answer = forms.CharField(
        label="答复内容", max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    answer_url = forms.URLField(label="答复网址", max_length=500, required=False, assume_scheme="http")


def _enquiry(site: CheckedSite) -> Enquiry | None:
    found: Enquiry | None = getattr(site, "enquiry", None)
    return found


def _over(site: CheckedSite) -> bool:
    """Nobody waits any more: the results are final."""
    return Stage(site.campaign.stage) in (Stage.FINAL, Stage.PUBLISHED)


def _state(site: CheckedSite) -> Cell:
    enquiry = _enquiry(site)
    if enquiry is None:
        return Cell("未提问", tone="plain")
    if not enquiry.quality:
        return Cell("没有答复", tone="bad") if _over(site) else Cell("等待答复", tone="warn")
    quality = Quality(enquiry.quality)
    return Cell(quality.label, tone=_TONES[quality])


def _days(site: CheckedSite) -> str:
    enquiry = _enquiry(site)
    if enquiry is None:
        return ""
    if enquiry.working_days is not None:
        return str(enquiry.working_days)
    if _over(site):
        return "—"
    try:
        return f"已过{working_days_between(enquiry.asked_at, timezone.now())}"
    except CalendarNotPublished:
        return "—"


def _asked(site: CheckedSite) -> str:
    enquiry = _enquiry(site)
    return f"{timezone.localtime(enquiry.asked_at):%Y-%m-%d %H:%M}" if enquiry else ""


def _of_state(rows: QuerySet[CheckedSite], value: str) -> QuerySet[CheckedSite]:
    if value == "none":
        return rows.filter(enquiry=None)
    return rows.filter(enquiry__isnull=False, enquiry__answered_at__isnull=value == "waiting")


_LIST = ListSpec(
    columns=(
        Column("site", "网站", lambda one: Cell(one.name, reverse("enquiry", args=[one.campaign_id, one.pk])), ("name",)),
        Column("kind", "类型", lambda one: SiteKind(one.kind).label, ("kind",), "short"),
        Column("level", "级别", lambda one: Level(one.level).label, ("level",), "short"),
        Column("asked", "提交时间", _asked, ("enquiry__asked_at",), "short"),
        Column("receipt", "受理编号", lambda one: one.enquiry.receipt if _enquiry(one) else "",
               ("enquiry__receipt",), "short"),
        Column("days", "工作日", _days, ("enquiry__working_days",), "number"),
        Column("state", "状态", _state, ("enquiry__quality",), "short"),
    ),
    filters=(
        Filter("state", "状态", _STATES, _of_state),
        Filter("quality", "答复质量", choices(Quality), "enquiry__quality"),
        Filter("kind", "类型", choices(SiteKind), "kind"),
    ),
    search=("name", "home_url", "enquiry__receipt"),
    search_label="网站或受理编号",
    empty="本次检查还没有网站。确定计划后，各网站在这里登记模拟咨询。",
)  # fmt: skip


@allowed(Action.SEE_CAMPAIGNS)
def enquiries(request: HttpRequest, pk: int) -> HttpResponse:
    """Every site of the campaign with the state of its question; the figures of the notice."""
    user = person(request)
    campaign = get_object_or_404(campaigns_of(user), pk=pk)
    if request.GET.get("export"):
        return table_download(
            request, f"{campaign.title}模拟咨询", "inspection_enquiry", list(table_of(campaign))
        )
    rows = CheckedSite.objects.filter(campaign=campaign).select_related("enquiry", "campaign")
    figures, works = reply_figures(campaign), _works(campaign, user)
    context = {
        "campaign": campaign,
        "title": "模拟咨询",
        "listing": Listing(_LIST, rows, request.GET),
        "may_export": True,
        "figures": figures,
        "shares": [
            (f"{SOON}个工作日内有效答复", figures.within_5_days, _percent(figures.within_5_days, figures.asked)),
            (f"{AT_ONCE}个工作日内有效答复", figures.within_1_day, _percent(figures.within_1_day, figures.asked)),
        ],
        "works": works,
        "rules": works and campaign.stage == Stage.REVIEW,
    }  # fmt: skip
    return render(request, "enquiries/enquiries.html", context)


@allowed(Action.SEE_CAMPAIGNS)
def enquiry(request: HttpRequest, pk: int, site: int) -> HttpResponse:
    """One site's question: asked, answered, counted day by day, graded."""
    user = person(request)
    campaign = get_object_or_404(campaigns_of(user), pk=pk)
    checked = get_object_or_404(campaign.sites.select_related("enquiry", "campaign__unit"), pk=site)
    found = _enquiry(checked)
    works = _works(campaign, user)
    form = _form(request, found) if works else None
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            _save(form, checked, found, request)
        except (InspectionError, CalendarNotPublished, PermissionDenied) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "已登记。")
            return redirect("enquiry", pk=pk, site=site)
    context = {
        "campaign": campaign, "site": checked, "enquiry": found, "over": _over(checked), "form": form, **_counted(found),
    }  # fmt: skip
    return render(request, "enquiries/enquiry.html", context)


@require_POST
@allowed(Action.REVIEW_FINDINGS)
def rule_all(request: HttpRequest, pk: int) -> HttpResponse:
    """Rule on the indicator of late answers by what the questions tell."""
    campaign = get_object_or_404(campaigns_of(person(request)), pk=pk)
    try:
        count = rule_by_enquiries(campaign, person(request), timezone.now())
    except (InspectionError, CalendarNotPublished, PermissionDenied) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"已按咨询结果判定{count}个网站的答复时限指标。")
    return redirect("enquiries", pk=pk)


def _form(request: HttpRequest, found: Enquiry | None) -> QuestionForm | ReplyForm:
    data = request.POST if request.method == "POST" else None
    if found is None:
        return QuestionForm(data, initial={"asked_at": timezone.localtime()})
    known = {
        "answered_at": timezone.localtime(found.answered_at) if found.answered_at else None,
        "quality": found.quality,
        "answer": found.answer,
        "answer_url": found.answer_url,
    }
    return ReplyForm(data, initial=known)


def _save(
    form: QuestionForm | ReplyForm, site: CheckedSite, found: Enquiry | None, request: HttpRequest
) -> None:
    told, user = form.cleaned_data, person(request)
    if found is None:
        ask(site, Question(told["question"], told["url"], told["receipt"]), user, told["asked_at"])
        return
    version = request.POST.get("version", "")
    found.version = int(version) if version.isascii() and version.isdecimal() and len(version) < 10 else 0
    reply = Reply(told["answered_at"], Quality(told["quality"]), told["answer"], told["answer_url"])
    record_reply(found, reply, user, timezone.now())


def _counted(found: Enquiry | None) -> dict[str, object]:
    """The days that were counted; of a question that waits for years nobody wants to see them all."""
    if found is None:
        return {}
    try:
        days = days_counted(found, timezone.now())
    except CalendarNotPublished as error:
        return {"calendar_problem": str(error)}
    return {"days": days[:31], "more_days": max(0, len(days) - 31), "used": sum(works for _, works in days)}


def _works(campaign: Campaign, user: User) -> bool:
    return campaign.stage in AT_WORK and may_review(user, campaign)


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%" if whole else "—"
