"""What all pages that change an order share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from xunwang.calendar import CalendarNotPublished
from xunwang.rectify.deadlines import Limit
from xunwang.rectify.errors import RectifyError
from xunwang.rectify.models import Order
from xunwang.web.components.forms import plain
from xunwang.web.pages.rectify.queries import visible
from xunwang.web.people import person

LONG = 4000


def order_seen(request: HttpRequest, pk: int) -> Order:
    """The order, in the version that the person's form shows."""
    order = get_object_or_404(visible(person(request)), pk=pk)
    version = request.POST.get("version", "")
    order.version = int(version) if version.isascii() and version.isdecimal() and len(version) < 10 else 0
    return order


def act(request: HttpRequest, pk: int, work: Callable[[], object], done: str) -> HttpResponse:
    """Do it, tell what came of it, and go back to the order."""
    try:
        with transaction.atomic():
            work()
    except (RectifyError, CalendarNotPublished) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect("order", pk=pk)


def words(request: HttpRequest, name: str = "reason") -> str:
    """What was written into a field."""
    return plain(request.POST.get(name, ""), LONG)


def day(request: HttpRequest, name: str) -> date | None:
    """A day from a field; None when it is empty. Raises RectifyError for what is no day."""
    text = request.POST.get(name, "").strip()
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise RectifyError("日期应写成2020-12-31的样子。") from error


def number(request: HttpRequest, name: str) -> int | None:
    """A whole number from a field; None when it is empty. Raises RectifyError for what is no number."""
    text = request.POST.get(name, "").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 6):
        raise RectifyError("天数应为整数。")
    return int(text)


def limit(request: HttpRequest) -> Limit | None:
    """The deadline of a form: working days or a day; None when neither is given. Raises RectifyError."""
    days, on = number(request, "days"), day(request, "on")
    return None if days is None and on is None else Limit(days, on)


def key(text: str) -> int:
    """The key of a row in the name of a field. Raises Http404 for what is none."""
    if not (text.isascii() and text.isdecimal() and len(text) < 18):
        raise Http404
    return int(text)
