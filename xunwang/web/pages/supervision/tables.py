"""The annual tables: who has filled in what, and one of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from urllib.parse import quote

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from xunwang.access.models import User
from xunwang.access.permissions import may
from xunwang.access.roles import Action
from xunwang.audit.acting import acting, record
from xunwang.notices.annual import TableDocument, document_of, table_docx, table_html, table_xlsx
from xunwang.registry.vocabulary import choices
from xunwang.supervision.annual.checks import Problem, shown
from xunwang.supervision.annual.filling import (
    Publication,
    heads,
    prepare,
    problems,
    publish,
    reopen,
    save,
    sign,
)
from xunwang.supervision.annual.forms import FieldKind, Form, FormField, Section, form_of
from xunwang.supervision.annual.known import Known, known_values
from xunwang.supervision.errors import ObstaclesError, SupervisionError
from xunwang.supervision.models import AnnualTable
from xunwang.supervision.queries import tables_seen_by
from xunwang.supervision.vocabulary import TableKind, TableState
from xunwang.web.components.exports import listing_table
from xunwang.web.components.forms import plain
from xunwang.web.components.listing import Cell, Column, Filter, Listing, ListSpec
from xunwang.web.downloads import table_download
from xunwang.web.pages.supervision.common import attempt, chosen_year, year_or_404, years
from xunwang.web.people import address_of, allowed, person

_TONES = {TableState.DRAFT: "warn", TableState.SIGNED: "plain", TableState.PUBLISHED: "good"}
_FILES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "html": "text/html; charset=utf-8",
}

_MAKERS: Mapping[str, Callable[[TableDocument], bytes | str]] = {
    "docx": table_docx,
    "xlsx": table_xlsx,
    "html": table_html,
}


def _state(rows: QuerySet[AnnualTable], value: str) -> QuerySet[AnnualTable]:
    if value == "open":
        return rows.exclude(state=TableState.PUBLISHED)
    return rows.filter(state=value)


def _published(one: AnnualTable) -> Cell:
    if one.published_on is None:
        return Cell("")
    late = one.published_on > date(one.year + 1, 1, 31)
    return Cell(f"{one.published_on:%Y-%m-%d}", tone="bad" if late else "good")


def _spec() -> ListSpec:
    def name(one: AnnualTable) -> Cell:
        return Cell(one.site.name if one.site else one.unit.name, reverse("annual_table", args=[one.pk]))

    return ListSpec(
        columns=(
            Column("name", "网站或单位", name, ("site__name", "unit__name")),
            Column("kind", "报表", lambda one: TableKind(one.kind).label, ("kind",)),
            Column("unit", "填报单位", lambda one: one.unit.name, ("unit__name",)),
            Column("year", "年度", lambda one: str(one.year), ("year",), "number"),
            Column("missing", "未填项", lambda one: str(one.missing), ("missing",), "number"),
            Column(
                "state",
                "状态",
                lambda one: Cell(TableState(one.state).label, tone=_TONES[TableState(one.state)]),
                ("state",),
                "short",
            ),
            Column("published", "公开日期", _published, ("published_on",), "short"),
        ),
        filters=(
            Filter("year", "年度", [(str(year), str(year)) for year in years()], "year"),
            Filter("kind", "报表", choices(TableKind), "kind"),
            Filter("state", "状态", [("open", "未公开"), *choices(TableState)], _state),
        ),
        search=("site__name", "unit__name"),
        search_label="网站或单位",
        empty="还没有年度报表。请选择年度后建立。",
    )


@allowed(Action.SEE_ANNUAL_TABLES)
def tables(request: HttpRequest) -> HttpResponse:
    """All tables that the person may see, with how far they are."""
    user, year = person(request), chosen_year(request)
    rows = tables_seen_by(user)
    listing = Listing(_spec(), rows, request.GET)
    if request.GET.get("export"):
        return table_download(request, "年度报表填报情况", AnnualTable._meta.db_table, listing_table(listing))
    stages = Counter(rows.filter(year=year).order_by().values_list("state", flat=True))
    context = {
        "title": "年度报表",
        "listing": listing,
        "year": year,
        "stages": [(state.label, stages[state]) for state in TableState],
        "may_export": True,
        "may_prepare": may(user, Action.FILL_ANNUAL_TABLES),
    }
    return render(request, "supervision/tables.html", context)


@require_POST
@allowed(Action.FILL_ANNUAL_TABLES)
def preparation(request: HttpRequest, year: int) -> HttpResponse:
    """Make the tables that are missing."""
    try:
        made = prepare(year_or_404(year), person(request), timezone.now())
    except SupervisionError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"已建立{made}张{year}年度报表。" if made else "报表都已建立。")
    return redirect(f"{reverse('annual_tables')}?year={year}")


@allowed(Action.SEE_ANNUAL_TABLES)
def table(request: HttpRequest, pk: int) -> HttpResponse:
    """One table: to be filled in, or as it was signed."""
    found = _found(request, pk)
    return render(request, "supervision/table.html", _context(found, person(request)))


@require_POST
@allowed(Action.FILL_ANNUAL_TABLES)
def saving(request: HttpRequest, pk: int) -> HttpResponse:
    """Write values down."""
    found = _seen(request, _found(request, pk))
    entered = {field.id: plain(request.POST.get(field.id, ""), 1000) for field in _form(found).fields()}
    try:
        save(found, entered, person(request), timezone.now())
    except ObstaclesError as error:
        context = _context(found, person(request), entered)
        return render(request, "supervision/table.html", {**context, "faults": error.obstacles})
    except SupervisionError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "已保存。")
    return redirect("annual_table", pk=pk)


@require_POST
@allowed(Action.FILL_ANNUAL_TABLES)
def signing(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign."""
    found = _seen(request, _found(request, pk))
    name = plain(request.POST.get("name", ""), 64)
    explanation = plain(request.POST.get("explanation", ""), 2000)
    return _try(
        request, found, lambda: sign(found, name, explanation, person(request), timezone.now()), "已签发。"
    )


class PublicationForm(forms.Form):
    """Where and when."""

    published_on = forms.DateField()
    url = forms.URLField(max_length=500, assume_scheme="http")


@require_POST
@allowed(Action.FILL_ANNUAL_TABLES)
def publication(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down where it was made public."""
    found = _seen(request, _found(request, pk))
    form = PublicationForm(request.POST)
    if not form.is_valid():
        messages.error(request, "请填写公开日期和公开网址。")
        return redirect("annual_table", pk=pk)
    where = Publication(form.cleaned_data["published_on"], form.cleaned_data["url"])
    return _try(
        request, found, lambda: publish(found, where, person(request), timezone.now()), "已登记公开。"
    )


@require_POST
@allowed(Action.FILL_ANNUAL_TABLES)
def reopening(request: HttpRequest, pk: int) -> HttpResponse:
    """Back to be filled in."""
    found = _seen(request, _found(request, pk))
    reason = plain(request.POST.get("reason", ""), 2000)
    return _try(
        request, found, lambda: reopen(found, reason, person(request), timezone.now()), "已退回修改。"
    )


@allowed(Action.SEE_ANNUAL_TABLES)
def document(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The table as a file, always as a download, and written down."""
    found = _found(request, pk)
    if kind not in _FILES:
        raise Http404
    content = document_of(found)
    made: bytes | str = _MAKERS[kind](content)
    with acting(person(request), "web", address_of(request)):
        record("export", found, f"{content.name}.{kind}")
    response = HttpResponse(made, content_type=_FILES[kind])
    owner = found.site.name if found.site else found.unit.name
    response["Content-Disposition"] = (
        f"attachment; filename*=UTF-8''{quote(f'{owner}{content.name}.{kind}', safe='')}"
    )
    return response


def _context(found: AnnualTable, user: User, entered: Mapping[str, str] | None = None) -> dict[str, Any]:
    known, form = known_values(found), _form(found)
    wrong = problems(found, known) if found.version else []
    may_fill = may(user, Action.FILL_ANNUAL_TABLES, found)
    state = TableState(found.state)
    return {
        "table": found,
        "form_title": form.title,
        "document": form.document,
        "state": state,
        "tone": _TONES[state],
        "sections": [
            (
                section,
                recalled(section),
                [_row(field, found, known, entered, wrong) for field in section.fields],
            )
            for section in form.sections
        ],
        "wrong": [one for one in wrong if one.blocking],
        "asked": [one for one in wrong if not one.blocking],
        "may_edit": may_fill and state is TableState.DRAFT,
        "may_fill": may_fill,
        "heads": heads(found.unit) if may_fill and state is TableState.DRAFT else (),
        "versions": found.versions.select_related("by").defer("values"),
        "today": timezone.localdate(),
        "files": [(kind.upper(), kind) for kind in _FILES],
    }


def recalled(section: Section) -> bool:
    """All names of the section's fields are: it says so once."""
    return all(field.unconfirmed for field in section.fields)


def _row(
    field: FormField,
    found: AnnualTable,
    known: Known,
    entered: Mapping[str, str] | None,
    wrong: list[Problem],
) -> dict[str, Any]:
    """A field as the page shows it: what was typed, or stored, or what the system would put there."""
    suggested = shown(field, known.get(field.known)) if field.known else ""
    if field.locked:
        value = suggested
    elif entered is not None:
        value = entered.get(field.id, "")
    else:
        value = shown(field, found.values.get(field.id)) if found.version else suggested
    return {
        "field": field,
        "value": value,
        "suggested": suggested if field.known and not field.locked else "",
        "yes_no": field.kind is FieldKind.YES_NO,
        "numeric": field.kind in (FieldKind.COUNT, FieldKind.DECIMAL),
        "step": "0.1" if field.kind is FieldKind.DECIMAL else "1",
        "problems": [one.message for one in wrong if one.field == field.id and entered is None],
    }


def _form(found: AnnualTable) -> Form:
    return form_of(TableKind(found.kind))


def _found(request: HttpRequest, pk: int) -> AnnualTable:
    return get_object_or_404(tables_seen_by(person(request)), pk=pk)


def _seen(request: HttpRequest, found: AnnualTable) -> AnnualTable:
    """The table with the version that the person looked at."""
    version = request.POST.get("version", "")
    found.version = int(version) if version.isdecimal() and len(version) < 8 else -1
    return found


def _try(request: HttpRequest, found: AnnualTable, act: Any, told: str) -> HttpResponse:
    attempt(request, act, told)
    return redirect("annual_table", pk=found.pk)
