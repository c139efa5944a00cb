"""One order: its problems, what was done about them, what can be done now; its document and its proofs."""

from __future__ import annotations

from typing import Any, NamedTuple
from urllib.parse import quote

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from xunwang.access.models import User
from xunwang.access.permissions import within
from xunwang.access.roles import Action
from xunwang.audit.acting import acting, record
from xunwang.inspection.hearing.answer import feedback_for
from xunwang.media.access import may_look
from xunwang.notices import order as documents
from xunwang.rectify.answering import may_read, proof_for
from xunwang.rectify.deadlines import time_left
from xunwang.rectify.models import Item, Order, Proof
from xunwang.rectify.moving import may_from_above, may_move
from xunwang.rectify.vocabulary import (
    ITEM_WITH_UNIT,
    WITH_UNIT,
    ItemState,
    Move,
    OrderState,
    RecheckVerdict,
)
from xunwang.web.pages.rectify.lists import due_cell, state_cell
from xunwang.web.pages.rectify.queries import items_with_answers, visible
from xunwang.web.pages.review.queries import titles_of
from xunwang.web.people import address_of, allowed, person

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_ITEM_TONES = {
    ItemState.OPEN: "warn", ItemState.REPLIED: "warn", ItemState.RETURNED: "bad", ItemState.ACCEPTED: "good",
    ItemState.WAIVED: "plain",
}  # fmt: skip
_RECHECK_TONES = {
    RecheckVerdict.CURED: "good", RecheckVerdict.STILL_THERE: "bad", RecheckVerdict.UNKNOWN: "warn",
}  # fmt: skip


class Row(NamedTuple):
    """An item as the page shows it."""

    item: Item
    tone: str
    recheck_tone: str
    may_judge: bool
    may_reopen: bool
    may_waive: bool
    may_recheck: bool
    may_check: bool
    """The person may look at the account on a phone."""
    title: str
    """What the indicator is called."""
    evidence: str
    """Where the person sees what was found; empty where that may not be."""


@allowed(Action.SEE_ORDERS)
def order(request: HttpRequest, pk: int) -> HttpResponse:
    """One order."""
    found = get_object_or_404(visible(person(request)), pk=pk)
    return render(request, "rectify/order.html", _context(person(request), found))


def _context(user: User, found: Order) -> dict[str, Any]:
    now = timezone.now()
    may = {move.value: may_move(user, move, found) for move in _ASKED}
    readable = may_read(user, found)
    items = items_with_answers(found) if readable else []
    may_check = may_look(user, found)
    waiting = found.extensions.filter(ruling="").select_related("asked_by").first()
    return {
        "order": found,
        "state": state_cell(found),
        "due": due_cell(found, now),
        "may": may,
        "readable": readable,
        "rows": _rows(user, found, items, may, may_check),
        "to_answer": may["reply"] and any(item.state in ITEM_WITH_UNIT for item in items),
        "to_judge": may["accept"] and any(item.state == ItemState.REPLIED for item in items),
        "relapsed": [item for item in items if item.relapsed] if may["reopen"] else [],
        "accepted": may["reopen"] and any(item.state == ItemState.ACCEPTED for item in items),
        "from_above": may_from_above(user, Action.ACCEPT_ORDERS, found),
        "waiting": waiting,
        "extensions": found.extensions.exclude(ruling="").select_related("asked_by", "ruled_by"),
        "events": found.events.select_related("by", "item"),
        "now": now,
        "today": timezone.localdate(now),
        "late": OrderState(found.state) in WITH_UNIT and time_left(found.due_on, now).days < 0,
    }


_ASKED = (
    Move.SIGN, Move.REPLY, Move.ASK_EXTENSION, Move.GRANT_EXTENSION, Move.ACCEPT, Move.REOPEN, Move.WAIVE, Move.CANCEL,
)  # fmt: skip


def _rows(user: User, found: Order, items: list[Item], may: dict[str, bool], may_check: bool) -> list[Row]:
    if not items:
        return []
    titles = titles_of(found.campaign)
    told = feedback_for(user).filter(checked__in={item.checked_id for item in items}).order_by()
    pages = dict(told.values_list("checked_id", "pk"))
    rows = []
    for item in items:
        page = pages.get(item.checked_id) if item.finding_id and not item.restricted else None
        evidence = reverse("feedback_finding", args=[page, item.finding_id]) if page else ""
        rows.append(_row(item, may, may_check, (titles.get(item.indicator, ""), evidence)))
    return rows


def _row(item: Item, may: dict[str, bool], may_check: bool, told: tuple[str, str]) -> Row:
    state = ItemState(item.state)
    verdict = RecheckVerdict(item.recheck_verdict) if item.recheck_verdict else None
    return Row(
        item,
        _ITEM_TONES[state],
        _RECHECK_TONES[verdict] if verdict else "",
        may["accept"] and state is ItemState.REPLIED,
        may["reopen"] and state is ItemState.ACCEPTED,
        may["waive"] and state in (ItemState.OPEN, ItemState.RETURNED, ItemState.REPLIED),
        (may["accept"] or may["reply"] or may["reopen"]) and state is not ItemState.WAIVED,
        may_check and item.checked.account is not None and verdict is not RecheckVerdict.CURED,
        *told,
    )


@allowed(Action.SEE_ORDERS)
def order_document(request: HttpRequest, pk: int) -> HttpResponse:
    """The order as a document to print."""
    found = _readable(request, pk)
    told = documents.order_document(found)
    return render(request, "rectify/document.html", {"order": found, "told": told, "annex": told.annexes[0]})


@allowed(Action.SEE_ORDERS)
def order_docx(request: HttpRequest, pk: int) -> HttpResponse:
    """The same as DOCX; written down."""
    found = _readable(request, pk)
    with acting(person(request), "web", address_of(request)):
        record("export", found, "DOCX")
    answer = HttpResponse(documents.order_docx(found), content_type=_DOCX)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'{found.number}.docx')}"
    return answer


def _readable(request: HttpRequest, pk: int) -> Order:
    rows = visible(person(request)).select_related("batch__final")
    found = get_object_or_404(rows, pk=pk)
    if not may_read(person(request), found):
        raise Http404
    return found


@allowed(Action.SEE_ORDERS)
def order_proof(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A file that the unit handed in; always as a download, written down."""
    rows = Proof.objects.select_related("reply__item__order__unit")
    seen = within(person(request), Action.SEE_ORDERS, rows, "reply__item__order__unit__path")
    proof = proof_for(person(request), get_object_or_404(seen, pk=pk))
    if not default_storage.exists(proof.path):
        raise Http404
    with acting(person(request), "web", address_of(request)):
        record("open_proof", proof)
    answer = FileResponse(default_storage.open(proof.path), content_type="application/octet-stream")
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(proof.name)}"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
