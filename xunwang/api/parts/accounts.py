"""Accounts and apps (政务新媒体)."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from ninja import Field, ModelSchema, Query, Router, Schema
from ninja.responses import Status

from xunwang.access.models import User
from xunwang.access.permissions import within
from xunwang.access.roles import Action
from xunwang.api.operations import operation
from xunwang.api.register import Kind
from xunwang.api.shapes import Day, Given, IfMatch, Key, Line, Page, Paging, Ref, key_of
from xunwang.registry.checking import problems_of_account
from xunwang.registry.models import Account
from xunwang.registry.platforms import BUILT_IN, all_platforms
from xunwang.registry.rules import Problem
from xunwang.registry.vocabulary import Status as LifeStatus
from xunwang.registry.vocabulary import WechatType
from xunwang.rules.media.facts import AccountKind
from xunwang.web.pages.register.forms import AccountForm

router = Router(tags=["政务新媒体"])
PlatformCode = Annotated[str, Field(max_length=16, description="平台代码，见 GET /platforms")]


class PlatformOut(Schema):
    """A platform."""

    code: str
    label: str
    posts: bool = Field(description="账号应发布内容")
    interaction: bool = Field(description="账号应有互动功能")
    is_active: bool = Field(description="可以登记新账号")
    built_in: bool


class AccountProblem(Schema):
    """A line of 新媒体体检."""

    account: int | None = Field(description="空：说的是单位")
    unit: int
    rule: str
    check: str
    message: str
    remedy: str
    blocking: bool


class AccountOut(ModelSchema):
    """An account."""

    id: int
    unit: int = key_of("unit", "主办单位")
    platform: str = Field(description="平台代码，见 GET /platforms")
    wechat_type: WechatType | Literal[""] = Field(description="只用于微信公众号；空为未登记")
    kind: AccountKind | Literal[""] = Field(description="空为未登记")
    supervising_unit: int | None = key_of("supervising_unit", "监管单位；空为主办单位的监管单位或上级单位")
    former_names: list[str]
    status: LifeStatus

    class Meta:
        """Fields."""

        model = Account
        fields = (
            "name", "identifier", "subject", "introduction", "page_url", "state_reason", "exemption", "opened_on",
            "filed_on", "closed_on",
        )  # fmt: skip


class AccountStored(Schema):
    """An account after a change, with what the rules warn of."""

    account: AccountOut
    warnings: list[str]


class AccountChange(Given):
    """Fields to change; those left out stay."""

    unit: Ref | None = None
    platform: PlatformCode | None = None
    wechat_type: WechatType | Literal[""] | None = None
    name: Line | None = None
    identifier: str | None = Field(None, max_length=120)
    subject: str | None = Field(None, max_length=120)
    kind: AccountKind | Literal[""] | None = None
    introduction: str | None = Field(None, max_length=500)
    page_url: str | None = Field(None, max_length=300)
    former_names: list[Line] | None = Field(None, max_length=20)
    supervising_unit: Ref | None = None
    opened_on: Day | None = None
    filed_on: Day | None = None
    closed_on: Day | None = None
    state_reason: str | None = Field(None, max_length=300)
    exemption: str | None = Field(None, max_length=200)


class AccountNew(AccountChange):
    """An account that exists already; new ones are opened by filing."""

    unit: Ref
    platform: PlatformCode
    name: Line


class AccountFilter(Schema):
    """Which accounts."""

    q: str = Field("", max_length=100, description="名称、标识、主体或单位的一部分")
    unit: Ref | None = None
    platform: PlatformCode | None = None
    kind: AccountKind | None = None
    status: LifeStatus | None = None


def _accounts(user: User) -> QuerySet[Account]:
    return within(user, Action.SEE_REGISTER, Account.objects.select_related("unit"), "unit__path")


ACCOUNTS = Kind(AccountForm, _accounts, AccountOut.from_orm, ("name", "identifier", "subject", "unit__name"))


@operation(router, "GET /accounts", Action.SEE_REGISTER, Page[AccountOut], "政务新媒体列表")
def accounts(request: HttpRequest, paging: Query[Paging], chosen: Query[AccountFilter]) -> Page[AccountOut]:
    """Accounts of the subtree."""
    return ACCOUNTS.listed(request, paging, chosen)


@operation(router, "GET /accounts/{key}", Action.SEE_REGISTER, AccountOut, "政务新媒体")
def account(request: HttpRequest, key: Key, response: HttpResponse) -> AccountOut:
    """One account."""
    return ACCOUNTS.told(request, key, response)


@operation(
    router,
    "GET /accounts/{key}/problems",
    Action.SEE_REGISTER,
    list[AccountProblem],
    "政务新媒体与规则的核对",
)
def account_rules(request: HttpRequest, key: Key) -> list[AccountProblem]:
    """What stands against one account."""
    found = ACCOUNTS.found(request, key)
    return [
        AccountProblem(account=found.pk, unit=found.unit_id, **_told(one))
        for one in problems_of_account(found)
    ]


@operation(router, "GET /platforms", Action.SEE_REGISTER, list[PlatformOut], "新媒体平台")
def platforms(request: HttpRequest) -> list[PlatformOut]:
    """All platforms, those that the province has added last."""
    return [PlatformOut(**one._asdict(), built_in=one.code in BUILT_IN) for one in all_platforms().values()]


@operation(
    router, "POST /accounts", Action.IMPORT_REGISTER, AccountStored, "登记已有的政务新媒体", status=201
)
def account_new(request: HttpRequest, body: AccountNew) -> Status[AccountStored]:
    """Register an account that exists already."""
    stored, warnings = ACCOUNTS.entered(request, body)
    return Status(201, AccountStored(account=stored, warnings=warnings))


@operation(router, "PATCH /accounts/{key}", Action.EDIT_REGISTER, AccountStored, "修改政务新媒体")
def account_edit(request: HttpRequest, key: Key, match: IfMatch, body: AccountChange) -> AccountStored:
    """Change what needs no filing."""
    stored, warnings = ACCOUNTS.changed(request, key, match, body)
    return AccountStored(account=stored, warnings=warnings)


def _told(one: Problem) -> dict[str, Any]:
    return {name: getattr(one, name) for name in ("rule", "check", "message", "remedy", "blocking")}
