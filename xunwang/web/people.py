"""The person behind a request."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlsplit

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.encoding import iri_to_uri
from django.utils.http import url_has_allowed_host_and_scheme

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


def came_from(request: HttpRequest) -> str:
    """The page of ours that a form was on, without the host; empty when the browser does not tell."""
    page = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure()):
        return ""
    local = iri_to_uri(urlsplit(page)._replace(scheme="", netloc="").geturl())
    return "" if local.startswith("//") else local  # which would name another host


def _sign_in_first(request: HttpRequest) -> HttpResponse:
    """To the sign-in and back: to the page asked for, or to that of the form, since what it sent is not taken."""
    if request.method in ("GET", "HEAD"):
        return redirect_to_login(request.get_full_path())
    messages.warning(request, "登录已过期，刚才的内容没有提交。请重新登录。")
    return redirect_to_login(came_from(request) or reverse("home"))


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
                return _sign_in_first(request)
            require(user, action)
            return page(request, *args, **kwargs)

        guarded.action = action  # type: ignore[attr-defined]
        return guarded

    return decorate
