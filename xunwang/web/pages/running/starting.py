"""The runs of a campaign, and the start of the next one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from xunwang.access.permissions import may
from xunwang.access.roles import Action
from xunwang.inspection.errors import InspectionError, ObstaclesError
from xunwang.inspection.models import Campaign
from xunwang.inspection.running.plan import RunPlan, cautions, outlook
from xunwang.inspection.running.start import start, start_obstacles
from xunwang.inspection.running.words import OPEN
from xunwang.inspection.stages import Stage
from xunwang.web.pages.running.forms import RunForm
from xunwang.web.pages.running.queries import campaign_for, runs_for
from xunwang.web.people import allowed, person


@allowed(Action.SEE_CAMPAIGNS)
def campaign_run(request: HttpRequest, pk: int) -> HttpResponse:
    """What has been run, what the next run would do, and its start."""
    user = person(request)
    campaign = campaign_for(user, Action.SEE_CAMPAIGNS, pk)
    runs = list(runs_for(user).filter(campaign=campaign).order_by("-number"))
    under_way = [run for run in runs if run.only_id is None and run.status in OPEN]
    form = RunForm(request.POST or None)
    if request.method == "POST":
        answer = _post(request, campaign, form)
        if answer is not None:
            return answer
    now = timezone.now()
    plan = form.plan() if form.is_bound and form.is_valid() else RunPlan()
    ahead_of_it = Stage(campaign.stage) in (Stage.DRAFT, Stage.PLANNED, Stage.RUNNING)
    starts = may(user, Action.RUN_CAMPAIGNS, campaign) and ahead_of_it and not under_way
    context = {
        "campaign": campaign,
        "runs": runs,
        "under_way": under_way,
        "form": form if starts else None,
        "obstacles": start_obstacles(campaign, now) if starts else [],
        "cautions": cautions(campaign, plan, now),
        "ahead": outlook(campaign, plan, now),
        "plan": plan,
    }
    return render(request, "running/campaign.html", context)


def _post(request: HttpRequest, campaign: Campaign, form: RunForm) -> HttpResponse | None:
    """Start, or None where the page is to be shown again."""
    if not form.is_valid() or request.POST.get("what") == "look":
        return None
    try:
        run = start(campaign, form.plan(), person(request), timezone.now())
    except ObstaclesError as error:
        for obstacle in error.obstacles:
            form.add_error(None, obstacle)
        return None
    except InspectionError as error:
        form.add_error(None, str(error))
        return None
    messages.success(request, "检查已开始。关闭页面不影响检查。")
    return redirect("run", pk=run.pk)
