"""What the unit does: sign, answer, ask for more time."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from xunwang.access.permissions import require
from xunwang.access.roles import Action
from xunwang.inspection.hearing.uploads import LARGEST, MOST, Upload
from xunwang.rectify.answering import Answer, ask_extension, reply, sign
from xunwang.rectify.errors import RectifyError
from xunwang.rectify.models import Item, Order
from xunwang.rectify.vocabulary import ITEM_WITH_UNIT, ItemState, Move, OrderState
from xunwang.web.components.forms import plain
from xunwang.web.pages.rectify.acting import LONG, act, day, order_seen, words
from xunwang.web.pages.rectify.queries import visible
from xunwang.web.people import allowed, person

ITEMS_A_FORM = 40
"""Items that one form answers; more would not come through in one upload."""


@require_POST
@allowed(Action.ANSWER_ORDERS)
def order_sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign for the order."""
    order = order_seen(request, pk)
    return act(
        request, pk, lambda: sign(order, person(request), timezone.now()), "已签收。请按期整改并反馈。"
    )


@require_POST
@allowed(Action.ANSWER_ORDERS)
def order_extend(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for more time."""
    order = order_seen(request, pk)

    def ask() -> None:
        until = day(request, "until")
        if until is None:
            raise RectifyError("请填写申请延至的日期。")
        ask_extension(order, until, words(request), person(request), timezone.now())

    return act(request, pk, ask, "延期申请已提交，决定前原期限不变。")


@allowed(Action.ANSWER_ORDERS)
def order_reply(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer item by item; items that are left empty stay with the unit."""
    user = person(request)
    order = get_object_or_404(visible(user), pk=pk)
    require(user, Action.ANSWER_ORDERS, order)
    waiting = (
        order.items.filter(state__in=sorted(ITEM_WITH_UNIT)) if order.state == OrderState.WORKING else None
    )
    items = list(waiting[:ITEMS_A_FORM]) if waiting is not None else []
    if request.method == "POST":
        try:
            with transaction.atomic():
                order.version = order_seen(request, pk).version
                done = reply(order, _answers(request, items), user, timezone.now())
        except RectifyError as error:
            messages.error(request, str(error))
            order.refresh_from_db()
        else:
            messages.success(request, f"已反馈{len(done)}项。系统将自动复查，之后由监管单位验收。")
            return redirect("order", pk=pk)
    return render(
        request,
        "rectify/reply.html",
        _form(request, order, items, waiting.count() if waiting is not None else 0),
    )


def _form(request: HttpRequest, order: Order, items: list[Item], left: int) -> dict[str, Any]:
    today = timezone.localdate()
    returned = order.events.filter(move=Move.RETURN, item__in=items).order_by("id")
    reasons = dict(returned.values_list("item", "note"))
    rows = [
        (
            item,
            request.POST.get(f"statement-{item.pk}", ""),
            request.POST.get(f"done-{item.pk}", "") or f"{today:%Y-%m-%d}",
            reasons.get(item.pk, "") if item.state == ItemState.RETURNED else "",
        )
        for item in items
    ]
    return {
        "order": order,
        "rows": rows,
        "more": left - len(items),
        "today": today,
        "most": MOST,
        "megabytes": LARGEST // 1024 // 1024,
    }


def _answers(request: HttpRequest, items: list[Item]) -> list[Answer]:
    found = []
    for item in items:
        statement = plain(request.POST.get(f"statement-{item.pk}", ""), LONG)
        files = request.FILES.getlist(f"proof-{item.pk}")
        if not statement and not files:
            continue
        done_on = day(request, f"done-{item.pk}")
        if done_on is None:
            raise RectifyError(f"请填写第{item.position}项的完成日期。")
        if len(files) > MOST:
            raise RectifyError(f"第{item.position}项最多上传{MOST}个附件。")
        found.append(Answer(item.pk, statement, done_on, tuple(_upload(file) for file in files)))
    return found


def _upload(file: UploadedFile[bytes]) -> Upload:
    if (file.size or 0) > LARGEST:
        raise RectifyError(f"“{(file.name or '')[:80]}”超过{LARGEST // 1024 // 1024}MB。")
    return Upload(plain(file.name or "", 200), file.read())
