"""What the pages ask about runs and jobs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Count, F, Max, Min, Model, OuterRef, Q, QuerySet, Subquery, Sum
from django.http import Http404
from procrastinate.contrib.django.models import ProcrastinateJob

from xunwang.access.models import User
from xunwang.access.permissions import may, within
from xunwang.access.roles import Action
from xunwang.background.models import JobFailure
from xunwang.background.words import UNFINISHED, TaskName
from xunwang.inspection.models import Campaign, Run, RunSite
from xunwang.inspection.running.words import RunStatus, SiteState
from xunwang.web.components.following import Look

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Figures:
    """How far a run is."""

    sites: int
    taken: int
    failed: int
    states: tuple[tuple[SiteState, int], ...]
    pages: int
    size: int
    probes: int


def run_tasks(person: User) -> list[tuple[int, str, str]]:
    """Number, sentence and query string of the runs that wait for the person. One query."""
    if not may(person, Action.RUN_CAMPAIGNS):
        return []
    rows = within(person, Action.RUN_CAMPAIGNS, Run.objects.order_by(), "campaign__unit__path")
    counts = rows.aggregate(
        failed=Count("pk", filter=Q(status=RunStatus.FAILED)),
        paused=Count("pk", filter=Q(status=RunStatus.PAUSED)),
    )
    return [
        (counts["failed"], "次检查出错停止，请查看原因", "status=failed"),
        (counts["paused"], "次检查已暂停，请继续或取消", "status=paused"),
    ]


def campaign_for(person: User, action: Action, pk: int) -> Campaign:
    """A campaign that the person may do it to. Raises Http404."""
    rows = within(person, action, Campaign.objects.select_related("unit"), "unit__path")
    return _found(rows, pk)


def runs_for(person: User) -> QuerySet[Run]:
    """Runs that the person may see, with the number of their sites and of those taken in."""
    rows: QuerySet[Run] = within(person, Action.SEE_CAMPAIGNS, Run.objects.all(), "campaign__unit__path")
    return rows.select_related("campaign", "campaign__unit", "only", "started_by").annotate(
        total=Count("sites"),
        taken=Count("sites", filter=Q(sites__state=SiteState.TAKEN)),
        broken=Count("sites", filter=Q(sites__state=SiteState.FAILED)),
    )


def run_for(person: User, pk: int) -> Run:
    """A run that the person may see. Raises Http404."""
    return _found(runs_for(person), pk)


def figures_of(run: Run) -> Figures:
    """One query."""
    rows = list(
        RunSite.objects.filter(run=run)
        .order_by()
        .values("state")
        .annotate(count=Count("pk"), sum_pages=Sum("pages"), sum_size=Sum("size"), most_probes=Max("probes"))
    )
    counts = {row["state"]: row["count"] for row in rows}
    return Figures(
        sites=sum(counts.values()),
        taken=counts.get(SiteState.TAKEN, 0),
        failed=counts.get(SiteState.FAILED, 0),
        states=tuple((state, counts[state]) for state in SiteState if state in counts),
        pages=sum(row["sum_pages"] for row in rows),
        size=sum(row["sum_size"] for row in rows),
        probes=max((row["most_probes"] for row in rows), default=0),
    )


def look_at(run: int) -> Look:
    """What a run's page shows that changes by itself. Two queries."""
    row = (
        Run.objects.filter(pk=run)
        .values_list("status", "phase", "next_at", "probe_at", "problem", "ended_at")
        .first()
    )
    if row is None:
        return Look("", True)
    told = figures_of(Run(pk=run))
    states = ((state.value, count) for state, count in told.states)
    return Look.at(*row, *states, told.pages, told.probes, over=row[5] is not None)


def jobs_seen() -> QuerySet[Any]:
    """All jobs, newest first, with the time of their last event and their last error."""
    error = JobFailure.objects.filter(job=OuterRef("pk")).order_by("-id")
    rows: QuerySet[Any] = ProcrastinateJob.objects.annotate(
        queued_at=Min("procrastinateevent__at"),
        last_at=Max("procrastinateevent__at", filter=~Q(procrastinateevent__type="scheduled")),
        error=Subquery(error.values("error")[:1]),
    ).order_by(F("pk").desc())
    return rows


def run_of_job(task: str, arguments: dict[str, Any]) -> int | None:
    """Number of the run that a job works on."""
    return int(arguments["run"]) if task in (TaskName.WORK, TaskName.PROBE) and "run" in arguments else None


def unfinished_jobs() -> int:
    """How many jobs wait or run."""
    return ProcrastinateJob.objects.filter(status__in=UNFINISHED).count()


def _found(rows: QuerySet[M], pk: int) -> M:
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
