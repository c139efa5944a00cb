"""One decision on many findings that are alike, after a look at what it will touch."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from xunwang.access.roles import Action
from xunwang.inspection.errors import InspectionError
from xunwang.inspection.models import Finding
from xunwang.inspection.review.bulk import decide_alike
from xunwang.inspection.review.decide import Word
from xunwang.inspection.review.people import require_reviewer
from xunwang.inspection.review.queue import MOST_ALIKE, alike
from xunwang.inspection.vocabulary import Choice
from xunwang.web.components.forms import plain
from xunwang.web.components.pace import opened, seconds_looked
from xunwang.web.pages.review.queries import findings_of, item_of
from xunwang.web.people import allowed, person

_SALT = "xunwang.alike"
_CHOICES = {choice.value: choice for choice in (Choice.CONFIRM, Choice.DISMISS)}


@allowed(Action.REVIEW_FINDINGS)
def alike_findings(request: HttpRequest, pk: int) -> HttpResponse:
    """What one decision would touch, and the decision: on the rows that were shown, as they were then."""
    user = person(request)
    example = get_object_or_404(findings_of(user).filter(restricted=False), pk=pk)
    require_reviewer(user, example.campaign)
    if request.method == "POST":
        return _decide(request, example)
    rows = list(alike(example).defer("evidence"))
    seen = {str(row.pk): row.version for row in rows}
    context = {
        "finding": example,
        "item": item_of(example.campaign, example.item),
        "rows": rows,
        "sites": len({row.checked_id for row in rows}),
        "amount": sum(row.amount for row in rows),
        "seen": signing.dumps({"of": example.pk, "by": user.pk, "rows": seen}, salt=_SALT, compress=True),
        "most": MOST_ALIKE,
        "opened": opened(timezone.now()),
    }
    return render(request, "review/alike.html", context)


def _decide(request: HttpRequest, example: Finding) -> HttpResponse:
    seen = _seen(request, example)
    choice = _CHOICES.get(request.POST.get("choice", ""))
    if choice is None or not seen:
        messages.error(request, "页面已失效，请重新核对后再提交。")
        return redirect("finding_alike", pk=example.pk)
    now = timezone.now()
    looked = seconds_looked(request.POST.get("opened", ""), request.POST.get("seconds", ""), now)
    word = Word(choice, plain(request.POST.get("reason", ""), 2000), looked)
    try:
        done = decide_alike(example, seen, word, person(request), now)
    except (InspectionError, PermissionDenied) as error:
        messages.error(request, str(error))
        return redirect("finding_alike", pk=example.pk)
    left = f"；{done.skipped}个已被他人处理，保持不变" if done.skipped else ""
    messages.success(request, f"已{choice.label}{done.decided}个同类问题{left}。")
    return redirect("review", pk=example.campaign_id)


def _seen(request: HttpRequest, example: Finding) -> Mapping[int, int]:
    """What this person was shown; empty for anything else."""
    try:
        told = signing.loads(request.POST.get("seen", ""), salt=_SALT)
    except signing.BadSignature:
        return {}
    if told["of"] != example.pk or told["by"] != person(request).pk:
        return {}
    return {int(key): version for key, version in told["rows"].items()}
