"""What every template may use."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from xunwang.web.navigation import entries_for
from xunwang.web.people import signed_in


def console(request: HttpRequest) -> dict[str, object]:
    """The navigation of the person, whether this is only a trial, and whether pages can refresh in parts."""
    return {
        "navigation": entries_for(signed_in(request), request.path),
        "trial": settings.LOOPBACK_TRIAL,
        "htmx": bool(settings.STATICFILES_DIRS),
    }
