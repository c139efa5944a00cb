"""What checks and incidents have in common: who oversees them reads them, and they are taken back, never changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.contrib import messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from xunwang.access.models import User
from xunwang.media.access import require_oversight
from xunwang.media.checks import may_withdraw, withdraw
from xunwang.media.errors import MediaError
from xunwang.media.models import HandCheck, Incident
from xunwang.web.components.forms import plain
from xunwang.web.people import person

M = TypeVar("M", bound=Model)


def overseen(request: HttpRequest, seen_by: Callable[[User], QuerySet[M]], pk: int) -> M:
    """A row that the person oversees. Raises PermissionDenied for those who oversee nothing, Http404."""
    user = person(request)
    require_oversight(user)
    return get_object_or_404(seen_by(user), pk=pk)


def about_withdrawal(request: HttpRequest, thing: HandCheck | Incident) -> dict[str, object]:
    """What ``media/withdrawal.html`` shows."""
    withdrawal = getattr(thing, "withdrawal", None)
    return {
        "withdrawal": withdrawal,
        "may_withdraw": withdrawal is None and may_withdraw(thing, person(request)),
    }


def take_back(request: HttpRequest, thing: HandCheck | Incident) -> None:
    """Withdraw it with the reason that was sent; the next page says so, or why not."""
    try:
        withdraw(thing, plain(request.POST.get("reason", ""), 2000), person(request), timezone.now())
    except MediaError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "已撤销，记录保留，不再作为判定依据。")
