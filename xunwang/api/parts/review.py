"""The review: the next finding of a queue, decisions, rulings on indicators, tasks, what the machine missed."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Router, Schema
from ninja.responses import Status as Answer

from xunwang.access.permissions import within
from xunwang.access.roles import Action
from xunwang.api.operations import operation, person
from xunwang.api.parts.campaigns import found_by
from xunwang.api.parts.results import FindingWhole, TaskOut, VerdictWhole, finding_by, verdict_by, whole
from xunwang.api.problems import ApiError, Trouble
from xunwang.api.shapes import Given, IfMatch, Key, Note, Ref, Seconds, require_unchanged, tagged
from xunwang.inspection.editions import edition_of
from xunwang.inspection.models import Campaign, Task
from xunwang.inspection.review.decide import Word, decide, decide_blind, settle
from xunwang.inspection.review.queue import Wanted, next_blind, next_finding
from xunwang.inspection.review.rulings import Found, RulingWord, complete_task, report, rule
from xunwang.inspection.vocabulary import Choice, Ruling

router = Router(tags=["复核"])
Summary = Annotated[str, Field(min_length=1, max_length=2000)]


class NextIn(Given):
    """Which queue, and where in it."""

    occasion: Literal["review", "blind"] = Field("review", description="复核（含二次复核）或盲审")
    item: str = Field("", max_length=20, description="只领此项指标的问题")
    after: Ref | None = Field(None, description="暂时放下、留给他人的问题；领它后面的")


class NextOut(Schema):
    """The finding that was claimed."""

    finding: FindingWhole | None = Field(description="为空：队列中没有等待令牌持有人处理的问题了")
    claimed_until: datetime | None = Field(description="在此之前不分给他人；作出决定不以领取为前提")


class WordIn(Given):
    """What a person says to a finding."""

    occasion: Literal["review", "blind", "settlement"] = Field("review", description="复核、盲审或裁定")
    choice: Choice
    reason: Note = ""
    seconds: Seconds = 0


class FoundIn(Given):
    """A problem that a person found."""

    summary: Summary
    url: str = Field("", max_length=500)
    note: Note = ""
    amount: int = Field(1, ge=1, le=100_000)


class RulingIn(Given):
    """What a person says to an indicator that the machine could not judge."""

    ruling: Ruling
    reason: Annotated[str, Field(min_length=1, max_length=2000)]
    found: list[FoundIn] = Field([], max_length=100, description="判定存在问题时必须列出")
    seconds: Seconds = 0


class TaskDone(Given):
    """What came out of a task."""

    note: Annotated[str, Field(min_length=1, max_length=2000)]
    seconds: Seconds = 0


@operation(
    router,
    "POST /campaigns/{key}/next-finding",
    Action.REVIEW_FINDINGS,
    NextOut,
    "领取下一个待复核的问题（返回的 ETag 是该问题的）",
)
def finding_next(request: HttpRequest, key: Key, body: NextIn, response: HttpResponse) -> NextOut:
    """Claim the next finding, as the workbench does."""
    user, known = person(request), found_by(request, key)
    give = next_blind if body.occasion == "blind" else next_finding
    claimed = give(known, user, timezone.now(), _wanted(request, known, body))
    if claimed is None:
        return NextOut(finding=None, claimed_until=None)
    return NextOut(finding=tagged(response, whole(claimed, user)), claimed_until=claimed.claimed_until)


@operation(
    router, "POST /findings/{key}/decisions", Action.SEE_CAMPAIGNS, FindingWhole, "复核、盲审或裁定一个问题"
)
def finding_decide(request: HttpRequest, key: Key, match: IfMatch, body: WordIn) -> FindingWhole:
    """Decide on a finding as it was read."""
    user, now, found = person(request), timezone.now(), finding_by(request, key)
    require_unchanged(match, whole(found, user))
    word = Word(body.choice, body.reason, body.seconds)
    if body.occasion == "blind":
        decide_blind(found, word, user, now)
    elif body.occasion == "settlement":
        settle(found, word, user, now)
    else:
        decide(found, word, user, now)
    return whole(finding_by(request, key), user)


@operation(router, "PUT /verdicts/{key}/ruling", Action.SEE_CAMPAIGNS, VerdictWhole, "判定一项指标")
def verdict_rule(request: HttpRequest, key: Key, match: IfMatch, body: RulingIn) -> VerdictWhole:
    """Rule on an indicator as it was read."""
    found = verdict_by(request, key)
    require_unchanged(match, VerdictWhole.from_orm(found))
    problems = tuple(Found(one.summary, one.url, one.note, one.amount) for one in body.found)
    rule(found, RulingWord(body.ruling, body.reason, problems, body.seconds), person(request), timezone.now())
    return VerdictWhole.from_orm(verdict_by(request, key))


@operation(
    router,
    "POST /verdicts/{key}/findings",
    Action.REVIEW_FINDINGS,
    FindingWhole,
    "补报系统遗漏的问题",
    status=201,
)
def finding_report(request: HttpRequest, key: Key, body: FoundIn) -> Answer[FindingWhole]:
    """Add a problem that the machine missed."""
    one = Found(body.summary, body.url, body.note, body.amount)
    added = report(verdict_by(request, key), one, person(request), timezone.now())
    return Answer(201, whole(finding_by(request, added.pk), person(request)))


@operation(router, "POST /tasks/{key}/done", Action.REVIEW_FINDINGS, TaskOut, "完成一项人工检查任务")
def task_done(request: HttpRequest, key: Key, body: TaskDone) -> TaskOut:
    """Write down that a task was done; refused when somebody else has."""
    rows = within(person(request), Action.SEE_CAMPAIGNS, Task.objects.all(), "verdict__campaign__unit__path")
    found = get_object_or_404(rows.select_related("verdict__campaign__unit"), pk=key)
    done = complete_task(found, body.note, body.seconds, person(request), timezone.now())
    return TaskOut.from_orm(done)


def _wanted(request: HttpRequest, known: Campaign, body: NextIn) -> Wanted:
    if body.item and body.item not in edition_of(known).items:
        raise ApiError("invalid", "", [Trouble(field="item", message="本次检查所用的指标中没有这一项。")])
    left = finding_by(request, body.after) if body.after is not None else None
    if left is not None and left.campaign_id != known.pk:
        raise ApiError("missing")
    return Wanted(body.item, left)
