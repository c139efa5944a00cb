"""The ledger of 我为政府网站找错."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from xunwang.access.models import User
from xunwang.access.permissions import may, within
from xunwang.access.roles import Action
from xunwang.engine.spreadsheet import SpreadsheetError
from xunwang.registry.models import Unit, WebSite
from xunwang.registry.vocabulary import choices
from xunwang.supervision.errors import SupervisionError
from xunwang.supervision.facts.material import year_span
from xunwang.supervision.ledger.clocks import clock, limits
from xunwang.supervision.ledger.importing import LEDGER, import_ledger, ledger_rows
from xunwang.supervision.ledger.record import Message, record_report, revise_report
from xunwang.supervision.models import ErrorReport
from xunwang.supervision.queries import late, received_between, reports_seen_by, waiting
from xunwang.supervision.vocabulary import Channel, Clock
from xunwang.web.components.listing import Cell, Column, Filter, Listing, ListSpec
from xunwang.web.components.uploads import rows_of_upload, table_file
from xunwang.web.downloads import table_download
from xunwang.web.pages.supervision.common import years
from xunwang.web.people import allowed, person

SHOWN_ERRORS = 300
_SHORT = 40
TONES = {
    Clock.IN_TIME: "good",
    Clock.LATE: "bad",
    Clock.RUNNING: "plain",
    Clock.OVERDUE: "bad",
    Clock.UNKNOWN: "warn",
}


def _time(when: datetime | None) -> str:
    return "" if when is None else timezone.localtime(when).strftime("%Y-%m-%d %H:%M")


def _clock(word: Clock) -> Cell:
    return Cell(word.label, tone=TONES[word])


def _standing(rows: QuerySet[ErrorReport], value: str) -> QuerySet[ErrorReport]:
    return late(rows, timezone.localdate()) if value == "late" else waiting(rows)


def _in_year(rows: QuerySet[ErrorReport], value: str) -> QuerySet[ErrorReport]:
    return received_between(rows, *year_span(int(value)))


def _spec() -> ListSpec:
    now = timezone.now()
    return ListSpec(
        columns=(
            Column(
                "number",
                "编号",
                lambda one: Cell(one.number, reverse("error_report", args=[one.pk])),
                ("number",),
            ),
            Column("text", "内容", lambda one: one.text[:_SHORT]),
            Column("unit", "责任单位", lambda one: one.unit.name, ("unit__name",)),
            Column("site", "网站", lambda one: one.site.name if one.site else "", ("site__name",)),
            Column("received", "收到时间", lambda one: _time(one.received_at), ("received_at",), "short"),
            Column(
                "answer",
                "答复",
                lambda one: _clock(clock(one.answer_due, one.answered_at or one.settled_at, now)),
                ("answered_at",),
                "short",
            ),
            Column(
                "settle",
                "办结",
                lambda one: _clock(clock(one.settle_due, one.settled_at, now)),
                ("settled_at",),
                "short",
            ),
        ),
        filters=(
            Filter("year", "年度", [(str(year), str(year)) for year in years()], _in_year),
            Filter("channel", "来源", choices(Channel), "channel"),
            Filter("state", "状态", [("waiting", "未办结"), ("late", "有超期")], _standing),
        ),
        search=("number", "unit__name", "site__name", "text"),
        search_label="编号、单位、网站或内容",
        empty="台账还是空的。请登记留言，或导入国家平台导出的表格。",
    )


class ReportForm(forms.ModelForm):  # type: ignore[type-arg]
    """A message with what became of it."""

    class Meta:
        """All but what the system keeps."""

        model = ErrorReport
        fields = (
            "number", "unit", "site", "channel", "text", "received_at", "passed_on_at", "answered_at", "settled_at",
            "answer",
        )  # fmt: skip
        widgets = {
            name: forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
            for name in ("received_at", "passed_on_at", "answered_at", "settled_at")
        } | {"text": forms.Textarea(attrs={"rows": 4}), "answer": forms.Textarea(attrs={"rows": 3})}
        help_texts = {  # noqa: RUF012
            "text": "身份证号、银行卡号、手机号保存时自动遮盖；请勿填写留言人姓名。"
        }

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sites = WebSite.objects.select_related("unit").order_by("unit__region_code", "name")
        self.fields["unit"].queryset = within(user, Action.REPORT_SUPERVISION, Unit.objects.all())  # type: ignore[attr-defined]
        self.fields["site"].queryset = within(user, Action.REPORT_SUPERVISION, sites, "unit__path")  # type: ignore[attr-defined]
        if self.instance.pk:
            self.fields["number"].disabled = True

    def message(self) -> Message:
        """What the person tells. Only of a valid form."""
        data = dict(self.cleaned_data)
        return Message(**{**data, "channel": Channel(data["channel"])})

    def _post_clean(self) -> None:
        """The service checks the rest: the form's instance is only looked at."""


@allowed(Action.SEE_ASSESSMENTS)
def reports(request: HttpRequest) -> HttpResponse:
    """All messages that the person may see."""
    user = person(request)
    listing = Listing(_spec(), reports_seen_by(user), request.GET)
    if request.GET.get("export"):
        return table_download(
            request, "找错留言台账", ErrorReport._meta.db_table, list(ledger_rows(listing.things))
        )
    actions = []
    if may(user, Action.REPORT_SUPERVISION):
        actions = [("登记留言", reverse("error_report_new")), ("导入", reverse("error_report_import"))]
    context = {"title": "找错留言台账", "listing": listing, "may_export": True, "actions": actions}
    return render(request, "list.html", context)


@allowed(Action.SEE_ASSESSMENTS)
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """One message with its clocks."""
    user = person(request)
    found = get_object_or_404(reports_seen_by(user), pk=pk)
    now = timezone.now()
    rows = (
        (
            "转办",
            found.pass_on_due,
            found.passed_on_at or found.answered_at or found.settled_at,
            limits()["pass_on_working_days"],
        ),
        ("答复", found.answer_due, found.answered_at or found.settled_at, limits()["answer_working_days"]),
        ("办结", found.settle_due, found.settled_at, limits()["settle_months"]),
    )
    clocks = [(name, due, done, _clock(clock(due, done, now)), limit) for name, due, done, limit in rows]
    context = {
        "report": found,
        "clocks": clocks,
        "may_edit": may(user, Action.REPORT_SUPERVISION, found),
    }
    return render(request, "supervision/report.html", context)


@allowed(Action.REPORT_SUPERVISION)
def new(request: HttpRequest) -> HttpResponse:
    """Enter a message."""
    return _write(request, None)


@allowed(Action.REPORT_SUPERVISION)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what became of a message."""
    rows = within(person(request), Action.REPORT_SUPERVISION, ErrorReport.objects.all(), "unit__path")
    return _write(request, get_object_or_404(rows.select_related("unit"), pk=pk))


def _write(request: HttpRequest, known: ErrorReport | None) -> HttpResponse:
    user, now = person(request), timezone.now()
    form = ReportForm(user, request.POST or None, instance=known)
    if request.method == "POST" and form.is_valid():
        try:
            told = form.message()
            saved = revise_report(known, told, user, now) if known else record_report(told, user, now)
        except SupervisionError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "已保存。")
            return redirect("error_report", pk=saved.pk)
    title = f"留言{known.number}" if known else "登记留言"
    back = ("找错留言台账", reverse("error_reports"))
    return render(request, "form.html", {"form": form, "title": title, "back": back})


class UploadForm(forms.Form):
    """A table of messages."""

    file = table_file()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[
            "file"
        ].help_text = "XLSX、XLS或CSV，第一张工作表；最大20MB。有一行不对，全部不导入；重复导入不会重复登记。"


@allowed(Action.REPORT_SUPERVISION)
def upload(request: HttpRequest) -> HttpResponse:
    """Import a table, or tell row by row why not."""
    form = UploadForm(request.POST or None, request.FILES or None)
    done = None
    if request.method == "POST" and form.is_valid():
        try:
            done = import_ledger(rows_of_upload(form.cleaned_data["file"]), person(request), timezone.now())
        except (SpreadsheetError, SupervisionError) as error:
            form.add_error("file", str(error))
        else:
            if not done.errors:
                told = f"已导入：新增{done.created}条，更新{done.updated}条，未变{done.same}条。"
                messages.success(request, told)
                return redirect("error_reports")
    context = {
        "form": form,
        "errors": done.errors[:SHOWN_ERRORS] if done else (),
        "more": max(0, len(done.errors) - SHOWN_ERRORS) if done else 0,
        "columns": [(column.headers, column.required) for column in LEDGER.columns],
    }
    return render(request, "supervision/import.html", context)


@allowed(Action.REPORT_SUPERVISION)
def template(request: HttpRequest) -> HttpResponse:
    """An empty table with the headers."""
    header = [column.headers[0] for column in LEDGER.columns]
    return table_download(request, "找错留言导入模板", ErrorReport._meta.db_table, [header])
