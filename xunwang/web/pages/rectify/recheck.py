"""Asking for a recheck, and the pages that one has seen."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST

from xunwang.access.models import User
from xunwang.access.permissions import within
from xunwang.access.roles import Action
from xunwang.rectify.answering import may_read
from xunwang.rectify.models import Recheck
from xunwang.rectify.rechecking import want_recheck
from xunwang.rectify.rechecking.evidence import pieces_of, read_page
from xunwang.web.middleware import FRAMING_POLICY
from xunwang.web.pages.rectify.acting import act, order_seen
from xunwang.web.pages.review.viewer import framed, runs_folder
from xunwang.web.people import allowed, person


@require_POST
@allowed(Action.SEE_ORDERS)
def order_recheck(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Have an item looked at again."""
    order = order_seen(request, pk)
    known = get_object_or_404(order.items, pk=item)
    known.order = order
    return act(
        request,
        pk,
        lambda: want_recheck(known, person(request), timezone.now()),
        "已安排复查，完成后在此页显示结论。",
    )


@allowed(Action.SEE_ORDERS)
def order_recheck_seen(request: HttpRequest, pk: int) -> HttpResponse:
    """One recheck: what it came to, and the pages as they were then."""
    found = _found(person(request), pk)
    pieces = pieces_of(found)
    wanted = request.GET.get("evidence", "1")
    piece = next((one for one in pieces if str(one.number) == wanted), pieces[0] if pieces else None)
    context = {"look": found, "item": found.item, "order": found.item.order, "pieces": pieces, "piece": piece}
    response = render(request, "rectify/recheck.html", context)
    response["Content-Security-Policy"] = FRAMING_POLICY
    return response


@xframe_options_sameorigin
@allowed(Action.SEE_ORDERS)
def order_recheck_page(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The stored page with its mark, for the frame."""
    found = _found(person(request), pk)
    return framed(request, lambda: read_page(found, number, runs_folder()))


def _found(user: User, pk: int) -> Recheck:
    rows: QuerySet[Recheck] = Recheck.objects.select_related("item__order__unit", "item__checked")
    found = get_object_or_404(within(user, Action.SEE_ORDERS, rows, "item__order__unit__path"), pk=pk)
    if not may_read(user, found.item.order):
        raise Http404
    return found
