"""What a person does to a run."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from xunwang.access.roles import Action
from xunwang.inspection.errors import InspectionError
from xunwang.inspection.models import RunSite
from xunwang.inspection.running.control import RULES, control
from xunwang.inspection.running.start import start_again
from xunwang.inspection.running.words import Control
from xunwang.web.components.forms import plain
from xunwang.web.pages.running.forms import ReasonForm
from xunwang.web.pages.running.queries import run_for
from xunwang.web.people import allowed, person

_DONE = {
    Control.PAUSE: "已暂停。正在抓取的网站几秒内停下，已抓取的页面都保留。",
    Control.RESUME: "已继续。",
    Control.CANCEL: "已取消。已接收的结果仍然有效。",
}


@require_POST
@allowed(Action.RUN_CAMPAIGNS)
def control_run(request: HttpRequest, pk: int) -> HttpResponse:
    """Pause, resume or cancel."""
    user = person(request)
    found = run_for(user, pk)
    wanted = next((one for one in RULES if one == request.POST.get("control", "")), None)
    if wanted is None:
        raise Http404
    try:
        control(found, wanted, user, timezone.now(), plain(request.POST.get("note", ""), 500))
        messages.success(request, _DONE[wanted])
    except InspectionError as error:
        messages.error(request, str(error))
    return redirect("run", pk=pk)


@allowed(Action.RUN_CAMPAIGNS)
def again(request: HttpRequest, pk: int, site: int) -> HttpResponse:
    """Look at one site anew."""
    user = person(request)
    found = run_for(user, pk)
    row = get_object_or_404(
        RunSite.objects.select_related("site", "site__campaign__unit"), run=found, site=site
    )
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            started = start_again(row.site, form.cleaned_data["reason"], user, timezone.now())
        except InspectionError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"已开始重新检查“{row.site.name}”。")
            return redirect("run", pk=started.pk)
    context = {
        "form": form,
        "title": f"重新检查“{row.site.name}”",
        "lead": "只重新抓取和判定这一个网站，其结果替换原来的结果；已作出的复核意见在问题仍存在时保留。",
        "back": (str(found), reverse("run", args=[pk])),
        "submit": "开始",
    }
    return render(request, "form.html", context)
