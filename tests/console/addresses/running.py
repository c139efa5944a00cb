"""Runs of campaigns, and the background jobs."""

from __future__ import annotations

from tests.console.addresses import Arguments
from tests.console.inspection.rounds import NOW, plan_for
from tests.console.province import Province
from xunwang.access.roles import Role
from xunwang.background.queue import enqueue
from xunwang.background.words import TaskName
from xunwang.inspection.models import Run
from xunwang.inspection.moves import move
from xunwang.inspection.planning.plan import create
from xunwang.inspection.running.plan import RunPlan
from xunwang.inspection.running.start import start
from xunwang.inspection.stages import Move

PAGES = {
    "campaign_run": "APRU", "runs": "APRU", "run": "APRU", "run_events": "APRU",
    "run_control": "AP", "run_site_again": "AP",
    "jobs": "A", "job": "A", "job_retry": "A",
}  # fmt: skip
POST_ONLY = {"run_control", "job_retry"}
DATA = {"run_control": {"control": "pause"}}


def run_under_way(province: Province) -> Run:
    """A run that has been started and not yet worked on."""
    planner = province.user(Role.PLANNER)
    campaign = create(plan_for(province.root, title="正在进行的检查"), planner, NOW)
    move(campaign, Move.PLAN, planner, NOW)
    return start(campaign, RunPlan(probe_minutes=0), planner, NOW)


def arguments(province: Province) -> Arguments:
    """A run under way, one of its sites, and a job."""
    run = run_under_way(province)
    site = run.sites.values_list("site", flat=True)[0]
    job = enqueue(TaskName.CLEAN)
    return {
        "campaign_run": [run.campaign_id], "run": [run.pk], "run_events": [run.pk], "run_control": [run.pk],
        "run_site_again": [run.pk, site], "job": [job], "job_retry": [job],
    }  # fmt: skip
