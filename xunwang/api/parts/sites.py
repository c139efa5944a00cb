"""Government websites."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Field, ModelSchema, Query, Router, Schema
from ninja.responses import Status

from xunwang.access.models import User
from xunwang.access.permissions import require, within
from xunwang.access.roles import Action
from xunwang.api.entering import enter
from xunwang.api.operations import operation, person
from xunwang.api.shapes import (
    Given,
    IfMatch,
    Key,
    Line,
    Page,
    Paging,
    Ref,
    key_of,
    page,
    require_unchanged,
    tagged,
)
from xunwang.registry.models import WebSite
from xunwang.registry.rules import Problem, site_problems
from xunwang.registry.services import lock_register, site_row
from xunwang.registry.snapshot import Register
from xunwang.registry.vocabulary import Status as LifeStatus
from xunwang.registry.vocabulary import UnitLevel
from xunwang.web.components.forms import plain
from xunwang.web.pages.register.forms import SiteForm
from xunwang.words import SiteKind

router = Router(tags=["网站"])


class SiteOut(ModelSchema):
    """A website."""

    id: int
    unit: int = key_of("unit", "主办单位")
    kind: SiteKind
    status: LifeStatus

    class Meta:
        """Fields."""

        model = WebSite
        fields = (
            "name", "home_url", "host", "aliases", "site_code", "icp_number", "security_number", "has_services",
            "exemption", "opened_on", "closed_on",
        )  # fmt: skip


class RuleProblem(Schema):
    """A rule of the register that does not hold."""

    rule: str
    field: str
    message: str
    remedy: str
    blocking: bool


class SiteStored(Schema):
    """A site after a change, with what the rules warn of."""

    site: SiteOut
    warnings: list[str]


class SiteChange(Given):
    """Fields to change; those left out stay. Status, and the domain of a running site, change by filing."""

    unit: Ref | None = None
    name: Line | None = None
    home_url: str | None = Field(None, min_length=1, max_length=300)
    kind: SiteKind | None = None
    site_code: str | None = Field(None, max_length=10)
    aliases: list[str] | None = Field(None, max_length=50)
    icp_number: str | None = Field(None, max_length=40)
    security_number: str | None = Field(None, max_length=40)
    has_services: bool | None = None
    exemption: str | None = Field(None, max_length=200)


class SiteNew(SiteChange):
    """A site that exists already; new ones are opened by filing."""

    unit: Ref
    name: Line
    home_url: str = Field(min_length=1, max_length=300)
    kind: SiteKind
    has_services: bool = True


class SiteFilter(Schema):
    """Which sites."""

    q: str = Field("", max_length=100, description="名称、域名、标识码或单位的一部分")
    unit: Ref | None = None
    kind: SiteKind | None = None
    status: LifeStatus | None = None
    level: UnitLevel | None = None


@operation(router, "GET /sites", Action.SEE_REGISTER, Page[SiteOut], "网站列表")
def sites(request: HttpRequest, paging: Query[Paging], chosen: Query[SiteFilter]) -> Page[SiteOut]:
    """Sites of the subtree."""
    rows = _sites(person(request))
    text = plain(chosen.q, 100)
    if text:
        wanted = Q()
        for name in ("name", "host", "site_code", "unit__name"):
            wanted |= Q(**{f"{name}__icontains": text})
        rows = rows.filter(wanted)
    if chosen.level:
        rows = rows.filter(unit__level=chosen.level)
    rest = chosen.model_dump(exclude={"q", "level"}, exclude_none=True)
    return page(rows.filter(**rest), paging, SiteOut.from_orm)


@operation(router, "GET /sites/{key}", Action.SEE_REGISTER, SiteOut, "网站")
def site(request: HttpRequest, key: Key, response: HttpResponse) -> SiteOut:
    """One site."""
    return tagged(response, SiteOut.from_orm(get_object_or_404(_sites(person(request)), pk=key)))  # type: ignore[no-any-return]


@operation(
    router, "GET /sites/{key}/problems", Action.SEE_REGISTER, list[RuleProblem], "网站与名录规则的核对"
)
def site_rules(request: HttpRequest, key: Key) -> list[RuleProblem]:
    """What breaks a rule."""
    found = get_object_or_404(_sites(person(request)), pk=key)
    return [_rule(one) for one in site_problems(site_row(found), Register.load())]


@operation(router, "POST /sites", Action.IMPORT_REGISTER, SiteStored, "登记已有的网站", status=201)
def site_new(request: HttpRequest, body: SiteNew) -> Status[SiteStored]:
    """Register a site that exists already."""
    stored, warnings = enter(SiteForm, person(request), None, body.model_dump(exclude_none=True))
    return Status(201, _stored(stored, warnings))


@operation(router, "PATCH /sites/{key}", Action.EDIT_REGISTER, SiteStored, "修改网站")
def site_edit(request: HttpRequest, key: Key, match: IfMatch, body: SiteChange) -> SiteStored:
    """Change what needs no filing."""
    user = person(request)
    lock_register()
    found = get_object_or_404(_sites(user), pk=key)
    require(user, Action.EDIT_REGISTER, found)
    require_unchanged(match, SiteOut.from_orm(found))
    stored, warnings = enter(SiteForm, user, found, body.model_dump(exclude_unset=True))
    return _stored(stored, warnings)


def _stored(stored: WebSite, warnings: list[Problem]) -> SiteStored:
    return SiteStored(site=SiteOut.from_orm(stored), warnings=[str(one) for one in warnings])


def _rule(one: Problem) -> RuleProblem:
    return RuleProblem(**one._asdict())


def _sites(user: User) -> QuerySet[WebSite]:
    return within(user, Action.SEE_REGISTER, WebSite.objects.select_related("unit"), "unit__path")
