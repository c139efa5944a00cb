"""Notices, orders, assessments, and the register against reality."""

from __future__ import annotations

from django.utils import timezone

from tests.console.addresses import rectify
from tests.console.addresses.reality import difference
from tests.console.api.operations import Arguments
from tests.console.api.world import World
from xunwang.access.roles import Role
from xunwang.notices.models import Notice
from xunwang.rectify.models import Item
from xunwang.supervision.models import Assessment

OPERATIONS = {
    "notices": "APU", "notice": "APU", "orders": "APSEU", "order": "APSEU",
    "order_sign": "AE", "order_reply": "AE", "order_extend": "AE", "order_judge": "APS", "order_extension_rule": "APS",
    "assessments": "APSU", "assessment": "APSU", "differences": "APRSEU",
}  # fmt: skip
OF_ORDER = ("order", "order_sign", "order_reply", "order_extend", "order_judge", "order_extension_rule")


def _item(position: int) -> int:
    return Item.objects.filter(position=position).order_by("pk").values_list("pk", flat=True)[0]


BODIES = {
    "order_sign": lambda world: None,
    "order_reply": lambda world: {
        "items": [{"item": _item(2), "statement": "已改。", "done_on": "2020-12-01"}],
    },
    "order_extend": lambda world: {"until": "2099-01-01", "reason": "改版"},
    "order_judge": lambda world: {"items": [{"item": _item(1), "move": "accept"}]},
    "order_extension_rule": lambda world: {"ruling": "granted"},
}


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
    return {
        **{name: {"key": order} for name in OF_ORDER},
        "notice": {"key": notice.pk}, "assessment": {"key": assessed.pk},
    }  # fmt: skip


def elsewhere(world: World) -> Arguments:
    """Another city's assessment, the province's own order."""
    assessed = Assessment.objects.create(
        unit=world.province.other_city, year=2020, edition_id="2019", created_at=timezone.now()
    )
    order = rectify.elsewhere(world.province)["order"][0]
    return {**{name: {"key": order} for name in OF_ORDER}, "assessment": {"key": assessed.pk}}
