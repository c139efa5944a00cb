"""Accounts of the simulated platforms, collected by the real collectors: what recall and precision are measured on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, timedelta
from pathlib import Path

from xunwang.cli.demo.inspection_only import platform_settings
from xunwang.collect.archive import CollectionArchive
from xunwang.collect.interface import Source, Span
from xunwang.collect.plan import Wanted
from xunwang.collect.progress import CollectProgress
from xunwang.collect.runner import Means, collect
from xunwang.collect.settings import Budget, CollectionSettings
from xunwang.collect.ways import collectors
from xunwang.registry.vocabulary import Platform
from xunwang.rules.media.facts import Account, AccountKind
from xunwang.simulate.platforms.conduct import Conduct
from xunwang.simulate.platforms.process import RunningPlatforms
from xunwang.simulate.platforms.ways import ways_of

SPAN = timedelta(days=90)
AFTER = timedelta(hours=8)
"""The accounts are collected so long after the check point."""
_SIDE_BY_SIDE = 48
"""Accounts worked on at a time: each has a time of its own from its first request on."""
_BUDGET = Budget(seconds=6 * 3600.0)
"""On a clock that runs forty times as fast, a busy machine uses up the usual half hour in as many seconds."""


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
    settings = CollectionSettings(
        span=Span(until - SPAN, until, clock.now()),
        fetch=platform_settings(running),
        budget=_BUDGET,
        side_by_side=_SIDE_BY_SIDE,
    )
    archive = CollectionArchive.create(folder, wanted_of(conducts), settings, clock.now(), {})
    secrets = {row.account: row.secrets for row in ways_of(conducts) if row.secrets}
    collect(archive, Means(collectors(), clock, secrets), progress=progress)
    return archive


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
