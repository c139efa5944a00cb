"""Ways from a campaign to its parts, for those who may go there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse

from xunwang.access.models import User
from xunwang.access.permissions import may
from xunwang.access.roles import Action
from xunwang.inspection.gates import Place
from xunwang.inspection.models import Campaign
from xunwang.inspection.stages import Stage
from xunwang.notices.models import Notice

Way = Callable[[Campaign], str]


class Part(NamedTuple):
    """A part of a campaign and where it is."""

    label: str
    url: str


def of_campaign(name: str, **query: str) -> Way:
    """The page of that name for the campaign; empty where this installation has none."""

    def way(campaign: Campaign) -> str:
        try:
            return reverse(name, args=[campaign.pk]) + (f"?{urlencode(query)}" if query else "")
        except NoReverseMatch:
            return ""

    return way


def listed(name: str, **query: str) -> Way:
    """The list of that name, narrowed to the campaign by its title."""
    return lambda campaign: f"{reverse(name)}?{urlencode({**query, 'q': campaign.title})}"


def of_sites(name: str) -> Way:
    """The campaign's page of that name; empty for a campaign of accounts only."""
    return lambda campaign: reverse(name, args=[campaign.pk]) if campaign.sites.exists() else ""


def of_sample(name: str) -> Way:
    """The page of that name about the campaign's accounts; empty where none were drawn."""
    return lambda campaign: f"{reverse(name)}?campaign={campaign.pk}" if campaign.accounts.exists() else ""


def notice_of(campaign: Campaign) -> str:
    """The campaign's notice, or where it is begun."""
    known = Notice.objects.filter(campaign=campaign).values_list("pk", flat=True).first()
    return reverse("notice", args=[known]) if known else reverse("notice_new", args=[campaign.pk])


_CHECKING = frozenset({Stage.PLANNED, Stage.RUNNING, Stage.REVIEW})
_HEARING = frozenset({Stage.FEEDBACK, Stage.APPEAL, Stage.FINAL, Stage.PUBLISHED})
_DONE = frozenset({Stage.FINAL, Stage.PUBLISHED})
_PARTS: tuple[tuple[str, Way, Action, frozenset[Stage]], ...] = (
    ("检查进度", of_sites("campaign_run"), Action.SEE_CAMPAIGNS, _CHECKING),
    ("采集发布内容", of_sample("collections"), Action.SEE_REGISTER, _CHECKING),
    ("手机核查", of_sample("hand_checks"), Action.REVIEW_FINDINGS, _CHECKING),
    ("问题复核", of_campaign("review"), Action.SEE_CAMPAIGNS, _HEARING | {Stage.REVIEW}),
    ("人工判定", of_campaign("rulings"), Action.SEE_CAMPAIGNS, frozenset({Stage.REVIEW})),
    ("模拟咨询", of_sites("enquiries"), Action.SEE_CAMPAIGNS, _HEARING | {Stage.RUNNING, Stage.REVIEW}),
    ("反馈与申诉", listed("feedbacks"), Action.SEE_FEEDBACK, _HEARING),
    ("通报", notice_of, Action.EDIT_NOTICES, _DONE),
    ("整改", listed("orders"), Action.SEE_ORDERS, _DONE),
)
"""Label, address, what one must be allowed to, and when the part has its use."""

_PLACES: Mapping[Place, Way] = {
    Place.PLAN: of_campaign("campaign_edit"),
    Place.RUN: of_campaign("campaign_run"),
    Place.REVIEW: of_campaign("review"),
    Place.RULINGS: of_campaign("rulings"),
    Place.BLIND: of_campaign("review"),
    Place.ACCOUNTS: of_campaign("campaign_accounts", outcome="pending"),
    Place.FEEDBACK: listed("feedbacks"),
    Place.APPEALS: lambda campaign: reverse("appeals"),
    Place.RESULTS: of_campaign("results"),
    Place.HOLIDAYS: lambda campaign: reverse("holidays"),
}


def parts_of(campaign: Campaign, user: User) -> list[Part]:
    """Parts that have their use in the campaign's stage, for the person."""
    found = (
        Part(label, way(campaign))
        for label, way, action, stages in _PARTS
        if campaign.stage in stages and may(user, action)
    )
    return [part for part in found if part.url]


def where(place: Place, campaign: Campaign) -> str:
    """Where an obstacle is cleared away; empty where there is no page for it."""
    return _PLACES[place](campaign)
