"""Putting jobs into the queue and trying failed ones again, on the caller's own connection.

A job is there when the transaction that queued it commits, and not before: nothing is done for what was rolled back.
"""

from __future__ import annotations

import traceback
from datetime import datetime, timedelta

from asgiref.sync import async_to_sync
from django.db import transaction
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from procrastinate.manager import JobManager
from procrastinate.tasks import configure_task

from xunwang.background.models import JobFailure
from xunwang.background.words import QUEUE, UNFINISHED, JobState, TaskName

_LONGEST_ERROR = 2_000
_LONGEST_TRACE = 6_000
_HOUR = timedelta(hours=1)

_manager = JobManager(connector=DjangoConnector())


class QueueError(Exception):
    """The job is not in a state in which this can be done; the message is in Chinese."""


def enqueue(task: TaskName, *, alone: str = "", once: str = "", **arguments: int | str) -> int | None:
    """Queue a job; gives its number, or None where ``once`` is waiting already.

    Of the jobs with the same ``alone`` one runs at a time; of those with the same ``once`` one waits at a time.
    """
    deferrer = configure_task(
        name=task.value,
        job_manager=_manager,
        queue=QUEUE,
        lock=alone or None,
        queueing_lock=once or None,
    )
    try:
        with transaction.atomic():
            return deferrer.defer(**arguments)
    except AlreadyEnqueued:
        return None


def unfinished_arguments(task: TaskName, name: str) -> list[int]:
    """The value of an argument in all jobs of a task that wait or run."""
    jobs = ProcrastinateJob.objects.filter(task_name=task.value, status__in=UNFINISHED)
    return [int(arguments[name]) for arguments in jobs.values_list("args", flat=True) if name in arguments]


def retry(job: int, now: datetime) -> None:
    """Try a failed job again, at once. Raises QueueError."""
    try:
        with transaction.atomic():
            if not ProcrastinateJob.objects.filter(pk=job, status=JobState.FAILED).exists():
                raise QueueError("这项作业现在不是“失败”状态，请刷新页面查看。")
            _manager.retry_job_by_id(job_id=job, retry_at=now)
    except ConnectorException as error:
        raise QueueError("同样的作业已在等待，不必重试。") from error


def note_failure(job: int, task: str, error: BaseException, now: datetime) -> None:
    """Keep why a job failed: the error's words and where in the program it was raised."""
    frames = traceback.extract_tb(error.__traceback__)
    trace = "\n".join(
        f"{frame.filename.rpartition('site-packages/')[2]}:{frame.lineno} {frame.name}" for frame in frames
    )
    JobFailure.objects.create(
        job=job,
        task=task,
        at=now,
        error=f"{type(error).__name__}：{error}"[:_LONGEST_ERROR],
        trace=trace[-_LONGEST_TRACE:],
    )


def forget(now: datetime, finished: timedelta, failed: timedelta) -> None:
    """Remove jobs that ended well longer ago than ``finished``, and failed ones with their reasons than ``failed``."""
    delete = async_to_sync(_manager.delete_old_jobs)
    delete(nb_hours=finished // _HOUR, include_cancelled=True, include_aborted=True)
    delete(nb_hours=failed // _HOUR, include_failed=True)
    JobFailure.objects.filter(at__lt=now - failed).delete()
