"""Search over units, sites, accounts, campaigns, orders and findings: what the person may see, the first of each, never restricted ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from xunwang.access.models import User
from xunwang.access.permissions import may, within
from xunwang.access.roles import Action
from xunwang.inspection.models import Campaign, Finding
from xunwang.inspection.review.seeing import findings_told_to
from xunwang.inspection.stages import Stage
from xunwang.rectify.models import Order
from xunwang.rectify.vocabulary import OrderState
from xunwang.registry.models import Account, Unit, WebSite
from xunwang.registry.platforms import platform_label
from xunwang.registry.vocabulary import UnitLevel
from xunwang.web.components.forms import plain
from xunwang.web.components.listing import containing
from xunwang.web.pages.campaigns.queries import campaigns_seen_by
from xunwang.web.pages.rectify.queries import numbered
from xunwang.web.people import allowed, person

LONGEST = 100
SHOWN = 10
"""Of each kind; the lists show the rest."""
LEAST = 2
"""Characters from which findings are searched: one stands in nearly all of them."""


class Hit(NamedTuple):
    """One thing that was found."""

    title: str
    url: str
    about: str


class Group(NamedTuple):
    """Things of one kind; ``more`` leads to a list with all of them."""

    label: str
    hits: list[Hit]
    more: str


@allowed(Action.OPEN_CONSOLE)
def search(request: HttpRequest) -> HttpResponse:
    """What contains the words asked for."""
    q = plain(request.GET.get("q", ""), LONGEST)
    groups = [group for group in _groups(person(request), q) if group.hits] if q else []
    return render(request, "search.html", {"q": q, "groups": groups, "shown": SHOWN})


def _groups(user: User, q: str) -> list[Group]:
    units = within(user, Action.SEE_REGISTER, Unit.objects.all())
    sites = within(user, Action.SEE_REGISTER, WebSite.objects.select_related("unit"), "unit__path")
    accounts = within(user, Action.SEE_REGISTER, Account.objects.select_related("unit"), "unit__path")
    groups = [
        _group("单位", units, ("name", "short_name", "region_code"), q, _unit, "units"),
        _group("网站", sites, ("name", "host", "site_code", "aliases"), q, _site, "sites"),
        _group("政务新媒体", accounts, ("name", "identifier", "subject"), q, _account, "accounts"),
        _group("检查", campaigns_seen_by(user), ("title",), q, _campaign, "campaigns"),
        _group("整改通知", numbered(user), ("written", "unit_name"), q, _order, "orders"),
    ]
    if len(q) >= LEAST:
        groups.append(_findings(user, q))
    return groups


def _group(
    label: str,
    rows: QuerySet[Any],
    names: Sequence[str],
    q: str,
    show: Callable[[Any], Hit],
    page: str,
) -> Group:
    found = list(rows.filter(containing(q, names))[: SHOWN + 1])
    more = f"{reverse(page)}?{urlencode({'q': q})}" if len(found) > SHOWN else ""
    return Group(label, [show(one) for one in found[:SHOWN]], more)


def _findings(user: User, q: str) -> Group:
    """Of the campaigns that the person sees; else what was sent to the person's own units."""
    wide = may(user, Action.SEE_CAMPAIGNS)
    standing = Finding.objects.filter(withdrawn=False)
    seen = within(user, Action.SEE_CAMPAIGNS, standing, "campaign__unit__path")
    rows = seen if wide else findings_told_to(user)
    rows = rows.filter(containing(q, ("summary", "item", "checked__name")), restricted=False)
    rows = rows.select_related("checked__feedback", "campaign").order_by("-id")
    found = list(rows[: SHOWN + 1])
    hits = [_finding(one, wide) for one in found[:SHOWN]]
    return Group("检查发现的问题" + ("（最近的）" if len(found) > SHOWN else ""), hits, "")


def _unit(one: Unit) -> Hit:
    return Hit(one.name, reverse("unit", args=[one.pk]), f"{UnitLevel(one.level).label}　{one.region_code}")


def _site(one: WebSite) -> Hit:
    return Hit(one.name, reverse("site", args=[one.pk]), f"{one.host}　{one.site_code}　{one.unit.name}")


def _account(one: Account) -> Hit:
    return Hit(
        one.name, reverse("account", args=[one.pk]), f"{platform_label(one.platform)}　{one.unit.name}"
    )


def _campaign(one: Campaign) -> Hit:
    url = reverse("campaign", args=[one.pk])
    return Hit(one.title, url, f"{Stage(one.stage).label}　{one.unit.name}")


def _order(one: Order) -> Hit:
    about = f"{OrderState(one.state).label}　{one.unit_name}　{one.campaign.title}"
    return Hit(one.number, reverse("order", args=[one.pk]), about)


def _finding(one: Finding, wide: bool) -> Hit:
    url = reverse("finding", args=[one.pk]) if wide else reverse("feedback", args=[one.checked.feedback.pk])
    return Hit(one.summary[:120], url, f"{one.item}　{one.checked.title}　{one.campaign.title}")
