"""Which sites and accounts of the register a plan reaches."""

from __future__ import annotations

from typing import Protocol

from django.db.models import Q, QuerySet

from xunwang.registry.models import Account, Unit, WebSite
from xunwang.registry.vocabulary import Status, UnitKind, UnitLevel

PROVINCIAL = "省直"
"""Region of what belongs to no city."""


class Scoped(Protocol):
    """A campaign, or the plan of one."""

    unit: Unit
    levels: list[str]
    kinds: list[str]
    region_codes: list[str]


def sites_in_scope(plan: Scoped) -> QuerySet[WebSite]:
    """Running sites that the plan reaches, with their units."""
    rows = WebSite.objects.filter(_units(plan), status=Status.RUNNING).select_related("unit")
    return rows.filter(kind__in=plan.kinds) if plan.kinds else rows


def accounts_in_scope(plan: Scoped) -> QuerySet[Account]:
    """Filed accounts in use that the plan reaches, with their units. Kinds are kinds of sites."""
    return Account.objects.filter(_units(plan), status=Status.RUNNING).select_related("unit")


def region_names() -> dict[int, str]:
    """The city that each unit belongs to, by the unit's key; :data:`PROVINCIAL` for those above. One query.

    A county without a city above it in the tree is a region of its own.
    """
    units = {unit.pk: unit for unit in Unit.objects.only("name", "short_name", "level", "path")}
    return {key: _region(unit, units) for key, unit in units.items()}


def region_labels(codes: list[str]) -> str:
    """The places that a plan is laid over, in words: names where the register has them, else the codes."""
    if not codes:
        return ""
    rows = Unit.objects.filter(region_code__in=codes, kind=UnitKind.GOVERNMENT)
    names = {
        code: short or name for code, short, name in rows.values_list("region_code", "short_name", "name")
    }
    return "、".join(names.get(code, code) for code in codes)


def _region(unit: Unit, units: dict[int, Unit]) -> str:
    for key in unit.path.strip("/").split("/"):
        above = units[int(key)]
        if above.level != UnitLevel.PROVINCE:
            return above.short_name or above.name
    return PROVINCIAL


def _units(plan: Scoped) -> Q:
    wanted = Q(unit__path__startswith=plan.unit.path)
    if plan.levels:
        wanted &= Q(unit__level__in=plan.levels)
    if plan.region_codes:
        places = Q()
        for code in plan.region_codes:
            places |= Q(unit__region_code__startswith=_prefix(code))
        wanted &= places
    return wanted


def _prefix(code: str) -> str:
    """The digits that all places within have in common: 220100 means the city with its counties."""
    if code.endswith("0000"):
        return code[:2]
    return code[:4] if code.endswith("00") else code
