"""The accounts of the simulated province, collected once by the ways that an office would set up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from itertools import groupby
from pathlib import Path

from tests.small_run import alone
from xunwang.collect.archive import CollectionArchive
from xunwang.collect.interface import Source, Span
from xunwang.collect.plan import Wanted
from xunwang.collect.runner import Means, collect
from xunwang.collect.settings import CollectionSettings
from xunwang.collect.ways import collectors
from xunwang.fetch.records import FetchSettings
from xunwang.rules.media.facts import Account
from xunwang.simulate.plan import CHECK_POINT, Settings
from xunwang.simulate.platforms.casting import Playbill, conducts_of
from xunwang.simulate.platforms.conduct import Conduct
from xunwang.simulate.platforms.process import RunningPlatforms, start_platforms
from xunwang.simulate.platforms.ways import ways_of

BILL = Playbill(Settings(sites=40))


def wanted(conducts: Mapping[str, Conduct]) -> Iterator[Wanted]:
    """The accounts with their ways, as the office has them; secrets apart."""
    for key, ways in groupby(ways_of(conducts.values()), key=lambda row: row.account):
        spec = conducts[key].account
        account = Account(
            key, spec.name, spec.platform, spec.platform, spec.unit, level=spec.level, identifier=spec.identifier,
            subject=spec.unit, opened_on=None, filed_on=(CHECK_POINT - timedelta(days=900)).date(),
        )  # fmt: skip
        yield Wanted(account, tuple(Source(key, row.way, row.address, row.options) for row in ways))


def by_key(conducts: Iterable[Conduct]) -> dict[str, Conduct]:
    return {conduct.key: conduct for conduct in conducts}


def client_of(running: RunningPlatforms) -> FetchSettings:
    """A client that finds the platforms, unhindered by politeness."""
    return FetchSettings(
        gateway=running.gateway, ca_file=running.ca_file, allowed_networks=("127.0.0.0/8",),
        resolve=running.addresses, rate_per_host=1000.0, connections_per_host=8,
    )  # fmt: skip


def means_of(running: RunningPlatforms) -> Means:
    """All ways, with the credentials."""
    secrets = {row.account: row.secrets for row in ways_of(running.conducts()) if row.secrets}
    return Means(collectors(), running.clock, secrets=secrets)


def collected(
    running: RunningPlatforms, folder: Path, accounts: Iterable[Wanted], at: datetime
) -> CollectionArchive:
    """These accounts as they are now."""
    settings = CollectionSettings(Span(at - timedelta(days=90), at, at), client_of(running))
    archive = CollectionArchive.create(folder, accounts, settings, at, {})
    ended = collect(archive, means_of(running))
    assert not ended.stopped and archive.sealed
    return CollectionArchive(folder)


def make_collection(folder: Path) -> CollectionArchive:
    """All accounts at the check point, collected into ``folder`` unless that was done already."""
    with alone(folder.with_suffix(".lock")):
        if folder.is_dir() and CollectionArchive(folder).sealed:
            return CollectionArchive(folder)
        with start_platforms(BILL) as running:
            running.clock.sleep_until(CHECK_POINT)
            return collected(running, folder, wanted(by_key(conducts_of(BILL))), CHECK_POINT)
