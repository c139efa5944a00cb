"""The list of filings, one filing, and what can be done with it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from xunwang.access.permissions import may, within
from xunwang.access.roles import Action
from xunwang.registry.filing_words import DECISIONS, MOVES, STEPS, FilingKind, FilingState, Move, Step
from xunwang.registry.filings import (
    FilingError,
    StepDone,
    complete_step,
    decide,
    filing_problems,
    may_decide,
    possible_moves,
    propose,
    resume,
    revise,
    submit,
    withdraw,
)
from xunwang.registry.models import Account, Filing, Unit, WebSite
from xunwang.registry.services import RegisterError
from xunwang.registry.snapshot import Register
from xunwang.registry.vocabulary import choices
from xunwang.web.components.forms import plain
from xunwang.web.components.listing import Cell, Column, Filter, Listing, ListSpec
from xunwang.web.pages.filings.forms import FilingForm, Subject
from xunwang.web.pages.filings.queries import shown_proposal, waiting_for
from xunwang.web.people import allowed, person

_TONES = {
    FilingState.DRAFT: "plain", FilingState.DECIDING: "warn", FilingState.RETURNED: "bad", FilingState.APPROVED: "warn",
    FilingState.IN_EFFECT: "warn", FilingState.DONE: "good", FilingState.REJECTED: "plain",
    FilingState.WITHDRAWN: "plain",
}  # fmt: skip


def _state(filing: Filing) -> Cell:
    state = FilingState(filing.state)
    return Cell(state.label, tone=_TONES[state])


_LIST = ListSpec(
    columns=(
        Column("subject", "事项", lambda one: Cell(str(one), reverse("filing", args=[one.pk]))),
        Column("unit", "申请单位", lambda one: one.unit.name, ("unit__name",)),
        Column("state", "状态", _state, ("state",), "short"),
        Column("awaiting", "待审批单位", lambda one: one.awaiting.name if one.awaiting else "", ("awaiting__name",)),
        Column("created", "提出时间", lambda one: timezone.localtime(one.created_at).strftime("%Y-%m-%d %H:%M"),
               ("created_at",), "short"),
    ),
    filters=(
        Filter("kind", "事项", choices(FilingKind), "kind"),
        Filter("state", "状态", choices(FilingState), "state"),
    ),
    search=("unit__name", "site__name", "account__name", "reason"),
    search_label="单位、网站、账号或理由",
    empty="还没有备案。请在网站、新媒体或单位的页面上办理。",
)  # fmt: skip


@allowed(Action.SEE_FILINGS)
def filings(request: HttpRequest) -> HttpResponse:
    """All that the person may see; ``?mine=1``: what waits for a decision of this very person."""
    user = person(request)
    rows = waiting_for(user) if request.GET.get("mine") else _visible(request)
    listing = Listing(_LIST, rows, request.GET)
    return render(request, "list.html", {"title": "备案", "listing": listing})


@allowed(Action.SEE_FILINGS)
def filing(request: HttpRequest, pk: int) -> HttpResponse:
    """One filing with its history and what can be done now."""
    found = get_object_or_404(_visible(request), pk=pk)
    return render(request, "filings/filing.html", _context(request, found))


@allowed(Action.SUBMIT_FILINGS)
def open_for(request: HttpRequest, pk: int, of: str) -> HttpResponse:
    """Propose the opening of a site or an account of a unit."""
    unit = get_object_or_404(within(person(request), Action.SUBMIT_FILINGS, Unit.objects.all()), pk=pk)
    return _write(request, Subject(FilingKind.OPEN, unit, of=of), reverse("unit", args=[pk]))


@allowed(Action.SUBMIT_FILINGS)
def for_site(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Propose something for a site."""
    rows = within(
        person(request), Action.SUBMIT_FILINGS, WebSite.objects.select_related("unit"), "unit__path"
    )
    site = get_object_or_404(rows, pk=pk)
    return _write(request, Subject(_kind(kind), site.unit, site), reverse("site", args=[pk]))


@allowed(Action.SUBMIT_FILINGS)
def for_account(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Propose something for an account."""
    rows = within(
        person(request), Action.SUBMIT_FILINGS, Account.objects.select_related("unit"), "unit__path"
    )
    account = get_object_or_404(rows, pk=pk)
    return _write(request, Subject(_kind(kind), account.unit, account), reverse("account", args=[pk]))


@allowed(Action.SUBMIT_FILINGS)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a draft, or one that was returned."""
    found = get_object_or_404(within(person(request), Action.SUBMIT_FILINGS, _all(), "unit__path"), pk=pk)
    return _write(request, Subject.of_filing(found), reverse("filing", args=[pk]), found)


@require_POST
@allowed(Action.SEE_FILINGS)
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Submit, withdraw, decide, resume."""
    found = get_object_or_404(_visible(request), pk=pk)
    try:
        wanted = Move(request.POST.get("move", ""))
    except ValueError as error:
        raise Http404 from error
    note = plain(request.POST.get("note", ""), 2000)
    return _try(request, found, lambda: _do(found, wanted, request, note), wanted.label)


@require_POST
@allowed(Action.SUBMIT_FILINGS)
def step(request: HttpRequest, pk: int) -> HttpResponse:
    """Write one of the five steps down."""
    found = get_object_or_404(_visible(request), pk=pk)
    try:
        done = StepDone(
            Step(request.POST.get("step", "")),
            date.fromisoformat(request.POST.get("done_on", "")),
            plain(request.POST.get("number", ""), 60),
        )
    except ValueError:
        messages.error(request, "请填写办结日期和编号。")
        return redirect("filing", pk=pk)
    today = timezone.localdate()
    return _try(
        request, found, lambda: complete_step(found, done, person(request), today=today), done.step.label
    )


def _do(found: Filing, wanted: Move, request: HttpRequest, note: str) -> None:
    user, today = person(request), timezone.localdate()
    if wanted in DECISIONS:
        decide(found, wanted, user, today=today, note=note)
    elif wanted is Move.SUBMIT:
        submit(found, user)
    elif wanted is Move.WITHDRAW:
        withdraw(found, user, note)
    elif wanted is Move.RESUME:
        resume(found, user, today=today)
    else:
        raise FilingError("请在步骤表中登记。")


def _try(request: HttpRequest, found: Filing, act: Any, label: str) -> HttpResponse:
    try:
        with transaction.atomic():
            act()
    except (FilingError, RegisterError) as error:
        messages.error(request, str(error))
    except PermissionDenied as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"“{label}”已完成。")
    return redirect("filing", pk=found.pk)


def _write(request: HttpRequest, subject: Subject, back: str, known: Filing | None = None) -> HttpResponse:
    form = subject.form(request.POST or None, known)
    if "into" in form.fields and known is None:
        form.initial["into"] = plain(request.GET.get("into", ""), 120)
    if request.method == "POST" and form.is_valid():
        saved = _save(request, form, subject, known)
        if saved is not None:
            messages.success(request, "已保存为草稿。核对后请提交。")
            return redirect("filing", pk=saved.pk)
    thing = subject.thing or subject.unit
    context = {"form": form, "title": subject.title, "back": (thing.name, back), "submit": "保存草稿"}
    return render(request, "form.html", context)


def _save(request: HttpRequest, form: FilingForm, subject: Subject, known: Filing | None) -> Filing | None:
    wanted = form.request_of(subject)
    try:
        with transaction.atomic():
            if known is not None:
                return revise(known, wanted, person(request))
            return propose(wanted, person(request))
    except IntegrityError as error:
        if "filing_days_in_order" in str(error):
            form.add_error(None, "截止日期早于起始日期，请更正。")
        else:
            form.add_error(None, "已有一件未办结的备案，请先办结或撤回。")
    except ValueError as error:
        form.add_error(None, str(error))
    return None


def _context(request: HttpRequest, found: Filing) -> dict[str, object]:
    user = person(request)
    state = FilingState(found.state)
    may_file = may(user, Action.SUBMIT_FILINGS, found)
    done = {one.step: one for one in found.steps.all()}
    own_moves = [Move.SUBMIT, Move.RESUME, Move.WITHDRAW] if may_file else []
    late = state is FilingState.APPROVED and found.of_account
    problems = filing_problems(found, Register.load()) if late or Move.SUBMIT in MOVES[state] else []
    return {
        "filing": found,
        "state": _state(found),
        "proposal": shown_proposal(found),
        "events": found.events.select_related("by", "by_unit"),
        "problems": problems,
        "blocked": any(problem.blocking for problem in problems),
        "own_moves": [one for one in own_moves if one in possible_moves(found)],
        "may_edit": may_file and Move.SUBMIT in MOVES[state],
        "decisions": [Move.APPROVE, Move.RETURN, Move.REJECT] if may_decide(user, found) else [],
        "steps": [(one, done.get(one.value)) for one in STEPS]
        if found.kind == FilingKind.OPEN and found.site
        else [],
        "next_step": next((one for one in STEPS if one.value not in done), None) if may_file else None,
        "today": timezone.localdate().isoformat(),
    }


def _kind(name: str) -> FilingKind:
    if name not in set(FilingKind) - {FilingKind.OPEN}:
        raise Http404
    return FilingKind(name)


def _all() -> QuerySet[Filing]:
    return Filing.objects.select_related(
        "unit", "site", "account", "awaiting", "merge_into", "merge_into_account", "created_by"
    )


def _visible(request: HttpRequest) -> QuerySet[Filing]:
    return within(person(request), Action.SEE_FILINGS, _all(), "unit__path")
