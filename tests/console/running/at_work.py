"""What processes to be killed do: a worker, and somebody who starts a run."""

from __future__ import annotations

import threading
import time
from datetime import date
from pathlib import Path

from procrastinate.contrib.django import app

from tests.console.inspection.rounds import NOW
from tests.engine.served import clock
from xunwang.access.models import User
from xunwang.background.queue import enqueue, unfinished_arguments
from xunwang.background.words import QUEUE, TaskName
from xunwang.cli.system_clock import SystemClock
from xunwang.clock import Clock
from xunwang.fetch.records import FetchSettings
from xunwang.holidays.office import is_working_day
from xunwang.inspection.models import Campaign, Run
from xunwang.inspection.running.equipment import Equipment
from xunwang.inspection.running.plan import RunPlan
from xunwang.inspection.running.start import start
from xunwang.inspection.running.words import RunStatus
from xunwang.jobs.worker import Rhythm, run_worker
from xunwang.words import Word

RHYTHM = Rhythm(beat=0.5, silent=4.0, poll=0.5)


def work(runs: Path, *, every_second: TaskName | None = None) -> None:
    """A worker as an office has it; one of its periodic tasks may have a second plan, by the second."""
    if every_second is not None:
        app.periodic(cron="* * * * * *", periodic_id="every second")(app.tasks[every_second.value])
    print("ready", flush=True)
    run_worker(Equipment(SystemClock(), runs, FetchSettings()), RHYTHM)


class Asking(Word):
    """A task that is there for a test only."""

    WORKING_DAY = "tests.is_working_day", "问某日是否工作日"


def work_and_ask(runs: Path) -> None:
    """A worker that can be asked whether offices work on a day; it fails where the day's year is not known."""

    @app.task(name=Asking.WORKING_DAY.value, queue=QUEUE)
    def ask(day: str) -> None:
        is_working_day(date.fromisoformat(day))

    work(runs)


def work_in_province(runs: Path, fetch: FetchSettings) -> None:
    """A worker whose clock is that of simulated sites and does not wait: what is due next is due at once."""
    equipment = Equipment(clock(), runs, fetch)
    threading.Thread(target=_jump_along, args=(equipment.clock,), daemon=True).start()
    print("ready", flush=True)
    run_worker(equipment, RHYTHM)


def _jump_along(clock: Clock) -> None:
    """Whenever everything waits, jump to what comes first."""
    while True:
        time.sleep(0.1)
        if unfinished_arguments(TaskName.WORK, "run") or unfinished_arguments(TaskName.PROBE, "run"):
            continue
        moments = [
            at
            for pair in Run.objects.filter(status=RunStatus.ACTIVE).values_list("next_at", "probe_at")
            for at in pair
            if at is not None
        ]
        if moments:
            clock.sleep_until(min(moments))
            enqueue(TaskName.LOOK, alone=TaskName.LOOK.value, once=TaskName.LOOK.value)


def start_run() -> None:
    """Start a run of the one campaign."""
    campaign, planner = Campaign.objects.get(), User.objects.get(username="planner")
    print("begun", flush=True)
    start(campaign, RunPlan(probe_minutes=0), planner, NOW)
    print("done", flush=True)
