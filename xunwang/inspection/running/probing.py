"""Rounds of probes, each a short job of its own: a week of probing keeps no worker busy."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import F

from xunwang.fetch.probes import Prober, ProbeSettings
from xunwang.inspection.models import Run
from xunwang.inspection.running.archives import OWN_PROBES, archive_of
from xunwang.inspection.running.equipment import Equipment
from xunwang.inspection.running.words import RunStatus, SiteState


def probe(run_id: int, equipment: Equipment) -> None:
    """Make the round whose time it is, if any, and note when the next one is. Twice in a round does no harm.

    Rounds that fell into a pause are left out, and show as gaps. Raises ProbeLogBusyError, ArchiveError.
    """
    run = Run.objects.select_related("campaign").get(pk=run_id)
    now = equipment.clock.now()
    if run.status != RunStatus.ACTIVE or run.probe_at is None or now < run.probe_at:
        return
    if now >= run.crawl_from:
        Run.objects.filter(pk=run.pk).update(probe_at=None)
        return
    archive = archive_of(run, equipment)
    every = timedelta(minutes=run.probe_minutes)
    settings = ProbeSettings(every=every, duration=max(every, run.crawl_from - now))
    addresses = {site.home_url: site.home_url for site in archive.sites}
    plan = Prober(
        addresses, archive.probes / OWN_PROBES, settings, equipment.clock, archive.settings.fetch
    ).run_due()
    after = None if plan is None else plan.start + (plan.slot(equipment.clock.now()) + 1) * every
    run.sites.filter(state=SiteState.WAITING).update(state=SiteState.PROBING)
    run.sites.update(probes=F("probes") + 1)
    Run.objects.filter(pk=run.pk, status=RunStatus.ACTIVE).update(
        probe_at=after if after is not None and after < run.crawl_from else None
    )
