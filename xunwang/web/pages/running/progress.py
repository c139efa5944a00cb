"""All runs, and how far one of them is."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone

from xunwang.access.permissions import may
from xunwang.access.roles import Action
from xunwang.inspection.models import Run, RunSite
from xunwang.inspection.running.control import RULES, controls_of
from xunwang.inspection.running.words import OPEN, Phase, RunStatus, SiteState
from xunwang.inspection.stages import Stage
from xunwang.registry.vocabulary import choices
from xunwang.web.components.following import follow
from xunwang.web.components.listing import Cell, Column, Filter, Listing, ListSpec
from xunwang.web.pages.running.queries import figures_of, look_at, run_for, runs_for
from xunwang.web.people import allowed, person

TONES = {
    RunStatus.ACTIVE: "good",
    RunStatus.PAUSED: "warn",
    RunStatus.FAILED: "bad",
    RunStatus.DONE: "plain",
    RunStatus.CANCELLED: "plain",
}
_SITE_TONES = {
    SiteState.TAKEN: "good",
    SiteState.FAILED: "bad",
    SiteState.CRAWLING: "warn",
    SiteState.PROBING: "warn",
}


def moment(at: object) -> str:
    """A time as the lists show it, Beijing time."""
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M") if at else ""  # type: ignore[arg-type]


def _status(run: Run) -> Cell:
    status = RunStatus(run.status)
    text = Phase(run.phase).label if status is RunStatus.ACTIVE else status.label
    return Cell(text, tone=TONES[status])


_RUNS = ListSpec(
    columns=(
        Column(
            "campaign",
            "检查",
            lambda run: Cell(run.campaign.title, reverse("run", args=[run.pk])),
            ("campaign__title", "number"),
        ),
        Column("number", "次序", lambda run: f"第{run.number}次", ("number",), "short"),
        Column("only", "网站", lambda run: run.only.name if run.only else "全部", ("only__name",)),
        Column("status", "状态", _status, ("status", "phase"), "short"),
        Column("taken", "已接收", lambda run: f"{run.taken}/{run.total}", ("taken",), "number"),
        Column("broken", "失败", lambda run: str(run.broken or ""), ("broken",), "number"),
        Column("started", "开始", lambda run: moment(run.started_at), ("started_at",), "short"),
        Column("ended", "结束", lambda run: moment(run.ended_at), ("ended_at",), "short"),
    ),
    filters=(Filter("status", "状态", choices(RunStatus), "status"),),
    search=("campaign__title", "only__name"),
    search_label="检查或网站名称",
    empty="还没有检查。请在“检查”中选择一项已定计划的检查，进入“检查进度”开始。",
)


def _site_list(rerun: bool) -> ListSpec:
    columns = [
        Column("name", "网站", lambda row: Cell(row.site.name, reverse("site", args=[row.site.site_id])), ("site__name",)),
        Column("state", "状态", lambda row: Cell(SiteState(row.state).label, tone=_SITE_TONES.get(SiteState(row.state), "plain")), ("state",), "short"),
        Column("probes", "探测", lambda row: str(row.probes or ""), ("probes",), "number"),
        Column("pages", "抓取", lambda row: str(row.pages or ""), ("pages",), "number"),
        Column("unopened", "打不开", lambda row: str(row.unopened or ""), ("unopened",), "number"),
        Column("size", "流量", lambda row: filesizeformat(row.size) if row.size else "", ("size",), "number"),
        Column("started", "开始", lambda row: moment(row.started_at), ("started_at",), "short"),
        Column("ended", "结束", lambda row: moment(row.ended_at), ("ended_at",), "short"),
        Column("problem", "原因", lambda row: row.problem, ("problem",)),
    ]  # fmt: skip
    if rerun:
        columns.append(Column("again", "操作", _again, (), "short"))
    return ListSpec(
        columns=tuple(columns),
        filters=(Filter("state", "状态", choices(SiteState), "state"),),
        search=("site__name", "site__home_url", "site__unit_name"),
        search_label="网站、网址或单位",
        empty="这次检查没有网站。",
    )


def _again(row: RunSite) -> Cell | str:
    if row.state not in (SiteState.TAKEN, SiteState.FAILED):
        return ""
    return Cell("重新检查", reverse("run_site_again", args=[row.run_id, row.site_id]))


@allowed(Action.SEE_CAMPAIGNS)
def runs(request: HttpRequest) -> HttpResponse:
    """All runs."""
    listing = Listing(_RUNS, runs_for(person(request)), request.GET)
    return render(request, "list.html", {"title": "检查进度", "listing": listing})


@allowed(Action.SEE_CAMPAIGNS)
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """One run, site by site."""
    user = person(request)
    found = run_for(user, pk)
    status, manages = RunStatus(found.status), may(user, Action.RUN_CAMPAIGNS, found)
    rerun = manages and found.campaign.stage == Stage.RUNNING and status not in OPEN
    rows = RunSite.objects.filter(run=found).select_related("site")
    context = {
        "run": found,
        "title": "网站",
        "status": Cell(status.label, tone=TONES[status]),
        "phase": Phase(found.phase).label if status in OPEN else "",
        "figures": figures_of(found),
        "listing": Listing(_site_list(rerun), rows, request.GET),
        "controls": [(one, RULES[one].reason) for one in controls_of(status)] if manages else [],
        "events": found.events.select_related("by"),
        "reviewing": manages and found.campaign.stage == Stage.REVIEW and status not in OPEN,
        "live": status is RunStatus.ACTIVE,
    }
    return render(request, "running/run.html", context)


@allowed(Action.SEE_CAMPAIGNS)
def run_events(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Told when the run's page has changed."""
    found = run_for(person(request), pk)
    return follow(request, lambda: look_at(found.pk))
