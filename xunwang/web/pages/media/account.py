"""One account: what is known of it between register and campaign."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localtime

from xunwang.access.permissions import may
from xunwang.access.roles import Action
from xunwang.calendar.working_days import local_day
from xunwang.collect.archive import CollectionArchive
from xunwang.collect.facts.build import account_facts
from xunwang.engine.archive import ArchiveError
from xunwang.media.access import may_look, oversees
from xunwang.media.collecting.archives import folder_of
from xunwang.media.collecting.posts import MOST, lines_of
from xunwang.media.collecting.taking import bare
from xunwang.media.known import known_of, ways_of
from xunwang.media.models import CollectedAccount, ProfilePoint
from xunwang.media.queries import (
    accounts_seen_by,
    address_of_account,
    checks_seen_by,
    incidents_seen_by,
    last_collected,
    points_of,
    samples_seen_by,
)
from xunwang.notices.charts import Chart, chart_of_days, chart_of_figure
from xunwang.posts.records import Way
from xunwang.registry.models import Account
from xunwang.web.components.listing import Cell, Column, ListSpec
from xunwang.web.components.rows import RowListing
from xunwang.web.pages.campaigns.sites import outcome_cell
from xunwang.web.pages.media.qr import qr_picture
from xunwang.web.pages.review.viewer import runs_folder
from xunwang.web.people import allowed, person

_MOST_CHECKS, _MOST_POINTS, _SHOWN_POSTS = 10, 400, 8
_LONGEST_CHART = 400
"""Days."""


@allowed(Action.SEE_REGISTER)
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """The account's page."""
    user = person(request)
    found = get_object_or_404(accounts_seen_by(user), pk=pk)
    checks = checks_seen_by(user).filter(account=found).prefetch_related("functions", "pictures")
    shown = list(checks[:_MOST_CHECKS])
    collected = last_collected(found)
    points = points_of(found, _MOST_POINTS)
    context: dict[str, Any] = {
        "account": found,
        "address": address_of_account(found),
        "collected": collected,
        "origins": collected.ways.select_related("set_by") if collected is not None else (),
        "sees_collection": collected is not None and may(user, Action.SEE_REGISTER, collected.collection),
        "checks": shown,
        "samples": [(one, outcome_cell(one.outcome)) for one in samples_seen_by(user, found)[:_MOST_CHECKS]],
        "incidents": incidents_seen_by(user).filter(account=found),
        "oversees": oversees(user, found),
        "ways": ways_of(found),
        "known": known_of(found, collected, next((one for one in shown if not _withdrawn(one)), None)),
        "profiles": _changes(points),
        "followers": _followers_chart(points),
        "may_look": (looks := may_look(user, found)),
        "may_set": may(user, Action.SET_WAYS, found),
        "qr": qr_picture(request.build_absolute_uri(reverse("hand_check_new", args=[pk]))) if looks else "",
    }
    return render(request, "media/account.html", context | _from_archive(found, collected))


@allowed(Action.SEE_REGISTER)
def posts(request: HttpRequest, pk: int) -> HttpResponse:
    """The posts of the last collection, all of them."""
    found = get_object_or_404(accounts_seen_by(person(request)), pk=pk)
    collected = last_collected(found)
    lines, why = [], "还没有采集过。"
    if collected is not None:
        try:
            lines, why = lines_of(archive_with(collected), collected.key), ""
        except (ArchiveError, OSError):
            why = "采集档案不在本机或已损坏，无法显示发布内容。"
    listing = RowListing(_posts_spec(collected, why), lines, request.GET)
    context = {
        "title": f"{found.name}的发布内容",
        "account": found,
        "collected": collected,
        "listing": listing,
        "most": MOST if len(lines) == MOST else 0,
    }
    return render(request, "media/posts.html", context)


def archive_with(collected: CollectedAccount) -> CollectionArchive:
    """The archive of an account's collection. Raises ArchiveError."""
    return CollectionArchive(folder_of(runs_folder(), collected.collection))


def _posts_spec(collected: CollectedAccount | None, why: str) -> ListSpec:
    number = collected.pk if collected is not None else 0
    return ListSpec(
        columns=(
            Column("title", "标题", lambda one: Cell(one.title or "（无标题）", _post_url(number, one)), ("title",)),
            Column("at", "发布时间", lambda one: f"{localtime(one.at):%Y-%m-%d %H:%M}" if one.at else "不详",
                   ("at",), "short"),
            Column("state", "状态", _post_state, style="short"),
            Column("reads", "阅读", lambda one: "" if one.reads is None else f"{one.reads:,}", ("reads",), "number"),
            Column("likes", "点赞", lambda one: "" if one.likes is None else f"{one.likes:,}", ("likes",), "number"),
            Column("way", "采集方式", lambda one: Way(one.way).label, ("way",), "short"),
        ),
        search=("title",),
        search_label="标题",
        empty=why or "这次采集没有取得发布内容。",
    )  # fmt: skip


def _post_url(number: int, line: Any) -> str:
    return f"{reverse('media_post', args=[number])}?{urlencode({'way': line.way, 'key': line.key})}"


def _post_state(line: Any) -> Cell:
    if line.deleted:
        return Cell("已删除", tone="warn")
    return Cell("已修改", tone="plain") if line.edited_at else Cell("")


def _from_archive(account: Account, collected: CollectedAccount | None) -> dict[str, Any]:
    """Charts and newest posts of the last collection; what is not there says why."""
    if collected is None:
        return {}
    key = collected.key
    try:
        archive = archive_with(collected)
        lines = lines_of(archive, key)[:_SHOWN_POSTS]
        seen = account_facts(bare(key, account), archive.endings(key), archive.settings.span)
    except (ArchiveError, OSError):
        return {"archive_trouble": "采集档案不在本机或已损坏，无法显示发布内容。"}
    span = archive.settings.span
    last = min(span.until, collected.at or span.until)
    days = _whole(seen.days, local_day(span.since), local_day(last))
    return {
        "facts": seen,
        "lines": [(line, _post_url(collected.pk, line)) for line in lines],
        "days": chart_of_days(days, "每天发布", "发布数（条）") if seen.days else None,
    }


def _whole(days: Any, first: date, last: date) -> list[tuple[date, int]]:
    """Every day of the span, those without posts too; the newest of a long one."""
    first = max(first, last - timedelta(days=_LONGEST_CHART))
    count = (last - first).days + 1
    return [(day, days.get(day, 0)) for day in (first + timedelta(days=number) for number in range(count))]


def _followers_chart(points: Sequence[ProfilePoint]) -> Chart | None:
    rows = [(one.day, one.followers) for one in points if one.followers is not None]
    return chart_of_figure(rows, "关注人数", "关注人数") if len(rows) > 1 else None


def _changes(points: Sequence[ProfilePoint]) -> list[ProfilePoint]:
    """The profiles at which name, subject or state changed, newest first."""
    found: list[ProfilePoint] = []
    for one in points:
        told = (one.name, one.subject, one.closed)
        if not found or told != (found[-1].name, found[-1].subject, found[-1].closed):
            found.append(one)
    return found[::-1]


def _withdrawn(check: Any) -> bool:
    return hasattr(check, "withdrawal")
