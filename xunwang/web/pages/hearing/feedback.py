"""A unit's side: own results with their evidence, the limit, no objection or appeals, and the receipt."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST

from xunwang.access.models import User
from xunwang.access.permissions import may
from xunwang.access.roles import Action
from xunwang.engine.evidence import EvidenceUnavailable
from xunwang.inspection.errors import InspectionError
from xunwang.inspection.hearing.answer import (
    Objection,
    Shown,
    accept,
    appeal,
    feedback_for,
    shown,
    summary_told,
)
from xunwang.inspection.models import NO_BONUS, Appeal, Attachment, Feedback, Finding
from xunwang.inspection.review.evidence import page_to_show, pieces_of
from xunwang.inspection.stages import Stage
from xunwang.inspection.vocabulary import Answer
from xunwang.pages.harmless import MARK_ID, harmless_copy
from xunwang.registry.vocabulary import choices
from xunwang.rules.describe import rule_facts
from xunwang.web.components.files import ACCEPT, LIMITS, download, uploads_in
from xunwang.web.components.forms import plain
from xunwang.web.components.listing import Cell, Column, Filter, Listing, ListSpec
from xunwang.web.downloads import table_download
from xunwang.web.middleware import FRAMING_POLICY
from xunwang.web.pages.hearing.queries import (
    SILENT,
    days_used,
    due_text,
    feedback_listed,
    findings_told,
    hearings_of,
)
from xunwang.web.pages.review.queries import item_of, titles_of
from xunwang.web.pages.review.viewer import framed, runs_folder
from xunwang.web.people import allowed, person
from xunwang.words import ItemKind

LONGEST = 4000
MOST_AT_ONCE = 50
"""Findings that one answer objects to."""
_OPEN = "open"
_TONES = {Answer.ACCEPTED: "good", Answer.APPEALED: "warn", Answer.SILENT: "plain"}


class Told(NamedTuple):
    """A finding as the unit's page shows it."""

    shown: Shown
    title: str
    restricted: bool
    appeal: Appeal | None

    @property
    def bonus(self) -> bool:
        """It brings points: nothing to object to."""
        return self.shown.finding.verdict.kind == ItemKind.BONUS


def _state(one: Feedback) -> Cell:
    if one.answer:
        return Cell(one.told, tone=_TONES[Answer(one.answer)])
    over = one.due_on < timezone.localdate()
    return Cell("已过期限" if over else "待反馈", tone="bad" if over else "warn")


def _time_used(one: Feedback) -> str:
    days = days_used(one.sent_at, one.answered_at) if one.answered_at else None
    return "" if days is None else f"{days}个工作日"


def _of_answer(rows: QuerySet[Feedback], value: str) -> QuerySet[Feedback]:
    if value == Answer.SILENT:
        return rows.filter(SILENT)
    return rows.filter(answer="" if value == _OPEN else value)


_LIST = ListSpec(
    columns=(
        Column("checked", "网站或账号", lambda one: Cell(one.checked.title, reverse("feedback", args=[one.pk])), ("checked__name",)),
        Column("unit", "主办单位", lambda one: one.checked.unit_name, ("checked__unit_name",)),
        Column("campaign", "检查", lambda one: one.campaign.title, ("campaign__title",)),
        Column("problems", "问题", lambda one: str(one.problems), ("problems",), "number"),
        Column("due", "期限", lambda one: due_text(one.due_on, timezone.localdate())
               if not one.answer else f"{one.due_on:%Y-%m-%d}", ("due_on",), "short"),
        Column("answer", "反馈", _state, ("answer",), "short"),
        Column("used", "用时", _time_used, (), "short"),
        Column("appeals", "申诉", lambda one: f"{one.filed}（待裁决{one.open_appeals}）" if one.open_appeals
               else str(one.filed or ""), ("filed",), "short"),
    ),
    filters=(
        Filter("answer", "反馈", [(_OPEN, "待反馈"), *choices(Answer)], _of_answer),
        Filter("stage", "检查阶段", choices((Stage.FEEDBACK, Stage.APPEAL, Stage.FINAL, Stage.PUBLISHED)),
               "campaign__stage"),
    ),
    search=("checked__name", "checked__unit_name", "campaign__title"),
    search_label="网站、单位或检查",
    empty="还没有检查结果。检查组织单位发送后，本单位网站的结果和反馈期限在这里显示。",
)  # fmt: skip


@allowed(Action.SEE_FEEDBACK)
def feedbacks(request: HttpRequest) -> HttpResponse:
    """Results of the own sites; for the office those of all, with the figures of its hearings."""
    user = person(request)
    listing = Listing(_LIST, feedback_listed(user), request.GET)
    may_export = may(user, Action.EXPORT_REGISTER)
    if request.GET.get("export") and may_export:
        rows = [[column.label for column in _LIST.columns]]
        rows += [[_text(column.cell(one)) for column in _LIST.columns] for one in listing.things.iterator()]
        return table_download(request, "反馈情况", "inspection_feedback", rows)
    context = {
        "listing": listing,
        "may_export": may_export,
        "title": "反馈与申诉",
        "hearings": list(hearings_of(user)),
        "decides": may(user, Action.DECIDE_APPEALS),
    }
    return render(request, "hearing/feedbacks.html", context)


@allowed(Action.SEE_FEEDBACK)
def feedback(request: HttpRequest, pk: int) -> HttpResponse:
    """One site's results, and the answer."""
    user = person(request)
    found = _visible(user, pk)
    told = _told(user, found)
    context = {
        "feedback": found,
        "due": due_text(found.due_on, timezone.localdate()),
        "told": [one for one in told if not one.bonus],
        "bonuses": [one for one in told if one.bonus],
        "answers": may_answer(found, user, timezone.localdate()),
        "appeals": found.appeals.select_related("finding", "ruled_by").prefetch_related("attachments"),
        "used": _time_used(found),
        "most": MOST_AT_ONCE,
    }
    return render(request, "hearing/feedback.html", context)


@require_POST
@allowed(Action.ANSWER_FEEDBACK)
def accept_results(request: HttpRequest, pk: int) -> HttpResponse:
    """No objection."""
    user = person(request)
    found = _visible(user, pk)
    try:
        accept(found, user, timezone.now(), plain(request.POST.get("statement", ""), LONGEST))
    except (InspectionError, PermissionDenied) as error:
        messages.error(request, str(error))
        return redirect("feedback", pk=pk)
    messages.success(request, "已反馈“无异议”。")
    return redirect("feedback_receipt", pk=pk)


@allowed(Action.ANSWER_FEEDBACK)
def appeal_against(request: HttpRequest, pk: int) -> HttpResponse:
    """Say why the chosen findings should not stand, each with its proof."""
    user = person(request)
    found = _visible(user, pk)
    chosen = _chosen(request, found)
    if request.method == "POST":
        try:
            objections = [
                Objection(
                    one, plain(request.POST.get(f"statement-{one.pk}", ""), LONGEST), uploads_in(request, f"files-{one.pk}")
                )
                for one in chosen
            ]  # fmt: skip
            appeal(found, objections, user, timezone.now(), plain(request.POST.get("statement", ""), LONGEST))
        except (InspectionError, PermissionDenied) as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"已对{len(objections)}个问题提出申诉。")
            return redirect("feedback_receipt", pk=pk)
    titles = titles_of(found.campaign)
    rows = [(one, titles.get(one.item, ""), request.POST.get(f"statement-{one.pk}", "")) for one in chosen]
    context = {
        "feedback": found,
        "due": due_text(found.due_on, timezone.localdate()),
        "rows": rows,
        "statement": request.POST.get("statement", ""),
        "answers": may_answer(found, user, timezone.localdate()),
        "accept": ACCEPT,
        "limits": LIMITS,
    }
    return render(request, "hearing/appeal_form.html", context)


@allowed(Action.SEE_FEEDBACK)
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """What was answered, by whom and when: to be printed and kept."""
    found = _visible(person(request), pk)
    appeals = found.appeals.select_related("finding").prefetch_related("attachments")
    filed = [(one, summary_told(one.finding)) for one in appeals]
    context = {"feedback": found, "appeals": filed, "used": _time_used(found)}
    return render(request, "hearing/receipt.html", context)


@allowed(Action.SEE_FEEDBACK)
def finding(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The evidence of one finding, as the unit may see it."""
    found, one = _finding(person(request), pk, number)
    pieces = pieces_of(one)
    wanted = request.GET.get("evidence", "1")
    piece = next((p for p in pieces if str(p.number) == wanted), pieces[0] if pieces else None)
    item = item_of(one.campaign, one.item)
    context: dict[str, object] = {
        "feedback": found,
        "finding": one,
        "item": item,
        "rule_facts": list(rule_facts(item)) if item is not None else [],
        "pieces": pieces,
        "piece": piece,
        "files": one.attachments.all(),
    }
    if piece is not None:
        try:
            _, stored = page_to_show(one, piece.number, runs_folder())
            copy = harmless_copy(stored.body, piece.fragment)
            context |= {"place": copy.place, "anchor": f"#{MARK_ID}" if copy.marked else ""}
        except EvidenceUnavailable as why:
            context["unavailable"] = str(why)
    response = render(request, "hearing/finding.html", context)
    response["Content-Security-Policy"] = FRAMING_POLICY
    return response


@xframe_options_sameorigin
@allowed(Action.SEE_FEEDBACK)
def page(request: HttpRequest, pk: int, number: int, piece: int) -> HttpResponse:
    """The stored page, for the frame."""
    _, one = _finding(person(request), pk, number)
    return framed(request, lambda: page_to_show(one, piece, runs_folder()))


@allowed(Action.SEE_FEEDBACK)
def attachment(request: HttpRequest, pk: int) -> HttpResponse:
    """A file of an appeal or a reviewer's screenshot of an own finding, as a download."""
    mine = feedback_for(person(request)).order_by()
    wanted = Q(appeal__feedback__in=mine) | Q(
        finding__checked__feedback__in=mine, finding__restricted=False, finding__withdrawn=False
    )
    return download(get_object_or_404(Attachment.objects.filter(wanted), pk=pk))


def may_answer(found: Feedback, user: User, today: date) -> bool:
    """Whether the person can answer now; the service has the last word."""
    in_time = found.campaign.stage == Stage.FEEDBACK and today <= found.due_on
    return not found.answer and in_time and may(user, Action.ANSWER_FEEDBACK, found)


def _visible(user: User, pk: int) -> Feedback:
    return get_object_or_404(feedback_for(user).select_related("answered_by", "campaign__unit"), pk=pk)


def _finding(user: User, pk: int, number: int) -> tuple[Feedback, Finding]:
    found = _visible(user, pk)
    return found, get_object_or_404(findings_told(found), pk=number)


def _told(user: User, found: Feedback) -> Sequence[Told]:
    titles = titles_of(found.campaign)
    filed = {one.finding_id: one for one in found.appeals.all()}
    return [
        Told(row, titles.get(row.finding.item, ""), row.finding.restricted, filed.get(row.finding.pk))
        for row in shown(found, user)
    ]


def _chosen(request: HttpRequest, found: Feedback) -> list[Finding]:
    """Findings that the form names, at most so many that they fit one page."""
    data = request.POST if request.method == "POST" else request.GET
    keys = [
        int(key) for key in data.getlist("finding") if key.isascii() and key.isdecimal() and len(key) < 10
    ]
    return list(findings_told(found).filter(NO_BONUS, pk__in=keys[:MOST_AT_ONCE], appeal=None))


def _text(value: Cell | str) -> str:
    return value.text if isinstance(value, Cell) else value
