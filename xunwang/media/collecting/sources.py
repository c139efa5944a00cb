"""The ways of accounts as collectors take them, their credentials, and the network that they are asked in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db.models import QuerySet

from xunwang.collect.interface import CollectError, Source
from xunwang.collect.plan import SecretsOf
from xunwang.engine.settings import RunSettings
from xunwang.fetch.network import has_ipv6_route
from xunwang.fetch.records import FetchSettings
from xunwang.inspection.running.equipment import Equipment
from xunwang.media.models import AccountWay
from xunwang.media.ways import secrets_of
from xunwang.posts.records import Way
from xunwang.registry.models import Account


def ways_of(account: Account) -> QuerySet[AccountWay]:
    """The ways of one account that are in use, in a fixed order."""
    return AccountWay.objects.filter(account=account, is_on=True).select_related("set_by").order_by("way")


def source_of(key: str, way: AccountWay) -> Source:
    """A way without its secrets; ``key`` is the account's."""
    options = {name: str(value) for name, value in way.options.items()}
    if way.way == Way.MOBILE_CLIENT and has_ipv6_route():
        options["vantage_ipv6"] = "yes"  # else a silent host says nothing of the host
    return Source(key, Way(way.way), way.address, options)


def secrets_among(ways: QuerySet[AccountWay], keys: Mapping[int, str], asked: Iterable[Source]) -> SecretsOf:
    """Credentials by key of the account, for the memory of the process that collects only.

    ``keys``: what the archive calls each account, by the register's key. ``asked``: what it asks. Where somebody has
    changed the address in the meantime, the secret that came with the new one is not sent to the old one.
    """
    addresses = {(source.account, source.way): source.address for source in asked}
    found: dict[str, dict[str, str]] = {}
    for way in ways.exclude(sealed=""):
        key = keys[way.account_id]
        if addresses.get((key, Way(way.way))) != way.address:
            continue
        try:
            found.setdefault(key, {}).update(secrets_of(way))
        except CollectError:
            continue  # without them the collector says that they are missing
    return found


def network_of(equipment: Equipment) -> FetchSettings:
    """How the platforms are reached."""
    given = equipment.platforms or equipment.fetch
    return RunSettings(equipment.clock.now(), given, contact=equipment.contact).with_contact().fetch
