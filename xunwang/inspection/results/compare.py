"""A round against an earlier one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from xunwang.inspection.models import Campaign, FinalResult, SiteScore
from xunwang.inspection.results.freeze import final_of
from xunwang.inspection.stages import Stage
from xunwang.words import Outcome


@dataclass(frozen=True, slots=True)
class Change:
    """A site in two rounds; one side is None where the site was not in that round."""

    name: str
    before: SiteScore | None
    after: SiteScore | None

    @property
    def gained(self) -> Decimal | None:
        """Points more than before, where both are scored."""
        if self.before is None or self.after is None:
            return None
        before: Decimal | None = self.before.total
        after: Decimal | None = self.after.total
        return None if before is None or after is None else after - before

    @property
    def turned(self) -> str:
        """新增, 退出, 转为合格, 转为不合格, or empty."""
        if self.before is None or self.after is None:
            return "新增" if self.before is None else "退出"
        if self.before.outcome == self.after.outcome:
            return ""
        return "转为合格" if self.after.outcome == Outcome.QUALIFIED else "转为不合格"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two final results, site by site in the order of the later one."""

    before: FinalResult
    after: FinalResult
    changes: tuple[Change, ...]


def round_before(campaign: Campaign) -> Campaign | None:
    """The office's last final campaign with an earlier check point."""
    earlier = Campaign.objects.filter(
        unit=campaign.unit_id, check_point__lt=campaign.check_point, stage__in=(Stage.FINAL, Stage.PUBLISHED)
    )
    return earlier.order_by("-check_point").first()


def compare(campaign: Campaign, earlier: Campaign | None = None) -> Comparison | None:
    """Against ``earlier``, else the round before; None where one of them is not final. Five queries."""
    earlier = earlier or round_before(campaign)
    after = final_of(campaign)
    before = final_of(earlier) if earlier is not None else None
    if before is None or after is None:
        return None
    olds, news = _by_site(before), _by_site(after)
    sites = [*news, *(site for site in olds if site not in news)]
    changes = (_change(olds.get(site), news.get(site)) for site in sites)
    return Comparison(before, after, tuple(changes))


def _by_site(final: FinalResult) -> dict[int, SiteScore]:
    rows: Iterable[SiteScore] = final.scores.select_related("site").order_by("site_id")
    return {score.site.site_id or 0: score for score in rows}


def _change(before: SiteScore | None, after: SiteScore | None) -> Change:
    known = after or before
    if known is None:
        raise ValueError("a site is in one of the rounds at least")
    return Change(known.site.name, before, after)
