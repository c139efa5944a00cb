"""What every request passes: security headers, the second factor, and the name for the audit log."""

from __future__ import annotations

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import resolve

from xunwang.access.models import User
from xunwang.audit.acting import acting
from xunwang.web.office.adapter import has_proven_to_office
from xunwang.web.people import address_of, signed_in

Respond = Callable[[HttpRequest], HttpResponse]

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
FRAMING_POLICY = f"{POLICY}; frame-src 'self'"
"""Of pages that show stored pages in a frame; these come from here, under a policy of their own."""
_WITHOUT_SECOND_FACTOR = {"account_logout", "account_reauthenticate", "mfa_activate_totp", "health"}
_SAFE = {"GET", "HEAD", "OPTIONS"}


def content_security_policy(respond: Respond) -> Respond:
    """Nothing inline, nothing from elsewhere."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = respond(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            # Pages of a person do not stay in a shared machine's cache after signing out.
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return middleware


def second_factor(respond: Respond) -> Respond:
    """Who has signed in without a second factor first sets one up."""

    def middleware(request: HttpRequest) -> HttpResponse:
        # Who brings no session is nobody; looking for one would make the page differ by cookie.
        user = signed_in(request) if settings.SESSION_COOKIE_NAME in request.COOKIES else None
        if settings.REQUIRE_SECOND_FACTOR and user is not None and not _has_second_factor(request, user):
            name = resolve(request.path_info).url_name if _known(request) else ""
            if name not in _WITHOUT_SECOND_FACTOR:
                return redirect("mfa_activate_totp")
        return respond(request)

    return middleware


def acting_person(respond: Respond) -> Respond:
    """Changes of a request go into the audit log under the person's name."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method in _SAFE:
            return respond(request)
        with acting(signed_in(request), "web", address_of(request)):
            return respond(request)

    return middleware


def _has_second_factor(request: HttpRequest, user: User) -> bool:
    return bool(is_mfa_enabled(user)) or has_proven_to_office(request, user)


def _known(request: HttpRequest) -> bool:
    from django.urls import Resolver404

    try:
        resolve(request.path_info)
    except Resolver404:
        return False
    return True
