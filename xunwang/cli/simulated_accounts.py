"""Accounts of the simulated platforms, collected by the real collectors: what recall and precision are measured on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, timedelta
from pathlib import Path

from xunwang.collect.archive import CollectionArchive
from xunwang.collect.interface import Source, Span
from xunwang.collect.plan import Wanted
from xunwang.collect.progress import CollectProgress
from xunwang.collect.runner import Means, collect
from xunwang.collect.settings import CollectionSettings
from xunwang.collect.ways import collectors
from xunwang.fetch.records import FetchSettings
from xunwang.registry.vocabulary import Platform
from xunwang.rules.media.facts import Account, AccountKind
from xunwang.simulate.platforms.conduct import Conduct
from xunwang.simulate.platforms.process import RunningPlatforms
from xunwang.simulate.platforms.ways import ways_of

SPAN = timedelta(days=90)
AFTER = timedelta(hours=8)
"""The accounts are collected so long after the check point."""
_RATE, _SIDE_BY_SIDE = 50.0, 8
"""Requests a second of the clock that one host gets: all accounts of a province are on few hosts."""


def collect_simulated(
    running: RunningPlatforms,
    folder: Path,
    only: Collection[str] = (),
    progress: CollectProgress | None = None,
) -> CollectionArchive:
    """Collect the accounts of running platforms, all or those with the keys ``only``, and seal the collection.

    Raises OSError when the folder exists or the disk is full.
    """
    clock, until = running.clock, running.bill.settings.check_point.astimezone(UTC)
    clock.sleep_until(until + AFTER)
    conducts = [c for c in running.conducts() if not only or c.key in only]
    settings = CollectionSettings(Span(until - SPAN, until, clock.now()), fetch_settings(running))
    archive = CollectionArchive.create(folder, wanted_of(conducts), settings, clock.now(), {})
    secrets = {row.account: row.secrets for row in ways_of(conducts) if row.secrets}
    collect(archive, Means(collectors(), clock, secrets), progress=progress)
    return archive


def fetch_settings(running: RunningPlatforms) -> FetchSettings:
    """How the platforms are reached."""
    return FetchSettings(
        gateway=running.gateway,
        ca_file=running.ca_file,
        allowed_networks=("127.0.0.0/8",),
        resolve=running.addresses,
        rate_per_host=_RATE,
        connections_per_host=_SIDE_BY_SIDE,
    )


def wanted_of(conducts: Iterable[Conduct]) -> Iterator[Wanted]:
    """The accounts as the register has them, with their ways; credentials apart."""
    for conduct in conducts:
        rows = ways_of([conduct])
        sources = tuple(Source(row.account, row.way, row.address, row.options) for row in rows)
        yield Wanted(_account(conduct), sources)


def _account(conduct: Conduct) -> Account:
    filed = conduct.account
    return Account(
        key=filed.key,
        name=filed.name,
        platform=filed.platform,
        platform_label=Platform(filed.platform).label,
        unit=filed.unit,
        level=filed.level,
        region=filed.region_code,
        identifier=filed.identifier,
        subject=filed.subject,
        introduction=filed.introduction,
        kind=AccountKind(filed.kind),
        filed_on=filed.filed_on,
        opened_on=filed.opened_on,
    )
