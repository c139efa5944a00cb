"""What every template may use."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from xunwang.web.navigation import entries_for
from xunwang.web.people import signed_in


def console(request: HttpRequest) -> dict[str, object]:
    """The navigation of the person, and what is switched on."""
    return {
        "navigation": entries_for(signed_in(request), request.path),
        "office_provider": settings.OFFICE_PROVIDER,
        "trial": settings.LOOPBACK_TRIAL,
        "htmx": bool(settings.STATICFILES_DIRS),
    }
