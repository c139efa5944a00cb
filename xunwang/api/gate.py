"""What every request of a programme passes: size, token, rate, the name for the audit log; and the answer's head."""

from __future__ import annotations

import logging
from collections.abc import Callable
from urllib.parse import unquote

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response

from xunwang.access.models import ApiToken
from xunwang.access.rates import Rate, Taken, take
from xunwang.access.tokens import note_use, token_of
from xunwang.api.application import PREFIX
from xunwang.api.problems import MEDIA_TYPE, of_status, problem
from xunwang.audit.acting import acting
from xunwang.web.people import address_of

logger = logging.getLogger(__name__)
Respond = Callable[[HttpRequest], HttpResponse]
STRANGERS = Rate(60, 60)
"""Requests without a valid token, by address."""


def gate(respond: Respond) -> Respond:
    """Middleware; everything outside of :data:`PREFIX` goes by."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PREFIX):
            return respond(request)
        try:
            return _pass(request, respond)
        except (OperationalError, InterfaceError):
            logger.exception("no database for %r", request.path_info)
            return problem("unavailable", "暂时连不上数据库，您的修改没有保存。请稍后重试。")
        except PermissionDenied as error:
            return problem("forbidden", str(error))

    return middleware


def _pass(request: HttpRequest, respond: Respond) -> HttpResponse:
    refused = _unreadable(request)
    if refused is not None:
        return refused
    now = timezone.now()
    held = _token(request)
    if held is not None:
        rate = Rate(settings.API_REQUESTS_A_MINUTE, 60)
        taken = take(f"token:{held.pk}", rate, now)
    else:
        rate = STRANGERS
        taken = take(f"api:{address_of(request)}", rate, now)
    if not taken.allowed:
        return _with_rate(problem("too_many", f"请求过于频繁，请{taken.wait}秒后再试。"), rate, taken)
    request.api_token = held  # type: ignore[attr-defined]
    if held is not None:
        note_use(held, now)
    with acting(held.user if held is not None else None, "api", address_of(request)):
        response = respond(request)
    return _with_rate(_dressed(request, response), rate, taken)


def _unreadable(request: HttpRequest) -> HttpResponse | None:
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not str(length).isdecimal() or int(length) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1024 // 1024
        return problem("too_large", f"请求内容最大{limit}MB，请分次提交。")
    if "\x00" in unquote(request.get_full_path()):
        return problem("malformed", "地址中有不允许的字符。")
    if int(length) and request.content_type != "application/json":
        return problem("media_type")
    return None


def _token(request: HttpRequest) -> ApiToken | None:
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    return token_of(key.strip(), timezone.now()) if scheme.lower() == "bearer" else None


def _dressed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Django's own error pages become problems; answers have a version and stay in no shared memory."""
    if response.status_code >= 400 and response.get("Content-Type") != MEDIA_TYPE:
        allow = response.get("Allow", "")
        response = problem(of_status(response.status_code))
        if allow:
            response["Allow"] = allow
    if response.status_code == 401:
        response["WWW-Authenticate"] = 'Bearer realm="xunwang"'
    response["Cache-Control"] = "no-store"
    if request.method == "GET" and response.status_code == 200 and response.has_header("ETag"):
        answer = get_conditional_response(request, response["ETag"], response=response)
        return answer if answer is not None else response
    return response


def _with_rate(response: HttpResponse, rate: Rate, taken: Taken) -> HttpResponse:
    response["RateLimit-Limit"] = str(rate.times)
    response["RateLimit-Remaining"] = str(taken.left)
    response["RateLimit-Reset"] = str(taken.wait)
    if not taken.allowed:
        response["Retry-After"] = str(taken.wait)
    return response
