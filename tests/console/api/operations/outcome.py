"""Notices, orders, assessments, and the register against reality."""

from __future__ import annotations

from django.utils import timezone

from tests.console.addresses import rectify
from tests.console.addresses.reality import difference
from tests.console.api.operations import Arguments
from tests.console.api.world import World
from xunwang.access.roles import Role
from xunwang.notices.models import Notice
from xunwang.supervision.models import Assessment

OPERATIONS = {
    "notices": "APU", "notice": "APU", "orders": "APSEU", "order": "APSEU",
    "assessments": "APSU", "assessment": "APSU", "differences": "APRSEU",
}  # fmt: skip


def arguments(world: World) -> Arguments:
    """The campaign's notice, the department's order, the city's assessment."""
    difference(world.province.department_site)
    notice = Notice.objects.create(
        campaign=world.round.campaign, created_by=world.province.user(Role.PLANNER), created_at=timezone.now()
    )
    order = rectify.arguments(world.province)["order"][0]
    assessed = Assessment.objects.create(
        unit=world.province.city, year=2020, edition_id="2019", created_at=timezone.now()
    )
    return {"notice": {"key": notice.pk}, "order": {"key": order}, "assessment": {"key": assessed.pk}}


def elsewhere(world: World) -> Arguments:
    """Another city's assessment."""
    assessed = Assessment.objects.create(
        unit=world.province.other_city, year=2020, edition_id="2019", created_at=timezone.now()
    )
    return {"assessment": {"key": assessed.pk}}
