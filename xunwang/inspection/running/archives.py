"""The archive of a run: made once, found again by every later step."""

from __future__ import annotations

import shutil
from dataclasses import replace

from xunwang.engine.archive import Archive
from xunwang.engine.availability import import_probes
from xunwang.engine.settings import CrawlSettings, RunSettings
from xunwang.inspection.engine_sites import engine_site
from xunwang.inspection.models import Run
from xunwang.inspection.running.equipment import Equipment
from xunwang.inspection.running.plan import BROWSER_PAGES
from xunwang.inspection.running.words import SiteState

OWN_PROBES = "own"
_MANIFEST = "manifest.json"


def archive_of(run: Run, equipment: Equipment) -> Archive:
    """The run's archive; made where there is none, as after a restore without evidence.

    Raises ArchiveError for a damaged one.
    """
    folder = equipment.runs / run.name
    if (folder / _MANIFEST).is_file():
        archive = Archive(folder)
    else:
        # A process killed while it made the folder leaves one without a manifest: nothing was in it yet.
        shutil.rmtree(folder, ignore_errors=True)
        archive = _create(run, equipment)
    if run.only_id is not None and not archive.sealed:
        _take_over_probes(run, archive, equipment)
    return archive


def _create(run: Run, equipment: Equipment) -> Archive:
    rows = run.sites.exclude(state=SiteState.TAKEN).select_related("site")
    return Archive.create(
        equipment.runs / run.name,
        tuple(engine_site(row.site) for row in rows),
        _settings(run, equipment),
        run.started_at,
        {"title": run.campaign.title, "campaign": run.campaign_id},
    )


def _settings(run: Run, equipment: Equipment) -> RunSettings:
    crawl = replace(
        equipment.crawl,
        max_pages=run.max_pages,
        max_bytes=run.max_megabytes * 1024**2,
        max_seconds=run.max_minutes * 60.0,
        browser_pages=BROWSER_PAGES if run.browser else 0,
        obey_robots=not run.robots_reason,
        robots_override_reason=run.robots_reason,
    )
    assert isinstance(crawl, CrawlSettings)
    settings = RunSettings(
        run.campaign.check_point,
        equipment.fetch,
        crawl,
        equipment.contact,
        equipment.word_lists,
        equipment.processes,
    )
    return settings.with_contact()


def _take_over_probes(run: Run, archive: Archive, equipment: Equipment) -> None:
    """Looking at a site anew does not undo the week of probes before the check point."""
    earlier = Run.objects.filter(campaign=run.campaign_id, only=None, sites__site=run.only_id, pk__lt=run.pk)
    for name in earlier.order_by("-id").values_list("name", flat=True):
        probes = equipment.runs / name / "probes" / OWN_PROBES
        if probes.is_dir():
            import_probes(archive, probes)
            return
