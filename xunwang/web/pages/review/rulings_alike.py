"""One ruling on all that waits for the same indicator, after a look at what it will touch."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from xunwang.access.roles import Action
from xunwang.inspection.errors import InspectionError
from xunwang.inspection.models import Campaign, ItemVerdict
from xunwang.inspection.review.people import require_reviewer
from xunwang.inspection.review.queue import MOST_ALIKE
from xunwang.inspection.review.rulings import RulingWord
from xunwang.inspection.review.rulings_alike import rule_alike, rulings_alike
from xunwang.inspection.vocabulary import Ruling
from xunwang.web.components.forms import plain
from xunwang.web.components.pace import opened, seconds_looked
from xunwang.web.pages.review.queries import campaigns_of, item_of
from xunwang.web.people import allowed, person

_SALT = "xunwang.rulings-alike"


@allowed(Action.REVIEW_FINDINGS)
def alike_rulings(request: HttpRequest, pk: int, item: str) -> HttpResponse:
    """What one ruling would touch, and the ruling: on the rows that were shown, as they were then."""
    user = person(request)
    campaign = get_object_or_404(campaigns_of(user), pk=pk)
    require_reviewer(user, campaign)
    known = item_of(campaign, item)
    if known is None:
        raise Http404
    if request.method == "POST":
        return _rule(request, campaign, item)
    rows = list(rulings_alike(campaign, item))
    seen = {str(row.pk): row.version for row in rows}
    context = {
        "campaign": campaign,
        "item": known,
        "rows": rows,
        "tasks": _instructions(rows[0]) if rows else [],
        "seen": signing.dumps([pk, item, user.pk, seen], salt=_SALT, compress=True),
        "most": MOST_ALIKE,
        "opened": opened(timezone.now()),
    }
    return render(request, "review/rulings_alike.html", context)


def _instructions(row: ItemVerdict) -> list[str]:
    """What there is to do, of any of them: told of one, without its name."""
    title = row.checked.title
    name = "该账号" if row.checked.account_id else "该网站"
    return [task.instruction.replace(title, name) for task in row.tasks.all()]


def _rule(request: HttpRequest, campaign: Campaign, item: str) -> HttpResponse:
    seen = _seen(request, campaign, item)
    if not seen:
        messages.error(request, "页面已失效，请重新核对后再提交。")
        return redirect("rulings_alike", pk=campaign.pk, item=item)
    now = timezone.now()
    looked = seconds_looked(request.POST.get("opened", ""), request.POST.get("seconds", ""), now)
    word = RulingWord(Ruling.CLEAR, plain(request.POST.get("reason", ""), 2000), seconds=looked)
    try:
        done = rule_alike(campaign, item, seen, word, person(request), now)
    except (InspectionError, PermissionDenied) as error:
        messages.error(request, str(error))
        return redirect("rulings_alike", pk=campaign.pk, item=item)
    left = f"；{done.skipped}项已被他人处理，保持不变" if done.skipped else ""
    messages.success(request, f"已将{done.decided}项判定为“{Ruling.CLEAR.label}”{left}。")
    return redirect("rulings", pk=campaign.pk)


def _seen(request: HttpRequest, campaign: Campaign, item: str) -> Mapping[int, int]:
    """What this person was shown and has not taken out; empty for anything else."""
    try:
        told = signing.loads(request.POST.get("seen", ""), salt=_SALT)
    except signing.BadSignature:
        return {}
    if told[:3] != [campaign.pk, item, person(request).pk]:
        return {}
    kept = set(request.POST.getlist("row"))
    return {int(key): version for key, version in told[3].items() if key in kept}
