"""The register against reality: the list of what does not agree, one difference, and what is made of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Max, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from xunwang.access.models import User
from xunwang.access.permissions import may, paths_for, require, within
from xunwang.access.roles import Action
from xunwang.background.queue import enqueue
from xunwang.background.words import TaskName
from xunwang.registry.models import Difference, Look, Unit, WebSite
from xunwang.registry.reality import RealityError, file_difference, mark
from xunwang.registry.reality.deciding import may_file
from xunwang.registry.reality_words import STANDING, DifferenceKind, DifferenceState
from xunwang.registry.vocabulary import choices
from xunwang.web.components.forms import plain
from xunwang.web.components.listing import Cell, Column, Filter, Listing, ListSpec
from xunwang.web.downloads import table_download
from xunwang.web.people import allowed, person

MOST_EXPORTED = 20_000
_TONES = {
    DifferenceState.OPEN: "bad", DifferenceState.TO_FILE: "warn", DifferenceState.FILED: "warn",
    DifferenceState.EXPLAINED: "plain", DifferenceState.GONE: "good",
}  # fmt: skip


def _state(one: Difference) -> Cell:
    state = DifferenceState(one.state)
    return Cell(state.label, tone=_TONES[state])


def _day(value: Any) -> str:
    return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")


_LIST = ListSpec(
    columns=(
        Column("site", "网站", lambda one: Cell(one.site.name, reverse("difference", args=[one.pk])), ("site__name",)),
        Column("unit", "主办单位", lambda one: one.site.unit.name, ("site__unit__name",)),
        Column("kind", "不符之处", lambda one: DifferenceKind(one.kind).label, ("kind",)),
        Column("registered", "名录登记", lambda one: one.registered),
        Column("seen", "实际情况", lambda one: one.seen),
        Column("first", "首次发现", lambda one: _day(one.first_seen_at), ("first_seen_at",), "short"),
        Column("last", "最近核对", lambda one: _day(one.last_seen_at), ("last_seen_at",), "short"),
        Column("state", "处理", _state, ("state",), "short"),
    ),
    filters=(
        Filter("kind", "不符之处", choices(DifferenceKind), "kind"),
        Filter("state", "处理", choices(DifferenceState), "state"),
    ),
    search=("site__name", "site__host", "site__unit__name", "registered", "seen"),
    search_label="网站、域名、单位或内容",
    empty="没有待处理的不符之处。网站每天自动核对一次。",
)  # fmt: skip


@allowed(Action.SEE_REGISTER)
def reality(request: HttpRequest) -> HttpResponse:
    """What does not agree, what is new first. Without a filter what is gone is left out."""
    user = person(request)
    rows = _visible(user)
    if not request.GET.get("state"):
        rows = rows.exclude(state=DifferenceState.GONE)
    listing = Listing(_LIST, rows, request.GET)
    may_export = may(user, Action.EXPORT_REGISTER)
    if request.GET.get("export") and may_export:
        wanted = within(user, Action.EXPORT_REGISTER, listing.things, "site__unit__path")[:MOST_EXPORTED]
        table = [[column.label for column in _LIST.columns] + ["依据时间", "内容摘要"]]
        table += [
            [_text(column, one) for column in _LIST.columns] + [_day(one.look.at), one.look.digest]
            for one in wanted
        ]
        return table_download(request, "名录与实际不符", "registry_difference", table)
    sites = within(user, Action.SEE_REGISTER, WebSite.objects.order_by(), "unit__path")
    context = {
        "title": "名录与实际核对",
        "listing": listing,
        "may_export": may_export,
        "may_ask": may(user, Action.EDIT_REGISTER),
        "last": sites.aggregate(last=Max("looks__at"))["last"],
    }
    return render(request, "register/reality.html", context)


@allowed(Action.SEE_REGISTER)
def difference(request: HttpRequest, pk: int) -> HttpResponse:
    """One difference with what was seen, and its history."""
    user, found = person(request), _found(request, pk)
    standing = found.state != DifferenceState.GONE
    context = {
        "difference": found,
        "kind": DifferenceKind(found.kind),
        "state": _state(found),
        "look": found.look,
        "looks": Look.objects.filter(site=found.site, url=found.address)[:10],
        "events": found.events.select_related("by"),
        "may_mark": standing and may(user, Action.EDIT_REGISTER, found),
        "may_file": standing
        and may_file(found)
        and found.filing is None
        and may(user, Action.SUBMIT_FILINGS, found),
    }
    return render(request, "register/difference.html", context)


@require_POST
@allowed(Action.EDIT_REGISTER)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Explain it, or note that it is to be filed."""
    found = _found(request, pk)
    try:
        state = DifferenceState(request.POST.get("state", ""))
    except ValueError as error:
        raise Http404 from error
    found.version = _version(request, found)
    try:
        mark(found, state, plain(request.POST.get("reason", ""), 500), person(request), timezone.now())
    except (RealityError, PermissionDenied) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"已记为“{state.label}”。")
    return redirect("difference", pk=pk)


@require_POST
@allowed(Action.SUBMIT_FILINGS)
def begin_filing(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft filled with what was seen, to be completed."""
    found = _found(request, pk)
    found.version = _version(request, found)
    try:
        filing = file_difference(found, person(request), timezone.now())
    except (RealityError, PermissionDenied, ValueError) as error:
        messages.error(request, str(error))
        return redirect("difference", pk=pk)
    messages.success(request, "已按实际情况填好草稿，请核对后提交。")
    return redirect("filing_edit", pk=filing.pk)


@require_POST
@allowed(Action.EDIT_REGISTER)
def ask(request: HttpRequest) -> HttpResponse:
    """Have one site, or all of the own subtree, looked at now. The background does it."""
    user = person(request)
    if "site" in request.POST:
        rows = within(user, Action.SEE_REGISTER, WebSite.objects.select_related("unit"), "unit__path")
        site = get_object_or_404(
            rows, pk=plain(request.POST["site"], 15) if request.POST["site"].isdecimal() else 0
        )
        require(user, Action.EDIT_REGISTER, site)
        enqueue(TaskName.COMPARE, once=f"compare-site-{site.pk}", site=site.pk)
    else:
        for path in paths_for(user, Action.EDIT_REGISTER):
            for unit in _tops(path):
                enqueue(TaskName.COMPARE, once=f"compare-unit-{unit}", unit=unit)
    messages.success(request, "已安排核对，通常几分钟内完成；请稍后刷新本页。")
    return redirect("reality")


def differences_left(user: User) -> int:
    """How many wait for those who keep the register."""
    rows = Difference.objects.filter(state__in=sorted(STANDING - {DifferenceState.FILED}))
    return within(user, Action.EDIT_REGISTER, rows.order_by(), "site__unit__path").count()


def _tops(path: str) -> list[int]:
    if path == "/":
        return list(Unit.objects.filter(superior=None).values_list("pk", flat=True))
    return [int(path.rstrip("/").rpartition("/")[2])]


def _version(request: HttpRequest, found: Difference) -> int:
    given = request.POST.get("version", "")
    return int(given) if given.isdecimal() and len(given) < 9 else found.version


def _text(column: Column, one: Difference) -> str:
    cell = column.cell(one)
    return cell.text if isinstance(cell, Cell) else cell


def _visible(user: User) -> QuerySet[Difference]:
    rows = Difference.objects.select_related("site__unit", "look", "filing", "decided_by")
    return within(user, Action.SEE_REGISTER, rows, "site__unit__path")


def _found(request: HttpRequest, pk: int) -> Difference:
    found: Difference = get_object_or_404(_visible(person(request)), pk=pk)
    return found
