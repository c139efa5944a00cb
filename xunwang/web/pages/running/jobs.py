"""The background jobs, for the administrator: what runs, waits, has failed and why; and trying it again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from xunwang.access.roles import Action
from xunwang.background.models import JobFailure
from xunwang.background.queue import QueueError, retry
from xunwang.background.words import JobState, TaskName
from xunwang.registry.vocabulary import choices
from xunwang.web.components.listing import Cell, Column, Filter, Listing, ListSpec
from xunwang.web.pages.running.progress import moment
from xunwang.web.pages.running.queries import jobs_seen, run_of_job
from xunwang.web.people import allowed

_TONES = {JobState.DOING: "good", JobState.FAILED: "bad", JobState.TODO: "warn"}
_LONGEST = 120


def label_of(task: str) -> str:
    """Chinese name of a task; a foreign one's own name."""
    return next((name.label for name in TaskName if name == task), task)


def _state(job: Any) -> Cell:
    state = next((one for one in JobState if one == job.status), None)
    return Cell(state.label if state else job.status, tone=_TONES.get(state, "plain") if state else "plain")


_JOBS = ListSpec(
    columns=(
        Column("id", "编号", lambda job: Cell(str(job.pk), reverse("job", args=[job.pk])), ("id",), "short"),
        Column("task", "任务", lambda job: label_of(job.task_name), ("task_name",)),
        Column("state", "状态", _state, ("status",), "short"),
        Column("queued", "排入", lambda job: moment(job.queued_at), ("queued_at",), "short"),
        Column("last", "最近变化", lambda job: moment(job.last_at), ("last_at",), "short"),
        Column("attempts", "已试次数", lambda job: str(job.attempts or ""), ("attempts",), "number"),
        Column("error", "错误", lambda job: (job.error or "")[:_LONGEST]),
    ),
    filters=(
        Filter("state", "状态", choices(JobState), "status"),
        Filter("task", "任务", choices(TaskName), "task_name"),
    ),
    empty="没有作业。后台作业进程启动后，每分钟会有一项定时作业。",
)


@allowed(Action.MANAGE_JOBS)
def jobs(request: HttpRequest) -> HttpResponse:
    """All jobs."""
    listing = Listing(_JOBS, jobs_seen(), request.GET)
    return render(request, "list.html", {"title": "后台作业", "listing": listing})


@allowed(Action.MANAGE_JOBS)
def job(request: HttpRequest, pk: int) -> HttpResponse:
    """One job, with its errors."""
    found = get_object_or_404(jobs_seen(), pk=pk)
    context = {
        "job": found,
        "label": label_of(found.task_name),
        "state": _state(found),
        "failed": found.status == JobState.FAILED,
        "run": run_of_job(found.task_name, found.args),
        "failures": JobFailure.objects.filter(job=pk),
    }
    return render(request, "running/job.html", context)


@require_POST
@allowed(Action.MANAGE_JOBS)
def try_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Try a failed job again."""
    try:
        retry(pk, timezone.now())
        messages.success(request, "已重新排入，后台作业进程随即执行。")
    except QueueError as error:
        messages.error(request, str(error))
    return redirect("job", pk=pk) if jobs_seen().filter(pk=pk).exists() else redirect("jobs")
