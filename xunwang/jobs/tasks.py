"""The tasks. Each calls one service; who queues them knows them by name (:mod:`xunwang.background.words`).

Importing this module registers them; Django must be set up before.
"""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from xunwang.access import rates
from xunwang.background.queue import enqueue, forget
from xunwang.background.words import QUEUE, TaskName
from xunwang.engine.settings import RunSettings
from xunwang.inspection.hearing.lapse import lapse
from xunwang.inspection.running.due import look
from xunwang.inspection.running.equipment import Equipment
from xunwang.inspection.running.probing import probe
from xunwang.inspection.running.steps import step
from xunwang.media.collecting import due as collections
from xunwang.media.collecting.steps import step as collect_step
from xunwang.rectify.escalating import escalate_overdue
from xunwang.rectify.rechecking import Settings, recheck_due
from xunwang.registry.filings import carry_out_due, start_due_suspensions
from xunwang.registry.models import WebSite
from xunwang.registry.reality import Network, compare_due, compare_sites
from xunwang.supervision.ledger.record import count_missing_limits

EQUIPMENT = "equipment"
"""Name under which the worker hands its equipment to the tasks."""
KEEP_FINISHED = timedelta(days=3)
KEEP_FAILED = timedelta(days=90)
_AGAIN = RetryStrategy(max_attempts=3, wait=60)
"""For what a passing trouble of the database may hit. Steps of runs have a pause of their own."""


def _equipment(context: JobContext) -> Equipment:
    found = context.additional_context[EQUIPMENT]
    assert isinstance(found, Equipment)
    return found


@app.periodic(cron="* * * * *")
@app.task(
    name=TaskName.LOOK.value,
    queue=QUEUE,
    queueing_lock=TaskName.LOOK.value,
    lock=TaskName.LOOK.value,
    pass_context=True,
)
def look_for_work(context: JobContext, timestamp: int = 0) -> None:
    """Every minute, and whenever something may have become due."""
    now = _equipment(context).clock.now()
    look(now)
    collections.look(now)


@app.task(name=TaskName.WORK.value, queue=QUEUE, pass_context=True)
def work(context: JobContext, run: int) -> None:
    """The next step of a run: minutes, or hours while it crawls."""
    try:
        step(run, _equipment(context), leaving=context.should_abort)
    finally:
        enqueue(TaskName.LOOK, alone=TaskName.LOOK.value, once=TaskName.LOOK.value)


@app.task(name=TaskName.COLLECT.value, queue=QUEUE, pass_context=True)
def collect(context: JobContext, collection: int) -> None:
    """The next step of a collection of posts: minutes, or an hour for a province."""
    try:
        collect_step(collection, _equipment(context), leaving=context.should_abort)
    finally:
        enqueue(TaskName.LOOK, alone=TaskName.LOOK.value, once=TaskName.LOOK.value)


@app.task(name=TaskName.PROBE.value, queue=QUEUE, pass_context=True, priority=1)
def probe_round(context: JobContext, run: int) -> None:
    """One round of a run's probes."""
    probe(run, _equipment(context))


@app.periodic(cron="3 * * * *")
@app.task(name=TaskName.LAPSE.value, queue=QUEUE, retry=_AGAIN)
def lapse_feedback(timestamp: int = 0) -> None:
    """Every hour, so that a night in which nothing ran is made up for."""
    lapse(timezone.now())


@app.periodic(cron="6 * * * *")
@app.task(name=TaskName.DUE.value, queue=QUEUE, retry=_AGAIN)
def start_suspensions(timestamp: int = 0) -> None:
    """Suspensions of sites that begin today take effect."""
    start_due_suspensions(timezone.localdate())
    carry_out_due(timezone.localdate())


@app.task(name=TaskName.COMPARE.value, queue=QUEUE, pass_context=True)
def compare_below(context: JobContext, unit: int = 0, site: int = 0) -> None:
    """The sites of a unit's subtree, or one site, as somebody asked for."""
    rows = (
        WebSite.objects.filter(pk=site) if site else WebSite.objects.filter(unit__path__contains=f"/{unit}/")
    )
    compare_sites(list(rows.values_list("pk", flat=True)), timezone.now(), _network(context))


@app.periodic(cron="40 19 * * *")  # UTC: 03:40 in Beijing
@app.task(name=TaskName.COMPARE_DUE.value, queue=QUEUE, pass_context=True, lock=TaskName.COMPARE_DUE.value)
def compare_everything_due(context: JobContext, timestamp: int = 0) -> None:
    """Once a day: what was not looked at for most of a day."""
    compare_due(timezone.now(), _network(context))


def _network(context: JobContext) -> Network:
    found = _equipment(context)
    settings = RunSettings(timezone.now(), found.fetch, contact=found.contact).with_contact()
    return Network(settings.fetch, found.clock)


@app.periodic(cron="*/5 * * * *")
@app.task(
    name=TaskName.RECHECK.value,
    queue=QUEUE,
    lock=TaskName.RECHECK.value,
    queueing_lock=TaskName.RECHECK.value,
    pass_context=True,
)
def recheck_orders(context: JobContext, timestamp: int = 0) -> None:
    """Look again at what units say that they have put right, as far as it is due."""
    equipment = _equipment(context)
    recheck_due(equipment.clock.now(), Settings.of(equipment, context.should_abort))


@app.periodic(cron="12 * * * *")
@app.task(name=TaskName.ESCALATE.value, queue=QUEUE, retry=_AGAIN)
def escalate_orders(timestamp: int = 0) -> None:
    """Missed deadlines of orders are told to the units above."""
    escalate_overdue(timezone.now())


@app.periodic(cron="21 * * * *")
@app.task(name=TaskName.LIMITS.value, queue=QUEUE, retry=_AGAIN)
def count_limits(timestamp: int = 0) -> None:
    """Limits of error reports that waited for a year of holidays."""
    count_missing_limits()


@app.periodic(cron="9 * * * *")
@app.task(name=TaskName.CLEAN.value, queue=QUEUE, retry=_AGAIN)
def clean(timestamp: int = 0) -> None:
    """Finished jobs are removed after some days, failed ones with their reasons after three months."""
    forget(timezone.now(), KEEP_FINISHED, KEEP_FAILED)
    rates.forget(timezone.now() - timedelta(days=1))
