"""Taking back what was written down, on the pages of checks and incidents."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone

from xunwang.media.checks import withdraw
from xunwang.media.errors import MediaError
from xunwang.media.models import HandCheck, Incident
from xunwang.web.components.forms import plain
from xunwang.web.people import person


def take_back(request: HttpRequest, thing: HandCheck | Incident, done: str) -> None:
    """Withdraw it with the reason that was sent; the next page says ``done``, or why not."""
    try:
        withdraw(thing, plain(request.POST.get("reason", ""), 2000), person(request), timezone.now())
    except MediaError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
