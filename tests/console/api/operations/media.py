"""New media: ways, collections, checks by hand, incidents."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from tests.console.addresses.media import collection_of, looked_at
from tests.console.api.operations import Arguments
from tests.console.api.world import World
from xunwang.registry.models import Account

OPERATIONS = {
    "account_ways": "APRSEU", "collections": "APRSEU", "collection": "APRSEU", "collected_accounts": "APRSEU",
    "hand_checks": "APRSEU", "hand_check_add": "ARS", "incidents": "APRSEU",
}  # fmt: skip


def _check(world: World) -> Any:
    return {
        "key": str(uuid4()), "account": world.province.account.pk, "no_posts": True,
        "functions": {"comments": "works"},
    }  # fmt: skip


BODIES = {"hand_check_add": _check}


def arguments(world: World) -> Arguments:
    """A collection of the department's account."""
    looked_at(world.province, world.province.account)
    found = collection_of(world.province, world.province.account)
    return {"collection": {"key": found.pk}, "collected_accounts": {"key": found.pk}}


def elsewhere(world: World) -> Arguments:
    """Another city's collection."""
    account = Account.objects.create(unit=world.province.other_city, platform="weibo", name="北河发布")
    found = collection_of(world.province, account)
    return {"collection": {"key": found.pk}, "collected_accounts": {"key": found.pk}}
