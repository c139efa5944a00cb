"""The next step of a run: crawl, try links again, judge, take in. One call does what can be done now, and ends.

Whatever is decided here is decided from the archive and the rows, never from what an earlier call remembers: a call
may be killed anywhere, and the next one goes on.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction

from xunwang.engine.archive import Archive
from xunwang.engine.run import inspect_run
from xunwang.inspection.errors import InspectionError
from xunwang.inspection.models import Campaign, Run, RunSite
from xunwang.inspection.moves import move, obstacles_to
from xunwang.inspection.running.archives import archive_of
from xunwang.inspection.running.equipment import Equipment
from xunwang.inspection.running.measuring import measured
from xunwang.inspection.running.taking import take_sites
from xunwang.inspection.running.watching import Recorder, Watch
from xunwang.inspection.running.words import OPEN, Phase, RunStatus, SiteState
from xunwang.inspection.stages import Move, Stage
from xunwang.pages.render import browser_problem

MOST_ATTEMPTS = 5
_FIRST_PAUSE = timedelta(minutes=1)


class _Blocked(Exception):  # noqa: N818 -- a person has to do something first
    """Trying again would not help; the message says in Chinese what to do."""


def step(run_id: int, equipment: Equipment, leaving: Callable[[], bool] = lambda: False) -> None:
    """Do what the run needs now; ``leaving`` becomes true when the worker wants to end.

    What goes wrong is noted and tried again after a pause that doubles, at most :data:`MOST_ATTEMPTS` times; it is
    raised all the same, so that the job shows as failed.
    """
    run = Run.objects.select_related("campaign", "campaign__unit", "started_by").get(pk=run_id)
    now = equipment.clock.now()
    if run.status != RunStatus.ACTIVE or run.next_at is None or now < run.next_at:
        return
    if run.campaign.stage != Stage.RUNNING:
        _end(
            run,
            RunStatus.CANCELLED,
            now,
            f"检查已转为“{Stage(run.campaign.stage).label}”，这次检查随之取消。",
        )
        return
    try:
        active = Run.objects.filter(pk=run.pk, status=RunStatus.ACTIVE)
        _go_on(run, equipment, Watch(active, leaving))
    except _Blocked as blocked:
        _note(run, status=RunStatus.PAUSED, problem=str(blocked))
    except Exception as error:
        _note_failure(run, error, equipment.clock.now())
        raise


def _go_on(run: Run, equipment: Equipment, watch: Watch) -> None:
    archive = archive_of(run, equipment)
    if not archive.sealed:
        if run.browser and (problem := browser_problem()):
            raise _Blocked(f"检查开始时启用了浏览器渲染。{problem}")
        if not _fetched(run, archive, equipment, watch):
            return
    _note(run, phase=Phase.JUDGING, attempts=0, problem="")
    run.sites.exclude(state__in=(SiteState.TAKEN, SiteState.FAILED)).update(state=SiteState.JUDGING)
    if take_sites(run, archive, equipment.clock.now, watch):
        now = equipment.clock.now()
        with transaction.atomic():
            if _end(run, RunStatus.DONE, now, ""):
                _go_to_review(run, now)


def _fetched(run: Run, archive: Archive, equipment: Equipment, watch: Watch) -> bool:
    """True when nothing is left to fetch."""
    first = any(not archive.crawled(site) for site in archive.sites)
    _note(run, phase=Phase.CRAWLING if first else Phase.LINKS, probe_at=None)
    recorder = Recorder(run, equipment.clock)
    try:
        ending = inspect_run(archive, equipment.clock, progress=recorder, should_stop=watch)
    finally:
        recorder.flush()
        _measure(run, archive)
    if ending.stopped:
        return False
    if ending.links_due is not None:
        _note(run, phase=Phase.LINKS, next_at=ending.links_due, attempts=0, problem="")
        return False
    return True


def _measure(run: Run, archive: Archive) -> None:
    """What is known of a site only when its tables are written."""
    crawled = {site.home_url: site for site in archive.sites if archive.crawled(site)}
    rows = list(run.sites.filter(size=0, site__home_url__in=crawled).select_related("site"))
    for row in rows:
        for name, value in measured(archive, crawled[row.site.home_url]).items():
            setattr(row, name, value)
    RunSite.objects.bulk_update(rows, ["size", "pages"])
    run.sites.filter(
        site__home_url__in=crawled, state__in=(SiteState.WAITING, SiteState.PROBING, SiteState.CRAWLING)
    ).update(state=SiteState.LINKS)


def _note(run: Run, **values: object) -> None:
    """Write some fields of a run that still goes on; what a person did in the meantime stays."""
    Run.objects.filter(pk=run.pk, status=RunStatus.ACTIVE).update(**values)


def _note_failure(run: Run, error: Exception, now: datetime) -> None:
    attempts = run.attempts + 1
    told = f"{type(error).__name__}：{error}"[:2_000]
    if attempts < MOST_ATTEMPTS:
        _note(run, attempts=attempts, problem=told, next_at=now + _FIRST_PAUSE * 2 ** (attempts - 1))
    else:
        give_up(run.pk, f"连续{attempts}次出错：{told}")


def give_up(run_id: int, problem: str) -> None:
    """Leave a run that still goes on to a person; what is not taken in has failed for the same reason."""
    with transaction.atomic():
        done = Run.objects.filter(pk=run_id, status=RunStatus.ACTIVE).update(
            status=RunStatus.FAILED, problem=problem, next_at=None, probe_at=None
        )
        if done:
            left = RunSite.objects.filter(run=run_id).exclude(state__in=(SiteState.TAKEN, SiteState.FAILED))
            left.update(state=SiteState.FAILED, problem=problem)


def _end(run: Run, status: RunStatus, now: datetime, problem: str) -> bool:
    """False where a person has cancelled the run in the meantime."""
    ended = Run.objects.filter(pk=run.pk, status__in=OPEN).update(
        status=status,
        phase=Phase.OVER,
        ended_at=now,
        next_at=None,
        probe_at=None,
        attempts=0,
        problem=problem,
    )
    return bool(ended)


def _go_to_review(run: Run, now: datetime) -> None:
    """Move the campaign on, in the name of who started the run, if that was wished and nothing is left to do."""
    if not run.auto_review:
        return
    campaign = Campaign.objects.select_related("unit").get(pk=run.campaign_id)
    if campaign.stage != Stage.RUNNING or obstacles_to(campaign, Move.REVIEW, now):
        return
    try:
        move(campaign, Move.REVIEW, run.started_by, now, "全部结果已接收，按启动检查时的设置进入复核")
    except (InspectionError, PermissionDenied) as error:
        Run.objects.filter(pk=run.pk).update(problem=f"没有自动进入复核：{error}")
