"""The archive of a collection: made once, found again by every later step and page."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from django.db import transaction
from django.db.models import QuerySet

from xunwang.collect.archive import FOLDER, CollectionArchive
from xunwang.collect.interface import Span
from xunwang.collect.plan import SecretsOf, Wanted
from xunwang.collect.settings import CollectionSettings
from xunwang.engine.archive import ArchiveError
from xunwang.inspection.running.equipment import Equipment
from xunwang.media.collecting.register_rows import RegisterRows
from xunwang.media.collecting.sources import network_of, secrets_among, source_of
from xunwang.media.models import AccountWay, CollectedWay, Collection
from xunwang.media.vocabulary import AccountState
from xunwang.registry.models import Account

_MANIFEST = "manifest.json"


def folder_of(runs: Path, collection: Collection) -> Path:
    """Where the archive lies."""
    return runs / FOLDER / collection.name


def archive_of(collection: Collection, equipment: Equipment) -> CollectionArchive:
    """The collection's archive; made where there is none yet. Raises ArchiveError for one that is damaged or gone."""
    folder = folder_of(equipment.runs, collection)
    if not (folder / _MANIFEST).is_file():
        if collection.accounts.exclude(at=None).exists():
            # Collecting anew would judge by posts of another day under the old name.
            raise ArchiveError(f"采集档案“{collection.name}”不在本机。请管理员核对XUNWANG_RUNS或从备份恢复。")
        # A process killed while it made the folder leaves one without a manifest: nothing was in it yet.
        shutil.rmtree(folder, ignore_errors=True)
        folder.parent.mkdir(parents=True, exist_ok=True)
        ways = list(ways_in(collection).defer("sealed"))
        _note(collection, ways)
        return CollectionArchive.create(
            folder,
            wanted(collection, ways),
            _settings(collection, equipment),
            equipment.clock.now(),
            {"title": collection.title, "collection": collection.pk},
        )
    return CollectionArchive(folder)


def previous_of(collection: Collection, equipment: Equipment) -> CollectionArchive | None:
    """The archive that is carried on from; None where it is gone or was never finished."""
    if collection.previous is None:
        return None
    try:
        found = CollectionArchive(folder_of(equipment.runs, collection.previous))
    except ArchiveError:
        return None
    return found if found.sealed else None


def wanted(collection: Collection, ways: Iterable[AccountWay]) -> Iterator[Wanted]:
    """The accounts of a collection that have a way, with all their ways and without secrets."""
    by_account: dict[int, list[AccountWay]] = {}
    for way in ways:
        by_account.setdefault(way.account_id, []).append(way)
    accounts = Account.objects.filter(pk__in=by_account).select_related("unit").order_by("pk")
    keys = keys_in(collection)
    for account, row in RegisterRows().rows(accounts):
        key = keys[account.pk]
        yield Wanted(replace(row, key=key), tuple(source_of(key, way) for way in by_account[account.pk]))


def _note(collection: Collection, ways: Iterable[AccountWay]) -> None:
    """Keep who had entered the ways that the archive is about to be made of."""
    rows = dict(collection.accounts.values_list("account_id", "pk"))
    with transaction.atomic():
        CollectedWay.objects.filter(collected__collection=collection).delete()
        CollectedWay.objects.bulk_create(
            CollectedWay(
                collected_id=rows[way.account_id], way=way.way, address=way.address, options=way.options,
                set_by_id=way.set_by_id, set_as=way.set_as, set_at=way.set_at,
            )
            for way in ways
        )  # fmt: skip


def keys_in(collection: Collection) -> dict[int, str]:
    """What the archive calls each account, by the register's key."""
    return dict(collection.accounts.values_list("account_id", "key"))


def ways_in(collection: Collection) -> QuerySet[AccountWay]:
    """The ways by which a collection's accounts are collected, in a fixed order."""
    waiting = collection.accounts.exclude(state=AccountState.NO_WAY).values("account_id")
    return AccountWay.objects.filter(account__in=waiting, is_on=True).order_by("account_id", "way")


def secrets_in(collection: Collection, archive: CollectionArchive) -> SecretsOf:
    """Credentials by key of the account, for the memory of the process that collects only."""
    asked = (source for one in archive.wanted for source in one.sources)
    return secrets_among(ways_in(collection), keys_in(collection), asked)


def _settings(collection: Collection, equipment: Equipment) -> CollectionSettings:
    now = equipment.clock.now()
    span = Span(collection.since, collection.until, now)
    settings = CollectionSettings(span, network_of(equipment), equipment.budget)
    return replace(settings, word_lists=equipment.word_lists)
