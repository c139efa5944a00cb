"""kill -9 of the worker and of who starts a run, at random moments: nothing is lost, nothing is done twice."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.console.inspection.rounds import Round, make_round
from tests.console.province import Province as Offices
from tests.console.province import make_province
from tests.console.running.at_work import start_run, work_in_province
from tests.console.running.processes import Forked
from tests.engine.served import CHECK_POINT, province_served
from tests.engine.test_crash import IN_FLIGHT, check_evidence
from tests.fetch_store.local_server import LocalServer
from xunwang.audit.verify import verify
from xunwang.engine.archive import Archive
from xunwang.engine.tables import read_pages
from xunwang.inspection.models import Campaign, Intake, ItemVerdict, Run, RunEvent, RunSite
from xunwang.inspection.running.plan import RunPlan
from xunwang.inspection.running.start import start
from xunwang.inspection.running.words import RunStatus, SiteState
from xunwang.inspection.stages import Move, Stage
from xunwang.registry.models import WebSite
from xunwang.simulate.plan import Settings
from xunwang.simulate.province import Province

pytestmark = pytest.mark.server

CHANCE = random.Random(20201130)
NOW = CHECK_POINT + timedelta(minutes=5)
SITES = (8, 24, 31)
KILLS = 6
LIMIT = 240


def planned(offices: Offices, province: Province) -> Round:
    mine = (offices.portal, offices.city_portal, offices.department_site)
    for site, number in zip(mine, SITES, strict=True):
        spec = province.specs[number]
        host = spec.home_url.partition("://")[2].strip("/")
        WebSite.objects.filter(pk=site.pk).update(home_url=spec.home_url, host=host, kind=spec.kind)
    round_ = make_round(offices)
    round_.go(Move.PLAN)
    return round_


@contextmanager
def worker(server: LocalServer, runs: Path) -> Iterator[Forked]:
    """One that is killed at the end."""
    process = Forked(work_in_province, runs, replace(server.settings, rate_per_host=200.0))
    assert process.line() == "ready"
    try:
        yield process
    finally:
        process.kill()


def an_hour_passes() -> None:
    """For who has given no sign of life since: the next worker need not wait to know that it is gone."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = last_heartbeat - interval '1 hour'")


def wait_until_over(run: Run) -> None:
    deadline = time.monotonic() + LIMIT
    while run.status not in (RunStatus.DONE, RunStatus.FAILED):
        assert time.monotonic() < deadline, f"{run.status} {run.phase} {run.next_at} {run.problem}"
        time.sleep(0.2)
        run.refresh_from_db()


def test_a_run_whose_worker_is_killed_again_and_again_ends_with_everything_once(
    committed: None, tmp_path: Path
) -> None:
    province = Province(Settings(sites=40))
    round_ = planned(make_province(), province)
    run = start(round_.campaign, RunPlan(probe_minutes=0), round_.planner, NOW)
    with province_served(province) as server:
        for kill in range(KILLS):
            with worker(server, tmp_path):
                wanted = len(server.asked) + CHANCE.randrange(8, 40)
                deadline = time.monotonic() + 120
                while (
                    len(server.asked) < wanted
                    and time.monotonic() < deadline
                    and run.status == RunStatus.ACTIVE
                ):
                    time.sleep(0.01)
                    run.refresh_from_db()
                time.sleep(CHANCE.random() * 0.1)
            run.refresh_from_db()
            if kill < KILLS - 1:
                an_hour_passes()
        assert run.status == RunStatus.ACTIVE, "the kills came too late to tell anything"
        assert server.asked
        with worker(server, tmp_path):
            wait_until_over(run)
        asked = Counter((one.host, one.path) for one in server.asked if one.method == "GET")
    assert (run.status, run.problem) == (RunStatus.DONE, "")
    archive = Archive(tmp_path / run.name)
    assert archive.sealed and check_evidence(archive) > 50
    pages = [row.url for site in archive.sites for row in read_pages(archive.site_folder(site))]
    assert len(set(pages)) == len(pages)
    opened = {
        (host, f"/{path}")
        for site in archive.sites
        for row in read_pages(archive.site_folder(site))
        if row.status == 200 and not row.fault
        for host, _, path in [row.url.partition("://")[2].partition("/")]
    }
    assert sum(asked[page] - 1 for page in opened) <= KILLS * IN_FLIGHT * len(SITES)
    assert list(RunSite.objects.values_list("state", flat=True)) == [SiteState.TAKEN] * 3
    assert sum(Intake.objects.values_list("sites", flat=True)) == 3, "every site is taken in once"
    assert (
        ItemVerdict.objects.count() == ItemVerdict.objects.values("checked", "item").distinct().count() > 80
    )
    round_.campaign.refresh_from_db()
    assert round_.campaign.stage == Stage.REVIEW
    assert not verify().problems


def test_a_start_is_whole_or_has_not_happened(committed: None) -> None:
    planned(make_province(), Province(Settings(sites=40)))
    for _ in range(8):
        starting = Forked(start_run)
        assert starting.line() == "begun"
        time.sleep(CHANCE.random() * 0.05)
        starting.kill()
        campaign = Campaign.objects.get()
        jobs = ProcrastinateJob.objects.filter(task_name="runs.look").count()
        if campaign.stage == Stage.RUNNING:
            assert (Run.objects.count(), RunSite.objects.count(), RunEvent.objects.count(), jobs) == (
                1,
                3,
                1,
                1,
            )
            return
        assert (campaign.stage, Run.objects.count(), jobs) == (Stage.PLANNED, 0, 0)
    round_ = Round(campaign, None, None, campaign.created_by, ())  # type: ignore[arg-type]
    start(round_.campaign, RunPlan(probe_minutes=0), round_.planner, NOW)
    assert Run.objects.count() == 1
