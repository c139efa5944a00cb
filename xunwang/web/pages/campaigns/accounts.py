"""The sampled accounts of a campaign, and what their check came to."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from xunwang.access.models import User
from xunwang.access.permissions import may
from xunwang.access.roles import Action
from xunwang.inspection.accounts import record_account
from xunwang.inspection.editions import edition_of
from xunwang.inspection.errors import InspectionError
from xunwang.inspection.models import Campaign, CheckedAccount
from xunwang.inspection.results.standing import standing_one
from xunwang.inspection.stages import Stage
from xunwang.media.queries import ways_judged_by
from xunwang.registry.platforms import platform_choices, platform_label
from xunwang.registry.vocabulary import UnitLevel, choices
from xunwang.web.components.exports import listing_table
from xunwang.web.components.listing import Cell, Column, Filter, Listing, ListSpec
from xunwang.web.downloads import table_download
from xunwang.web.pages.campaigns.campaign import found_campaign
from xunwang.web.pages.campaigns.indicators import counted, grouped, indicators_of
from xunwang.web.pages.campaigns.queries import regions_of
from xunwang.web.pages.campaigns.sites import outcome_cell
from xunwang.web.people import allowed, person
from xunwang.words import Outcome

RECORDING = frozenset({Stage.RUNNING, Stage.REVIEW})


def may_record(user: User, campaign: Campaign) -> bool:
    """Whether the person may write outcomes down now; the service has the last word."""
    return campaign.stage in RECORDING and may(user, Action.REVIEW_FINDINGS, campaign)


def _list(campaign: Campaign) -> ListSpec:
    return ListSpec(
        columns=(
            Column("name", "账号", lambda one: Cell(one.name, reverse("campaign_account", args=[campaign.pk, one.pk])),
                   ("name",)),
            Column("platform", "平台", lambda one: platform_label(one.platform), ("platform",), "short"),
            Column("unit", "主办单位", lambda one: one.unit_name, ("unit_name",)),
            Column("level", "级别", lambda one: UnitLevel(one.level).label, ("level",), "short"),
            Column("region", "地区", lambda one: one.region, ("region",), "short"),
            Column("stratum", "抽样层", lambda one: one.stratum, ("stratum",)),
            Column("outcome", "结果", lambda one: outcome_cell(one.outcome), ("outcome",), "short"),
            Column("problems", "问题", lambda one: one.problems),
        ),
        filters=(
            Filter("outcome", "结果", choices(Outcome), "outcome"),
            Filter("platform", "平台", platform_choices(), "platform"),
            Filter("level", "级别", choices(UnitLevel), "level"),
            Filter("region", "地区", regions_of(campaign, "accounts"), "region"),
        ),
        search=("name", "unit_name", "problems"),
        search_label="名称、单位或问题",
        empty="没有抽到新媒体账号。“确定计划”时按比例抽取。",
    )  # fmt: skip


@allowed(Action.SEE_CAMPAIGNS)
def accounts(request: HttpRequest, pk: int) -> HttpResponse:
    """The sample with its outcomes."""
    campaign = found_campaign(request, pk)
    listing = Listing(_list(campaign), campaign.accounts.all(), request.GET)
    title = "抽查的新媒体"
    if request.GET.get("export"):
        return table_download(request, title, CheckedAccount._meta.db_table, listing_table(listing))
    recording = may_record(person(request), campaign)
    actions = [("导入结果", reverse("campaign_outcomes", args=[pk]))] if recording else []
    context = {
        "title": title, "campaign": campaign, "listing": listing, "may_export": True, "actions": actions,
    }  # fmt: skip
    return render(request, "campaigns/list.html", context)


class OutcomeForm(forms.Form):
    """What the check came to."""

    outcome = forms.ChoiceField(label="结果", choices=choices(Outcome), widget=forms.RadioSelect)
    problems = forms.CharField(
        label="问题", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="判为不合格须写明，如“连续14天未更新”。通报附件引用这里的文字。",
    )  # fmt: skip


@allowed(Action.SEE_CAMPAIGNS)
def account(request: HttpRequest, pk: int, account: int) -> HttpResponse:
    """One account, and its outcome."""
    campaign = found_campaign(request, pk)
    checked = get_object_or_404(campaign.accounts.select_related("account", "unit"), pk=account)
    stood = standing_one(checked)
    rows = indicators_of(stood, edition_of(campaign))
    recording = may_record(person(request), campaign) and checked.taken_at is None
    form = OutcomeForm(
        request.POST or None, initial={"outcome": checked.outcome, "problems": checked.problems}
    )
    if request.method == "POST" and form.is_valid() and _record(request, campaign, checked, form):
        following = campaign.accounts.filter(outcome=Outcome.PENDING).first()
        messages.success(request, f"已记录“{checked.name}”。")
        if following is not None and "next" in request.POST:
            return redirect("campaign_account", pk=pk, account=following.pk)
        return redirect("campaign_accounts", pk=pk)
    context = {
        "campaign": campaign,
        "checked": checked,
        "outcome": outcome_cell(checked.outcome),
        "form": form if recording else None,
        "why": _why_not(campaign),
        "origins": ways_judged_by(checked),
        "groups": grouped(rows),
        "states": counted(rows),
        "may_look": may_record(person(request), campaign),
        "left": campaign.accounts.filter(outcome=Outcome.PENDING).count(),
    }
    return render(request, "campaigns/account.html", context)


def _record(request: HttpRequest, campaign: Campaign, checked: CheckedAccount, form: OutcomeForm) -> bool:
    data: dict[str, Any] = form.cleaned_data
    try:
        record_account(
            campaign, checked.account_id or 0, Outcome(data["outcome"]), data["problems"], person(request)
        )
    except (InspectionError, PermissionDenied) as error:
        form.add_error("problems", str(error))
        return False
    return True


def _why_not(campaign: Campaign) -> str:
    if campaign.stage in RECORDING:
        return "您没有复核权限，只能查看。"
    return f"检查现为“{Stage(campaign.stage).label}”，只在检查和复核阶段记录结果。"
