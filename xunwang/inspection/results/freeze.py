"""Freezing the results of a campaign, and proving later that nobody has touched them."""

from __future__ import annotations

from collections.abc import Iterator, Set
from datetime import datetime

from xunwang import __version__
from xunwang.access.models import User
from xunwang.inspection.editions import edition_of
from xunwang.inspection.errors import ObstaclesError
from xunwang.inspection.models import Campaign, FinalResult, SiteScore
from xunwang.inspection.results.digests import campaign_digest, site_digests
from xunwang.inspection.results.figures import figures_of
from xunwang.inspection.results.lines import bonus_items, confirmed_problems
from xunwang.inspection.results.standing import Scored, scored_sites
from xunwang.inspection.stages import Stage
from xunwang.words import Outcome


def freeze(campaign: Campaign, by: User, now: datetime) -> None:
    """Score all sites and keep the result. Inside the move that finalises.

    Raises ObstaclesError while a result is not certain.
    """
    scored = scored_sites(campaign)
    pending = [one.checked.name for one in scored if one.result.outcome is Outcome.PENDING]
    if pending:
        raise ObstaclesError([f"还有{len(pending)}个网站的结果未定：{'、'.join(pending[:5])}。"])
    open_accounts = campaign.accounts.filter(outcome=Outcome.PENDING).count()
    if open_accounts:
        raise ObstaclesError([f"还有{open_accounts}个抽查的政务新媒体结果未定。"])
    bonuses = bonus_items(edition_of(campaign))
    scores = [_score(one, bonuses) for one in scored]
    digests = site_digests(campaign, scores)
    for score in scores:
        score.digest = digests[score.site_id]
    final = FinalResult.objects.create(
        campaign=campaign,
        number=campaign.finals.count() + 1,
        at=now,
        by=by,
        program=f"xunwang {__version__}",
        digest=campaign_digest(campaign, {score.site.home_url: score.digest for score in scores}),
        figures=figures_of(campaign, scored),
    )
    for score in scores:
        score.final = final
    SiteScore.objects.bulk_create(scores)


def final_of(campaign: Campaign) -> FinalResult | None:
    """The result that counts; None before it is final and after a reopening."""
    if campaign.stage not in (Stage.FINAL, Stage.PUBLISHED):
        return None
    return campaign.finals.order_by("-number").first()


def freeze_problems(final: FinalResult) -> list[str]:
    """What is no longer as it was when the results were frozen, in Chinese; empty when all is."""
    return list(_problems(final))


def _problems(final: FinalResult) -> Iterator[str]:
    campaign = final.campaign
    scores = list(final.scores.select_related("site"))
    digests = site_digests(campaign, scores)
    for score in scores:
        if digests[score.site_id] != score.digest:
            yield f"“{score.site.name}”的结果或其依据与核定时不同。"
    missing = campaign.sites.exclude(pk__in=digests).count()
    if missing:
        yield f"有{missing}个网站不在核定的结果中。"
    if (
        campaign_digest(campaign, {score.site.home_url: digests[score.site_id] for score in scores})
        != final.digest
    ):
        yield "核定结果的总摘要不符。"


def _score(one: Scored, bonuses: Set[str]) -> SiteScore:
    result = one.result
    return SiteScore(
        site=one.checked,
        outcome=result.outcome,
        veto_items=list(result.veto_items),
        deductions={group: str(points) for group, points in result.deductions.items()},
        deduct_score=result.deduct_score,
        bonus=result.bonus,
        total=result.total,
        rank=result.rank,
        findings=confirmed_problems(one, bonuses),
        uses_unconfirmed_points=result.uses_unconfirmed_points,
    )
