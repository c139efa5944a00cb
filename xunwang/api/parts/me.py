"""Who asks, and what he may do."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from ninja import Field, Router, Schema

from xunwang.access.models import ApiToken
from xunwang.access.permissions import assignments_of, may
from xunwang.access.roles import Action, Role
from xunwang.api.operations import operation, person

router = Router(tags=["令牌"])


class RoleOut(Schema):
    """A role that the person holds."""

    role: Role
    unit: int | None = Field(description="单位；为空表示全部单位")


class MeOut(Schema):
    """The token and its person."""

    username: str
    name: str
    roles: list[RoleOut]
    actions: list[Action] = Field(
        description="此令牌可以做的事（在某个单位范围内；限定了单位范围的，涉及全部单位的操作除外）"
    )
    token: str = Field(description="令牌的用途")
    unit: int | None = Field(description="令牌的范围；为空表示本人的全部范围")
    writes: bool
    expires_at: datetime


@operation(router, "GET /me", Action.OPEN_CONSOLE, MeOut, "令牌持有人和权限")
def me(request: HttpRequest) -> MeOut:
    """Roles and actions of the token."""
    held: ApiToken = request.auth  # type: ignore[attr-defined]
    user = person(request)
    return MeOut(
        username=user.username,
        name=user.name,
        roles=[RoleOut(role=Role(one.role), unit=one.unit_id) for one in assignments_of(user)],
        actions=[action for action in Action if may(user, action)],
        token=held.name,
        unit=held.unit_id,
        writes=held.writes,
        expires_at=held.expires_at,
    )
