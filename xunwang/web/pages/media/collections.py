"""Collections: all of them, starting one, how far one is, pausing and trying again."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from xunwang.access.models import User
from xunwang.access.permissions import may, within
from xunwang.access.roles import Action, Role, roles_for
from xunwang.collect.interface import Trouble
from xunwang.inspection.models import Campaign
from xunwang.inspection.stages import Stage
from xunwang.media.access import may_look
from xunwang.media.collecting.control import control, controls_of, may_judge
from xunwang.media.collecting.start import Scope, collect_failed, start_collection
from xunwang.media.errors import MediaError
from xunwang.media.models import CollectedAccount, Collection
from xunwang.media.queries import accounts_collected, collections_seen_by
from xunwang.media.vocabulary import OPEN, AccountState, CollectionStatus, Control
from xunwang.registry.models import Unit
from xunwang.registry.platforms import platform_choices
from xunwang.registry.vocabulary import choices
from xunwang.web.components.exports import listing_table
from xunwang.web.components.following import Look, follow
from xunwang.web.components.listing import Cell, Column, Filter, Listing, ListSpec
from xunwang.web.downloads import table_download
from xunwang.web.people import allowed, person

TONES = {
    CollectionStatus.ACTIVE: "good",
    CollectionStatus.PAUSED: "warn",
    CollectionStatus.FAILED: "bad",
    CollectionStatus.DONE: "plain",
    CollectionStatus.CANCELLED: "plain",
}
_STATE_TONES = {AccountState.COLLECTED: "good", AccountState.FAILED: "bad", AccountState.NO_WAY: "warn"}
_WHO_ENTERS = choices(role for role in Role if role in roles_for(Action.SET_WAYS))
_BACK = timedelta(days=90)
_OVER = (Stage.FINAL, Stage.PUBLISHED, Stage.CANCELLED)


def _moment(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at is not None else ""


def _status(one: Collection) -> Cell:
    status = CollectionStatus(one.status)
    return Cell(status.label, tone=TONES[status])


_COLLECTIONS = ListSpec(
    columns=(
        Column("title", "名称", lambda one: Cell(one.title, reverse("collection", args=[one.pk])), ("title",)),
        Column("unit", "范围", lambda one: one.campaign.title if one.campaign else one.unit.name, ("unit__name",)),
        Column("status", "状态", _status, ("status",), "short"),
        Column("accounts", "账号", lambda one: str(one.all), ("all",), "number"),
        Column("failed", "失败", lambda one: str(one.failed or ""), ("failed",), "number"),
        Column("posts", "发布数", lambda one: f"{one.posts:,}" if one.posts else "", ("posts",), "number"),
        Column("since", "起", lambda one: f"{timezone.localtime(one.since):%Y-%m-%d}", ("since",), "short"),
        Column("until", "止", lambda one: _moment(one.until), ("until",), "short"),
        Column("started", "开始", lambda one: _moment(one.started_at), ("started_at",), "short"),
    ),
    filters=(Filter("status", "状态", choices(CollectionStatus), "status"),),
    search=("title", "unit__name", "campaign__title"),
    search_label="名称或范围",
    empty="没有采集记录。先设置账号的采集方式，再由检查组织单位开始采集。",
)  # fmt: skip


def _accounts() -> ListSpec:
    return ListSpec(
        columns=(
            Column("name", "账号", lambda row: Cell(row.account.name, reverse("media_account", args=[row.account_id])),
                   ("account__name",)),
            Column("platform", "平台", lambda row: row.account.get_platform_display(), ("account__platform",), "short"),
            Column("unit", "主办单位", lambda row: row.account.unit.name, ("account__unit__name",)),
            Column("state", "状态", _state, ("state",), "short"),
            Column("by", "方式填写人", _entered, (), "short"),
            Column("posts", "发布数", lambda row: str(row.posts) if row.state == AccountState.COLLECTED else "",
                   ("posts",), "number"),
            Column("newest", "最新发布", lambda row: _moment(row.newest_at), ("newest_at",), "short"),
            Column("complete", "齐全", _complete, ("complete",), "short"),
            Column("problem", "问题", lambda row: row.problem or row.reason, ("trouble",)),
        ),
        filters=(
            Filter("state", "状态", choices(AccountState), "state"),
            Filter("trouble", "问题", choices(Trouble), "trouble"),
            Filter("platform", "平台", platform_choices(), "account__platform"),
            Filter("by", "方式填写人", _WHO_ENTERS, "entered_as"),
        ),
        search=("account__name", "account__unit__name", "problem"),
        search_label="账号、单位或问题",
        empty="这次采集没有账号。",
    )  # fmt: skip


def _state(row: CollectedAccount) -> Cell:
    state = AccountState(row.state)
    return Cell(state.label, tone=_STATE_TONES.get(state, "plain"))


def _entered(row: Any) -> Cell | str:
    if not row.entered_as:
        return ""
    role = Role(row.entered_as)
    return Cell(role.label, tone="warn" if role is Role.UNIT_EDITOR else "")


def _complete(row: CollectedAccount) -> Cell:
    if row.state != AccountState.COLLECTED:
        return Cell("")
    return Cell("齐全", tone="good") if row.complete else Cell("不一定", tone="warn")


class StartForm(forms.Form):
    """What to collect."""

    title = forms.CharField(label="名称", max_length=120)
    campaign = forms.ModelChoiceField(
        Campaign.objects.none(),
        label="检查",
        required=False,
        empty_label="不为某次检查（按下面的范围）",
        help_text="选择检查的，采集该检查抽到的账号。",
    )
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label="范围", empty_label=None, help_text="该单位及其全部下级的账号。"
    )
    since = forms.DateField(
        label="从", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), help_text="含当天。"
    )
    until = forms.DateTimeField(
        label="到",
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text="一般为监测时间点；还没有到的，到时自动开始。",
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        campaigns = within(
            user, Action.RUN_CAMPAIGNS, Campaign.objects.exclude(stage__in=_OVER), "unit__path"
        )
        self.fields["campaign"].queryset = campaigns  # type: ignore[attr-defined]
        self.fields["unit"].queryset = within(  # type: ignore[attr-defined]
            user, Action.RUN_CAMPAIGNS, Unit.objects.filter(is_active=True).order_by("path")
        )

    def scope(self) -> Scope:
        """What the person tells. Only of a valid form."""
        told = self.cleaned_data
        campaign = told["campaign"]
        since = timezone.make_aware(datetime.combine(told["since"], datetime.min.time()))
        unit = campaign.unit if campaign is not None else told["unit"]
        return Scope(told["title"], unit, since, told["until"], campaign)


@allowed(Action.SEE_REGISTER)
def collections(request: HttpRequest) -> HttpResponse:
    """All collections over the person's part of the register."""
    user = person(request)
    rows = collections_seen_by(user).annotate(
        all=Count("accounts"), failed=Count("accounts", filter=Q(accounts__state=AccountState.FAILED))
    )
    campaign = _named(request, within(user, Action.SEE_CAMPAIGNS, Campaign.objects.all(), "unit__path"))
    kept, query = {}, ""
    if campaign is not None:
        rows, query = rows.filter(campaign=campaign), f"?campaign={campaign.pk}"
        kept = {"campaign": str(campaign.pk)}
    starts = may(user, Action.RUN_CAMPAIGNS) and (campaign is None or campaign.stage not in _OVER)
    context = {
        "title": "采集发布内容",
        "campaign": campaign,
        "listing": Listing(_COLLECTIONS, rows, request.GET, kept),
        "actions": [("开始采集", reverse("collection_new") + query)] if starts else [],
    }
    return render(request, "campaigns/list.html" if campaign is not None else "media/list.html", context)


@allowed(Action.RUN_CAMPAIGNS)
def new(request: HttpRequest) -> HttpResponse:
    """Start one."""
    user, now = person(request), timezone.now()
    form = StartForm(user, request.POST or None, initial=_proposal(request, now))
    if request.method == "POST" and form.is_valid():
        try:
            started = start_collection(form.scope(), user, now)
        except MediaError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "采集已开始，由后台作业进行。")
            return redirect("collection", pk=started.pk)
    context = {
        "form": form,
        "title": "开始采集",
        "back": ("采集发布内容", reverse("collections")),
        "submit": "开始采集",
    }
    return render(request, "form.html", context)


@allowed(Action.SEE_REGISTER)
def collection(request: HttpRequest, pk: int) -> HttpResponse:
    """One collection, account by account."""
    user = person(request)
    found = get_object_or_404(collections_seen_by(user), pk=pk)
    listing = Listing(_accounts(), accounts_collected(found), request.GET)
    if request.GET.get("export") and may(user, Action.EXPORT_REGISTER, found):
        return table_download(request, found.title, Collection._meta.db_table, listing_table(listing))
    counts = _counts(found.pk)
    troubles = (
        found.accounts.exclude(trouble="").order_by().values_list("trouble").annotate(count=Count("pk"))
    )
    manages = may(user, Action.RUN_CAMPAIGNS, found.campaign or found.unit)
    status = CollectionStatus(found.status)
    context = {
        "collection": found,
        "title": "账号",
        "status": Cell(status.label, tone=TONES[status]),
        "live": status is CollectionStatus.ACTIVE,
        "states": [(state, counts.get(state.value, 0)) for state in AccountState],
        "troubles": [(Trouble(name), count) for name, count in troubles.order_by("-count")],
        "all": sum(counts.values()),
        "controls": controls_of(status) if manages else (),
        "may_retry": manages and status is CollectionStatus.DONE and _failed(counts) > 0,
        "may_judge": manages and may_judge(found),
        "failed": _failed(counts),
        "listing": listing,
        "may_export": may(user, Action.EXPORT_REGISTER, found),
        "events": found.events.select_related("by"),
        "is_open": status in OPEN,
        "may_look": may_look(user),
        "sees_campaign": found.campaign is not None and may(user, Action.SEE_CAMPAIGNS, found.campaign),
    }
    return render(request, "media/collection.html", context)


@allowed(Action.SEE_REGISTER)
def events(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Told when the collection's page has changed."""
    found = get_object_or_404(collections_seen_by(person(request)), pk=pk)
    return follow(request, lambda: _look_at(found.pk))


def _look_at(pk: int) -> Look:
    """What a collection's page shows that changes by itself. Two queries."""
    shown = ("status", "wanted", "reached", "posts", "next_at", "attempts", "problem", "ended_at")
    row = Collection.objects.filter(pk=pk).values_list(*shown).first()
    if row is None:
        return Look("", True)
    return Look.at(*row, *sorted(_counts(pk).items()), over=row[0] not in OPEN)


@require_POST
@allowed(Action.RUN_CAMPAIGNS)
def controlling(request: HttpRequest, pk: int) -> HttpResponse:
    """Pause, resume, cancel, or try what failed again."""
    user = person(request)
    found = get_object_or_404(collections_seen_by(user), pk=pk)
    wanted = request.POST.get("control", "")
    if wanted not in set(Control) - {Control.START}:
        raise Http404
    try:
        if wanted == Control.RETRY:
            found = collect_failed(found, user, timezone.now())
        else:
            control(found, Control(wanted), user, timezone.now())
    except MediaError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"已{Control(wanted).label}。")
    return redirect("collection", pk=found.pk)


def _counts(collection: int) -> dict[str, int]:
    """Accounts by state."""
    rows = CollectedAccount.objects.filter(collection=collection).order_by()
    return dict(rows.values_list("state").annotate(Count("pk")))


def _failed(counts: dict[str, int]) -> int:
    return counts.get(AccountState.FAILED, 0) + counts.get(AccountState.NO_WAY, 0)


def _named(request: HttpRequest, campaigns: QuerySet[Campaign]) -> Campaign | None:
    """That of the campaigns which the address names."""
    number = request.GET.get("campaign", "")
    wanted = int(number) if number.isascii() and number.isdecimal() and len(number) < 10 else 0
    return campaigns.filter(pk=wanted).first()


def _proposal(request: HttpRequest, now: datetime) -> dict[str, Any]:
    """A quarter up to now, or up to the check point of the campaign that the address names."""
    usable = Campaign.objects.exclude(stage__in=_OVER)
    campaign = _named(request, within(person(request), Action.RUN_CAMPAIGNS, usable, "unit__path"))
    if campaign is None:
        local = timezone.localtime(now)
        quarter = (local.month - 1) // 3 + 1
        return {
            "title": f"{local.year}年第{quarter}季度采集",
            "since": (local - _BACK).date(),
            "until": local,
        }
    return {
        "title": f"{campaign.title[:100]}：采集发布内容",
        "campaign": campaign,
        "unit": campaign.unit,
        "since": campaign.period_start,
        "until": timezone.localtime(campaign.check_point),
    }
