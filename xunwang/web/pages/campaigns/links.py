"""Ways from a campaign to its parts. A part that this installation does not have is not offered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from django.urls import NoReverseMatch, reverse

from xunwang.inspection.gates import Place
from xunwang.inspection.models import Campaign
from xunwang.inspection.stages import Stage


class Part(NamedTuple):
    """A part of a campaign and where it is."""

    label: str
    url: str


_PARTS: tuple[tuple[str, tuple[str, ...], frozenset[Stage]], ...] = (
    ("检查进度", ("campaign_run", "run"), frozenset({Stage.PLANNED, Stage.RUNNING, Stage.REVIEW})),
    ("问题复核", ("review", "review_queue"), frozenset({Stage.REVIEW})),
    ("人工判定", ("review_rulings", "rulings"), frozenset({Stage.REVIEW})),
    ("模拟咨询", ("enquiries", "campaign_enquiries"), frozenset({Stage.RUNNING, Stage.REVIEW})),
    ("反馈与申诉", ("hearing", "campaign_hearing"), frozenset({Stage.FEEDBACK, Stage.APPEAL, Stage.FINAL})),
    ("通报", ("campaign_notice", "notice_of_campaign", "notices"), frozenset({Stage.FINAL, Stage.PUBLISHED})),
)
"""Label, names that the address may have (the first that exists counts), and when the part has its use."""

_PLACES: Mapping[Place, tuple[str, ...]] = {
    Place.PLAN: ("campaign_edit",),
    Place.RUN: ("campaign_run", "run", "campaign_sites"),
    Place.REVIEW: ("review", "review_queue", "campaign_sites"),
    Place.RULINGS: ("review_rulings", "rulings", "campaign_sites"),
    Place.BLIND: ("review_blind", "review", "campaign_sites"),
    Place.ACCOUNTS: ("campaign_accounts",),
    Place.HEARING: ("hearing", "campaign_hearing"),
    Place.RESULTS: ("results",),
}


def address(names: tuple[str, ...], campaign: Campaign) -> str:
    """Address of the first of ``names`` that exists, for the campaign or for all; empty where none does."""
    for name in names:
        for arguments in ([campaign.pk], []):
            try:
                return reverse(name, args=arguments)
            except NoReverseMatch:
                continue
    return ""


def parts_of(campaign: Campaign) -> list[Part]:
    """Parts that have their use in the campaign's stage."""
    wanted = ((label, names) for label, names, stages in _PARTS if campaign.stage in stages)
    found = (Part(label, address(names, campaign)) for label, names in wanted)
    return [part for part in found if part.url]


def where(place: Place, campaign: Campaign) -> str:
    """Where an obstacle is cleared away; empty where there is no page for it."""
    return address(_PLACES[place], campaign)
