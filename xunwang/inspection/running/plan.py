"""What a person settles before a run starts, and what it will mean."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from xunwang.engine.settings import CrawlSettings
from xunwang.fetch.records import FetchSettings
from xunwang.inspection.models import Campaign

BROWSER_PAGES = 40
"""Pages of a site that are rendered where the browser is on."""
PROBE_WINDOW = timedelta(days=7)
"""W-V-02: a week of probes before the check point."""
LEAST_PROBES_A_DAY = 20
_DAY = timedelta(days=1)
_DEFAULTS = CrawlSettings()
MOST_PAGES, MOST_MEGABYTES, MOST_MINUTES, MOST_PROBE_MINUTES = 100_000, 100_000, 7 * 24 * 60, 72


@dataclass(frozen=True, slots=True)
class RunPlan:
    """Settings of a run. Bounds are for each site."""

    max_pages: int = _DEFAULTS.max_pages
    max_megabytes: int = _DEFAULTS.max_bytes // 1024**2
    max_minutes: int = int(_DEFAULTS.max_seconds // 60)
    browser: bool = False
    robots_reason: str = ""
    probe_minutes: int = 30
    auto_review: bool = True


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a run will do, as far as it can be told before."""

    sites: int
    crawl_from: datetime
    probe_rounds: int
    """Of each home page, until the crawl begins."""
    full_days: int
    """Whole days of probes before the check point, when started now."""
    crawl_hours: float
    """At most; sites are crawled side by side."""
    link_hours: float
    """Between the first and the last try of a link that does not open."""


def outlook(campaign: Campaign, plan: RunPlan, now: datetime) -> Outlook:
    """What starting now would mean. One query."""
    begin = max(now, campaign.check_point)
    probed = begin - now if plan.probe_minutes else timedelta(0)
    seconds = min(plan.max_minutes * 60.0, plan.max_pages / FetchSettings().rate_per_host)
    return Outlook(
        sites=campaign.sites.filter(taken_at=None).count(),
        crawl_from=begin,
        probe_rounds=probed // timedelta(minutes=plan.probe_minutes) if plan.probe_minutes else 0,
        full_days=min(probed // _DAY, PROBE_WINDOW // _DAY),
        crawl_hours=seconds / 3600,
        link_hours=_DEFAULTS.link_span_hours,
    )


def cautions(campaign: Campaign, plan: RunPlan, now: datetime) -> list[str]:
    """What the run will not be able to tell, in Chinese. Nothing of it keeps it from starting."""
    ahead = outlook(campaign, plan, now)
    if not plan.probe_minutes:
        return ["不做首页探测：“站点无法访问”（W-V-02）将无法自动判定。"]
    if ahead.crawl_from == now:
        return ["监测时间点已过，现在开始的探测不能用于判定“站点无法访问”（W-V-02），该项将无法自动判定。"]
    if ahead.full_days < PROBE_WINDOW // _DAY:
        return [
            f"到监测时间点只有{ahead.full_days}整天的探测，少于{PROBE_WINDOW // _DAY}天：“站点无法访问”（W-V-02）将无法自动判定。"
        ]
    return []


def plan_problems(plan: RunPlan) -> list[str]:
    """Everything that is wrong with the settings, in Chinese; empty for good ones."""
    return list(_problems(plan))


def _problems(plan: RunPlan) -> Iterator[str]:
    bounds = (
        ("每个网站至多页数", plan.max_pages, 1, MOST_PAGES),
        ("每个网站至多流量（MB）", plan.max_megabytes, 1, MOST_MEGABYTES),
        ("每个网站至多用时（分钟）", plan.max_minutes, 1, MOST_MINUTES),
    )
    for name, value, least, most in bounds:
        if not least <= value <= most:
            yield f"{name}应在{least}和{most}之间。"
    if plan.probe_minutes and not 1 <= plan.probe_minutes <= MOST_PROBE_MINUTES:
        yield f"探测间隔应为1至{MOST_PROBE_MINUTES}分钟（每天不少于{LEAST_PROBES_A_DAY}次），或0（不探测）。"
