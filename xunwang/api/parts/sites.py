"""Government websites."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from ninja import Field, ModelSchema, Query, Router, Schema
from ninja.responses import Status

from xunwang.access.models import User
from xunwang.access.permissions import within
from xunwang.access.roles import Action
from xunwang.api.operations import operation
from xunwang.api.register import Kind, RuleProblem
from xunwang.api.shapes import Given, IfMatch, Key, Line, Page, Paging, Ref, key_of
from xunwang.registry.models import WebSite
from xunwang.registry.rules import site_problems
from xunwang.registry.services import site_row
from xunwang.registry.snapshot import Register
from xunwang.registry.vocabulary import Status as LifeStatus
from xunwang.registry.vocabulary import UnitLevel
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
    level: UnitLevel | None = Field(None, serialization_alias="unit__level")


def _sites(user: User) -> QuerySet[WebSite]:
    return within(user, Action.SEE_REGISTER, WebSite.objects.select_related("unit"), "unit__path")


SITES = Kind(SiteForm, _sites, SiteOut.from_orm, ("name", "host", "site_code", "unit__name"))


@operation(router, "GET /sites", Action.SEE_REGISTER, Page[SiteOut], "网站列表")
def sites(request: HttpRequest, paging: Query[Paging], chosen: Query[SiteFilter]) -> Page[SiteOut]:
    """Sites of the subtree."""
    return SITES.listed(request, paging, chosen)


@operation(router, "GET /sites/{key}", Action.SEE_REGISTER, SiteOut, "网站")
def site(request: HttpRequest, key: Key, response: HttpResponse) -> SiteOut:
    """One site."""
    return SITES.told(request, key, response)


@operation(
    router, "GET /sites/{key}/problems", Action.SEE_REGISTER, list[RuleProblem], "网站与名录规则的核对"
)
def site_rules(request: HttpRequest, key: Key) -> list[RuleProblem]:
    """What breaks a rule."""
    row = site_row(SITES.found(request, key))
    return [RuleProblem(**one._asdict()) for one in site_problems(row, Register.load())]


@operation(router, "POST /sites", Action.IMPORT_REGISTER, SiteStored, "登记已有的网站", status=201)
def site_new(request: HttpRequest, body: SiteNew) -> Status[SiteStored]:
    """Register a site that exists already."""
    stored, warnings = SITES.entered(request, body)
    return Status(201, SiteStored(site=stored, warnings=warnings))


@operation(router, "PATCH /sites/{key}", Action.EDIT_REGISTER, SiteStored, "修改网站")
def site_edit(request: HttpRequest, key: Key, match: IfMatch, body: SiteChange) -> SiteStored:
    """Change what needs no filing."""
    stored, warnings = SITES.changed(request, key, match, body)
    return SiteStored(site=stored, warnings=warnings)
