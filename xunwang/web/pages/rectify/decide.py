"""What those above the unit do."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_POST

from xunwang.access.roles import Action
from xunwang.rectify.deciding import (
    Judgement,
    cancel,
    decide_extension,
    judge,
    keep_closed,
    reopen,
    waive,
)
from xunwang.rectify.errors import RectifyError
from xunwang.rectify.moving import Moment
from xunwang.rectify.vocabulary import Move, Ruling
from xunwang.web.components.forms import plain
from xunwang.web.pages.rectify.acting import LONG, act, day, key, limit, order_seen, words
from xunwang.web.people import allowed, person


@require_POST
@allowed(Action.ACCEPT_ORDERS)
def order_judge(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept or return answered items."""
    order = order_seen(request, pk)
    judgements = [
        Judgement(
            key(name.removeprefix("judge-")),
            Move(value),
            plain(request.POST.get(f"reason-{name[6:]}", ""), LONG),
        )
        for name, value in request.POST.items()
        if name.startswith("judge-") and value in (Move.ACCEPT, Move.RETURN)
    ]
    return act(
        request,
        pk,
        lambda: judge(order, judgements, person(request), timezone.now(), limit(request)),
        f"已办理{len(judgements)}项。",
    )


@require_POST
@allowed(Action.ACCEPT_ORDERS)
def order_extension(request: HttpRequest, pk: int, extension: int) -> HttpResponse:
    """Grant or refuse more time."""
    order = order_seen(request, pk)
    asked = get_object_or_404(order.extensions, pk=extension)
    asked.order = order
    ruling = Ruling.GRANTED if request.POST.get("ruling") == Ruling.GRANTED else Ruling.REFUSED

    def decide() -> None:
        until = day(request, "until") if ruling is Ruling.GRANTED else None
        decide_extension(asked, ruling, person(request), timezone.now(), until=until, reason=words(request))

    return act(request, pk, decide, f"已决定：{ruling.label}。")


@require_POST
@allowed(Action.ACCEPT_ORDERS)
def order_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Open accepted items again."""
    order = order_seen(request, pk)
    numbers = [key(text) for text in request.POST.getlist("items")[:1000]]

    def do() -> None:
        due = limit(request)
        if due is None:
            raise RectifyError("请给出重新整改的期限。")
        reopen(order, numbers, words(request), due, Moment(person(request), timezone.now()))

    return act(request, pk, do, "已重新交办整改。")


@require_POST
@allowed(Action.ACCEPT_ORDERS)
def order_keep_closed(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """What was found again is not reopened."""
    order = order_seen(request, pk)
    known = get_object_or_404(order.items, pk=item)
    known.order = order
    return act(
        request, pk, lambda: keep_closed(known, words(request), person(request), timezone.now()), "已记录。"
    )


@require_POST
@allowed(Action.ISSUE_ORDERS)
def order_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the order back."""
    order = order_seen(request, pk)
    return act(
        request,
        pk,
        lambda: cancel(order, words(request), person(request), timezone.now()),
        "已撤销整改通知。",
    )


@require_POST
@allowed(Action.ISSUE_ORDERS)
def order_waive(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Take one problem out."""
    order = order_seen(request, pk)
    return act(
        request,
        pk,
        lambda: waive(order, item, words(request), person(request), timezone.now()),
        "已撤销该项问题。",
    )
