"""One account: what is known of it between register and campaign."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from xunwang.access.permissions import may
from xunwang.access.roles import Action
from xunwang.media.access import may_look
from xunwang.media.queries import accounts_seen_by
from xunwang.web.pages.media.qr import qr_picture
from xunwang.web.people import allowed, person

_MOST_CHECKS = 20


@allowed(Action.SEE_REGISTER)
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """The account's page."""
    user = person(request)
    found = get_object_or_404(accounts_seen_by(user), pk=pk)
    checks = found.hand_checks.select_related("by", "withdrawal").prefetch_related("functions", "pictures")
    form = request.build_absolute_uri(reverse("hand_check_new", args=[pk]))
    context = {
        "account": found,
        "checks": checks[:_MOST_CHECKS],
        "incidents": found.incidents.select_related("by", "withdrawal"),
        "may_look": (looks := may_look(user, found)),
        "may_edit": may(user, Action.EDIT_REGISTER, found),
        "qr": qr_picture(form) if looks else "",
    }
    return render(request, "media/account.html", context)
