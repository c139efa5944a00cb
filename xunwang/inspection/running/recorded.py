"""A run that was made without the worker, written down as if it had been: where its evidence lies, what it fetched."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from xunwang.access.models import User
from xunwang.access.permissions import require
from xunwang.access.roles import Action
from xunwang.engine.archive import Archive
from xunwang.fetch.probes import read_plan
from xunwang.inspection.models import Campaign, Run, RunEvent, RunSite
from xunwang.inspection.running.archives import OWN_PROBES
from xunwang.inspection.running.measuring import measured
from xunwang.inspection.running.words import Control, Phase, RunStatus, SiteState


def record_run(campaign: Campaign, archive: Archive, by: User, now: datetime) -> Run:
    """Write down the archive's run, all of whose results have been taken in. Twice does no harm.

    Raises PermissionDenied.
    """
    require(by, Action.RUN_CAMPAIGNS, campaign)
    with transaction.atomic():
        known = Run.objects.filter(name=archive.name).first()
        if known is not None:
            return known
        plan = read_plan(archive.probes / OWN_PROBES)
        run = _run_of(campaign, archive, by, now, int(plan.every.total_seconds() // 60) if plan else 0)
        rows = {row.home_url: row for row in campaign.sites.all()}
        RunSite.objects.bulk_create(
            RunSite(
                run=run, site=rows[site.home_url], state=SiteState.TAKEN, started_at=run.started_at, ended_at=now,
                probes=plan.rounds if plan else 0, **measured(archive, site),
            )
            for site in archive.sites
            if site.home_url in rows
        )  # fmt: skip
        RunEvent.objects.create(run=run, at=run.started_at, by=by, control=Control.START)
    return run


def _run_of(campaign: Campaign, archive: Archive, by: User, now: datetime, probe_minutes: int) -> Run:
    crawl = archive.settings.crawl
    last = Run.objects.filter(campaign=campaign).aggregate(last=Max("number"))["last"] or 0
    return Run.objects.create(
        campaign=campaign,
        number=last + 1,
        name=archive.name,
        max_pages=crawl.max_pages,
        max_megabytes=crawl.max_bytes // 1024**2,
        max_minutes=int(crawl.max_seconds // 60),
        browser=bool(crawl.browser_pages),
        probe_minutes=probe_minutes,
        robots_reason=crawl.robots_override_reason,
        crawl_from=campaign.check_point,
        auto_review=False,
        status=RunStatus.DONE,
        phase=Phase.OVER,
        started_by=by,
        started_at=datetime.fromisoformat(archive.manifest["created"]),
        ended_at=now,
    )
