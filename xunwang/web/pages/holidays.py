"""节假日表: the years whose working days are known, and entering the next one from the State Council's notice."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, NamedTuple

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from xunwang.access.permissions import may
from xunwang.access.roles import Action
from xunwang.calendar import (
    PACKAGED_YEARS,
    WEEKDAYS,
    CalendarNotPublished,
    Overlay,
    WorkingCalendar,
    of_days,
    read_days,
    read_notice,
)
from xunwang.holidays.entering import Arrangement, ArrangementError, enter_year, take_back
from xunwang.holidays.models import HolidayYear
from xunwang.holidays.office import may_be_told, office_calendar
from xunwang.web.components.listing import Cell, Column, ListSpec
from xunwang.web.components.rows import RowListing
from xunwang.web.people import allowed, person


class Row(NamedTuple):
    """A year. ``entered`` None: as the program knows it."""

    year: int
    known: bool
    entered: HolidayYear | None


class Day(NamedTuple):
    """A day in the year's view; ``mark`` 休 for days off from Monday to Friday, 班 for worked weekend days."""

    number: int
    mark: str
    free: bool


_SPEC = ListSpec(
    columns=(
        Column("year", "年份", lambda row: Cell(f"{row.year}年", reverse("holiday_year", args=[row.year])), ("year",)),
        Column("state", "状态", lambda row: _state(row), (), "short"),
        Column("source", "来源", lambda row: row.entered.source if row.entered else ""),
        Column("entered", "录入", lambda row: _entered(row), (), "short"),
    ),
    empty="没有年份。",
)  # fmt: skip


class YearForm(forms.Form):
    """The arrangement of a year: as the notice words it, or day by day."""

    notice = forms.CharField(
        label="通知原文",
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="粘贴国务院办公厅通知中“一、元旦：……”起的各条，按“读入原文”，系统读出日子并核对星期和天数。",
    )
    source = forms.CharField(
        label="来源",
        required=False,
        max_length=200,
        help_text="通知的文号或网址，如“国办发明电〔2025〕7号”。",
    )
    rest = forms.CharField(
        label="放假的日子",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="一行一个日子或一段，如“2027-02-05至2027-02-11”或“2月5日至11日”；假期中的周末一并写上。",
    )
    work = forms.CharField(
        label="上班的周末",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="因调休而上班的星期六、星期日。",
    )

    def arrangement(self, year: int) -> Arrangement:
        """What the fields say. Errors of reading land at the fields."""
        days = {}
        for name in ("rest", "work"):
            days[name], problems = read_days(self.cleaned_data[name], year)
            for problem in problems:
                self.add_error(name, problem)
        told = self.cleaned_data
        return Arrangement(year, told["source"].strip(), days["rest"], days["work"], told["notice"])


@allowed(Action.OPEN_CONSOLE)
def holidays(request: HttpRequest) -> HttpResponse:
    """All years that are known, those that are missing up to this one, and the next."""
    entered = {one.year: one for one in HolidayYear.objects.select_related("entered_by")}
    known = office_calendar().years
    last = max(max(known) + 1, timezone.localdate().year)
    rows = [Row(year, year in known, entered.get(year)) for year in range(last, min(known) - 1, -1)]
    may_enter = may(person(request), Action.EDIT_CALENDAR)
    actions = [
        (f"录入{row.year}年", reverse("holiday_edit", args=[row.year]))
        for row in reversed(rows)
        if may_enter and not row.known
    ]
    return render(
        request,
        "list.html",
        {"title": "节假日表", "listing": RowListing(_SPEC, rows, request.GET), "actions": actions},
    )


@allowed(Action.OPEN_CONSOLE)
def year_page(request: HttpRequest, year: int) -> HttpResponse:
    """One year, month by month."""
    _require_year(year)
    context = {
        "year": year,
        "entered": HolidayYear.objects.select_related("entered_by").filter(year=year).first(),
        "packaged": year in PACKAGED_YEARS,
        "months": _months_or_none(office_calendar(), year),
        "weekdays": WEEKDAYS,
        "may_edit": may(person(request), Action.EDIT_CALENDAR),
    }
    return render(request, "holidays/year.html", context)


@allowed(Action.EDIT_CALENDAR)
def edit(request: HttpRequest, year: int) -> HttpResponse:
    """Enter or change a year: read the notice, look at the year, save."""
    _require_year(year)
    entered = HolidayYear.objects.filter(year=year).first()
    form = YearForm(request.POST or None, initial=_initial(entered))
    months = None
    if request.method == "POST" and form.is_valid():
        if "read" in request.POST:
            form = _read_in(form, year)
        arrangement = form.arrangement(year)
        told = Overlay(of_days(arrangement.rest, arrangement.work), frozenset({year}))
        months = _months(WorkingCalendar(told), year)
        if "save" in request.POST and form.is_valid() and _saved(request, form, arrangement):
            return redirect("holiday_year", year=year)
    context = {"form": form, "year": year, "months": months, "weekdays": WEEKDAYS}
    return render(request, "holidays/edit.html", context)


@require_POST
@allowed(Action.EDIT_CALENDAR)
def take_away(request: HttpRequest, year: int) -> HttpResponse:
    """Remove what was entered."""
    if take_back(year, person(request)):
        messages.success(request, f"已撤销{year}年的录入。此前已定的期限不变。")
    return redirect("holiday_year", year=year)


def _saved(request: HttpRequest, form: YearForm, arrangement: Arrangement) -> bool:
    try:
        enter_year(arrangement, person(request), timezone.now())
    except ArrangementError as error:
        for problem in error.problems:
            form.add_error(None, problem)
        return False
    messages.success(request, f"已保存{arrangement.year}年节假日安排。此前已定的期限不变，新的期限按此计算。")
    return True


def _read_in(form: YearForm, year: int) -> YearForm:
    """The form with what its notice says; what the reader doubts stands above it."""
    told = form.cleaned_data
    notice = read_notice(told["notice"], year)
    filled = YearForm({
        "notice": told["notice"],
        "source": told["source"] or notice.number,
        "rest": _as_lines(notice.rest),
        "work": _as_lines(notice.work),
    })  # fmt: skip
    filled.full_clean()
    for problem in notice.problems:
        filled.add_error(None, problem)
    return filled


def _initial(entered: HolidayYear | None) -> dict[str, str]:
    if entered is None:
        return {}
    lines = {"rest": _as_lines(entered.rest), "work": _as_lines(entered.work)}
    return {"notice": entered.notice, "source": entered.source, **lines}


def _as_lines(days: Iterable[date]) -> str:
    """Days as lines, those that follow each other as one."""
    runs: list[list[date]] = []
    for day in sorted(days):
        if runs and day - runs[-1][-1] == timedelta(days=1):
            runs[-1].append(day)
        else:
            runs.append([day])
    return "\n".join(f"{run[0]}至{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs)


def _months_or_none(calendar: WorkingCalendar, year: int) -> list[dict[str, Any]] | None:
    try:
        return _months(calendar, year)
    except CalendarNotPublished:
        return None


def _months(calendar: WorkingCalendar, year: int) -> list[dict[str, Any]]:
    """Twelve months of weeks of days; None before the first and behind the last. Raises CalendarNotPublished."""
    rest, work = (set(days) for days in calendar.moved_days(year))
    months = []
    for month in range(1, 13):
        first = date(year, month, 1)
        cells: list[Day | None] = [None] * first.weekday()
        day = first
        while day.month == month:
            mark = "休" if day in rest else "班" if day in work else ""
            cells.append(Day(day.day, mark, not calendar.is_working_day(day)))
            day += timedelta(days=1)
        cells += [None] * (-len(cells) % 7)
        months.append({"name": f"{month}月", "weeks": [cells[at : at + 7] for at in range(0, len(cells), 7)]})
    return months


def _require_year(year: int) -> None:
    if not may_be_told(year, timezone.localdate()):
        raise Http404


def _state(row: Row) -> Cell:
    if row.entered:
        return Cell("本单位录入", tone="good")
    return Cell("随程序提供", tone="plain") if row.known else Cell("尚未录入", tone="warn")


def _entered(row: Row) -> str:
    if row.entered is None:
        return ""
    return f"{row.entered.entered_by.name}，{timezone.localtime(row.entered.entered_at):%Y-%m-%d %H:%M}"
