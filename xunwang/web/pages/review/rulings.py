"""Indicators that the machine could not judge: the checklist of a site, and the person's ruling."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from xunwang.access.models import User
from xunwang.access.permissions import may
from xunwang.access.roles import Action
from xunwang.inspection.blind import told_status
from xunwang.inspection.errors import InspectionError
from xunwang.inspection.hearing.uploads import attach_to_task
from xunwang.inspection.models import Attachment, Campaign, ItemVerdict, Task
from xunwang.inspection.review.queue import rulings_left
from xunwang.inspection.review.rulings import Found, RulingWord, complete_task, report, rule
from xunwang.inspection.stages import Stage
from xunwang.inspection.vocabulary import Ruling, Status
from xunwang.rules.describe import rule_facts
from xunwang.web.components.files import ACCEPT_PICTURES, LIMITS, download, uploads_in
from xunwang.web.components.forms import plain
from xunwang.web.components.listing import Cell, Column, Filter, Listing, ListSpec
from xunwang.web.components.pace import opened, seconds_looked
from xunwang.web.pages.review.queries import (
    campaigns_of,
    findings_of,
    item_of,
    may_review,
    titles_of,
    verdicts_of,
)
from xunwang.web.people import allowed, person
from xunwang.words import ItemKind, State

ROWS = 3
"""Problems that one ruling can list; more are added afterwards, one by one."""
_TEXT = 2000
_DONE = (("open", "待判定"), ("done", "已判定"))


@allowed(Action.SEE_CAMPAIGNS)
def rulings(request: HttpRequest, pk: int) -> HttpResponse:
    """What has to be judged by people, vetoes first."""
    campaign = get_object_or_404(campaigns_of(person(request)), pk=pk)
    rows = (
        ItemVerdict.objects.filter(campaign=campaign, needs_ruling=True)
        .select_related("checked")
        .annotate(open_tasks=Count("tasks", filter=Q(tasks__done_at=None)), minutes=Sum("tasks__minutes"))
        .order_by("-kind", "checked_id", "position")
    )
    query = request.GET.copy()
    query.setdefault("state", "open")
    listing = Listing(_spec(campaign), rows, query)
    context = {
        "title": "人工判定",
        "listing": listing,
        "campaign": campaign,
        "alike": _alike(campaign, person(request)),
        "back": (campaign.title, reverse("review", args=[pk])),
    }
    return render(request, "review/findings.html", context)


def _alike(campaign: Campaign, user: User) -> list[tuple[str, str, int]]:
    """Indicators of which several wait that one ruling could settle: item, title, number."""
    if campaign.stage != Stage.REVIEW or not may_review(user, campaign):
        return []
    rows = ItemVerdict.objects.filter(
        campaign=campaign, state=State.NEEDS_REVIEW, needs_ruling=True, ruling=""
    )
    counts = rows.order_by("item").values_list("item").annotate(count=Count("pk")).filter(count__gt=1)
    titles = titles_of(campaign)
    return [(item, titles.get(item, ""), count) for item, count in counts]


@allowed(Action.SEE_CAMPAIGNS)
def ruling(request: HttpRequest, pk: int) -> HttpResponse:
    """One indicator of one site: its tasks, what was found, and the ruling."""
    user = person(request)
    verdict = get_object_or_404(verdicts_of(user), pk=pk)
    if request.method == "POST":
        act = _ACTS.get(request.POST.get("what", ""))
        try:
            if act is None:
                raise InspectionError("页面已失效，请刷新后重试。")
            messages.success(request, act(request, verdict, user))
        except (InspectionError, PermissionDenied) as error:
            messages.error(request, str(error))
        else:
            return _onward(request, verdict)
    return render(request, "review/ruling.html", _context(request, verdict, user))


@allowed(Action.SEE_CAMPAIGNS)
def attachment(request: HttpRequest, pk: int) -> HttpResponse:
    """A screenshot of a task or of a person's finding, as a download."""
    user = person(request)
    wanted = Q(task__verdict__in=verdicts_of(user)) | Q(finding__in=findings_of(user))
    return download(get_object_or_404(Attachment.objects.filter(wanted), pk=pk))


def _rule(request: HttpRequest, verdict: ItemVerdict, user: User) -> str:
    try:
        wanted = Ruling(request.POST.get("ruling", ""))
    except ValueError as error:
        raise InspectionError("请选择判定结果。") from error
    verdict.version = _number(request.POST.get("version", ""), 0)
    found = _found_in(request) if wanted is Ruling.HIT else ()
    word = RulingWord(wanted, plain(request.POST.get("reason", ""), _TEXT), found, _seconds(request))
    rule(verdict, word, user, timezone.now())
    return f"“{verdict.checked.title}　{verdict.item}”已判定为“{wanted.label}”。"


def _report(request: HttpRequest, verdict: ItemVerdict, user: User) -> str:
    found = _found_in(request)
    if len(found) != 1:
        raise InspectionError("请写明问题的情况。")
    report(verdict, found[0], user, timezone.now())
    return "已补报问题。"


def _task(request: HttpRequest, verdict: ItemVerdict, user: User) -> str:
    task = get_object_or_404(Task.objects.select_related("verdict__campaign__unit"), pk=_number(
        request.POST.get("task", ""), 0), verdict=verdict)  # fmt: skip
    now = timezone.now()
    uploads = uploads_in(request, "files")
    with transaction.atomic():
        for upload in uploads:
            attach_to_task(task, upload, user, now)
        complete_task(task, plain(request.POST.get("note", ""), _TEXT), _seconds(request), user, now)
    return "已记录。"


_ACTS: dict[str, Callable[[HttpRequest, ItemVerdict, User], str]] = {
    "rule": _rule,
    "report": _report,
    "task": _task,
}


def _found_in(request: HttpRequest) -> tuple[Found, ...]:
    """The problems of the form; rows without a text are left out."""
    found = []
    for number in range(1, ROWS + 1):
        summary = plain(request.POST.get(f"summary-{number}", ""), _TEXT)
        if not summary:
            continue
        url = plain(request.POST.get(f"url-{number}", ""), 500)
        if url and urlsplit(url).scheme not in ("http", "https"):
            raise InspectionError("网址应以http://或https://开头。")
        amount = _number(request.POST.get(f"amount-{number}", ""), 1)
        uploads = uploads_in(request, f"files-{number}")
        found.append(Found(summary, url, plain(request.POST.get(f"note-{number}", ""), 500), amount, uploads))
    return tuple(found)


def _onward(request: HttpRequest, verdict: ItemVerdict) -> HttpResponse:
    """After a ruling the next one; after everything else the same page."""
    if request.POST.get("what") == "rule":
        following = rulings_left(verdict.campaign).exclude(pk=verdict.pk).first()
        if following is not None:
            return redirect("ruling", pk=following.pk)
        messages.info(request, "没有待判定的指标了。")
        return redirect("review", pk=verdict.campaign_id)
    return redirect("ruling", pk=verdict.pk)


def _context(request: HttpRequest, verdict: ItemVerdict, user: User) -> dict[str, object]:
    item = item_of(verdict.campaign, verdict.item)
    at_work = verdict.campaign.stage == Stage.REVIEW
    reviews = at_work and may_review(user, verdict.campaign)
    settles = at_work and may(user, Action.SETTLE_DISPUTES, verdict)
    tasks = verdict.tasks.select_related("done_by").prefetch_related("attachments")
    own = findings_of(user).filter(verdict=verdict, withdrawn=False).defer("evidence")
    own = own.annotate(told=told_status())
    return {
        "verdict": verdict,
        "item": item,
        "state": State(verdict.state),
        "is_veto": verdict.kind == ItemKind.VETO,
        "rule_facts": list(rule_facts(item)) if item is not None else [],
        "tasks": [(task, [link for link in task.links if _is_web(link)]) for task in tasks],
        "found": [(one, Status(one.told)) for one in own],
        "decisions": verdict.decisions.filter(finding=None).select_related("by"),
        "reviews": reviews,
        "rules": verdict.needs_ruling and (reviews or settles),
        "settles": settles,
        "rows": [
            (number, {key: request.POST.get(f"{key}-{number}", "") for key in ("summary", "url", "note", "amount")})
            for number in range(1, ROWS + 1)
        ],
        "typed": request.POST,
        "accept": ACCEPT_PICTURES,
        "limits": LIMITS,
        "opened": opened(timezone.now()),
    }  # fmt: skip


def _spec(campaign: Campaign) -> ListSpec:
    titles = titles_of(campaign)

    def done(rows: QuerySet[ItemVerdict], value: str) -> QuerySet[ItemVerdict]:
        return rows.filter(ruling="") if value == "open" else rows.exclude(ruling="")

    def state(one: ItemVerdict) -> Cell:
        if one.ruling:
            wanted = Ruling(one.ruling)
            return Cell(wanted.label, tone={Ruling.HIT: "bad", Ruling.CLEAR: "good"}.get(wanted, "plain"))
        return Cell("待判定", tone="warn")

    return ListSpec(
        columns=(
            Column(
                "item",
                "指标",
                lambda one: Cell(f"{one.item} {titles.get(one.item, '')}", reverse("ruling", args=[one.pk])),
                ("item",),
            ),
            Column("checked", "网站或账号", lambda one: one.checked.title, ("checked__name",)),
            Column("why", "原因", lambda one: one.missing or "须由人检查"),
            Column("tasks", "待办", lambda one: str(one.open_tasks), ("open_tasks",), "number"),
            Column("minutes", "预计分钟", lambda one: f"{one.minutes or 0:g}", ("minutes",), "number"),
            Column("state", "判定", state, ("ruling",), "short"),
        ),
        filters=(
            Filter("state", "状态", _DONE, done),
            Filter(
                "item", "指标", [(item, f"{item} {title}"[:40]) for item, title in titles.items()], "item"
            ),
            Filter("kind", "类别", [(kind.value, kind.label) for kind in ItemKind], "kind"),
        ),
        search=("checked__name", "missing"),
        search_label="网站或原因",
        empty="没有须人工判定的指标。",
    )


def _seconds(request: HttpRequest) -> int:
    return seconds_looked(request.POST.get("opened", ""), request.POST.get("seconds", ""), timezone.now())


def _is_web(link: str) -> bool:
    return urlsplit(link).scheme in ("http", "https")


def _number(text: str, default: int) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else default
