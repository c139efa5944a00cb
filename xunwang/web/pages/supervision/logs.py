"""The logs that people keep: entries with proof, withdrawals, and that a log is complete."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from xunwang.access.permissions import may, require
from xunwang.access.roles import Action
from xunwang.audit.acting import acting, record
from xunwang.registry.models import Unit, WebSite
from xunwang.registry.vocabulary import choices
from xunwang.supervision.errors import SupervisionError
from xunwang.supervision.logs.entries import Entry, declare, enter, undeclare, withdraw
from xunwang.supervision.models import LogEntry
from xunwang.supervision.queries import entries_seen_by, proofs_seen_by, reporting_seen_by
from xunwang.supervision.vocabulary import DECLARED, ENTERED, WRITTEN_BY, Log
from xunwang.web.components.exports import listing_table
from xunwang.web.components.files import ACCEPT, LIMITS, download
from xunwang.web.components.forms import plain
from xunwang.web.components.listing import Cell, Column, Filter, Listing, ListSpec
from xunwang.web.downloads import table_download
from xunwang.web.pages.supervision.common import uploads_of, year_or_404, years
from xunwang.web.people import address_of, allowed, person

_FIELDS = {
    Log.CHECKS: ("day", "settled_on", "title", "sites", "detail", "url"),
    Log.TRAINING: ("day", "title", "count", "detail", "url"),
    Log.INCIDENTS: ("day", "settled_on", "title", "sites", "detail", "url"),
    Log.PLATFORM: ("day", "title", "sites", "detail", "url"),
    Log.BONUS: ("day", "title", "detail", "url"),
    Log.HIGHER_CHECKS: ("day", "title", "sites", "is_account", "misstatement", "detail", "url"),
    Log.RECHECKS: ("day", "title", "sites", "detail", "url"),
    Log.VERIFICATIONS: ("day", "title", "detail", "url"),
}
_LABELS = {
    (Log.CHECKS, "settled_on"): "结果公开日期",
    (Log.CHECKS, "day"): "抽查结束日期",
    (Log.CHECKS, "sites"): "抽查的网站",
    (Log.INCIDENTS, "settled_on"): "处置完毕日期",
    (Log.INCIDENTS, "day"): "发现日期",
    (Log.TRAINING, "count"): "参训人数",
    (Log.HIGHER_CHECKS, "title"): "不合格的网站或新媒体",
}


class Files(forms.FileInput):
    """Several files."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """All of them."""
        return files.getlist(name)


class EntryForm(forms.Form):
    """An entry; each log shows its own fields."""

    day = forms.DateField(label="日期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    settled_on = forms.DateField(
        label="办结日期", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    title = forms.CharField(label="事项", max_length=200)
    count = forms.IntegerField(label="数量", min_value=0, max_value=1_000_000, required=False)
    sites = forms.ModelMultipleChoiceField(
        WebSite.objects.none(),
        label="涉及的网站",
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text="按住Ctrl或Shift可选多个。",
    )
    is_account = forms.BooleanField(label="是政务新媒体", required=False)
    misstatement = forms.BooleanField(label="因严重表述错误", required=False)
    detail = forms.CharField(
        label="说明", max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    url = forms.URLField(label="公开网址", max_length=500, required=False, assume_scheme="http")
    proofs = forms.Field(
        label="证明材料",
        required=False,
        widget=Files(attrs={"accept": ACCEPT}),
        help_text=f"{LIMITS}没有公开网址的必须上传。",
    )

    def __init__(self, unit: Unit, log: Log, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - {*_FIELDS[log], "proofs"}:
            del self.fields[name]
        for name in self.fields:
            self.fields[name].label = _LABELS.get((log, name), self.fields[name].label)
        if "sites" in self.fields:
            rows = WebSite.objects.filter(unit__path__startswith=unit.path).order_by("unit__path", "name")
            self.fields["sites"].queryset = rows  # type: ignore[attr-defined]

    def entry(self, unit: Unit, year: int, log: Log) -> Entry:
        """What the person tells. Only of a valid form."""
        told = {name: value for name, value in self.cleaned_data.items() if name != "proofs"}
        if "sites" in told:
            told["sites"] = tuple(told["sites"])
        return Entry(unit, year, log, **told)


def _state(one: LogEntry) -> Cell:
    return Cell("已撤销", tone="warn") if one.withdrawn_at else Cell("有效", tone="good")


def _spec() -> ListSpec:
    return ListSpec(
        columns=(
            Column(
                "title", "事项", lambda one: Cell(one.title, reverse("log_entry", args=[one.pk])), ("title",)
            ),
            Column("log", "类别", lambda one: Log(one.log).label, ("log",), "short"),
            Column("unit", "监管单位", lambda one: one.unit.name, ("unit__name",)),
            Column("year", "年度", lambda one: str(one.year), ("year",), "number"),
            Column("day", "日期", lambda one: f"{one.day:%Y-%m-%d}", ("day",), "short"),
            Column("state", "状态", _state, ("withdrawn_at",), "short"),
        ),
        filters=(
            Filter("log", "类别", choices(ENTERED), "log"),
            Filter("year", "年度", [(str(year), str(year)) for year in years()], "year"),
        ),
        search=("title", "unit__name", "detail"),
        search_label="事项、单位或说明",
        empty="还没有登记。请在监管单位的页面上登记。",
    )


@allowed(Action.SEE_ASSESSMENTS)
def entries(request: HttpRequest) -> HttpResponse:
    """All entries that the person may see."""
    listing = Listing(_spec(), entries_seen_by(person(request)), request.GET)
    if request.GET.get("export"):
        return table_download(request, "监管记录", LogEntry._meta.db_table, listing_table(listing))
    actions = [("选择单位登记", reverse("supervision"))]
    context = {"title": "监管记录", "listing": listing, "actions": actions, "may_export": True}
    return render(request, "list.html", context)


@allowed(Action.SEE_ASSESSMENTS)
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    """One entry with its proofs."""
    user = person(request)
    found = get_object_or_404(entries_seen_by(user), pk=pk)
    log = Log(found.log)
    context = {
        "entry": found,
        "proofs": found.proofs.select_related("by"),
        "sites": WebSite.objects.filter(pk__in=found.sites),
        "settled_label": _LABELS.get((log, "settled_on"), "办结日期"),
        "may_withdraw": found.withdrawn_at is None and may(user, WRITTEN_BY[log], found),
    }
    return render(request, "supervision/entry.html", context)


@allowed(Action.SEE_ASSESSMENTS)
def new(request: HttpRequest, pk: int, year: int, log: str) -> HttpResponse:
    """Write an entry."""
    user, kind = person(request), _log(log, ENTERED)
    unit = get_object_or_404(reporting_seen_by(user), pk=pk)
    require(user, WRITTEN_BY[kind], unit)
    form = EntryForm(unit, kind, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            uploads = uploads_of(request)
            written = enter(form.entry(unit, year_or_404(year), kind), uploads, user, timezone.now())
        except SupervisionError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "已登记。")
            return redirect("log_entry", pk=written.pk)
    back = (f"{unit.name}{year}年", reverse("supervisor", args=[pk, year]))
    return render(request, "form.html", {"form": form, "title": f"登记{kind.label}", "back": back})


@require_POST
@allowed(Action.SEE_ASSESSMENTS)
def withdrawal(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an entry back."""
    user = person(request)
    found = get_object_or_404(entries_seen_by(user), pk=pk)
    try:
        withdraw(found, plain(request.POST.get("reason", ""), 2000), user, timezone.now())
    except SupervisionError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "已撤销，记录保留。")
    return redirect("log_entry", pk=pk)


@require_POST
@allowed(Action.SEE_ASSESSMENTS)
def declaration(request: HttpRequest, pk: int, year: int) -> HttpResponse:
    """Say that a log is complete, or take it back."""
    user = person(request)
    unit = get_object_or_404(reporting_seen_by(user), pk=pk)
    log = _log(request.POST.get("log", ""), DECLARED)
    try:
        if request.POST.get("complete") == "no":
            undeclare(unit, year_or_404(year), log, user)
        else:
            declare(unit, year_or_404(year), log, user, timezone.now())
    except SupervisionError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"“{log.label}”的登记状态已更新。")
    return redirect("supervisor", pk=pk, year=year)


@allowed(Action.SEE_ASSESSMENTS)
def proof(request: HttpRequest, pk: int) -> HttpResponse:
    """A file, always as a download, and written down."""
    found = get_object_or_404(proofs_seen_by(person(request)), pk=pk)
    with acting(person(request), "web", address_of(request)):
        record("download", found, found.name)
    return download(found)


def _log(name: str, known: tuple[Log, ...]) -> Log:
    if name not in set(known):
        raise Http404
    return Log(name)
