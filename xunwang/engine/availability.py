"""The run's availability logs: made by our prober, or taken over from elsewhere."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path

from xunwang.clock import Clock
from xunwang.engine.archive import Archive
from xunwang.engine.progress import Progress
from xunwang.fetch.probes import (
    ProbeLog,
    Prober,
    ProbeRecord,
    ProbeSettings,
    Round,
    import_csv,
    merge_logs,
    read_plan,
)
from xunwang.fetch.records import FetchSettings
from xunwang.rules.facts import Site

_OWN = "own"


class AvailabilityError(Exception):
    """Probe records can't be taken over; the message says in Chinese what to do."""


def probe_run(
    archive: Archive,
    clock: Clock,
    *,
    every: timedelta,
    duration: timedelta,
    progress: Progress,
    should_stop: Callable[[], bool] = lambda: False,
) -> None:
    """Probe the home pages of a run's sites; goes on with a plan that was interrupted."""
    settings = ProbeSettings(every=every, duration=duration)
    folder = archive.probes / _OWN
    probe_list(archive.sites, folder, settings, clock, archive.settings.fetch, progress, should_stop)


def probe_list(
    sites: Sequence[Site],
    folder: Path,
    settings: ProbeSettings,
    clock: Clock,
    fetch: FetchSettings,
    progress: Progress,
    should_stop: Callable[[], bool],
) -> bool:
    """Probe sites into a log folder; True when the plan is fulfilled, False when it was stopped.

    A plan that is fulfilled already is not begun again.
    """
    plan = read_plan(folder)
    if plan is not None and plan.every == settings.every and clock.now() >= plan.end:
        return True
    progress.phase("探测首页", -(-settings.duration // settings.every))

    def tell(_round: Round) -> None:
        progress.step()

    addresses = {site.home_url: site.home_url for site in sites}
    Prober(addresses, folder, settings, clock, fetch).run(tell, should_stop)
    return not should_stop()


def probes_by_site(archive: Archive) -> dict[str, list[ProbeRecord]]:
    """All probe records of a run, by home address, in order of time."""
    found: dict[str, list[ProbeRecord]] = {}
    folders = (
        sorted(path for path in archive.probes.glob("[!.]*") if path.is_dir())
        if archive.probes.is_dir()
        else []
    )
    for record in merge_logs(folders):
        found.setdefault(record.site, []).append(record)
    return found


def import_probes(archive: Archive, source: Path) -> list[str]:
    """Take over probe records from a CSV file or a log folder; returns what is wrong with single rows.

    Records of sites that are not in the run are left out and counted. A source of which nothing can be
    used leaves nothing behind. Raises :class:`AvailabilityError`.
    """
    if archive.sealed:
        raise AvailabilityError("该次检查已封存，不能再加入探测记录。")
    name = re.sub(r"\W+", "-", source.stem) or "imported"
    target = archive.probes / f"from-{name}"
    if target.exists():
        return []
    if source.is_dir():
        records, problems = list(merge_logs([source])), []
    else:
        imported = import_csv(source)
        records, problems = list(imported.records), [str(error) for error in imported.errors]
    known = {_place(site.home_url): site.home_url for site in archive.sites}
    kept = [
        record._replace(site=known[place]) for record in records if (place := _place(record.site)) in known
    ]
    if len(kept) < len(records):
        problems.append(f"{len(records) - len(kept)} 条探测记录的网址不在本次名单中，未采用。")
    if kept:
        _write(kept, target)
    return problems


def _write(records: Sequence[ProbeRecord], target: Path) -> None:
    """Write a log folder that is there whole or not at all."""
    part = target.with_name(f".{target.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    with ProbeLog(part) as log:
        for record in records:
            log.append(record)
    part.rename(target)


def _place(url: str) -> str:
    """An address without scheme and closing slash: logs of other probers write ``www.example.gov.cn``."""
    return url.partition("://")[2].rstrip("/").lower() if "://" in url else url.rstrip("/").lower()
