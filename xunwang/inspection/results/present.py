"""The results of a campaign for those who look at them: frozen where they are, else as they stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from xunwang.inspection.editions import edition_of
from xunwang.inspection.models import Campaign, FinalResult
from xunwang.inspection.results.figures import figures_of
from xunwang.inspection.results.freeze import final_of
from xunwang.inspection.results.lines import SiteLine, frozen_lines, lines_of
from xunwang.inspection.results.standing import scored_sites
from xunwang.inspection.stages import Stage
from xunwang.rules.edition import Edition

MOST_ROUNDS = 8


@dataclass(frozen=True, slots=True)
class Results:
    """What a campaign comes to. ``final`` is None while the results can still change."""

    campaign: Campaign
    edition: Edition
    final: FinalResult | None
    lines: tuple[SiteLine, ...]
    """In the order of the list."""


def results_of(campaign: Campaign) -> Results:
    """Site by site; two queries where they are frozen, four else."""
    edition = edition_of(campaign)
    final = final_of(campaign)
    lines = frozen_lines(final, edition) if final else lines_of(scored_sites(campaign), edition)
    return Results(campaign, edition, final, tuple(lines))


def with_figures(campaign: Campaign) -> tuple[Results, Mapping[str, Any]]:
    """Site by site and the figures of the whole (see :func:`figures_of`); at most nine queries."""
    final = final_of(campaign)
    if final is not None:
        return results_of(campaign), final.figures
    edition = edition_of(campaign)
    scored = scored_sites(campaign)
    results = Results(campaign, edition, None, tuple(lines_of(scored, edition)))
    return results, figures_of(campaign, scored)


def final_campaigns(campaign: Campaign) -> list[Campaign]:
    """Other campaigns of the office with final results and an earlier check point, newest first."""
    rows = Campaign.objects.filter(
        unit=campaign.unit_id, check_point__lt=campaign.check_point, stage__in=(Stage.FINAL, Stage.PUBLISHED)
    )
    return list(rows.order_by("-check_point", "-id"))


def rounds_until(campaign: Campaign) -> list[FinalResult]:
    """The office's last final results up to this campaign, oldest first; one query."""
    rows = (
        FinalResult.objects.filter(
            campaign__unit=campaign.unit_id,
            campaign__check_point__lte=campaign.check_point,
            campaign__stage__in=(Stage.FINAL, Stage.PUBLISHED),
        )
        .select_related("campaign")
        .order_by("-campaign__check_point", "-campaign_id", "-number")
        .distinct("campaign__check_point", "campaign_id")
    )
    return list(rows[:MOST_ROUNDS])[::-1]
