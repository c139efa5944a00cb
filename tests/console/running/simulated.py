"""A campaign over three sites of the simulated province, and what its runs work with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from tests.console.inspection.rounds import Round, make_round
from tests.console.province import Province
from tests.small_run import DOWN, FAULTY_PORTAL, SECRETS, listed
from xunwang.cli.demo.inspection_only import simulated_settings
from xunwang.inspection.models import Run
from xunwang.inspection.running.equipment import Equipment
from xunwang.inspection.running.plan import RunPlan
from xunwang.inspection.running.probing import probe
from xunwang.inspection.running.start import start
from xunwang.inspection.running.steps import step
from xunwang.inspection.running.words import RunStatus
from xunwang.inspection.stages import Move
from xunwang.registry.models import WebSite
from xunwang.simulate.process import RunningProvince, start_province

NUMBERS = (FAULTY_PORTAL, DOWN, SECRETS)
PLAN = RunPlan(probe_minutes=60)
NO_PROBES = RunPlan(probe_minutes=0)


@dataclass
class Office:
    """The campaign, planned, with its equipment; the clock stands ``before`` the check point."""

    round_: Round
    equipment: Equipment
    served: RunningProvince

    @property
    def now(self) -> datetime:
        """By the clock of the simulated province."""
        return self.equipment.clock.now()

    def start(self, plan: RunPlan = NO_PROBES, **changes: Any) -> Run:
        """Start the run."""
        return start(self.round_.campaign, replace(plan, **changes), self.round_.planner, self.now)

    def drive(self, run: Run, most: int = 400) -> Run:
        """Do what is due, jump to what is due next, until there is nothing more to do."""
        for _ in range(most):
            run.refresh_from_db()
            moments = [at for at in (run.next_at, run.probe_at) if at is not None]
            if run.status != RunStatus.ACTIVE or not moments:
                return run
            self.equipment.clock.sleep_until(min(moments))
            probe(run.pk, self.equipment)
            step(run.pk, self.equipment)
        raise AssertionError(f"not over after {most} steps: {run.status}, {run.phase}, {run.problem}")


def register_sites(province: Province, served: RunningProvince) -> None:
    """The register's three sites get addresses and kinds of simulated ones."""
    mine = (province.portal, province.city_portal, province.department_site)
    for site, simulated in zip(mine, listed(served, NUMBERS), strict=True):
        host = simulated.home_url.partition("://")[2].strip("/")
        WebSite.objects.filter(pk=site.pk).update(home_url=simulated.home_url, host=host, kind=simulated.kind)


@contextmanager
def simulated_office(province: Province, runs: Path, *, before: timedelta = timedelta(0)) -> Iterator[Office]:
    """Serve the province and plan the campaign."""
    with start_province(sites=40) as served:
        register_sites(province, served)
        check_point = served.settings.check_point
        round_ = make_round(
            province, check_point=check_point, period_start=check_point.date() - timedelta(days=90)
        )
        round_.go(Move.PLAN, now=check_point)
        settings = simulated_settings(served)
        served.clock.sleep_until(check_point - before)
        crawl = replace(settings.crawl, max_pages=60)
        yield Office(round_, Equipment(served.clock, runs, settings.fetch, crawl=crawl), served)
