"""How an operation is declared: its address, what it needs, what it answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from ninja import Router, Schema
from ninja.security import HttpBearer
from ninja.utils import contribute_operation_callback

from xunwang.access.models import ApiToken, User
from xunwang.access.permissions import require
from xunwang.access.roles import Action
from xunwang.api.problems import CODES, ApiError, Problem

F = TypeVar("F", bound=Callable[..., Any])
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_ALWAYS = (400, 401, 403, 404, 429, 500, 503)
_FOR_ALL = "限定了单位范围的令牌不能使用。"
_CHANGING = (409, 412, 413, 415, 428)


class _Failure(Schema):
    """A problem as ninja keeps what a status answers with. One for all: it would make eight hundred of its own."""

    response: Problem


class Token(HttpBearer):
    """A token whose person may do ``action`` somewhere; the operation asks again for the thing itself.

    What belongs to no unit (``for_all_units``) is out of reach for a token that is kept to one.
    """

    openapi_description = "在“我的账号—接口令牌”页建立的令牌。"

    def __init__(self, action: Action, *, for_all_units: bool = False) -> None:
        super().__init__()
        self.action = action
        self.for_all_units = for_all_units

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken | None:
        """What the gate has found. Raises PermissionDenied, ApiError for a token that only reads."""
        held: ApiToken | None = getattr(request, "api_token", None)
        if held is None:
            return None
        if request.method not in SAFE and not held.writes:
            raise ApiError("read_only", "此令牌只能读取。需要修改时，请另建可以修改的令牌。")
        require(held.user, self.action)
        if self.for_all_units and held.unit_id is not None:
            raise PermissionDenied("此令牌限定了单位范围，不能办理涉及全部单位的事项。")
        return held


def operation(
    router: Router,
    route: str,
    action: Action,
    answer: Any,
    title: str,
    *,
    status: int = 200,
    for_all_units: bool = False,
    may_be_refused: bool = False,
) -> Callable[[F], F]:
    """Decorator of an operation. ``route`` is method and path; ``title`` is its name in the documentation.

    ``may_be_refused``: although it only reads.
    """
    method, path = route.split(" ")
    statuses = (*_ALWAYS, *(_CHANGING if method not in SAFE else (409,) if may_be_refused else ()), 422)

    def decorate(view: F) -> F:
        contribute_operation_callback(
            view, lambda declared: declared.response_models.update(dict.fromkeys(statuses, _Failure))
        )
        router.add_api_operation(
            path,
            [method],
            view,
            auth=Token(action, for_all_units=for_all_units),
            response={status: answer},
            operation_id=view.__name__,
            summary=title,
            description=f"需要权限：{action.label}。{_FOR_ALL if for_all_units else ''}",
        )
        return view

    return decorate


def person(request: HttpRequest) -> User:
    """For whom the token acts, within the token's unit."""
    held: ApiToken = request.auth  # type: ignore[attr-defined]
    return held.user


def statuses_documented() -> frozenset[int]:
    """Every status that a problem may have."""
    return frozenset(status for status, _ in CODES.values())
