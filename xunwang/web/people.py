"""The person behind a request."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from allauth.account.adapter import get_adapter
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from xunwang.access.models import User
from xunwang.access.permissions import require
from xunwang.access.roles import Action

P = ParamSpec("P")
Page = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def signed_in(request: HttpRequest) -> User | None:
    """Who has signed in, or None."""
    user = getattr(request, "user", None)
    return user if isinstance(user, User) and user.is_authenticated else None


def person(request: HttpRequest) -> User:
    """Who has signed in. Only in pages behind :func:`allowed`."""
    user = signed_in(request)
    if user is None:
        raise RuntimeError("a page without @allowed asked for its person")
    return user


def address_of(request: HttpRequest) -> str:
    """Address of the browser, as far as the trusted proxies tell it."""
    return str(get_adapter(request).get_client_ip(request) or "")


def allowed(action: Action) -> Callable[[Page[P]], Page[P]]:
    """Decorator of every page: sign in first, and have a role that may do ``action`` somewhere.

    The page itself asks again for the object that it shows or changes. The decorated page carries the
    action as ``action``, which the test of all addresses reads.
    """

    def decorate(page: Page[P]) -> Page[P]:
        @wraps(page)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            user = signed_in(request)
            if user is None:
                return redirect_to_login(request.get_full_path())
            require(user, action)
            return page(request, *args, **kwargs)

        guarded.action = action  # type: ignore[attr-defined]
        return guarded

    return decorate
