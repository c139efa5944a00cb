"""A campaign with final results, written straight into the tables: quick, and without people or runs."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from tests.console.province import Province
from xunwang.access.models import User
from xunwang.access.roles import Role
from xunwang.inspection.models import Campaign, CheckedSite, FinalResult, SamplingRecord, SiteScore
from xunwang.inspection.results.digests import campaign_digest, site_digests
from xunwang.notices.models import Notice
from xunwang.notices.office import Signing, publish, save, sign, start
from xunwang.registry.models import WebSite
from xunwang.scoring.figures import percent

FINAL_AT = datetime(2019, 12, 20, 2, 0, tzinfo=UTC)
LATER = FINAL_AT + timedelta(days=1)
DAY = timedelta(days=1)
ISSUED_ON = date(2019, 12, 21)
NUMBER = "白政办函〔2019〕8号"


def final_campaign(province: Province, title: str = "2019年检查") -> Campaign:
    """The portals are qualified, the department's site is not."""
    planner = province.user(Role.PLANNER)
    campaign = Campaign.objects.create(
        unit=province.root, title=title, period_start=date(2019, 10, 1), period_end=date(2019, 12, 31),
        check_point=datetime(2019, 11, 30, tzinfo=UTC), edition_id="2019", seed="2019", created_by=planner,
        created_at=FINAL_AT,
    )  # fmt: skip
    sites = [_checked(campaign, site) for site in WebSite.objects.select_related("unit").order_by("id")]
    chosen = [site.home_url for site in sites]
    SamplingRecord.objects.create(
        campaign=campaign, population="sites", at=FINAL_AT, by=planner, method="全部检查", seed="2019", at_least=0,
        frame_digest="0" * 64, frame={"网站": chosen},
        strata=[{"name": "网站", "population": len(sites), "share": "1", "chosen": chosen}],
    )  # fmt: skip
    scores = [_score(site, number) for number, site in enumerate(sites, 1)]
    digests = site_digests(campaign, scores)
    whole = campaign_digest(campaign, {site.home_url: digests[site.pk] for site in sites})
    good = sum(score.outcome == "qualified" for score in scores)
    final = FinalResult.objects.create(
        campaign=campaign, number=1, at=FINAL_AT, by=planner, program="xunwang 0", digest=whole,
        figures=_figures(len(sites), good),
    )  # fmt: skip
    for score in scores:
        score.final, score.digest = final, digests[score.site_id]
    SiteScore.objects.bulk_create(scores)
    Campaign.objects.filter(pk=campaign.pk).update(stage="final")
    campaign.refresh_from_db()
    return campaign


def _checked(campaign: Campaign, site: WebSite) -> CheckedSite:
    return CheckedSite.objects.create(
        campaign=campaign, site=site, unit=site.unit, name=site.name, unit_name=site.unit.name, home_url=site.home_url,
        kind=site.kind, level=site.unit.level, region=site.unit.name, region_code=site.unit.region_code,
        site_code=site.site_code, taken_at=FINAL_AT, complete=True,
    )  # fmt: skip


def _score(site: CheckedSite, rank: int) -> SiteScore:
    if site.kind == "department":
        return SiteScore(site=site, outcome="unqualified", veto_items=["W-V-02"], findings=1)
    score = SiteScore(site=site, outcome="qualified", findings=0, rank=rank, deductions={"W-D-01": "5"})
    score.deduct_score, score.bonus, score.total = Decimal(95), Decimal(0), Decimal(95)
    return score


def _figures(checked: int, good: int) -> dict[str, Any]:
    group = {
        "group": "合计",
        "checked": checked,
        "qualified": good,
        "unqualified": checked - good,
        "pending": 0,
        "rate": percent(good, checked),
    }
    return {
        "sites": {"overall": group, "by_category": [{**group, "group": "各类网站"}],
                  "by_region": [{**group, "group": "松江市", "rate": "66.67%"}]},
        "accounts": {
            "filed": 0, "sampled": 0, "qualified": 0, "pending": 0, "rate": "", "by_level": [], "by_region": [],
        },
        "replies": {"asked": 0, "within_5_days": 0, "within_1_day": 0},
        "interpretation": {"known": 0, "with_column": 0},
    }  # fmt: skip


def drafted(province: Province, **texts: str) -> Notice:
    """Begun by the planner, with words of his own."""
    planner = province.user(Role.PLANNER)
    notice = start(final_campaign(province), planner, LATER)
    if texts:
        save(notice, texts, 1, planner, LATER)
    return notice


def signed(province: Province, by: User | None = None) -> Notice:
    """Signed by the administrator."""
    notice = drafted(province)
    sign(notice, Signing(1, NUMBER, ISSUED_ON), by or province.user(Role.PROVINCE_ADMIN), LATER)
    return notice


def published(province: Province) -> Notice:
    """Published by the planner."""
    notice = signed(province)
    publish(notice, province.user(Role.PLANNER), LATER)
    notice.refresh_from_db()
    return notice
