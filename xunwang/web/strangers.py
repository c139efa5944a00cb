"""Pages that everybody may read: no sign-in, no cookie, a bound for each address, kept by caches."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from xunwang.notices.visits import visits
from xunwang.web.people import address_of

P = ParamSpec("P")
Page = Callable[Concatenate[HttpRequest, P], HttpResponse]
FRESH = "public, max-age=300"
"""A correction is seen within five minutes."""
FOREVER = "public, max-age=31536000, immutable"
"""For what never changes at its address."""


def for_everybody(page: Page[P]) -> Page[P]:
    """Decorator of every public page. It counts the visit before it does any work."""

    @wraps(page)
    def counted(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if visits(address_of(request), settings.SECRET_KEY, timezone.now()) > settings.PUBLIC_RATE:
            return _too_many()
        response = page(request, *args, **kwargs)
        response.headers.setdefault("Cache-Control", FRESH)
        return response

    return transaction.non_atomic_requests(require_safe(counted))


def public_page(template: str, shown: Mapping[str, Any], status: int = 200) -> HttpResponse:
    """A page that is the same for everybody: it is made without looking at who asks."""
    return HttpResponse(render_to_string(template, dict(shown)), status=status)


def _too_many() -> HttpResponse:
    said = "短时间内访问次数过多。请一分钟后再试。"
    response = public_page("429.html", {"title": "请求过于频繁", "said": said}, 429)
    response.headers["Retry-After"] = "60"
    response.headers["Cache-Control"] = "no-store"
    return response
