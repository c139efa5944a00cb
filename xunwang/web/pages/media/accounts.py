"""All accounts with what is known of each: how it is collected, its newest post, when somebody looked at it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from xunwang.access.models import User
from xunwang.access.permissions import may
from xunwang.access.roles import Action
from xunwang.collect.interface import Trouble
from xunwang.media.access import may_look
from xunwang.media.queries import accounts_with_state
from xunwang.registry.models import Account
from xunwang.registry.platforms import platform_choices
from xunwang.registry.vocabulary import Status, UnitLevel, choices
from xunwang.web.components.exports import listing_table
from xunwang.web.components.listing import Cell, Column, Filter, Listing, ListSpec
from xunwang.web.downloads import table_download
from xunwang.web.people import allowed, person

_KNOWN = (
    ("no_way", "没有采集方式"),
    ("credentials", "凭据须更换"),
    ("trouble", "采集出错"),
    ("not_collected", "还没有采集过"),
    ("not_looked_at", "没有人工核查过"),
)


def _known(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    wanted: dict[str, dict[str, object]] = {
        "no_way": {"has_way": False},
        "credentials": {"refused": True},
        "trouble": {"trouble__gt": ""},
        "not_collected": {"collected_at": None},
        "not_looked_at": {"looked_at": None},
    }
    return rows.filter(**wanted[value])


def _day(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d}" if at is not None else ""


def _state(one: Any) -> Cell:
    if one.trouble:
        return Cell(Trouble(one.trouble).label, tone="bad")
    if one.collected_at:
        return Cell(f"已采集 {_day(one.collected_at)}", tone="good")
    return Cell("未采集", tone="plain") if one.has_way else Cell("没有采集方式", tone="warn")


def _spec() -> ListSpec:
    return ListSpec(
        columns=(
            Column("name", "账号", lambda one: Cell(one.name, reverse("media_account", args=[one.pk])), ("name",)),
            Column("platform", "平台", lambda one: one.get_platform_display(), ("platform",), "short"),
            Column("unit", "主办单位", lambda one: one.unit.name, ("unit__name",)),
            Column("level", "级别", lambda one: one.unit.get_level_display(), ("unit__level",), "short"),
            Column("state", "采集", _state, ("collected_at",), "short"),
            Column("newest", "最新发布", lambda one: _day(one.newest_at), ("newest_at",), "short"),
            Column("looked_at", "人工核查", lambda one: _day(one.looked_at), ("looked_at",), "short"),
        ),
        filters=(
            Filter("platform", "平台", platform_choices(), "platform"),
            Filter("level", "级别", choices(UnitLevel), "unit__level"),
            Filter("status", "运行状态", choices(Status), "status"),
            Filter("known", "情况", _KNOWN, _known),
        ),
        search=("name", "unit__name", "identifier", "subject"),
        search_label="账号、单位或认证主体",
        empty="名录中还没有政务新媒体。请先在名录中登记或导入。",
    )  # fmt: skip


@allowed(Action.SEE_REGISTER)
def accounts(request: HttpRequest) -> HttpResponse:
    """The list."""
    user = person(request)
    listing = Listing(_spec(), accounts_with_state(user), request.GET)
    if request.GET.get("export") and may(user, Action.EXPORT_REGISTER):
        return table_download(request, "新媒体情况", Account._meta.db_table, listing_table(listing))
    context = {
        "title": "新媒体监测",
        "listing": listing,
        "may_export": may(user, Action.EXPORT_REGISTER),
        "actions": _actions(user),
    }
    return render(request, "list.html", context)


def _actions(user: User) -> list[tuple[str, str]]:
    """The other pages of this part, as far as the person may open them."""
    found = [("采集发布内容", reverse("collections"))]
    if may(user, Action.SEE_CAMPAIGNS):
        found.insert(0, ("季度和年度情况", reverse("media_overview")))
    if may(user, Action.EDIT_REGISTER):
        found.append(("导入采集方式", reverse("account_ways_import")))
    if may_look(user):
        found.append(("手机核查", reverse("hand_checks")))
    return found
