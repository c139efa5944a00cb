"""Starting a run: of a campaign's sites, or of one site anew."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from xunwang.access.models import User
from xunwang.access.permissions import require
from xunwang.access.roles import Action
from xunwang.background.queue import enqueue
from xunwang.background.words import TaskName
from xunwang.inspection.errors import InspectionError, ObstaclesError
from xunwang.inspection.holding import hold
from xunwang.inspection.models import Campaign, CheckedSite, Run, RunEvent, RunSite
from xunwang.inspection.moves import move, obstacles_to
from xunwang.inspection.running.plan import RunPlan, outlook, plan_problems
from xunwang.inspection.running.words import Control
from xunwang.inspection.stages import Move, Stage

_CARRIED = ("max_pages", "max_megabytes", "max_minutes", "browser", "robots_reason", "auto_review")


def start_obstacles(campaign: Campaign, now: datetime) -> list[str]:
    """What keeps a run of the campaign from starting, in Chinese; empty when it can."""
    stage = Stage(campaign.stage)
    if stage not in (Stage.PLANNED, Stage.RUNNING):
        return [f"检查现为“{stage.label}”，只有“已定计划”或“检查中”时可以开始。"]
    found = obstacles_to(campaign, Move.START, now)
    if not campaign.sites.filter(taken_at=None).exists():
        found.append("没有需要检查的网站。")
    return found


def start(campaign: Campaign, plan: RunPlan, by: User, now: datetime) -> Run:
    """Start the run of all sites that have no results yet; a planned campaign begins with it.

    Raises ObstaclesError with all that is wrong, InspectionError where a run is under way, StaleError,
    PermissionDenied.
    """
    require(by, Action.RUN_CAMPAIGNS, campaign)
    problems = [*plan_problems(plan), *start_obstacles(campaign, now)]
    if problems:
        raise ObstaclesError(problems)
    with transaction.atomic():
        if campaign.stage == Stage.PLANNED:
            move(campaign, Move.START, by, now)
        ahead = outlook(campaign, plan, now)
        probing = plan.probe_minutes if ahead.crawl_from > now else 0
        settings = {name: getattr(plan, name) for name in _CARRIED}
        run = Run(
            campaign=campaign, **settings, probe_minutes=probing, crawl_from=ahead.crawl_from,
            probe_at=now if probing else None,
        )  # fmt: skip
        return _begin(run, list(campaign.sites.filter(taken_at=None)), by, now)


def start_again(site: CheckedSite, reason: str, by: User, now: datetime) -> Run:
    """Look at one site anew, at once, with the settings of its last run; its results replace the old ones.

    Raises InspectionError without a reason, where the site was never run, or where a run of it is under way;
    PermissionDenied.
    """
    campaign = site.campaign
    require(by, Action.RUN_CAMPAIGNS, campaign)
    if not reason.strip():
        raise InspectionError("重新检查须写明理由。")
    last = Run.objects.filter(sites__site=site).order_by("-id").first()
    if last is None:
        raise InspectionError(f"“{site.name}”还没有检查过，请先开始检查。")
    with transaction.atomic():
        settings: dict[str, Any] = {name: getattr(last, name) for name in _CARRIED}
        run = Run(campaign=campaign, only=site, reason=reason.strip(), **settings, crawl_from=now)
        return _begin(run, [site], by, now)


def _begin(run: Run, sites: list[CheckedSite], by: User, now: datetime) -> Run:
    hold(run.campaign_id, {Stage.RUNNING})
    last = Run.objects.filter(campaign=run.campaign_id).aggregate(last=Max("number"))["last"] or 0
    run.number = last + 1
    run.name = f"{now:%Y%m%d-%H%M%S}-c{run.campaign_id}-{run.number}"
    run.started_by, run.started_at = by, now
    run.next_at = run.crawl_from
    try:
        with transaction.atomic():
            run.save()
    except IntegrityError as error:
        raise InspectionError("检查正在进行或尚未结束，请先等它完成或取消。") from error
    RunSite.objects.bulk_create(RunSite(run=run, site=site) for site in sites)
    RunEvent.objects.create(run=run, at=now, by=by, control=Control.START, note=run.reason)
    enqueue(TaskName.LOOK, once=TaskName.LOOK.value)
    return run
