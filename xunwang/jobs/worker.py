"""The process that runs the jobs. Any number may run beside each other, and any of them be killed.

A worker tells every few seconds that it lives. The jobs of one that has gone silent are queued again by the others,
or by the next one that starts: every job does only what is still left to do.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException, UniqueViolation
from procrastinate.job_context import JobContext
from procrastinate.jobs import Job, Status

from xunwang.audit.acting import acting
from xunwang.background.queue import enqueue, note_failure
from xunwang.background.words import QUEUE, TaskName
from xunwang.database.remembering import forget
from xunwang.inspection.running.due import SIDE_BY_SIDE
from xunwang.inspection.running.equipment import Equipment
from xunwang.inspection.running.steps import give_up
from xunwang.jobs import tasks
from xunwang.media.collecting.due import SIDE_BY_SIDE as COLLECTIONS
from xunwang.media.collecting.steps import give_up as give_up_collection

PLACES = SIDE_BY_SIDE + COLLECTIONS + 7
"""Jobs that run at a time: long runs, and enough besides for what is short."""
MOST_RESCUES = 10
"""A job under which so many workers have died is what they die of."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Real seconds."""

    beat: float = 3.0
    """Between two signs of life."""
    silent: float = 20.0
    """A worker that has given none for so long is gone."""
    poll: float = 5.0
    """Between two looks into the queue, where the database's notice was lost."""


def run_worker(equipment: Equipment, rhythm: Rhythm | None = None) -> None:
    """Run jobs until SIGINT or SIGTERM: short jobs then end, long ones stop where they can go on."""
    with app.replace_connector(app.connector.get_worker_connector()):  # type: ignore[attr-defined]
        asyncio.run(_run(equipment, rhythm or Rhythm()))


async def _run(equipment: Equipment, rhythm: Rhythm) -> None:
    # A thread for each job, and some for what the worker itself asks: the usual pool is smaller than that.
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(PLACES + 2))
    async with app.open_async():
        rescuer = asyncio.create_task(_rescue_forever(rhythm), name="rescuer")
        try:
            await app.run_worker_async(
                queues=[QUEUE],
                concurrency=PLACES,
                fetch_job_polling_interval=rhythm.poll,
                abort_job_polling_interval=rhythm.poll,
                update_heartbeat_interval=rhythm.beat,
                stalled_worker_timeout=rhythm.silent,
                shutdown_graceful_timeout=0,
                additional_context={tasks.EQUIPMENT: equipment},
                task_middleware=[*_django_middleware(), _noting],
            )
        finally:
            rescuer.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await rescuer


def _django_middleware() -> list[Any]:
    """Those that give every job a sound connection and close it afterwards."""
    return list(app.worker_defaults.get("task_middleware", ()))


def _noting(call_next: Callable[[], Any], context: JobContext, worker: object) -> Any:
    """Changes go into the audit log as the job's, errors into the list of failures; nothing remembered is old."""
    forget()
    try:
        with acting(None, "job"):
            return call_next()
    except Exception as error:
        if context.job.id is not None:
            note_failure(context.job.id, context.job.task_name, error, timezone.now())
        raise


async def _rescue_forever(rhythm: Rhythm) -> None:
    await asyncio.to_thread(enqueue, TaskName.LOOK, alone=TaskName.LOOK.value, once=TaskName.LOOK.value)
    while True:
        try:
            for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=rhythm.silent):
                await _rescue(job)
        except ConnectorException:
            _log.exception("the database did not answer, jobs of dead workers are looked for again")
        await asyncio.sleep(rhythm.poll)


async def _rescue(job: Job) -> None:
    """Queue the job of a dead worker again; where the same is waiting already, that one does its work."""
    assert job.id is not None
    if job.attempts >= MOST_RESCUES:
        await _give_up(job, job.id)
        return
    _log.warning("job %s is taken over from a worker that is gone", job.call_string)
    try:
        await app.job_manager.retry_job_by_id_async(job_id=job.id, retry_at=timezone.now())
    except UniqueViolation:
        await app.job_manager.finish_job_by_id_async(job_id=job.id, status=Status.ABORTED, delete_job=False)
    except ConnectorException:
        _log.info("job %s was taken over by another worker", job.call_string)


async def _give_up(job: Job, number: int) -> None:
    problem = f"作业进程在执行中连续{job.attempts}次意外结束，已停止重试。请联系技术人员查看日志。"
    await app.job_manager.finish_job_by_id_async(job_id=number, status=Status.FAILED, delete_job=False)
    await asyncio.to_thread(_note_giving_up, job, number, problem)


def _note_giving_up(job: Job, number: int, problem: str) -> None:
    with acting(None, "job"):
        note_failure(number, job.task_name, RuntimeError(problem), timezone.now())
        if job.task_name == TaskName.WORK:
            give_up(int(str(job.task_kwargs["run"])), problem)
        elif job.task_name == TaskName.COLLECT:
            give_up_collection(int(str(job.task_kwargs["collection"])), problem)
