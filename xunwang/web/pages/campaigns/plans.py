"""Writing a plan, with what it means beside it before it is fixed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from xunwang.access.permissions import within
from xunwang.access.roles import Action
from xunwang.inspection.errors import InspectionError, ObstaclesError
from xunwang.inspection.models import Campaign
from xunwang.inspection.planning.plan import create, filled, revise
from xunwang.inspection.planning.scope import PROVINCIAL
from xunwang.inspection.planning.workload import Workload, preview
from xunwang.inspection.stages import Stage
from xunwang.scoring.sampling import Stratum
from xunwang.web.pages.campaigns.forms import SHARE, PlanForm, new_seed
from xunwang.web.pages.campaigns.requests import posted_number
from xunwang.web.people import allowed, person


@dataclass(frozen=True, slots=True)
class StratumRow:
    """A stratum with the field for its own share."""

    stratum: Stratum
    field: str
    share: str
    """As typed; empty: the share of the rest."""

    @property
    def name(self) -> str:
        """As shown."""
        return self.stratum.name


@allowed(Action.PLAN_CAMPAIGNS)
def new(request: HttpRequest) -> HttpResponse:
    """Write a plan."""
    return _write(request, None)


@allowed(Action.PLAN_CAMPAIGNS)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a draft."""
    rows = Campaign.objects.select_related("unit").prefetch_related("reviewers")
    found = get_object_or_404(within(person(request), Action.PLAN_CAMPAIGNS, rows, "unit__path"), pk=pk)
    if found.stage != Stage.DRAFT:
        messages.error(
            request, f"检查现为“{Stage(found.stage).label}”，计划不能再改；需要修改时请先退回拟制。"
        )
        return redirect("campaign", pk=pk)
    return _write(request, found)


def _write(request: HttpRequest, known: Campaign | None) -> HttpResponse:
    form = PlanForm(person(request), _data(request), request.FILES or None, known=known)
    looking = "preview" in request.POST or "reseed" in request.POST
    if request.method == "POST":
        valid = form.is_valid()
        form.keep_text()
        if valid and not looking:
            saved = _save(request, form, known)
            if saved is not None:
                messages.success(request, "计划已保存。核对无误后请“确定计划”，届时抽取样本。")
                return redirect("campaign", pk=saved.pk)
    context = _context(form, known)
    # A part of the page is asked for while the person writes; the whole page does without scripts.
    partly = request.headers.get("HX-Request") == "true" and looking
    return render(request, "campaigns/preview.html" if partly else "campaigns/plan.html", context)


def _data(request: HttpRequest) -> Any:
    if request.method != "POST":
        return None
    if "reseed" not in request.POST:
        return request.POST
    data = request.POST.copy()
    data["seed"] = new_seed()
    return data


def _save(request: HttpRequest, form: PlanForm, known: Campaign | None) -> Campaign | None:
    user, people = person(request), tuple(form.cleaned_data["reviewers"])
    try:
        if known is None:
            return create(form.plan(), user, timezone.now(), people)
        known.version = posted_number(request, "version")
        return revise(known, form.plan(), user, people)
    except ObstaclesError as error:
        for sentence in error.obstacles:
            form.add_error(None, sentence)
    except (InspectionError, PermissionDenied) as error:
        form.add_error(None, str(error))
    return None


def _context(form: PlanForm, known: Campaign | None) -> dict[str, object]:
    load = _preview(form, known)
    people = _reviewers(form)
    return {
        "form": form,
        "campaign": known,
        "version": form.data.get("version") if form.is_bound else getattr(known, "version", ""),
        "title": f"修改“{known.title}”的计划" if known else "制定检查计划",
        "back": ("检查", reverse("campaigns")) if known is None else (known.title, reverse("campaign", args=[known.pk])),
        "load": load,
        "strata": _strata(form, load) if load else [],
        "regions": _regions(load) if load else [],
        "kept": [(f"{SHARE}{name}", share) for name, share in form.shares.items()],
        "reviewer_count": people,
        "days": load.days(people) if load else 0,
    }  # fmt: skip


def _preview(form: PlanForm, known: Campaign | None) -> Workload | None:
    """What the plan means, once it can be read at all."""
    if form.is_bound:
        return preview(filled(Campaign(), form.plan())) if form.is_valid() else None
    return preview(known) if known is not None else None


def _reviewers(form: PlanForm) -> int:
    named = (
        form.cleaned_data.get("reviewers") if form.is_bound and form.is_valid() else form["reviewers"].value()
    )
    return len(named or []) or form.fields["reviewers"].queryset.count()  # type: ignore[attr-defined]


def _strata(form: PlanForm, load: Workload) -> list[StratumRow]:
    return [
        StratumRow(stratum, f"{SHARE}{stratum.name}", form.shares.get(stratum.name, ""))
        for stratum in load.strata
    ]


def _regions(load: Workload) -> list[tuple[str, int, int]]:
    names = dict.fromkeys([*load.regions, *load.account_regions])
    ordered = sorted(names, key=lambda name: name != PROVINCIAL)
    return [(name, load.regions.get(name, 0), load.account_regions.get(name, 0)) for name in ordered]
