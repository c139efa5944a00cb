"""The workbench: one candidate a screen, its evidence, what the rule says, and the decision."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_POST

from xunwang.access.models import User
from xunwang.access.roles import Action
from xunwang.audit.acting import acting
from xunwang.engine.evidence import EvidenceUnavailable
from xunwang.fetch.evidence import StoredPage
from xunwang.inspection.errors import InspectionError
from xunwang.inspection.hearing.appeals import correct
from xunwang.inspection.models import Campaign, Finding
from xunwang.inspection.review.decide import Word, decide, decide_blind, settle
from xunwang.inspection.review.evidence import Piece, page_to_show, pieces_of, read_page
from xunwang.inspection.review.people import open_evidence
from xunwang.inspection.review.queue import (
    Wanted,
    alike,
    earlier,
    next_blind,
    next_dispute,
    next_finding,
)
from xunwang.inspection.vocabulary import Choice
from xunwang.media.queries import ways_by_which
from xunwang.pages.harmless import MARK_ID, excerpt, harmless_copy
from xunwang.pages.render import browser_problem
from xunwang.rules.describe import rule_facts
from xunwang.web.components.forms import plain
from xunwang.web.components.pace import opened, seconds_looked
from xunwang.web.middleware import FRAMING_POLICY
from xunwang.web.pages.review.desk import Desk, Mode, desk_for
from xunwang.web.pages.review.queries import campaigns_of, findings_of, item_of, last_decided
from xunwang.web.pages.review.viewer import facts_of, runs_folder
from xunwang.web.people import address_of, allowed, person

TABS = (("page", "抓取时的页面"), ("source", "源码片段"), ("picture", "截图"), ("facts", "抓取记录"))
TABS_OF_ACCOUNTS = (
    ("page", "采集时的内容"),
    ("source", "原文片段"),
    ("picture", "截图"),
    ("facts", "采集记录"),
)
LONGEST_REASON = 2000
MOST_EARLIER = 10
_CHOICES = {choice.value: choice for choice in Choice}


class Line(NamedTuple):
    """Which queue the person works through."""

    blind: bool
    item: str

    @property
    def query(self) -> str:
        """As part of an address."""
        parts = ("blind=1" if self.blind else "", f"item={self.item}" if self.item else "")
        return "&".join(part for part in parts if part)


def line_of(data: Mapping[str, str], campaign: Campaign) -> Line:
    """The queue that a request names; an indicator that the edition does not have is dropped."""
    item = data.get("item", "")
    return Line(data.get("blind", "") == "1", item if item_of(campaign, item) is not None else "")


@allowed(Action.SEE_CAMPAIGNS)
def finding(request: HttpRequest, pk: int) -> HttpResponse:
    """One finding with its evidence; restricted ones are written into the audit log."""
    user = person(request)
    found = get_object_or_404(findings_of(user), pk=pk)
    with acting(user, "web", address_of(request)):
        open_evidence(found, user)
    line = line_of(request.GET, found.campaign)
    desk = desk_for(found, user)
    context = {
        **_subject(found),
        **_evidence(request, found),
        **_desk(request, found, desk, line),
        "line": line,
        "opened": opened(timezone.now()),
    }
    response = render(request, "review/finding.html", context)
    response["Content-Security-Policy"] = FRAMING_POLICY
    return response


@require_POST
@allowed(Action.REVIEW_FINDINGS)
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the next finding of a queue; ``after``: the one that is left for now."""
    campaign = get_object_or_404(campaigns_of(person(request)), pk=pk)
    after = findings_of(person(request)).filter(campaign=campaign, pk=_number(request.POST.get("after", "")))
    return onward(request, campaign, line_of(request.POST, campaign), after.first())


@require_POST
@allowed(Action.SETTLE_DISPUTES)
def settle_next(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the next dispute, restricted ones included for those who may see them."""
    campaign = get_object_or_404(campaigns_of(person(request)), pk=pk)
    return _onward_dispute(request, campaign, None)


@require_POST
@allowed(Action.SEE_CAMPAIGNS)
def decide_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the decision down and open the next one."""
    user = person(request)
    found = get_object_or_404(findings_of(user), pk=pk)
    line = line_of(request.POST, found.campaign)
    here = f"{reverse('finding', args=[pk])}?{line.query}"
    choice = _CHOICES.get(request.POST.get("choice", ""))
    if choice is None:
        messages.error(request, "请选择确认、排除或存疑。")
        return redirect(here)
    found.version = _number(request.POST.get("version", ""))
    mode = request.POST.get("mode", "")
    try:
        _decide(found, mode, _word(request, choice), user)
    except (InspectionError, PermissionDenied) as error:
        messages.error(request, str(error))
        return redirect(here)
    told = '“{}”已{}。<a href="{}">查看或更改</a>'
    messages.success(request, format_html(told, _named(found), choice.label, here))
    if mode == Mode.SETTLE:
        return _onward_dispute(request, found.campaign, found)
    if mode in {Mode.CORRECT, Mode.AMEND}:
        return redirect(here)
    return onward(request, found.campaign, line, found)


def onward(request: HttpRequest, campaign: Campaign, line: Line, after: Finding | None) -> HttpResponse:
    """Open the next finding of the queue; when nothing is left, the overview."""
    give = next_blind if line.blind else next_finding
    try:
        following = give(campaign, person(request), timezone.now(), Wanted(line.item, after))
    except InspectionError as error:
        messages.error(request, str(error))
        return redirect("review", pk=campaign.pk)
    if following is None:
        messages.info(request, "这个队列中没有等待您处理的问题了。")
        return redirect("review", pk=campaign.pk)
    return redirect(f"{reverse('finding', args=[following.pk])}?{line.query}")


def _onward_dispute(request: HttpRequest, campaign: Campaign, after: Finding | None) -> HttpResponse:
    following = next_dispute(campaign, person(request), after)
    if following is None:
        messages.info(request, "没有等待您裁定的问题了。")
        return redirect("review", pk=campaign.pk)
    return redirect("finding", pk=following.pk)


def _decide(found: Finding, mode: str, word: Word, user: User) -> None:
    if mode == Mode.AMEND:
        correct(found, word.choice, word.reason, user, timezone.now())
        return
    act = {Mode.BLIND: decide_blind, Mode.SETTLE: settle}.get(mode, decide)  # type: ignore[call-overload]
    act(found, word, user, timezone.now())


def _word(request: HttpRequest, choice: Choice) -> Word:
    seconds = seconds_looked(request.POST.get("opened", ""), request.POST.get("seconds", ""), timezone.now())
    return Word(choice, plain(request.POST.get("reason", ""), LONGEST_REASON), seconds)


def _subject(found: Finding) -> dict[str, object]:
    item = item_of(found.campaign, found.item)
    return {
        "finding": found,
        "item": item,
        "rule_facts": list(rule_facts(item)) if item is not None else [],
        "earlier": list(earlier(found)[:MOST_EARLIER]),
        "uploads": list(found.attachments.all()),
        "origins": ways_by_which(found.checked.account_id, found.run) if found.checked.account_id else (),
    }


def _evidence(request: HttpRequest, found: Finding) -> dict[str, object]:
    """The tab that the address names, of the piece that it names."""
    pieces = pieces_of(found)
    wanted = _number(request.GET.get("evidence", "")) or 1
    piece = next((one for one in pieces if one.number == wanted), pieces[0] if pieces else None)
    tab = request.GET.get("tab", "")
    tab = tab if tab in dict(TABS) else "page"
    tabs = TABS_OF_ACCOUNTS if found.checked.account_id else TABS
    context: dict[str, object] = {"pieces": pieces, "piece": piece, "tab": tab, "tabs": tabs}
    if piece is None:
        return context
    try:
        open_ = page_to_show if tab in {"page", "picture"} else read_page
        _, stored = open_(found, piece.number, runs_folder())
    except EvidenceUnavailable as why:
        return {**context, "unavailable": str(why)}
    return {**context, **_content(stored, piece, tab)}


def _content(stored: StoredPage, piece: Piece, tab: str) -> dict[str, object]:
    if tab == "source":
        return {"excerpt": excerpt(stored.body, piece.fragment)}
    if tab == "facts":
        return {"facts": facts_of(stored), "headers": stored.headers, "fetched_at": stored.at}
    if tab == "picture":
        return {"picture_problem": browser_problem()}
    copy = harmless_copy(stored.body, piece.fragment)
    return {"place": copy.place, "anchor": f"#{MARK_ID}" if copy.marked else ""}


def _desk(request: HttpRequest, found: Finding, desk: Desk, line: Line) -> dict[str, object]:
    now = timezone.now()
    claimed = found.claimed_until is not None and found.claimed_until > now
    like = alike(found).count() - 1 if desk.mode is Mode.REVIEW and not found.restricted else 0
    return {
        "desk": desk,
        "mode": desk.mode,
        "decides": desk.mode is not Mode.READ,
        "goes_on": desk.mode in {Mode.REVIEW, Mode.SECOND, Mode.BLIND},
        "needs_reason": desk.mode in {Mode.SETTLE, Mode.CORRECT, Mode.AMEND},
        "may_doubt": desk.mode not in {Mode.SETTLE, Mode.AMEND},
        "alike": max(like, 0),
        "back_to": last_decided(found.campaign, person(request)),
        "claimed_by": found.claimed_by
        if claimed and found.claimed_by_id not in (None, person(request).pk)
        else None,
    }


def _named(found: Finding) -> str:
    return f"{found.checked.title}　{found.item}"


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
