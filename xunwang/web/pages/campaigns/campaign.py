"""One campaign: where it is, what stands in the way, what was done; and the steps from stage to stage."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from xunwang.access.models import User
from xunwang.access.permissions import may
from xunwang.access.roles import Action
from xunwang.inspection.errors import InspectionError, ObstaclesError
from xunwang.inspection.models import Campaign
from xunwang.inspection.moves import move_alone, what_is_left
from xunwang.inspection.planning.scope import region_labels
from xunwang.inspection.planning.strata import StratumBy
from xunwang.inspection.results.freeze import final_of
from xunwang.inspection.review.agreement import effort_by_person
from xunwang.inspection.review.queue import progress
from xunwang.inspection.stages import STEPS, Move, Stage, moves_from
from xunwang.registry.vocabulary import UnitLevel
from xunwang.scoring.sampling import ANY
from xunwang.web.components.forms import plain
from xunwang.web.pages.campaigns.links import notice_of, of_sites, parts_of, where
from xunwang.web.pages.campaigns.lists import stage_cell
from xunwang.web.pages.campaigns.queries import campaigns_seen_by, findings_by_status, minutes_left
from xunwang.web.pages.campaigns.requests import posted_number
from xunwang.web.people import allowed, person
from xunwang.words import Outcome, SiteKind

_WAY = (Stage.DRAFT, Stage.PLANNED, Stage.RUNNING, Stage.REVIEW, Stage.FEEDBACK, Stage.APPEAL, Stage.FINAL,
        Stage.PUBLISHED)  # fmt: skip
_FORWARD = (Move.PLAN, Move.START, Move.REVIEW, Move.SEND, Move.HEAR, Move.FINALISE, Move.PUBLISH)
_LATE = frozenset({Move.PUBLISH})
"""Steps whose gate computes all digests again: it is asked when the step is taken."""
_ELSEWHERE = {Move.START: of_sites("campaign_run"), Move.PUBLISH: notice_of}
_NOTES: dict[Move, str] = {
    Move.PLAN: "按名录现状选定网站并抽取新媒体，形成抽样记录。",
    Move.REPLAN: "撤下已选的网站和样本；抽样记录保留。要换样本须换种子。",
    Move.START: "网站：安排探测和抓取；新媒体：采集发布内容、手机核查。",
    Move.REVIEW: "网站和抽查的账号有检查结果后，交复核员逐条复核。",
    Move.RERUN: "回到检查阶段，补查部分网站；已作的复核保留。",
    Move.SEND: "把确认的问题发给主办单位，反馈期限即日起算。",
    Move.HEAR: "逾期未反馈的视为没有异议。",
    Move.FINALISE: "按指标版本计分、排名，冻结并形成摘要。",
    Move.REOPEN: "回到申诉处理，可以更正；原核定结果保留。",
    Move.PUBLISH: "起草、签发并公布通报；公布前核对核定结果未被改动。",
    Move.CANCEL: "检查到此为止，内容保留，不能再改。",
}


class Left(NamedTuple):
    """An obstacle and the way to it."""

    sentence: str
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class StepOffer:
    """A step that the person may take."""

    move: Move
    note: str
    reason: bool
    obstacles: tuple[Left, ...]
    elsewhere: str = ""
    """Where the step is taken, if not here: checking begins with a run, publication with the notice."""

    @property
    def forward(self) -> bool:
        """It leads on to the notice."""
        return self.move in _FORWARD


def found_campaign(request: HttpRequest, pk: int) -> Campaign:
    """The campaign, for those who may look into it; else 404."""
    return get_object_or_404(campaigns_seen_by(person(request)), pk=pk)


@allowed(Action.SEE_CAMPAIGNS)
def campaign(request: HttpRequest, pk: int) -> HttpResponse:
    """Stage, obstacles, progress, history."""
    found = found_campaign(request, pk)
    user = person(request)
    stage = Stage(found.stage)
    offers = offers_of(found, user, Move)
    context = {
        "campaign": found,
        "stage": stage_cell(found),
        "way": _way(stage),
        "next": next((offer for offer in offers if offer.forward), None),
        "others": [offer for offer in offers if not offer.forward],
        "parts": parts_of(found, user),
        "plan": _plan(found),
        "may_edit": stage is Stage.DRAFT and may(user, Action.PLAN_CAMPAIGNS, found),
        "events": found.events.select_related("by"),
        "final": final_of(found),
        **_progress(found, user),
    }
    return render(request, "campaigns/campaign.html", context)


@require_POST
@allowed(Action.SEE_CAMPAIGNS)
def take_step(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a step."""
    found = found_campaign(request, pk)
    try:
        step = Move(request.POST.get("move", ""))
    except ValueError as error:
        raise Http404 from error
    found.version = posted_number(request, "version")
    try:
        move_alone(found, step, person(request), timezone.now(), plain(request.POST.get("note", ""), 2000))
    except ObstaclesError as error:
        messages.error(request, f"还不能“{step.label}”：" + "".join(error.obstacles))
    except InspectionError as error:
        messages.error(request, str(error))
    except PermissionDenied as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"“{step.label}”已完成。")
    return redirect("results" if request.POST.get("back") == "results" else "campaign", pk=pk)


def offers_of(found: Campaign, user: User, steps: Iterable[Move]) -> list[StepOffer]:
    """Those of ``steps`` that lead on from here and that the person may take, with what is left to do."""
    possible = set(steps) & set(moves_from(Stage(found.stage)))
    return [
        StepOffer(
            step,
            _NOTES[step],
            rule.reason,
            () if step in _LATE else _left(found, step),
            _ELSEWHERE[step](found) if step in _ELSEWHERE else "",
        )
        for step, rule in STEPS.items()
        if step in possible and may(user, rule.action, found)
    ]


def _left(found: Campaign, step: Move) -> tuple[Left, ...]:
    left = what_is_left(found, step, timezone.now())
    return tuple(Left(one.sentence, one.place.label, where(one.place, found)) for one in left)


def _way(stage: Stage) -> list[tuple[str, str]]:
    """Label and state (past, now, empty) of each stage."""
    now = _WAY.index(stage) if stage in _WAY else -1
    return [
        (one.label, "now" if place == now else "past" if place < now else "")
        for place, one in enumerate(_WAY)
    ]


def _progress(found: Campaign, user: User) -> dict[str, object]:
    if found.stage in (Stage.DRAFT, Stage.PLANNED):
        return {"sites": found.sites.count(), "accounts": found.accounts.count()}
    done, efforts = progress(found, user), effort_by_person(found)
    sites = list(found.sites.values_list("taken_at", flat=True))
    accounts = list(found.accounts.values_list("taken_at", "outcome"))
    return {
        "sites": len(sites),
        "sites_taken": sum(moment is not None for moment in sites),
        "accounts": len(accounts),
        "accounts_checked": sum(bool(moment) or outcome != Outcome.PENDING for moment, outcome in accounts),
        "progress": done,
        "findings": findings_by_status(done),
        "minutes_left": (left := minutes_left(done, efforts)),
        "hours_left": left / 60,
        "efforts": efforts,
    }


def _plan(found: Campaign) -> list[tuple[str, str]]:
    """The plan in words."""
    shares = {name: share for name, share in found.account_shares.items() if name != ANY}
    named = "；".join(f"{name} {_percent(share)}" for name, share in sorted(shares.items()))
    rest = _percent(found.account_shares.get(ANY, "0"))
    strata = "、".join(StratumBy(word).label for word in found.account_strata)
    people = "、".join(found.reviewers.order_by("name").values_list("name", flat=True))
    levels = "、".join(UnitLevel(word).label for word in found.levels)
    kinds = "、".join(SiteKind(word).label for word in found.kinds)
    return [
        ("检查期", f"{found.period_start:%Y-%m-%d} 至 {found.period_end:%Y-%m-%d}"),
        ("监测时间点", timezone.localtime(found.check_point).strftime("%Y-%m-%d %H:%M") + "（北京时间）"),
        ("指标版本", found.edition_id + ("（自定）" if found.edition_text else "")),
        ("范围", "；".join(part for part in (levels, kinds, region_labels(found.region_codes)) if part) or "全部"),
        ("网站检查比例", _percent(found.site_share)),
        ("新媒体抽查比例", f"{rest}{f'；{named}' if named else ''}"),
        ("新媒体分层", strata or "不分层"),
        ("抽样种子", found.seed),
        ("复核员", people or "有复核权限的人"),
        ("盲审比例", _percent(found.double_share)),
        ("反馈期限", f"{found.answer_days}个工作日"),
        ("制定", f"{found.created_by.name}，{timezone.localtime(found.created_at):%Y-%m-%d %H:%M}"),
    ]  # fmt: skip


def _percent(share: object) -> str:
    text = f"{float(str(share)) * 100:.2f}".rstrip("0").rstrip(".")
    return f"{text}%"
