"""Units and their contacts."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Field, ModelSchema, Query, Router, Schema
from ninja.responses import Status

from xunwang.access.models import User
from xunwang.access.permissions import may, require, within
from xunwang.access.roles import Action
from xunwang.api.entering import require_valid
from xunwang.api.operations import operation, person
from xunwang.api.register import Kind
from xunwang.api.shapes import (
    Given,
    IfMatch,
    Key,
    Line,
    Page,
    Paging,
    Ref,
    key_of,
    require_unchanged,
    tagged,
)
from xunwang.registry.models import Contact, Unit
from xunwang.registry.vocabulary import ContactRole, UnitKind, UnitLevel
from xunwang.web.components.masking import masked_email, masked_phone
from xunwang.web.pages.register.forms import ContactForm, UnitForm

router = Router(tags=["单位"])


class UnitOut(ModelSchema):
    """A unit."""

    id: int
    superior: int | None = key_of("superior", "上级单位")
    supervising_unit: int | None = key_of("supervising_unit", "监管单位")
    level: UnitLevel
    kind: UnitKind
    former_names: list[str]

    class Meta:
        """Fields."""

        model = Unit
        fields = ("name", "short_name", "region_code", "administrative", "is_active")


class UnitStored(Schema):
    """A unit after a change, with what the rules warn of."""

    unit: UnitOut
    warnings: list[str]


class UnitChange(Given):
    """Fields to change; those left out stay."""

    name: Line | None = None
    short_name: str | None = Field(None, max_length=60)
    former_names: list[Line] | None = Field(None, max_length=20)
    administrative: bool | None = Field(None, description="事业单位：是否承担行政职能")
    level: UnitLevel | None = None
    kind: UnitKind | None = None
    region_code: str | None = Field(None, pattern=r"^\d{6}$", description="行政区划代码（GB/T 2260）")
    superior: Ref | None = None
    supervising_unit: Ref | None = None
    is_active: bool | None = None


class UnitNew(UnitChange):
    """A new unit."""

    name: Line
    level: UnitLevel
    kind: UnitKind
    region_code: str = Field(pattern=r"^\d{6}$", description="行政区划代码（GB/T 2260）")
    is_active: bool = True


class UnitFilter(Schema):
    """Which units."""

    q: str = Field("", max_length=100, description="名称、简称或区划代码的一部分")
    level: UnitLevel | None = None
    kind: UnitKind | None = None
    superior: Ref | None = None


def _units(user: User) -> QuerySet[Unit]:
    return within(user, Action.SEE_REGISTER, Unit.objects.all())


UNITS = Kind(UnitForm, _units, UnitOut.from_orm, ("name", "short_name", "region_code"))


class ContactOut(Schema):
    """A contact. Phone and address are masked unless the person may change them."""

    id: int
    role: ContactRole
    name: str
    phone: str
    email: str
    masked: bool = Field(description="电话和邮箱已遮盖")


class ContactNew(Given):
    """A contact."""

    role: ContactRole
    name: str = Field(min_length=1, max_length=64)
    phone: str = Field("", max_length=40)
    email: str = Field("", max_length=254)


@operation(router, "GET /units", Action.SEE_REGISTER, Page[UnitOut], "单位列表")
def units(request: HttpRequest, paging: Query[Paging], chosen: Query[UnitFilter]) -> Page[UnitOut]:
    """Units of the subtree."""
    return UNITS.listed(request, paging, chosen)


@operation(router, "GET /units/{key}", Action.SEE_REGISTER, UnitOut, "单位")
def unit(request: HttpRequest, key: Key, response: HttpResponse) -> UnitOut:
    """One unit."""
    return UNITS.told(request, key, response)


@operation(router, "POST /units", Action.EDIT_REGISTER, UnitStored, "登记单位", status=201)
def unit_new(request: HttpRequest, body: UnitNew) -> Status[UnitStored]:
    """Register a unit."""
    stored, warnings = UNITS.entered(request, body)
    return Status(201, UnitStored(unit=stored, warnings=warnings))


@operation(router, "PATCH /units/{key}", Action.EDIT_REGISTER, UnitStored, "修改单位")
def unit_edit(request: HttpRequest, key: Key, match: IfMatch, body: UnitChange) -> UnitStored:
    """Change a unit."""
    stored, warnings = UNITS.changed(request, key, match, body)
    return UnitStored(unit=stored, warnings=warnings)


@operation(router, "GET /units/{key}/contacts", Action.SEE_REGISTER, list[ContactOut], "联系人")
def contacts(request: HttpRequest, key: Key) -> list[ContactOut]:
    """People whom the unit names."""
    found = UNITS.found(request, key)
    clear = may(person(request), Action.EDIT_CONTACTS, found)
    return [_contact(one, clear) for one in found.contacts.all()]


@operation(router, "GET /contacts/{key}", Action.SEE_REGISTER, ContactOut, "联系人")
def contact(request: HttpRequest, key: Key, response: HttpResponse) -> ContactOut:
    """One contact."""
    found = get_object_or_404(_contacts(person(request)), pk=key)
    shown = _contact(found, may(person(request), Action.EDIT_CONTACTS, found))
    return tagged(response, shown)  # type: ignore[no-any-return]


@operation(router, "POST /units/{key}/contacts", Action.EDIT_CONTACTS, ContactOut, "添加联系人", status=201)
def contact_new(request: HttpRequest, key: Key, body: ContactNew) -> Status[ContactOut]:
    """Name a person."""
    found = UNITS.found(request, key)
    require(person(request), Action.EDIT_CONTACTS, found)
    return Status(201, _store_contact(body, Contact(unit=found)))


@operation(router, "PUT /contacts/{key}", Action.EDIT_CONTACTS, ContactOut, "修改联系人")
def contact_edit(request: HttpRequest, key: Key, match: IfMatch, body: ContactNew) -> ContactOut:
    """Change a contact."""
    user = person(request)
    found = get_object_or_404(_contacts(user).select_for_update(of=("self",)), pk=key)
    require(user, Action.EDIT_CONTACTS, found)
    require_unchanged(match, _contact(found, clear=True))
    return _store_contact(body, found)


def _store_contact(body: ContactNew, known: Contact) -> ContactOut:
    form = ContactForm(body.model_dump(), instance=known)
    require_valid(form)
    form.save()
    return _contact(known, clear=True)


def _contact(one: Contact, clear: bool) -> ContactOut:
    return ContactOut(
        id=one.pk,
        role=ContactRole(one.role),
        name=one.name,
        phone=one.phone if clear else masked_phone(one.phone),
        email=one.email if clear else masked_email(one.email),
        masked=not clear,
    )


def _contacts(user: User) -> QuerySet[Contact]:
    return within(user, Action.SEE_REGISTER, Contact.objects.select_related("unit"), "unit__path")
